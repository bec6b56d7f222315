// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about keys of members that a class has already, and about classes of other envs.
struct ClassKeysTests {
  private static let staticBits = JSVM_STATIC.rawValue
  private static let free = JSVM_DEFAULT_JSPROPERTY.rawValue

  private func value(_ fixture: Fixture, _ name: String, _ bits: UInt32, _ number: Double) -> Member
  {
    Member(name, bits) { $0.value = try? fixture.number(number) }
  }

  @Test(
    arguments: [JSVM_DEFAULT_JSPROPERTY.rawValue, 0])
  func theLastOfTwoMembersOfInstancesWins(_ bits: UInt32) throws {
    try withEnv { fixture in
      let members = [
        value(fixture, "twice", bits, 1), value(fixture, "twice", bits, 2),
        Member("mixed", bits) { $0.method = fixture.giving(1) }, value(fixture, "mixed", bits, 3),
      ]
      try fixture.defineClass("C", .plain, members)
      let source =
        "var p = C.prototype; [p.twice, p.mixed, delete p.twice, 'twice' in p].join()"
      let found = try fixture.text(source)
      #expect(found == (bits == 0 ? "2,3,false,true" : "2,3,true,false"))
    }
  }

  @Test func aStaticMemberMayBeDefinedAgainIfConfigurable() throws {
    try withEnv { fixture in
      let bits = Self.staticBits | Self.free
      try fixture.defineClass(
        "C", .plain, [value(fixture, "twice", bits, 1), value(fixture, "twice", bits, 2)])
      try #expect(fixture.text("C.twice") == "2")
    }
  }

  @Test func aPermanentStaticMemberCannotBeDefinedAgain() throws {
    try withEnv { fixture in
      let members = [
        value(fixture, "twice", Self.staticBits, 1), value(fixture, "twice", Self.staticBits, 2),
      ]
      let (status, result) = fixture.tryClass(.plain, members)
      #expect(status == JSVM_INVALID_ARG && result == nil)
      _ = try fixture.takeException()
      #expect(fixture.coreVM.classes.count == 0)
    }
  }

  @Test(arguments: Definer.allCases)
  func namesOfFunctionsMayBeStaticMembers(_ definer: Definer) throws {
    try withEnv { fixture in
      let bits = Self.staticBits | Self.free
      try fixture.defineClass(
        "C", definer,
        [value(fixture, "name", bits, 1), value(fixture, "length", bits, 2)])
      try #expect(fixture.text("[C.name, C.length].join()") == "1,2")
    }
  }

  @Test func thePrototypeIsNoStaticMember() throws {
    try withEnv { fixture in
      let (status, result) = fixture.tryClass(
        .plain, [value(fixture, "prototype", Self.staticBits | Self.free, 1)])
      #expect(status == JSVM_INVALID_ARG && result == nil)
      _ = try fixture.takeException()
      #expect(fixture.coreVM.classes.count == 0)
    }
  }

  static let instanceKeys = [
    "constructor", "toString", "__proto__", "0", "4294967295", "", "é", "prototype", "a b",
  ]

  @Test(arguments: instanceKeys)
  func anyTextMayBeAKey(_ key: String) async {
    await #expect(processExitsWith: .success) { [key] in
      try withEnv { fixture in
        for bits in [0, JSVM_STATIC.rawValue] where bits == 0 || key != "prototype" {
          let member = Member(key, bits | JSVM_DEFAULT_JSPROPERTY.rawValue) {
            $0.value = try? fixture.number(6)
          }
          try fixture.defineClass("C", .plain, [member])
          let holder = bits == 0 ? "C.prototype" : "C"
          let source = "Object.getOwnPropertyDescriptor(\(holder), '\(key)').value"
          try #expect(fixture.text(source) == "6")
        }
      }
    }
  }

  @Test func aParentMayBeOfAnotherEnv() throws {
    try withEnv { fixture in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      let other = Fixture(vm: fixture.vm, env: env)
      let parent = try other.defineClass(
        "P", .plain, [Member("method") { $0.method = fixture.giving(4) }])
      try fixture.defineClass("C", .options, parent: parent)
      try #expect(fixture.text("new C().method()") == "4")
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      try #expect(fixture.text("new C() instanceof C") == "true")
      // Its template went with its env.
      #expect(fixture.tryClass(.options, parent: parent).status == JSVM_INVALID_ARG)
    }
  }

  @Test func aFailureLeavesNothing() throws {
    try withEnv { fixture in
      let bad = Member("bad") { $0.symbol = nil }
      for definer in Definer.allCases {
        for _ in 0..<20 {
          let members = [value(fixture, "fine", Self.staticBits, 1), bad]
          #expect(fixture.tryClass(definer, members).status == JSVM_INVALID_ARG)
        }
      }
      #expect(fixture.coreVM.classes.count == 0 && fixture.coreVM.finalizers.count == 0)
    }
  }
}
