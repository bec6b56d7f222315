// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Control
import Door
import Glibc
import JSON
import Ledger
import Synchronization
import Testing

@testable import JSVM

/// Claims about what the control door answers, without a socket.
struct ControlTargetTests {
  /// Asks while the owner of a VM pumps its loop.
  private func ask(
    _ fixture: Fixture, _ verb: String, _ arguments: [String: JSONValue] = [:]
  ) throws -> JSONValue {
    var arguments = arguments
    arguments["vm"] = .number(Double(fixture.coreVM.id))
    switch try reply(to: ControlRequest(verb, arguments), pumping: fixture.vm) {
    case .result(let text): return try JSONValue(text.utf8, depth: 64)
    case .failure(let failure): throw failure
    case .file(let text, _): return try JSONValue(text.utf8)
    }
  }

  private func reply(to request: ControlRequest, pumping vm: JSVM_VM? = nil) throws -> DoorReply {
    let box = Box()
    ControlTarget().answer(request) { [box] answer in box.reply.withLock { $0 = answer } }
    // Longer than a copy of the process may take, which tells why it took so long.
    for _ in 0..<80_000 {
      if let vm { _ = flag { OH_JSVM_PumpMessageLoop(vm, $0) } }
      if let found = box.reply.withLock({ $0 }) { return found }
      usleep(500)
    }
    Issue.record("no answer")
    throw ControlFailure(.busy, "no answer")
  }

  private final class Box: Sendable {
    let reply = Mutex<DoorReply?>(nil)
  }

  @Test func referencesAreCountedBySite() throws {
    try withEnv { fixture in
      let object = try fixture.run("new (class Widget {})")
      var references: [JSVM_Ref] = []
      for count in [1, 1, 0] as [UInt32] {
        references.append(try make { OH_JSVM_CreateReference(fixture.env, object, count, $0) })
      }
      let gone = try make { OH_JSVM_CreateReference(fixture.env, object, 1, $0) }
      #expect(OH_JSVM_DeleteReference(fixture.env, gone) == JSVM_OK)
      let reply = try ask(fixture, "refs")
      let totals = reply["totals"]
      #expect(totals?["existing"]?.integer() == 3)
      #expect(totals?["strong"]?.integer() == 2 && totals?["weak"]?.integer() == 1)
      #expect(totals?["created"]?.integer() == 4)
      let rows = reply["rows"]?.elements ?? []
      #expect(rows.reduce(0) { $0 + ($1["existing"]?.integer() ?? 0) } == 3)
      #expect(rows.reduce(0) { $0 + ($1["released"]?.integer() ?? 0) } == 1)
      #expect(rows.first?["frames"]?.elements.isEmpty == false)
      let newest = reply["newest"]?.elements ?? []
      #expect(newest.count == 3 && newest[0]["class"]?.text == "Widget")
      for reference in references {
        #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
      }
    }
  }

  @Test func referencesAreCountedByOtherThings() throws {
    try withEnv { fixture in
      let widget = try fixture.run("new (class Widget {})")
      let list = try fixture.run("[1]")
      let references = try [widget, list, widget].map { value in
        try make { OH_JSVM_CreateReference(fixture.env, value, 1, $0) }
      }
      let byClass = try ask(fixture, "refs", ["by": .text("class")])["rows"]?.elements ?? []
      #expect(byClass.map { $0["key"]?.text } == ["Widget", "Array"])
      #expect(byClass.map { $0["existing"]?.integer(Int.self) } == [2, 1])
      let byAge = try ask(fixture, "refs", ["by": .text("age")])["rows"]?.elements ?? []
      #expect(byAge.reduce(0) { $0 + ($1["existing"]?.integer() ?? 0) } == 3)
      #expect(byAge[0]["key"]?.text?.contains("s") == true)
      let byThread = try ask(fixture, "refs", ["by": .text("thread")])["rows"]?.elements ?? []
      #expect(byThread.map { $0["existing"]?.integer(Int.self) } == [3])
      #expect(throws: ControlFailure.self) { try ask(fixture, "refs", ["by": .text("colour")]) }
      for reference in references {
        #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
      }
    }
  }

