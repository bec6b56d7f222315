// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about the status that a function returns when script throws inside it; the exception is
/// pending in every case.
struct ThrowingTests {
  struct Throwing: Sendable, CustomTestStringConvertible {
    let name: String
    let status: JSVM_Status
    let call:
      @Sendable (JSVM_Env, JSVM_Value, JSVM_Value, UnsafeMutablePointer<JSVM_Value?>) ->
        JSVM_Status
    var testDescription: String { name }

    init(
      _ name: String, _ status: JSVM_Status,
      _ call:
        @escaping @Sendable (
          JSVM_Env, JSVM_Value, JSVM_Value, UnsafeMutablePointer<JSVM_Value?>
        ) -> JSVM_Status
    ) {
      self.name = name
      self.status = status
      self.call = call
    }
  }

  /// An object that throws whatever is done with it: a function behind a proxy.
  private static let trap =
    "new Proxy(function () {}, new Proxy({}, {get() { return () => { throw new Error('trap') } }}))"
  private static let generic = JSVM_GENERIC_FAILURE
  private static let pending = JSVM_PENDING_EXCEPTION

  /// The arguments are the trap and the string "k".
  static let table: [Throwing] = [
    Throwing("CallFunction", pending) { OH_JSVM_CallFunction($0, $1, $1, 0, nil, $3) },
    Throwing("NewInstance", pending) { OH_JSVM_NewInstance($0, $1, 0, nil, $3) },
    Throwing("GetPropertyNames", pending) { OH_JSVM_GetPropertyNames($0, $1, $3) },
    Throwing("GetAllPropertyNames", pending) {
      OH_JSVM_GetAllPropertyNames(
        $0, $1, JSVM_KEY_OWN_ONLY, JSVM_KEY_ALL_PROPERTIES, JSVM_KEY_KEEP_NUMBERS, $3)
    },
    Throwing("ObjectFreeze", pending) { env, trap, _, _ in OH_JSVM_ObjectFreeze(env, trap) },
    Throwing("ObjectSeal", pending) { env, trap, _, _ in OH_JSVM_ObjectSeal(env, trap) },
    Throwing("JsonParse", generic) { env, _, key, result in OH_JSVM_JsonParse(env, key, result) },
    Throwing("JsonStringify", generic) { env, trap, _, result in
      var list: JSVM_Value?
      _ = OH_JSVM_CreateArray(env, &list)
      _ = OH_JSVM_SetElement(env, list, 0, list)
      return OH_JSVM_JsonStringify(env, list, result)
    },
    Throwing("SetProperty", generic) { env, trap, key, _ in
      OH_JSVM_SetProperty(env, trap, key, key)
    },
    Throwing("GetProperty", generic) { OH_JSVM_GetProperty($0, $1, $2, $3) },
    Throwing("GetProperty by the trap", generic) { OH_JSVM_GetProperty($0, $2, $1, $3) },
    Throwing("HasProperty", generic) { env, trap, key, _ in
      var answer = true
      defer { #expect(!answer) }
      return OH_JSVM_HasProperty(env, trap, key, &answer)
    },
    Throwing("DeleteProperty", generic) { env, trap, key, _ in
      OH_JSVM_DeleteProperty(env, trap, key, nil)
    },
    Throwing("HasOwnProperty", generic) { env, trap, key, _ in
      var answer = true
      return OH_JSVM_HasOwnProperty(env, trap, key, &answer)
    },
    Throwing("SetNamedProperty", generic) { env, trap, key, _ in
      OH_JSVM_SetNamedProperty(env, trap, "n", key)
    },
    Throwing("GetNamedProperty", generic) { env, trap, _, result in
      OH_JSVM_GetNamedProperty(env, trap, "n", result)
    },
    Throwing("HasNamedProperty", generic) { env, trap, _, _ in
      var answer = true
      return OH_JSVM_HasNamedProperty(env, trap, "n", &answer)
    },
    Throwing("SetElement", generic) { env, trap, key, _ in OH_JSVM_SetElement(env, trap, 1, key) },
    Throwing("GetElement", generic) { env, trap, _, result in
      OH_JSVM_GetElement(env, trap, 1, result)
    },
    Throwing("HasElement", generic) { env, trap, _, _ in
      var answer = true
      return OH_JSVM_HasElement(env, trap, 1, &answer)
    },
    Throwing("DeleteElement", generic) { env, trap, _, _ in
      OH_JSVM_DeleteElement(env, trap, 1, nil)
    },
    Throwing("Instanceof", generic) { env, trap, key, _ in
      var answer = true
      return OH_JSVM_Instanceof(env, key, trap, &answer)
    },
    Throwing("Equals", pending) { env, trap, key, _ in
      var answer = true
      return OH_JSVM_Equals(env, trap, key, &answer)
    },
    Throwing("CoerceToNumber", JSVM_NUMBER_EXPECTED) { env, trap, _, result in
      OH_JSVM_CoerceToNumber(env, trap, result)
    },
    Throwing("CoerceToString", JSVM_STRING_EXPECTED) { env, trap, _, result in
      OH_JSVM_CoerceToString(env, trap, result)
    },
    Throwing("CoerceToBigInt", JSVM_BIGINT_EXPECTED) { env, trap, _, result in
      OH_JSVM_CoerceToBigInt(env, trap, result)
    },
    Throwing("DefineProperties of a method", generic) { env, trap, _, _ in
      define(on: trap, env) { $0.method = method }
    },
    Throwing("DefineProperties of an accessor", JSVM_INVALID_ARG) { env, trap, _, _ in
      define(on: trap, env) { $0.getter = method }
    },
    Throwing("DefineProperties of a value", JSVM_INVALID_ARG) { env, trap, key, _ in
      define(on: trap, env) { $0.value = key }
    },
    Throwing("CompileScript", generic) { env, _, _, result in
      OH_JSVM_CompileScript(env, text("(", env), nil, 0, false, nil, result)
    },
    Throwing("RunScript", generic) { env, _, key, result in
      // "k" is not defined.
      var script: JSVM_Script?
      #expect(OH_JSVM_CompileScript(env, key, nil, 0, false, nil, &script) == JSVM_OK)
      return OH_JSVM_RunScript(env, script, result)
    },
    Throwing("CreateFunctionWithScript", generic) { env, _, _, result in
      OH_JSVM_CreateFunctionWithScript(env, nil, 0, 0, nil, text("}", env), result)
    },
    Throwing("CoerceToObject", JSVM_OBJECT_EXPECTED) { env, _, _, result in
      var null: JSVM_Value?
      _ = OH_JSVM_GetNull(env, &null)
      return OH_JSVM_CoerceToObject(env, null, result)
    },
    Throwing("Instanceof of what is not callable", JSVM_FUNCTION_EXPECTED) { env, _, key, _ in
      var (object, answer) = (JSVM_Value?.none, true)
      _ = OH_JSVM_CreateObject(env, &object)
      return OH_JSVM_Instanceof(env, key, object, &answer)
    },
    Throwing("PromiseRegisterHandler", pending) { env, trap, key, result in
      var (promise, deferred) = (JSVM_Value?.none, JSVM_Deferred?.none)
      #expect(OH_JSVM_CreatePromise(env, &deferred, &promise) == JSVM_OK)
      #expect(OH_JSVM_ResolveDeferred(env, deferred, key) == JSVM_OK)
      // Asked for the class of the derived promise.
      #expect(OH_JSVM_SetNamedProperty(env, promise, "constructor", trap) == JSVM_OK)
      return OH_JSVM_PromiseRegisterHandler(env, promise, trap, nil, result)
    },
    Throwing("CreateBigintWords", pending) { env, _, _, result in
      // One word more than 2^30 bits.
      let words = [UInt64](repeating: 1, count: 1 << 24 + 1)
      return OH_JSVM_CreateBigintWords(env, 0, words.count, words, result)
    },
    Throwing("CreateRegExp", generic) { env, _, _, result in
      OH_JSVM_CreateRegExp(env, text("(", env), JSVM_REGEXP_GLOBAL, result)
    },
    Throwing("CreateTypedarray", generic) { env, _, _, result in
      OH_JSVM_CreateTypedarray(env, JSVM_INT8_ARRAY, 9, buffer(env), 0, result)
    },
    Throwing("CreateDataview", pending) { env, _, _, result in
      OH_JSVM_CreateDataview(env, 9, buffer(env), 0, result)
    },
    Throwing("CompileWasmModule", pending) { env, _, _, result in
      OH_JSVM_CompileWasmModule(env, [0], 1, nil, 0, nil, result)
    },
    Throwing("CompileScriptWithOrigin", generic) { env, _, _, result in
      "file.js".withCString { name in
        var origin = JSVM_ScriptOrigin()
        origin.resourceName = name
        return OH_JSVM_CompileScriptWithOrigin(
          env, text("(", env), nil, 0, false, nil, &origin, result)
      }
    },
    Throwing("CompileScriptWithOptions", generic) { env, _, _, result in
      OH_JSVM_CompileScriptWithOptions(env, text("(", env), 0, nil, result)
    },
    Throwing("Throw", JSVM_OK) { env, _, key, _ in OH_JSVM_Throw(env, key) },
    Throwing("ThrowError", JSVM_OK) { env, _, _, _ in OH_JSVM_ThrowError(env, nil, "e") },
    Throwing("ThrowTypeError", JSVM_OK) { env, _, _, _ in OH_JSVM_ThrowTypeError(env, nil, "e") },
    Throwing("ThrowRangeError", JSVM_OK) { env, _, _, _ in
      OH_JSVM_ThrowRangeError(env, nil, "e")
    },
    Throwing("ThrowSyntaxError", JSVM_OK) { env, _, _, _ in
      OH_JSVM_ThrowSyntaxError(env, nil, "e")
    },
  ]

  private static func text(_ text: String, _ env: JSVM_Env) -> JSVM_Value? {
    get(nil) { OH_JSVM_CreateStringUtf8(env, text, autoLength, $0) }
  }

  /// Of 8 bytes.
  private static func buffer(_ env: JSVM_Env) -> JSVM_Value? {
    get(nil) { OH_JSVM_CreateArraybuffer(env, 8, nil, $0) }
  }

  private nonisolated(unsafe) static let method: JSVM_Callback = {
    let record = JSVM_Callback.allocate(capacity: 1)
    record.initialize(to: JSVM_CallbackStruct(callback: { _, _ in nil }, data: nil))
    return record
  }()

  private static func define(
    on object: JSVM_Value, _ env: JSVM_Env, _ change: (inout JSVM_PropertyDescriptor) -> Void
  ) -> JSVM_Status {
    var property = JSVM_PropertyDescriptor()
    change(&property)
    return "p".withCString { name in
      property.utf8name = name
      return OH_JSVM_DefineProperties(env, object, 1, &property)
    }
  }

  @Test(arguments: table)
  func statusIsAsTheTableHasIt(_ row: Throwing) throws {
    try withEnv { fixture in
      let (trap, key) = (try fixture.run(Self.trap), try fixture.string("k"))
      var result: JSVM_Value? = key
      let status = row.call(fixture.env, trap, key, &result)
      #expect(status == row.status)
      #expect(fixture.lastStatus == row.status)
      #expect(result == nil || result == key)
      #expect(fixture.isPending)
      #expect(try fixture.takeException() != nil)
      try #expect(fixture.text("'usable'") == "usable")
    }
  }
}
