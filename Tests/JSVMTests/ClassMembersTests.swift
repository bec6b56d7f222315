// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about the properties of classes, static ones and those of instances.
struct ClassMembersTests {
  /// Where a class has its member, as an expression.
  private static func holder(_ isStatic: UInt32) -> String {
    isStatic == 0 ? "C.prototype" : "C"
  }
  private static let places: [UInt32] = [0, JSVM_STATIC.rawValue]

  @Test(arguments: places, Definer.allCases)
  func accessorsBeatMethodsBeatValues(_ place: UInt32, _ definer: Definer) throws {
    try withEnv { fixture in
      let value = try fixture.number(1)
      try fixture.defineClass(
        "C", definer,
        [
          Member("all", place) {
            $0.getter = fixture.giving(3)
            $0.method = fixture.giving(2)
            $0.value = value
          },
          Member("method", place) {
            $0.method = fixture.giving(2)
            $0.value = value
          },
          Member("value", place) { $0.value = value },
        ])
      let target = place == 0 ? "new C()" : "C"
      let source = "var o = \(target); [o.all, o.method(), o.method.name, o.value].join()"
      try #expect(fixture.text(source) == "3,2,method,1")
      let others = place == 0 ? "C" : "new C()"
      try #expect(fixture.text("o = \(others); [o.all, o.method, o.value].join()") == ",,")
    }
  }

  @Test(arguments: places, Array(0..<8 as Range<UInt32>))
  func attributesAreKept(_ place: UInt32, _ bits: UInt32) throws {
    try withEnv { fixture in
      let value = try fixture.number(1)
      try fixture.defineClass(
        "C", .plain,
        [
          Member("value", place | bits) { $0.value = value },
          Member("text", place | bits) { $0.value = try? fixture.string("t") },
          Member("object", place | bits) { $0.value = try? fixture.object() },
          Member("method", place | bits) { $0.method = fixture.giving(1) },
          Member("accessor", place | bits) { $0.getter = fixture.giving(1) },
        ])
      let words = [bits & 1, bits & 2, bits & 4].map { $0 == 0 ? "false" : "true" }
      for name in ["value", "text", "object", "method", "accessor"] {
        let expected = [name == "accessor" ? "" : words[0], words[1], words[2]]
        let source =
          "var d = Object.getOwnPropertyDescriptor(\(Self.holder(place)), '\(name)');"
          + "[d.writable, d.enumerable, d.configurable].join()"
        try #expect(fixture.text(source) == expected.joined(separator: ","), "\(name)")
      }
    }
  }

  @Test(arguments: places, Definer.allCases)
  func keysMayBeSymbolsAndStrings(_ place: UInt32, _ definer: Definer) throws {
    try withEnv { fixture in
      let symbol = try fixture.run("globalThis.s = Symbol('described')")
      let text = try fixture.string("t")
      let number = try fixture.number(1)
      func member(_ key: JSVM_Value, _ change: (inout Member) -> Void) -> Member {
        Member(nil, place) {
          $0.symbol = key
          change(&$0)
        }
      }
      let members = [
        member(symbol) { $0.method = fixture.giving(5) }, member(text) { $0.value = number },
      ]
      try fixture.defineClass("C", definer, members)
      let source = "var o = \(Self.holder(place)); [o[s].call(new C()), o.t].join()"
      try #expect(fixture.text(source) == "5,1")
      let getter = [member(symbol) { $0.getter = fixture.giving(6) }]
      try fixture.defineClass("D", definer, getter)
      try #expect(fixture.text(place == 0 ? "new D()[s]" : "D[s]") == "6")
    }
  }

  @Test(arguments: Definer.allCases)
  func objectsMayStandOnThePrototype(_ definer: Definer) throws {
    try withEnv { fixture in
      let shared = try fixture.run("globalThis.shared = [1, 2]")
      let function = try fixture.run("globalThis.f = function () { return this.own }")
      try fixture.defineClass(
        "C", definer,
        [
          Member("list", JSVM_ENUMERABLE.rawValue) { $0.value = shared },
          Member("f") { $0.value = function },
          Member("static", JSVM_STATIC.rawValue) { $0.value = shared },
        ])
      let source =
        "var c = new C(); c.own = 9;"
        + "[c.list === shared, new C().list === shared, c.f(), C.static === shared].join()"
      try #expect(fixture.text(source) == "true,true,9,true")
    }
  }

