// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct RedactionTests {
  private func redacted(_ snapshot: Snapshot, _ redaction: Redaction) throws -> Snapshot {
    var bytes: [UInt8] = []
    _ = try unsafe redaction.write(snapshot) { piece in unsafe bytes.append(contentsOf: piece) }
    return try Snapshot(bytes: bytes)
  }

  private var heap: HandMade {
    var heap = HandMade()
    let global = heap.add(.object, "Session", size: 32)
    let text = heap.add(.string, "password: hunter2 \"quoted\" \u{1F600}", size: 40)
    let div = heap.add(.native, "<div title=\"hunter2\">", size: 8)
    heap.connect(0, global, .shortcut, "global")
    heap.connect(global, text, .property, "password")
    heap.connect(global, text, .property, "token hunter2")
    heap.connect(global, div, .context, "card4111")
    return heap
  }

  @Test(arguments: [true, false]) func takesTextsOut(_ keepsNames: Bool) throws {
    let snapshot = try heap.snapshot()
    var redaction = Redaction(salt: 1)
    redaction.keepsNames = keepsNames
    let copy = try redacted(snapshot, redaction)
    let strings = (0..<UInt32(copy.strings.count)).map { copy.strings[$0] }
    #expect(!strings.contains { $0.contains("hunter2") })
    #expect(strings.contains("Session") == keepsNames)
    #expect(strings.contains("password") == keepsNames)
    #expect(copy.name(of: 3).hasPrefix("<div ["))
    #expect(copy.name(ofEdge: 2).count == "token hunter2".count)
  }

  @Test func takesSecretsOutWhateverTheyName() throws {
    var redaction = Redaction(salt: 1)
    redaction.secrets = ["Sess", "4111"]
    let copy = try redacted(try heap.snapshot(), redaction)
    #expect(copy.name(of: 1).hasPrefix("["))
    #expect(copy.name(ofEdge: 3).count == "card4111".count)
    #expect(!copy.name(ofEdge: 3).contains("4111"))
  }

  @Test func keepsEveryNumber() throws {
    let snapshot = try Sample(name: "leak-3-after").snapshot()
    let copy = try redacted(snapshot, Redaction(salt: 7))
    #expect(Fingerprints(of: copy) == Fingerprints(of: snapshot))
    let secret = "the quick brown duplicate string"
    let strings = (0..<UInt32(copy.strings.count)).lazy.map { copy.strings[$0] }
    #expect(!strings.contains { $0.contains(secret) })
  }

  @Test func equalTextsHaveEqualMarksUnderOneSalt() throws {
    let first = try redacted(try heap.snapshot(), Redaction(salt: 1))
    let second = try redacted(try heap.snapshot(), Redaction(salt: 1))
    let third = try redacted(try heap.snapshot(), Redaction(salt: 2))
    #expect(first.name(of: 2) == second.name(of: 2))
    #expect(first.name(of: 2) != third.name(of: 2))
  }
}
