// SPDX-License-Identifier: Apache-2.0
//
// A host in Swift. The C headers are the module CJSVM; the library is the same libjsvm.so, and
// needs no Swift runtime of the host's. Build it with build.sh, or in one line:
//
//   swiftc main.swift -I Include -L build/lib -ljsvm -Xlinker -rpath -Xlinker "$PWD/build/lib"
import CJSVM

/// A call that did not return JSVM_OK.
struct CallFailed: Error {
  let status: JSVM_Status
}

func check(_ status: JSVM_Status) throws {
  guard status == JSVM_OK else { throw CallFailed(status: status) }
}

/// Runs `text` and returns what its last expression is.
func evaluate(_ text: String, in env: JSVM_Env) throws -> JSVM_Value? {
  var source: JSVM_Value?
  var script: JSVM_Script?
  var result: JSVM_Value?
  try check(OH_JSVM_CreateStringUtf8(env, text, text.utf8.count, &source))
  try check(OH_JSVM_CompileScript(env, source, nil, 0, false, nil, &script))
  try check(OH_JSVM_RunScript(env, script, &result))
  return result
}

func string(_ value: JSVM_Value?, in env: JSVM_Env) throws -> String {
  var length = 0
  try check(OH_JSVM_GetValueStringUtf8(env, value, nil, 0, &length))
  var bytes = [CChar](repeating: 0, count: length + 1)
  try check(OH_JSVM_GetValueStringUtf8(env, value, &bytes, bytes.count, &length))
  return String(decoding: bytes.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// A Swift function for JavaScript: the sum of its first two arguments.
func add(_ env: JSVM_Env?, _ info: JSVM_CallbackInfo?) -> JSVM_Value? {
  var count = 2
  var arguments: [JSVM_Value?] = [nil, nil]
  var left = 0.0
  var right = 0.0
  var sum: JSVM_Value?
  OH_JSVM_GetCbInfo(env, info, &count, &arguments, nil, nil)
  guard OH_JSVM_GetValueDouble(env, arguments[0], &left) == JSVM_OK,
    OH_JSVM_GetValueDouble(env, arguments[1], &right) == JSVM_OK
  else {
    OH_JSVM_ThrowTypeError(env, nil, "add takes two numbers")
    return nil
  }
  OH_JSVM_CreateDouble(env, left + right, &sum)
  return sum
}

/// Opens everything, runs `body`, closes everything in reverse.
func withEnv(_ body: (JSVM_VM, JSVM_Env) throws -> Void) throws {
  var vm: JSVM_VM?
  var vmScope: JSVM_VMScope?
  var env: JSVM_Env?
  var envScope: JSVM_EnvScope?
  var handles: JSVM_HandleScope?
  try check(OH_JSVM_Init(nil))
  try check(OH_JSVM_CreateVM(nil, &vm))
  try check(OH_JSVM_OpenVMScope(vm, &vmScope))
  try check(OH_JSVM_CreateEnv(vm, 0, nil, &env))
  try check(OH_JSVM_OpenEnvScope(env, &envScope))
  try check(OH_JSVM_OpenHandleScope(env, &handles))
  try body(vm!, env!)
  try check(OH_JSVM_CloseHandleScope(env, handles))
  try check(OH_JSVM_CloseEnvScope(env, envScope))
  try check(OH_JSVM_DestroyEnv(env))
  try check(OH_JSVM_CloseVMScope(vm, vmScope))
  try check(OH_JSVM_DestroyVM(vm))
}

// The engine reads this at every call, so it lives as long as the function does.
let addCallback = UnsafeMutablePointer<JSVM_CallbackStruct>.allocate(capacity: 1)
addCallback.initialize(to: JSVM_CallbackStruct(callback: add, data: nil))
defer { addCallback.deallocate() }

try withEnv { vm, env in
  var global: JSVM_Value?
  var function: JSVM_Value?
  try check(OH_JSVM_GetGlobal(env, &global))
  try check(OH_JSVM_CreateFunction(env, "add", 3, addCallback, &function))
  try check(OH_JSVM_SetNamedProperty(env, global, "add", function))

  let greeting = try evaluate("`Hello from JavaScript: 40 + 2 = ${add(40, 2)}`", in: env)
  print(try string(greeting, in: env))

  // A reference keeps a value beyond its handle scope, until it is deleted.
  var reference: JSVM_Ref?
  var count: UInt32 = 0
  try check(OH_JSVM_CreateReference(env, greeting, 1, &reference))
  try check(OH_JSVM_ReferenceRef(env, reference, &count))
  print("the reference counts \(count)")
  try check(OH_JSVM_DeleteReference(env, reference))

  var heap = JSVM_HeapStatistics()
  try check(OH_JSVM_GetHeapStatistics(vm, &heap))
  print("the heap is \(heap.usedHeapSize > 0 ? "in use" : "empty")")
}