  @Test func gettersAndSettersWorkAlone() throws {
    try withEnv { fixture in
      var stored: [Double] = []
      let setter = fixture.native { env, info in
        var (count, argument) = (1, JSVM_Value?.none)
        #expect(OH_JSVM_GetCbInfo(env, info, &count, &argument, nil, nil) == JSVM_OK)
        stored.append(fixture.double(argument))
        return nil
      }
      for (name, place) in [("C", 0), ("D", JSVM_STATIC.rawValue)] {
        try fixture.defineClass(
          name, .plain,
          [
            Member("both", place) {
              $0.getter = fixture.giving(1)
              $0.setter = setter
            },
            Member("readOnly", place) { $0.getter = fixture.giving(2) },
            Member("writeOnly", place) { $0.setter = setter },
          ])
      }
      for target in ["new C()", "D"] {
        let source =
          "var o = \(target); o.both = 7; o.readOnly = 8; o.writeOnly = 9;"
          + "[o.both, o.readOnly, o.writeOnly].join()"
        try #expect(fixture.text(source) == "1,2,")
      }
      #expect(stored == [7, 9, 7, 9])
      let strict = "'use strict'; try { new C().readOnly = 1 } catch (e) { e.name }"
      try #expect(fixture.text(strict) == "TypeError")
    }
  }

  enum Receiver: String, CaseIterable {
    case instance = "new C()"
    case object = "{}"
    case inheriting = "Object.create(new C())"
    case number = "1"
    case undefined = "undefined"
    case proxy = "new Proxy(new C(), {})"
  }

  /// Whether a member whose receiver is checked, or is not, can be called on it.
  @Test(arguments: Receiver.allCases, Definer.allCases)
  func receiversAreChecked(_ receiver: Receiver, _ definer: Definer) throws {
    try withEnv { fixture in
      func members(_ suffix: String, _ bits: UInt32) -> [Member] {
        [
          Member("method" + suffix, bits) { $0.method = fixture.giving(1) },
          Member("accessor" + suffix, bits) {
            $0.getter = fixture.giving(1)
            $0.setter = fixture.giving(1)
          },
        ]
      }
      let free = JSVM_METHOD_NO_RECEIVER_CHECK.rawValue
      try fixture.defineClass("C", definer, members("", 0) + members("Free", free))
      for suffix in ["", "Free"] {
        let source =
          "var d = Object.getOwnPropertyDescriptor(C.prototype, 'accessor\(suffix)');"
          + "[C.prototype.method\(suffix), d.get, d.set].map(f => {"
          + "try { f.call(\(receiver.rawValue)); return 'ok' } catch (e) { return e.message }"
          + "}).join()"
        let isFree = suffix == "Free" && definer != .options
        let expected = receiver == .instance || isFree ? "ok" : "Illegal invocation"
        let list = [expected, expected, expected].joined(separator: ",")
        try #expect(fixture.text(source) == list, "\(suffix)")
      }
    }
  }

  @Test func staticMethodsTakeAnyReceiver() throws {
    try withEnv { fixture in
      let attributes = JSVM_STATIC.rawValue
      try fixture.defineClass(
        "C", .plain, [Member("method", attributes) { $0.method = fixture.giving(1) }])
      try #expect(fixture.text("C.method.call({}) + (0, C.method)()") == "2")
    }
  }

  @Test func methodsSeeTheInstance() throws {
    try withEnv { fixture in
      let method = fixture.native { env, info in
        var this: JSVM_Value?
        #expect(OH_JSVM_GetCbInfo(env, info, nil, nil, &this, nil) == JSVM_OK)
        var wrapped: UnsafeMutableRawPointer?
        #expect(OH_JSVM_Unwrap(env, this, &wrapped) == JSVM_OK)
        return get(nil) { OH_JSVM_CreateInt64(env, Int64(Int(bitPattern: wrapped)), $0) }
      }
      var made = 0
      let constructor = fixture.native { env, info in
        var this: JSVM_Value?
        #expect(OH_JSVM_GetCbInfo(env, info, nil, nil, &this, nil) == JSVM_OK)
        made += 1
        let data = UnsafeMutableRawPointer(bitPattern: made * 16)
        #expect(OH_JSVM_Wrap(env, this, data, nil, nil, nil) == JSVM_OK)
        return nil
      }
      try fixture.defineClass(
        "C", .plain, [Member("id") { $0.method = method }], constructor: constructor)
      try #expect(fixture.text("[new C(), new C(), new C()].map(c => c.id()).join()") == "16,32,48")
    }
  }

  @Test func manyMembersAreFine() throws {
    try withEnv { fixture in
      let members = (0..<2000).map { index in
        Member("m\(index)", index % 2 == 0 ? 0 : JSVM_STATIC.rawValue) {
          $0.value = try? fixture.number(Double(index))
        }
      }
      try fixture.defineClass("C", .plain, members)
      try #expect(fixture.text("[new C().m1998, C.m1999].join()") == "1998,1999")
    }
  }
}
