// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about code of classes that calls itself without end, with no script in between.
struct NativeRecursionTests {
  @Test func anEndlessMethodIsARangeError() async {
    await #expect(processExitsWith: .success) {
      try withEnv { fixture in
        let getter = fixture.native { env, info in
          var (this, value) = (JSVM_Value?.none, JSVM_Value?.none)
          guard OH_JSVM_GetCbInfo(env, info, nil, nil, &this, nil) == JSVM_OK else { return nil }
          _ = OH_JSVM_GetNamedProperty(env, this, "next", &value)
          return value
        }
        try fixture.defineClass("C", .plain, [Member("next") { $0.getter = getter }])
        try #expect(fixture.text("try { new C().next } catch (e) { e.name }") == "RangeError")
      }
    }
  }

  enum Access: String, CaseIterable, Codable { case get, set, delete, list, element }

  @Test(
    arguments: Access.allCases)
  func anEndlessPropertyHandlerIsARangeError(_ access: Access) async {
    await #expect(processExitsWith: .success) { [access] in
      try withEnv { fixture in
        var handler = JSVM_PropertyHandlerConfigurationStruct()
        handler.genericNamedPropertyGetterCallback = { env, _, this, _ in
          var value: JSVM_Value?
          _ = OH_JSVM_GetNamedProperty(env, this, "next", &value)
          return value
        }
        handler.genericNamedPropertySetterCallback = { env, _, value, this, _ in
          _ = OH_JSVM_SetNamedProperty(env, this, "next", value)
          return nil
        }
        handler.genericNamedPropertyDeleterCallback = { env, name, this, _ in
          var answer = false
          _ = OH_JSVM_DeleteProperty(env, this, name, &answer)
          return nil
        }
        handler.genericNamedPropertyEnumeratorCallback = { env, this, _ in
          var names: JSVM_Value?
          _ = OH_JSVM_GetPropertyNames(env, this, &names)
          return names
        }
        handler.genericIndexedPropertyGetterCallback = { env, _, this, _ in
          var value: JSVM_Value?
          _ = OH_JSVM_GetElement(env, this, 0, &value)
          return value
        }
        try fixture.defineClass("C", .handler, handler: handler)
        let source: [Access: String] = [
          .get: "c.x", .set: "c.x = 1", .delete: "delete c.x", .list: "Object.keys(c)",
          .element: "c[0]",
        ]
        let tried =
          "var c = new C(); try { \(source[access] ?? ""); 'none' } catch (e) { e.name }"
        try #expect(fixture.text(tried) == "RangeError")
      }
    }
  }
}
