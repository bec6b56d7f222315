// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import SplitMix
import Testing

@Suite struct InterfacesTests {
  /// Plain objects with these property names, below the root.
  private func heap(_ objects: [[String]]) -> HandMade {
    var heap = HandMade()
    let value = heap.add(.number, "1")
    for names in objects {
      let object = heap.add(.object, "Object")
      heap.connect(0, object)
      for name in names { heap.connect(object, value, .property, name) }
    }
    return heap
  }

  private func names(_ objects: [[String]]) throws -> [String] {
    let snapshot = try heap(objects).snapshot()
    let classes = ClassNames(of: snapshot, Detachedness(of: snapshot))
    return (2..<snapshot.nodes.count).map { classes.name(of: classes[$0]) }
  }

  @Test func whatTwoObjectsHaveInCommonIsAnInterface() throws {
    #expect(try names([["a", "b"], ["a", "b"], ["c"]]) == ["{a, b}", "{a, b}", "Object"])
  }

  @Test func propertiesMayStandInAnyOrderAndAmongOthers() throws {
    #expect(
      try names([["a", "b"], ["a", "b"], ["b", "x", "a"], ["b"]])
        == ["{a, b}", "{a, b}", "{a, b}", "Object"])
  }

  @Test func moreProperlyMatchingPropertiesWin() throws {
    let objects = [["a"], ["a"], ["a"], ["a", "b"], ["a", "b"], ["b", "a", "c"]]
    #expect(
      try names(objects) == ["{a}", "{a}", "{a}", "{a, b}", "{a, b}", "{a, b}"])
  }

  @Test func theMoreFrequentOrderWins() throws {
    let objects = [["a", "b"], ["a", "b"], ["b", "a"], ["b", "a"], ["b", "a"]]
    #expect(try names(objects) == Array(repeating: "{b, a}", count: 5))
  }

  @Test func protoIsNoProperty() throws {
    #expect(
      try names([["__proto__", "a"], ["a", "__proto__"], ["__proto__"]])
        == ["{a}", "{a}", "Object"])
  }

  @Test func namesThatWouldConfuseAreQuoted() throws {
    #expect(try names([["a, b", "{}"], ["a, b", "{}"]])[0] == #"{"a, b", "{}"}"#)
    #expect(try names([["it's", "\\", "\""], ["it's", "\\", "\""]])[0] == #"{"it's", \, "\""}"#)
    #expect(try names([["\\,"], ["\\,"]])[0] == #"{"\\,"}"#)
  }

  @Test func namesEndBefore120Characters() throws {
    let long = String(repeating: "l", count: 150)
    #expect(try names([[long, "b"], [long, "b"]])[0] == "{\(long)}")
    // The names are 1 + 118 = 119 characters long; one more fits, two do not.
    let most = String(repeating: "m", count: 118)
    #expect(try names([[most, "b"], [most, "b"]])[0] == "{\(most), b}")
    #expect(try names([[most, "bb"], [most, "bb"]])[0] == "{\(most)}")
    // In UTF-16 code units: an emoji has two.
    #expect(try names([[most, "é"], [most, "é"]])[0] == "{\(most), é}")
  }

  @Test func rareNamesAreNoInterfaces() throws {
    var objects = Array(repeating: ["common"], count: 2990)
    objects += [["two"], ["two"], ["three"], ["three"], ["three"]]
    #expect(try names(objects).suffix(5) == ["Object", "Object", "{three}", "{three}", "{three}"])
  }

  @Test func symbolsOfOneNameMustBeThereAsOften() throws {
    let twice = ["<symbol s>", "<symbol s>"]
    #expect(
      try names([twice, twice, ["<symbol s>"]])
        == ["{<symbol s>, <symbol s>}", "{<symbol s>, <symbol s>}", "Object"])
  }

  @Test func onesOfAnotherSnapshotCanBeApplied() throws {
    let newer = try heap([["b", "a"], ["b", "a"]]).snapshot()
    let older = try heap([["z"], ["z"], ["c", "a", "b"]]).snapshot()
    let classes = ClassNames(
      of: older, interfaces: Interfaces(of: newer), Detachedness(of: older))
    #expect(
      (2..<5).map { classes.name(of: classes[$0]) } == ["Object", "Object", "{b, a}"])
  }

  /// By the definition, with sets of strings.
  private func naive(_ objects: [[String]]) -> [String] {
    var counts: [[String]: Int] = [:]
    var first: [[String]: Int] = [:]
    for (index, names) in objects.enumerated() where !names.isEmpty {
      counts[names, default: 0] += 1
      if first[names] == nil { first[names] = index }
    }
    let interfaces = counts.keys.filter { counts[$0]! >= 2 }
      .sorted { (counts[$0]!, first[$1]!) > (counts[$1]!, first[$0]!) }
    return objects.map { names in
      let fitting = interfaces.filter { Set(names).isSuperset(of: $0) }
      let most = fitting.map(\.count).max()
      guard let best = fitting.first(where: { $0.count == most }) else { return "Object" }
      return "{" + best.joined(separator: ", ") + "}"
    }
  }

  @Test(arguments: 0..<200) func agreeWithTheDefinition(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let letters = ["a", "b", "c", "d", "e", "f"]
    let objects = (0..<Int.random(in: 1...40, using: &random)).map { _ in
      Array(
        letters.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random)))
    }
    #expect(try names(objects) == naive(objects))
  }
}
