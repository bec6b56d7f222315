// SPDX-License-Identifier: Apache-2.0

// Stale callback infos, values of another VM, numbers that are no member of their enum, bounds that do not
// fit: each gets a status, none ends the process.
#include "check.h"
#include "misuse.h"

// Callbacks.

static JSVM_CallbackInfo last_info;

static JSVM_Value use_badly(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_HandleScope left_open = NULL;
  JSVM_EnvScope env_scope = NULL;
  JSVM_Value value = NULL;
  size_t count = 0;
  last_info = info;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetCbInfo(env, info, NULL, &value, NULL, NULL));
  OK(OH_JSVM_GetCbInfo(env, info, &count, NULL, NULL, NULL));
  CHECK(count == 2);
  // Left open: closed when the callback returns.
  OK(OH_JSVM_OpenHandleScope(env, &left_open));
  OK(OH_JSVM_OpenHandleScope(env, &left_open));
  OK(OH_JSVM_OpenEnvScope(env, &env_scope));
  OK(OH_JSVM_CreateInt32(env, 5, &value));
  return NULL;
}

// Closes the scope that its caller has open.
static JSVM_Value close_callers_scope(JSVM_Env env, JSVM_CallbackInfo info) {
  void* scope = NULL;
  OK(OH_JSVM_GetCbInfo(env, info, NULL, NULL, NULL, &scope));
  EXPECT(JSVM_HANDLE_SCOPE_MISMATCH, OH_JSVM_CloseHandleScope(env, (JSVM_HandleScope)scope));
  return NULL;
}

static JSVM_Value throw_and_return(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  JSVM_Value value = int_value(env, 1);
  OK(OH_JSVM_ThrowError(env, "E_CODE", "from native"));
  return value;
}

static JSVM_Value call(JSVM_Env env, JSVM_CallbackStruct* callback) {
  JSVM_Value function = NULL, result = NULL;
  JSVM_Value arguments[2] = {int_value(env, 1), int_value(env, 2)};
  OK(OH_JSVM_CreateFunction(env, "f", JSVM_AUTO_LENGTH, callback, &function));
  (void)OH_JSVM_CallFunction(env, object_value(env), function, 2, arguments, &result);
  return result;
}

static void callbacks(Engine* engine) {
  JSVM_Env env = engine->env;
  static JSVM_CallbackStruct badly = {use_badly, NULL};
  static JSVM_CallbackStruct closing = {close_callers_scope, NULL};
  static JSVM_CallbackStruct throwing = {throw_and_return, NULL};
  static JSVM_CallbackStruct none = {NULL, NULL};
  JSVM_Value value = NULL, function = NULL;
  size_t count = 0;

  CHECK(call(env, &badly) != NULL);
  CHECK(run_int(env, "1 + 2") == 3);
  JSVM_Value this_value = GARBAGE(JSVM_Value);
  void* data = env;
  value = GARBAGE(JSVM_Value);
  count = 1;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetCbInfo(env, last_info, &count, &value, &this_value, &data));
  CHECK(count == 0 && value == NULL && this_value == NULL && data == NULL);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetNewTarget(env, last_info, &value));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_GetCbInfo(env, GARBAGE(JSVM_CallbackInfo), &count, NULL, NULL, NULL));
  closing.data = engine->scope;
  CHECK(call(env, &closing) != NULL);
  CHECK(call(env, &throwing) == NULL);
  CHECK(take_exception(env));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateFunction(env, "f", 1, &none, &function));
  CHECK(function == NULL);
}

static JSVM_Value first_argument(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_Value value = NULL;
  size_t count = 1;
  OK(OH_JSVM_GetCbInfo(env, info, &count, &value, NULL, NULL));
  return value;
}

// One variable for the argument and the result.
static void argument_and_result_in_one(JSVM_Env env) {
  static JSVM_CallbackStruct callback = {first_argument, NULL};
  JSVM_Value function = NULL, value = int_value(env, 42), parameter = text_value(env, "a");
  JSVM_ValueType type = JSVM_UNDEFINED;
  int32_t number = 0;
  OK(OH_JSVM_CreateFunction(env, "f", JSVM_AUTO_LENGTH, &callback, &function));
  OK(OH_JSVM_CallFunction(env, function, function, 1, &value, &value));
  OK(OH_JSVM_GetValueInt32(env, value, &number));
  CHECK(number == 42);
  value = int_value(env, 42);
  OK(OH_JSVM_NewInstance(env, function, 1, &value, &value));
  OK(OH_JSVM_Typeof(env, value, &type));
  CHECK(type == JSVM_OBJECT);
  OK(OH_JSVM_CreateFunctionWithScript(env, "g", JSVM_AUTO_LENGTH, 1, &parameter,
                                      text_value(env, "return a + 1"), &parameter));
  OK(OH_JSVM_Typeof(env, parameter, &type));
  CHECK(type == JSVM_FUNCTION);
}