  @Test func marksDivideOldFromNew() throws {
    try withEnv { fixture in
      let object = try fixture.object()
      let old = try make { OH_JSVM_CreateReference(fixture.env, object, 1, $0) }
      let mark = try ask(fixture, "mark", ["name": .text("login")])
      #expect(mark["references"]?.integer() == 1)
      let new = try make { OH_JSVM_CreateReference(fixture.env, object, 1, $0) }
      let since = ["since": JSONValue.text("login")]
      let rows = try ask(fixture, "refs", since)["rows"]?.elements ?? []
      #expect(rows.map { $0["existing"]?.integer(Int.self) } == [1])
      try #expect(ask(fixture, "leaks", since)["leaked"]?.integer() == 1)
      try #expect(ask(fixture, "leaks")["leaked"]?.integer() == 2)
      #expect(throws: ControlFailure.self) {
        try ask(fixture, "refs", ["since": .text("logout")])
      }
      for reference in [old, new] {
        #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
      }
      try #expect(ask(fixture, "leaks")["leaked"]?.integer() == 0)
    }
  }

  @Test func momentsLeaveNoMark() throws {
    try withEnv { fixture in
      let first = try ask(fixture, "moment")["epoch"]?.integer(UInt32.self)
      let second = try ask(fixture, "moment")["epoch"]?.integer(UInt32.self)
      #expect(try #require(first) < #require(second))
      #expect(fixture.coreVM.marks.count == 0)
    }
  }

  /// In a process of its own, as every fork.
  @Test func fewSitesHoldWhatWasMadeSinceAMoment() async {
    await #expect(processExitsWith: .success) {
      let tests = ControlTargetTests()
      try withEnv { fixture in
        let old = try tests.hold(fixture)
        let epoch = try #require(tests.ask(fixture, "moment")["epoch"])
        let none = try tests.ask(fixture, "held", ["epoch": epoch])
        #expect(none["held"]?.integer() == 0 && none["sites"]?.elements.isEmpty == true)
        let new = try tests.hold(fixture)
        let reply = try tests.ask(fixture, "held", ["epoch": epoch])
        let bytes: Int = try #require(reply["held"]?.integer())
        #expect((64_000..<66_000).contains(bytes), "\(bytes)")
        let site = try #require(reply["sites"]?.elements.first)
        #expect(site["held"]?.integer() == bytes && site["kind"]?.text == "reference")
        #expect(site["file"]?.text?.hasSuffix("ControlTargetTests.swift") == true)
        #expect(site["line"]?.integer(Int.self) == tests.holdingLine)
        #expect(reply["site_count"]?.integer() == 1)
        let all: Int = try #require(tests.ask(fixture, "held")["held"]?.integer())
        #expect(all > 120_000)
        for reference in [old, new] {
          #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
        }
      }
    }
  }

  private let holdingLine = #line + 5
  /// A reference to a new object of 64,000 bytes.
  private func hold(_ fixture: Fixture) throws -> JSVM_Ref {
    try fixture.scope {
      let value = try fixture.run("({items: new Array(8000).fill(0.5)})")
      return try make { OH_JSVM_CreateReference(fixture.env, value, 1, $0) }
    }
  }

  /// In a process of its own, as every fork.
  @Test func whatScopesHoldIsNoSites() async {
    await #expect(processExitsWith: .success) {
      let tests = ControlTargetTests()
      try withEnv { fixture in
        // The door's threads have begun before anybody can ask for a copy of the process.
        _ = try tests.ask(fixture, "moment")
        let kept = try fixture.scope {
          _ = try fixture.run("({items: new Array(8000).fill(0.5)})")
          let both = try fixture.run("({items: new Array(8000).fill(0.25)})")
          let reference = try make { OH_JSVM_CreateReference(fixture.env, both, 1, $0) }
          let reply = try tests.ask(fixture, "held")
          for member in ["scopes", "held"] {
            let bytes: Int = try #require(reply[member]?.integer())
            #expect((64_000..<66_000).contains(bytes), "\(member): \(bytes)")
          }
          return reference
        }
        #expect(OH_JSVM_DeleteReference(fixture.env, kept) == JSVM_OK)
      }
    }
  }

  @Test func collectingTellsWhatWasFreed() throws {
    try withEnv { fixture in
      try fixture.scope { _ = try fixture.run("(new Array(1e5)).fill(0).map(i => ({})).length") }
      let reply = try ask(fixture, "gc")
      let before = reply["used_before"]?.integer(Int.self) ?? 0
      #expect(before - (reply["used"]?.integer() ?? 0) > 1_000_000)
      let heap = try ask(fixture, "heap")
      #expect((heap["committed"]?.integer(Int.self) ?? 0) >= (heap["used"]?.integer() ?? 1))
    }
  }

  @Test func snapshotsAreWhole() throws {
    try withEnv { fixture in try checkSnapshot(fixture, inProcess: true) }
  }

  /// In a process of its own: other tests' threads hold locks that a copy would wait for.
  @Test func snapshotsOfACopyAreWhole() async {
    await #expect(processExitsWith: .success) {
      try withEnv { fixture in
        try ControlTargetTests().checkSnapshot(fixture, inProcess: false)
      }
    }
  }

  private func checkSnapshot(_ fixture: Fixture, inProcess: Bool) throws {
    let request = ControlRequest(
      "snapshot",
      ["vm": .number(Double(fixture.coreVM.id)), "in_process": .flag(inProcess)])
    guard case .file(let text, let file) = try reply(to: request, pumping: fixture.vm) else {
      Issue.record("no file")
      return
    }
    try #expect(JSONValue(text.utf8)["forked"]?.flag == !inProcess)
    var tail = [UInt8](repeating: 0, count: 3)
    let length = Int(file.length)
    #expect(length > 100_000)
    #expect(pread(file.descriptor, &tail, 3, off_t(length - 3)) == 3)
    #expect(String(decoding: tail, as: UTF8.self).contains("]}"), "\(tail)")
  }

  @Test func helloNamesVMs() throws {
    try withEnv { fixture in
      guard case .result(let text) = try reply(to: ControlRequest("hello")) else {
        Issue.record("no result")
        return
      }
      let hello = try JSONValue(text.utf8)
      #expect(hello["pid"]?.integer() == getpid())
      let vms = hello["vms"]?.elements.compactMap { $0.integer(UInt64.self) } ?? []
      #expect(vms.contains(fixture.coreVM.id))
      // Zero where a sanitizer has put its own malloc in the place of the C library's.
      #expect(hello["malloc"]?["used"]?.integer(Int.self) != nil)
    }
  }

  @Test func unknownRequestsAndVMsAreRefused() throws {
    guard case .failure(let verb) = try reply(to: ControlRequest("dance")) else {
      Issue.record("no failure")
      return
    }
    #expect(verb.code == .verb)
    let request = ControlRequest("refs", ["vm": .number(0)])
    guard case .failure(let vm) = try reply(to: request) else {
      Issue.record("no failure")
      return
    }
    #expect(vm == ControlFailure(.vm, "there is no VM 0"))
  }
}