static JSVM_Value make_second_vm(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  Engine inner = engine_open();
  for (int i = 0; i < 5; i++) {
    CHECK(run_int(inner.env, "globalThis.n = (globalThis.n || 0) + 1") == i + 1);
    CHECK(run_int(env, "globalThis.m = (globalThis.m || 0) + 2") == 2 * i + 2);
  }
  engine_close(&inner);
  return int_value(env, 77);
}

static void second_vm_inside_a_callback(Engine* engine) {
  static JSVM_CallbackStruct callback = {make_second_vm, NULL};
  JSVM_Value value = call(engine->env, &callback);
  int32_t number = 0;
  OK(OH_JSVM_GetValueInt32(engine->env, value, &number));
  CHECK(number == 77);
}

static void two_vms_alternately(Engine* engine) {
  Engine other = engine_open();
  JSVM_HandleScope mine = NULL, others = NULL;
  OK(OH_JSVM_OpenHandleScope(engine->env, &mine));
  OK(OH_JSVM_OpenHandleScope(other.env, &others));
  for (int i = 0; i < 10; i++) {
    CHECK(run_int(engine->env, "7") == 7);
    CHECK(run_int(other.env, "8") == 8);
  }
  OK(OH_JSVM_CloseHandleScope(engine->env, mine));
  OK(OH_JSVM_CloseHandleScope(other.env, others));
  engine_close(&other);
}

// Never reads what it got: a value of another VM means nothing here.
static void value_of_another_vm(Engine* engine) {
  Engine other = engine_open();
  JSVM_EscapableHandleScope scope = NULL;
  JSVM_Value escaped = NULL;
  JSVM_ValueType type;
  OK(OH_JSVM_OpenEscapableHandleScope(engine->env, &scope));
  (void)OH_JSVM_EscapeHandle(engine->env, scope, int_value(other.env, 1), &escaped);
  (void)OH_JSVM_Typeof(engine->env, int_value(other.env, 1), &type);
  OK(OH_JSVM_CloseEscapableHandleScope(engine->env, scope));
  engine_close(&other);
}

// Exceptions.

static void pending_exception(JSVM_Env env) {
  JSVM_Value value = NULL;
  const JSVM_ExtendedErrorInfo* info = NULL;
  OK(OH_JSVM_ThrowTypeError(env, NULL, "first"));
  EXPECT(JSVM_PENDING_EXCEPTION, OH_JSVM_ThrowTypeError(env, NULL, "second"));
  EXPECT(JSVM_PENDING_EXCEPTION, OH_JSVM_GetNamedProperty(env, NULL, NULL, &value));
  OK(OH_JSVM_GetLastErrorInfo(env, &info));
  CHECK(info != NULL && info->errorCode == JSVM_PENDING_EXCEPTION);
  OK(OH_JSVM_CreateObject(env, &value));
  CHECK(take_exception(env));
  // None pending: undefined.
  JSVM_ValueType type = JSVM_OBJECT;
  OK(OH_JSVM_GetAndClearLastException(env, &value));
  OK(OH_JSVM_Typeof(env, value, &type));
  CHECK(type == JSVM_UNDEFINED);
}

static void symbol_as_private_key(JSVM_Env env) {
  JSVM_Value symbol = NULL, value = NULL;
  JSVM_Value object = object_value(env);
  OK(OH_JSVM_CreateSymbol(env, NULL, &symbol));
  JSVM_Data key = (JSVM_Data)symbol;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_SetPrivate(env, object, key, object));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetPrivate(env, object, key, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeletePrivate(env, object, key));
}

// Streams and handlers.

static bool refuse(const char* data, int size, void* calls) {
  (void)data, (void)size;
  ++*(int*)calls;
  return false;
}

static void snapshots(void) {
  JSVM_VM vm = NULL;
  int calls = 0;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_TakeHeapSnapshot(vm, NULL, NULL));
  // No env, no scope, and the stream wants no more.
  OK(OH_JSVM_TakeHeapSnapshot(vm, refuse, &calls));
  CHECK(calls == 1);
  OK(OH_JSVM_DestroyVM(vm));
}

static void in_gc(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* data) {
  (void)vm, (void)type, (void)flags, (void)data;
}

static void gc_handlers(JSVM_VM vm) {
  const JSVM_CBTriggerTimeForGC time = JSVM_CB_TRIGGER_BEFORE_GC;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_RemoveHandlerForGC(vm, time, in_gc, NULL));
  OK(OH_JSVM_AddHandlerForGC(vm, time, in_gc, JSVM_GC_TYPE_ALL, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_AddHandlerForGC(vm, time, in_gc, JSVM_GC_TYPE_ALL, NULL));
  OK(OH_JSVM_RemoveHandlerForGC(vm, time, in_gc, NULL));
}

// Numbers that are no member of their enum.
static void bad_numbers(Engine* engine) {
  JSVM_Env env = engine->env;
  JSVM_Value value = NULL;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_SetMicrotaskPolicy(engine->vm, (JSVM_MicrotaskPolicy)2));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_GetAllPropertyNames(env, object_value(env), (JSVM_KeyCollectionMode)9,
                                     JSVM_KEY_ALL_PROPERTIES, JSVM_KEY_KEEP_NUMBERS, &value));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_GetAllPropertyNames(env, object_value(env), JSVM_KEY_OWN_ONLY,
                                     JSVM_KEY_ALL_PROPERTIES, (JSVM_KeyConversion)9, &value));
  const size_t too_long = (size_t)INT32_MAX + 1;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateStringUtf8(env, "x", too_long, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateStringLatin1(env, "x", too_long, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateStringUtf8(env, "x", SIZE_MAX - 1, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_SymbolFor(env, "x", too_long, &value));
  OK(OH_JSVM_CreateArrayWithLength(env, SIZE_MAX, &value));
  uint32_t length = 9;
  OK(OH_JSVM_GetArrayLength(env, value, &length));
  CHECK(length == 0);
}

// Buffers whose bounds do not fit, or overflow.
static void buffers(JSVM_Env env) {
  static uint64_t memory[8];
  JSVM_Value buffer = NULL, value = NULL;
  OK(OH_JSVM_CreateArraybuffer(env, 64, NULL, &buffer));
  const JSVM_TypedarrayType words = JSVM_INT32_ARRAY;
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateTypedarray(env, words, 17, buffer, 0, &value));
  CHECK(take_exception(env));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateTypedarray(env, words, 1, buffer, 2, &value));
  CHECK(take_exception(env));
  EXPECT(JSVM_GENERIC_FAILURE,
         OH_JSVM_CreateTypedarray(env, words, SIZE_MAX / 4 + 1, buffer, 4, &value));
  CHECK(take_exception(env));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_CreateTypedarray(env, (JSVM_TypedarrayType)11, 1, buffer, 0, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateTypedarray(env, words, 1, object_value(env), 0, &value));
  EXPECT(JSVM_PENDING_EXCEPTION, OH_JSVM_CreateDataview(env, 65, buffer, 0, &value));
  CHECK(take_exception(env));
  EXPECT(JSVM_PENDING_EXCEPTION, OH_JSVM_CreateDataview(env, SIZE_MAX, buffer, 1, &value));
  CHECK(take_exception(env));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_CreateArrayBufferFromBackingStoreData(env, memory, 64, 32, 33, &value));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_CreateArrayBufferFromBackingStoreData(env, memory, 64, SIZE_MAX, 2, &value));
  EXPECT(JSVM_INVALID_ARG,
         OH_JSVM_CreateArrayBufferFromBackingStoreData(env, memory, 0, 0, 0, &value));
  EXPECT(JSVM_ARRAYBUFFER_EXPECTED, OH_JSVM_DetachArraybuffer(env, object_value(env)));
  OK(OH_JSVM_DetachArraybuffer(env, buffer));
  OK(OH_JSVM_DetachArraybuffer(env, buffer));
  value = run_script(env, "new SharedArrayBuffer(8)");
  EXPECT(JSVM_DETACHABLE_ARRAYBUFFER_EXPECTED, OH_JSVM_DetachArraybuffer(env, value));
  value = run_script(env, "new WebAssembly.Memory({initial: 1}).buffer");
  EXPECT(JSVM_DETACHABLE_ARRAYBUFFER_EXPECTED, OH_JSVM_DetachArraybuffer(env, value));
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  JSVM_Env env = engine.env;
  callbacks(&engine);
  argument_and_result_in_one(env);
  second_vm_inside_a_callback(&engine);
  two_vms_alternately(&engine);
  value_of_another_vm(&engine);
  pending_exception(env);
  symbol_as_private_key(env);
  gc_handlers(engine.vm);
  bad_numbers(&engine);
  buffers(env);
  engine_close(&engine);
  snapshots();
  return check_result();
}
