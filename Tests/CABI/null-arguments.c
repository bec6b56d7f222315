// SPDX-License-Identifier: Apache-2.0

// NULL for each pointer argument of each function: a status, never a crash, and out parameters that
// say nothing. Optional pointers are left out where that is allowed.
#define JSVM_EXPERIMENTAL
#include "check.h"

// Filled with what no call gives, so that a call that leaves it alone is found out.
static void* const untouched = (void*)(uintptr_t)0x5a5a5a5a5a5a5a5b;

#define INVALID(call) EXPECT(JSVM_INVALID_ARG, call)

// A call that gives INVALID_ARG and empties `out`.
#define EMPTIES(out, call)       \
  do {                           \
    memset(&out, 0x5a, sizeof out); \
    INVALID(call);               \
    CHECK(!out);                 \
  } while (0)

// A function (env, value, &result): each of the three NULL.
#define VALUE_TO(function, out)                \
  do {                                         \
    EMPTIES(out, function(NULL, object, &out)); \
    EMPTIES(out, function(env, NULL, &out));   \
    INVALID(function(env, object, NULL));      \
    INVALID(function(NULL, NULL, NULL));       \
  } while (0)

// A function (env, &result).
#define ENV_TO(function, out)            \
  do {                                   \
    EMPTIES(out, function(NULL, &out));  \
    INVALID(function(env, NULL));        \
    INVALID(function(NULL, NULL));       \
  } while (0)

// A function (env, argument, &result) whose argument is a number.
#define NUMBER_TO(function, number, out)        \
  do {                                          \
    EMPTIES(out, function(NULL, number, &out)); \
    INVALID(function(env, number, NULL));       \
  } while (0)

static JSVM_Value noop(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)env, (void)info;
  return NULL;
}

static void finalize(JSVM_Env env, void* data, void* hint) { (void)env, (void)data, (void)hint; }

static void in_gc(JSVM_VM vm, JSVM_GCType type, JSVM_GCCallbackFlags flags, void* data) {
  (void)vm, (void)type, (void)flags, (void)data;
}

static bool stream(const char* data, int size, void* stream_data) {
  (void)data, (void)size, (void)stream_data;
  return true;
}

static JSVM_CallbackStruct callback = {noop, NULL};

// What is valid and what receives, for the functions below.
static JSVM_Env env;
static JSVM_VM vm;
static JSVM_Value object, value, text, function;
static JSVM_Ref ref;
static JSVM_Data key, data_out;
static JSVM_Script script;
static bool flag;
static size_t size;
static uint32_t word;
static void* pointer;
static double number;

static void vms(void) {
  JSVM_VM made = NULL;
  JSVM_VMInfo info;
  JSVM_VMScope scope = NULL;
  INVALID(OH_JSVM_CreateVM(NULL, NULL));
  INVALID(OH_JSVM_DestroyVM(NULL));
  INVALID(OH_JSVM_GetVMInfo(NULL));
  OK(OH_JSVM_GetVMInfo(&info));
  CHECK(info.engine != NULL && info.version != NULL && info.apiVersion == 1);
  ENV_TO(OH_JSVM_GetVM, made);
  ENV_TO(OH_JSVM_GetVersion, word);
  INVALID(OH_JSVM_SetMicrotaskPolicy(NULL, JSVM_MICROTASK_AUTO));
  INVALID(OH_JSVM_PumpMessageLoop(NULL, NULL));
  INVALID(OH_JSVM_PumpMessageLoop(vm, NULL));
  INVALID(OH_JSVM_PerformMicrotaskCheckpoint(NULL));
  EMPTIES(scope, OH_JSVM_OpenVMScope(NULL, &scope));
  INVALID(OH_JSVM_OpenVMScope(vm, NULL));
  INVALID(OH_JSVM_CloseVMScope(NULL, (JSVM_VMScope)untouched));
  INVALID(OH_JSVM_CloseVMScope(vm, NULL));
}

static void envs(void) {
  JSVM_Env made = NULL;
  JSVM_EnvScope scope = NULL;
  JSVM_PropertyDescriptor nameless;
  memset(&nameless, 0, sizeof nameless);
  EMPTIES(made, OH_JSVM_CreateEnv(NULL, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_CreateEnv(vm, 1, NULL, &made));
  EMPTIES(made, OH_JSVM_CreateEnv(vm, 1, &nameless, &made));
  INVALID(OH_JSVM_CreateEnv(vm, 0, NULL, NULL));
  INVALID(OH_JSVM_DestroyEnv(NULL));
  INVALID(OH_JSVM_SetInstanceData(NULL, NULL, NULL, NULL));
  OK(OH_JSVM_SetInstanceData(env, NULL, NULL, NULL));
  ENV_TO(OH_JSVM_GetInstanceData, pointer);
  ENV_TO(OH_JSVM_OpenEnvScope, scope);
  INVALID(OH_JSVM_CloseEnvScope(NULL, (JSVM_EnvScope)untouched));
  INVALID(OH_JSVM_CloseEnvScope(env, NULL));
}

static void handle_scopes(void) {
  JSVM_HandleScope plain = NULL;
  JSVM_EscapableHandleScope escapable = NULL;
  ENV_TO(OH_JSVM_OpenHandleScope, plain);
  ENV_TO(OH_JSVM_OpenEscapableHandleScope, escapable);
  INVALID(OH_JSVM_CloseHandleScope(NULL, (JSVM_HandleScope)untouched));
  INVALID(OH_JSVM_CloseHandleScope(env, NULL));
  INVALID(OH_JSVM_CloseEscapableHandleScope(NULL, (JSVM_EscapableHandleScope)untouched));
  INVALID(OH_JSVM_CloseEscapableHandleScope(env, NULL));
  OK(OH_JSVM_OpenEscapableHandleScope(env, &escapable));
  EMPTIES(value, OH_JSVM_EscapeHandle(NULL, escapable, object, &value));
  EMPTIES(value, OH_JSVM_EscapeHandle(env, NULL, object, &value));
  EMPTIES(value, OH_JSVM_EscapeHandle(env, escapable, NULL, &value));
  INVALID(OH_JSVM_EscapeHandle(env, escapable, object, NULL));
  OK(OH_JSVM_EscapeHandle(env, escapable, object, &value));
  OK(OH_JSVM_CloseEscapableHandleScope(env, escapable));
}

static void references(void) {
  JSVM_Ref made = NULL, data_ref = NULL;
  EMPTIES(made, OH_JSVM_CreateReference(NULL, object, 1, &made));
  EMPTIES(made, OH_JSVM_CreateReference(env, NULL, 1, &made));
  INVALID(OH_JSVM_CreateReference(env, object, 1, NULL));
  EMPTIES(made, OH_JSVM_CreateDataReference(NULL, key, 1, &made));
  EMPTIES(made, OH_JSVM_CreateDataReference(env, NULL, 1, &made));
  INVALID(OH_JSVM_CreateDataReference(env, key, 1, NULL));
  INVALID(OH_JSVM_DeleteReference(NULL, ref));
  INVALID(OH_JSVM_DeleteReference(env, NULL));
  EMPTIES(word, OH_JSVM_ReferenceRef(NULL, ref, &word));
  EMPTIES(word, OH_JSVM_ReferenceRef(env, NULL, &word));
  OK(OH_JSVM_ReferenceRef(env, ref, NULL));
  EMPTIES(word, OH_JSVM_ReferenceUnref(NULL, ref, &word));
  EMPTIES(word, OH_JSVM_ReferenceUnref(env, NULL, &word));
  OK(OH_JSVM_ReferenceUnref(env, ref, NULL));
  EMPTIES(value, OH_JSVM_GetReferenceValue(NULL, ref, &value));
  EMPTIES(value, OH_JSVM_GetReferenceValue(env, NULL, &value));
  INVALID(OH_JSVM_GetReferenceValue(env, ref, NULL));
  OK(OH_JSVM_CreateDataReference(env, key, 1, &data_ref));
  EMPTIES(data_out, OH_JSVM_GetReferenceData(NULL, data_ref, &data_out));
  EMPTIES(data_out, OH_JSVM_GetReferenceData(env, NULL, &data_out));
  INVALID(OH_JSVM_GetReferenceData(env, data_ref, NULL));
  OK(OH_JSVM_DeleteReference(env, data_ref));
}

static void heap(void) {
  JSVM_HeapStatistics statistics;
  int64_t total = 0;
  const JSVM_GCType all = JSVM_GC_TYPE_ALL;
  INVALID(OH_JSVM_AddHandlerForGC(NULL, JSVM_CB_TRIGGER_BEFORE_GC, in_gc, all, NULL));
  INVALID(OH_JSVM_AddHandlerForGC(vm, JSVM_CB_TRIGGER_BEFORE_GC, NULL, all, NULL));
  INVALID(OH_JSVM_RemoveHandlerForGC(NULL, JSVM_CB_TRIGGER_BEFORE_GC, in_gc, NULL));
  INVALID(OH_JSVM_RemoveHandlerForGC(vm, JSVM_CB_TRIGGER_BEFORE_GC, NULL, NULL));
  INVALID(OH_JSVM_MemoryPressureNotification(NULL, JSVM_MEMORY_PRESSURE_LEVEL_NONE));
  NUMBER_TO(OH_JSVM_AdjustExternalMemory, 1, total);
  INVALID(OH_JSVM_GetHeapStatistics(NULL, &statistics));
  CHECK(statistics.totalHeapSize == 0 && statistics.usedGlobalHandlesSize == 0);
  INVALID(OH_JSVM_GetHeapStatistics(vm, NULL));
  INVALID(OH_JSVM_TakeHeapSnapshot(NULL, stream, NULL));
  INVALID(OH_JSVM_TakeHeapSnapshot(vm, NULL, NULL));
  INVALID(OH_JSVM_SetDebugOption(NULL, JSVM_SCOPE_CHECK, true));
  INVALID(OH_JSVM_TakeRawHeapSnapshot(NULL, stream, NULL));
  INVALID(OH_JSVM_TakeRawHeapSnapshot(vm, NULL, NULL));
}

#define NO_THROW(call)                               \
  do {                                               \
    INVALID(call);                                   \
    OK(OH_JSVM_IsExceptionPending(env, &flag));      \
    CHECK(!flag);                                    \
  } while (0)

#define ERROR_MAKER(create)                           \
  do {                                                \
    EMPTIES(value, create(NULL, text, text, &value)); \
    EMPTIES(value, create(env, text, NULL, &value));  \
    INVALID(create(env, text, text, NULL));           \
    OK(create(env, NULL, text, &value));              \
  } while (0)

#define ERROR_THROWER(throw_it)          \
  do {                                   \
    NO_THROW(throw_it(NULL, "c", "m"));  \
    NO_THROW(throw_it(env, "c", NULL));  \
    OK(throw_it(env, NULL, "m"));        \
    CHECK(take_exception(env));          \
  } while (0)

static void errors(void) {
  const JSVM_ExtendedErrorInfo* info = NULL;
  ENV_TO(OH_JSVM_GetLastErrorInfo, info);
  ENV_TO(OH_JSVM_GetAndClearLastException, value);
  ENV_TO(OH_JSVM_IsExceptionPending, flag);
  NO_THROW(OH_JSVM_Throw(NULL, object));
  NO_THROW(OH_JSVM_Throw(env, NULL));
  ERROR_THROWER(OH_JSVM_ThrowError);
  ERROR_THROWER(OH_JSVM_ThrowTypeError);
  ERROR_THROWER(OH_JSVM_ThrowRangeError);
  ERROR_THROWER(OH_JSVM_ThrowSyntaxError);
  VALUE_TO(OH_JSVM_IsError, flag);
  ERROR_MAKER(OH_JSVM_CreateError);
  ERROR_MAKER(OH_JSVM_CreateTypeError);
  ERROR_MAKER(OH_JSVM_CreateRangeError);
  ERROR_MAKER(OH_JSVM_CreateSyntaxError);
}

#define TEXT_MAKER(create, units)                    \
  do {                                               \
    EMPTIES(value, create(NULL, units, 1, &value));  \
    EMPTIES(value, create(env, NULL, 1, &value));    \
    EMPTIES(value, create(env, NULL, JSVM_AUTO_LENGTH, &value)); \
    INVALID(create(env, units, 1, NULL));            \
    OK(create(env, NULL, 0, &value));                \
  } while (0)

static void making_values(void) {
  static const char16_t wide[] = {'x', 0};
  ENV_TO(OH_JSVM_CreateObject, value);
  ENV_TO(OH_JSVM_CreateArray, value);
  ENV_TO(OH_JSVM_CreateMap, value);
  ENV_TO(OH_JSVM_CreateSet, value);
  ENV_TO(OH_JSVM_GetGlobal, value);
  ENV_TO(OH_JSVM_GetNull, value);
  ENV_TO(OH_JSVM_GetUndefined, value);
  NUMBER_TO(OH_JSVM_CreateArrayWithLength, 1, value);
  NUMBER_TO(OH_JSVM_CreateInt32, 1, value);
  NUMBER_TO(OH_JSVM_CreateUint32, 1, value);
  NUMBER_TO(OH_JSVM_CreateInt64, 1, value);
  NUMBER_TO(OH_JSVM_CreateDouble, 1, value);
  NUMBER_TO(OH_JSVM_CreateBigintInt64, 1, value);
  NUMBER_TO(OH_JSVM_CreateBigintUint64, 1, value);
  NUMBER_TO(OH_JSVM_GetBoolean, true, value);
  NUMBER_TO(OH_JSVM_CreateDate, 1, value);
  TEXT_MAKER(OH_JSVM_CreateStringLatin1, "x");
  TEXT_MAKER(OH_JSVM_CreateStringUtf8, "x");
  TEXT_MAKER(OH_JSVM_CreateStringUtf16, wide);
  TEXT_MAKER(OH_JSVM_SymbolFor, "x");
  NUMBER_TO(OH_JSVM_CreateSymbol, text, value);
  OK(OH_JSVM_CreateSymbol(env, NULL, &value));
  EMPTIES(value, OH_JSVM_CreateExternal(NULL, &vm, finalize, NULL, &value));
  INVALID(OH_JSVM_CreateExternal(env, &vm, finalize, NULL, NULL));
  OK(OH_JSVM_CreateExternal(env, NULL, NULL, NULL, &value));
}

#define TEXT_READER(get, buffer)                           \
  do {                                                     \
    EMPTIES(size, get(NULL, text, buffer, 2, &size));      \
    EMPTIES(size, get(env, NULL, buffer, 2, &size));       \
    INVALID(get(env, text, NULL, 0, NULL));                \
    OK(get(env, text, NULL, 0, &size));                    \
    CHECK(size == 4);                                      \
    OK(get(env, text, buffer, 2, NULL));                   \
  } while (0)

static void reading_values(void) {
  char narrow[8];
  char16_t wide[8];
  int32_t signed_word = 0;
  int64_t long_word = 0;
  VALUE_TO(OH_JSVM_GetValueBool, flag);
  VALUE_TO(OH_JSVM_GetValueInt32, signed_word);
  VALUE_TO(OH_JSVM_GetValueUint32, word);
  VALUE_TO(OH_JSVM_GetValueInt64, long_word);
  VALUE_TO(OH_JSVM_GetValueExternal, pointer);
  VALUE_TO(OH_JSVM_GetPrototype, value);
  TEXT_READER(OH_JSVM_GetValueStringLatin1, narrow);
  TEXT_READER(OH_JSVM_GetValueStringUtf8, narrow);
  TEXT_READER(OH_JSVM_GetValueStringUtf16, wide);

  // With a value of the right type: those test the type before the out parameter, or after.
  JSVM_Value one = int_value(env, 1), array = NULL, date = NULL, boolean = NULL;
  OK(OH_JSVM_CreateArray(env, &array));
  OK(OH_JSVM_CreateDate(env, 0, &date));
  OK(OH_JSVM_GetBoolean(env, true, &boolean));
  INVALID(OH_JSVM_GetValueBool(env, boolean, NULL));
  INVALID(OH_JSVM_GetValueDouble(env, one, NULL));
  INVALID(OH_JSVM_GetValueInt32(env, one, NULL));
  INVALID(OH_JSVM_GetArrayLength(env, array, NULL));
  INVALID(OH_JSVM_GetDateValue(env, date, NULL));
  EMPTIES(number, OH_JSVM_GetValueDouble(NULL, one, &number));
  EMPTIES(number, OH_JSVM_GetValueDouble(env, NULL, &number));
  EMPTIES(word, OH_JSVM_GetArrayLength(NULL, array, &word));
  EMPTIES(word, OH_JSVM_GetArrayLength(env, NULL, &word));
  EMPTIES(number, OH_JSVM_GetDateValue(NULL, date, &number));
  EMPTIES(number, OH_JSVM_GetDateValue(env, NULL, &number));
}

static void coercing_and_testing(void) {
  JSVM_ValueType type;
  VALUE_TO(OH_JSVM_CoerceToBool, value);
  VALUE_TO(OH_JSVM_CoerceToNumber, value);
  VALUE_TO(OH_JSVM_CoerceToObject, value);
  VALUE_TO(OH_JSVM_CoerceToString, value);
  VALUE_TO(OH_JSVM_CoerceToBigInt, value);
  VALUE_TO(OH_JSVM_IsArray, flag);
  VALUE_TO(OH_JSVM_IsDate, flag);
  VALUE_TO(OH_JSVM_IsRegExp, flag);
  VALUE_TO(OH_JSVM_IsMap, flag);
  VALUE_TO(OH_JSVM_IsSet, flag);
  VALUE_TO(OH_JSVM_IsProxy, flag);
  VALUE_TO(OH_JSVM_IsUndefined, flag);
  VALUE_TO(OH_JSVM_IsNull, flag);
  VALUE_TO(OH_JSVM_IsNullOrUndefined, flag);
  VALUE_TO(OH_JSVM_IsBoolean, flag);
  VALUE_TO(OH_JSVM_IsNumber, flag);
  VALUE_TO(OH_JSVM_IsString, flag);
  VALUE_TO(OH_JSVM_IsSymbol, flag);
  VALUE_TO(OH_JSVM_IsBigInt, flag);
  VALUE_TO(OH_JSVM_IsObject, flag);
  VALUE_TO(OH_JSVM_IsFunction, flag);
  VALUE_TO(OH_JSVM_IsCallable, flag);
  VALUE_TO(OH_JSVM_IsConstructor, flag);
  VALUE_TO(OH_JSVM_IsBigIntObject, flag);
  VALUE_TO(OH_JSVM_IsBooleanObject, flag);
  VALUE_TO(OH_JSVM_IsStringObject, flag);
  VALUE_TO(OH_JSVM_IsNumberObject, flag);
  VALUE_TO(OH_JSVM_IsSymbolObject, flag);
  VALUE_TO(OH_JSVM_IsPromise, flag);
  VALUE_TO(OH_JSVM_Typeof, type);
  EMPTIES(flag, OH_JSVM_StrictEquals(NULL, object, object, &flag));
  EMPTIES(flag, OH_JSVM_StrictEquals(env, NULL, object, &flag));
  EMPTIES(flag, OH_JSVM_StrictEquals(env, object, NULL, &flag));
  INVALID(OH_JSVM_StrictEquals(env, object, object, NULL));
  EMPTIES(flag, OH_JSVM_Equals(NULL, object, object, &flag));
  EMPTIES(flag, OH_JSVM_Equals(env, NULL, object, &flag));
  EMPTIES(flag, OH_JSVM_Equals(env, object, NULL, &flag));
  INVALID(OH_JSVM_Equals(env, object, object, NULL));
  EMPTIES(flag, OH_JSVM_Instanceof(NULL, object, function, &flag));
  EMPTIES(flag, OH_JSVM_Instanceof(env, NULL, function, &flag));
  EMPTIES(flag, OH_JSVM_Instanceof(env, object, NULL, &flag));
  INVALID(OH_JSVM_Instanceof(env, object, function, NULL));
}

static void properties(void) {
  JSVM_PropertyDescriptor empty;
  memset(&empty, 0, sizeof empty);
  const JSVM_KeyCollectionMode own = JSVM_KEY_OWN_ONLY;
  const JSVM_KeyFilter all = JSVM_KEY_ALL_PROPERTIES;
  const JSVM_KeyConversion keep = JSVM_KEY_KEEP_NUMBERS;
  VALUE_TO(OH_JSVM_GetPropertyNames, value);
  EMPTIES(value, OH_JSVM_GetAllPropertyNames(NULL, object, own, all, keep, &value));
  EMPTIES(value, OH_JSVM_GetAllPropertyNames(env, NULL, own, all, keep, &value));
  INVALID(OH_JSVM_GetAllPropertyNames(env, object, own, all, keep, NULL));

  INVALID(OH_JSVM_SetProperty(NULL, object, text, object));
  INVALID(OH_JSVM_SetProperty(env, NULL, text, object));
  INVALID(OH_JSVM_SetProperty(env, object, NULL, object));
  INVALID(OH_JSVM_SetProperty(env, object, text, NULL));
  EMPTIES(value, OH_JSVM_GetProperty(NULL, object, text, &value));
  EMPTIES(value, OH_JSVM_GetProperty(env, NULL, text, &value));
  EMPTIES(value, OH_JSVM_GetProperty(env, object, NULL, &value));
  INVALID(OH_JSVM_GetProperty(env, object, text, NULL));
  EMPTIES(flag, OH_JSVM_HasProperty(NULL, object, text, &flag));
  EMPTIES(flag, OH_JSVM_HasProperty(env, NULL, text, &flag));
  EMPTIES(flag, OH_JSVM_HasProperty(env, object, NULL, &flag));
  INVALID(OH_JSVM_HasProperty(env, object, text, NULL));
  EMPTIES(flag, OH_JSVM_DeleteProperty(NULL, object, text, &flag));
  EMPTIES(flag, OH_JSVM_DeleteProperty(env, NULL, text, &flag));
  EMPTIES(flag, OH_JSVM_DeleteProperty(env, object, NULL, &flag));
  OK(OH_JSVM_DeleteProperty(env, object, text, NULL));
  EMPTIES(flag, OH_JSVM_HasOwnProperty(NULL, object, text, &flag));
  EMPTIES(flag, OH_JSVM_HasOwnProperty(env, NULL, text, &flag));
  EMPTIES(flag, OH_JSVM_HasOwnProperty(env, object, NULL, &flag));
  INVALID(OH_JSVM_HasOwnProperty(env, object, text, NULL));

  INVALID(OH_JSVM_SetNamedProperty(NULL, object, "x", object));
  INVALID(OH_JSVM_SetNamedProperty(env, NULL, "x", object));
  INVALID(OH_JSVM_SetNamedProperty(env, object, NULL, object));
  INVALID(OH_JSVM_SetNamedProperty(env, object, "x", NULL));
  EMPTIES(value, OH_JSVM_GetNamedProperty(NULL, object, "x", &value));
  EMPTIES(value, OH_JSVM_GetNamedProperty(env, NULL, "x", &value));
  EMPTIES(value, OH_JSVM_GetNamedProperty(env, object, NULL, &value));
  INVALID(OH_JSVM_GetNamedProperty(env, object, "x", NULL));
  EMPTIES(flag, OH_JSVM_HasNamedProperty(NULL, object, "x", &flag));
  EMPTIES(flag, OH_JSVM_HasNamedProperty(env, NULL, "x", &flag));
  EMPTIES(flag, OH_JSVM_HasNamedProperty(env, object, NULL, &flag));
  INVALID(OH_JSVM_HasNamedProperty(env, object, "x", NULL));

  INVALID(OH_JSVM_SetElement(NULL, object, 0, object));
  INVALID(OH_JSVM_SetElement(env, NULL, 0, object));
  INVALID(OH_JSVM_SetElement(env, object, 0, NULL));
  EMPTIES(value, OH_JSVM_GetElement(NULL, object, 0, &value));
  EMPTIES(value, OH_JSVM_GetElement(env, NULL, 0, &value));
  INVALID(OH_JSVM_GetElement(env, object, 0, NULL));
  EMPTIES(flag, OH_JSVM_HasElement(NULL, object, 0, &flag));
  EMPTIES(flag, OH_JSVM_HasElement(env, NULL, 0, &flag));
  INVALID(OH_JSVM_HasElement(env, object, 0, NULL));
  EMPTIES(flag, OH_JSVM_DeleteElement(NULL, object, 0, &flag));
  EMPTIES(flag, OH_JSVM_DeleteElement(env, NULL, 0, &flag));
  OK(OH_JSVM_DeleteElement(env, object, 0, NULL));

  INVALID(OH_JSVM_DefineProperties(NULL, object, 1, &empty));
  INVALID(OH_JSVM_DefineProperties(env, NULL, 0, NULL));
  INVALID(OH_JSVM_DefineProperties(env, object, 1, NULL));
  // Neither name nor value, then a name without a value.
  INVALID(OH_JSVM_DefineProperties(env, object, 1, &empty));
  empty.utf8name = "x";
  INVALID(OH_JSVM_DefineProperties(env, object, 1, &empty));
  OK(OH_JSVM_DefineProperties(env, object, 0, NULL));
  INVALID(OH_JSVM_ObjectFreeze(NULL, object));
  INVALID(OH_JSVM_ObjectFreeze(env, NULL));
  INVALID(OH_JSVM_ObjectSeal(NULL, object));
  INVALID(OH_JSVM_ObjectSeal(env, NULL));
}

static void private_keys(void) {
  NUMBER_TO(OH_JSVM_CreatePrivate, text, data_out);
  OK(OH_JSVM_CreatePrivate(env, NULL, &data_out));
  INVALID(OH_JSVM_SetPrivate(NULL, object, key, object));
  INVALID(OH_JSVM_SetPrivate(env, NULL, key, object));
  INVALID(OH_JSVM_SetPrivate(env, object, NULL, object));
  INVALID(OH_JSVM_SetPrivate(env, object, key, NULL));
  EMPTIES(value, OH_JSVM_GetPrivate(NULL, object, key, &value));
  EMPTIES(value, OH_JSVM_GetPrivate(env, NULL, key, &value));
  EMPTIES(value, OH_JSVM_GetPrivate(env, object, NULL, &value));
  INVALID(OH_JSVM_GetPrivate(env, object, key, NULL));
  INVALID(OH_JSVM_DeletePrivate(NULL, object, key));
  INVALID(OH_JSVM_DeletePrivate(env, NULL, key));
  INVALID(OH_JSVM_DeletePrivate(env, object, NULL));
}

static JSVM_Value in_callback(JSVM_Env e, JSVM_CallbackInfo info) {
  size_t count = 2;
  JSVM_Value values[2];
  INVALID(OH_JSVM_GetCbInfo(NULL, info, &count, values, &value, &pointer));
  INVALID(OH_JSVM_GetCbInfo(e, NULL, &count, values, &value, &pointer));
  INVALID(OH_JSVM_GetCbInfo(e, info, NULL, values, NULL, NULL));
  OK(OH_JSVM_GetCbInfo(e, info, NULL, NULL, NULL, NULL));
  EMPTIES(value, OH_JSVM_GetNewTarget(NULL, info, &value));
  EMPTIES(value, OH_JSVM_GetNewTarget(e, NULL, &value));
  INVALID(OH_JSVM_GetNewTarget(e, info, NULL));
  return NULL;
}

static void functions(void) {
  static JSVM_CallbackStruct inside = {in_callback, NULL};
  JSVM_Value asking = NULL, missing = NULL;
  const JSVM_Value none[1] = {NULL};
  const size_t auto_length = JSVM_AUTO_LENGTH;
  EMPTIES(value, OH_JSVM_CreateFunction(NULL, "f", auto_length, &callback, &value));
  EMPTIES(value, OH_JSVM_CreateFunction(env, "f", auto_length, NULL, &value));
  INVALID(OH_JSVM_CreateFunction(env, "f", auto_length, &callback, NULL));
  OK(OH_JSVM_CreateFunction(env, NULL, auto_length, &callback, &value));
  OK(OH_JSVM_CreateFunction(env, "f", auto_length, &inside, &asking));

  EMPTIES(value, OH_JSVM_CreateFunctionWithScript(NULL, "f", auto_length, 0, NULL, text, &value));
  EMPTIES(value, OH_JSVM_CreateFunctionWithScript(env, "f", auto_length, 1, NULL, text, &value));
  EMPTIES(value, OH_JSVM_CreateFunctionWithScript(env, "f", auto_length, 0, NULL, NULL, &value));
  INVALID(OH_JSVM_CreateFunctionWithScript(env, "f", auto_length, 0, NULL, text, NULL));
  OK(OH_JSVM_CreateFunctionWithScript(env, NULL, auto_length, 0, NULL, text, &value));

  EMPTIES(missing, OH_JSVM_CallFunction(NULL, object, function, 0, NULL, &missing));
  EMPTIES(missing, OH_JSVM_CallFunction(env, NULL, function, 0, NULL, &missing));
  EMPTIES(missing, OH_JSVM_CallFunction(env, object, NULL, 0, NULL, &missing));
  EMPTIES(missing, OH_JSVM_CallFunction(env, object, function, 1, NULL, &missing));
  EMPTIES(missing, OH_JSVM_CallFunction(env, object, function, 1, none, &missing));
  OK(OH_JSVM_CallFunction(env, object, asking, 0, NULL, NULL));

  EMPTIES(value, OH_JSVM_NewInstance(NULL, function, 0, NULL, &value));
  EMPTIES(value, OH_JSVM_NewInstance(env, NULL, 0, NULL, &value));
  EMPTIES(value, OH_JSVM_NewInstance(env, function, 1, NULL, &value));
  EMPTIES(value, OH_JSVM_NewInstance(env, function, 1, none, &value));
  INVALID(OH_JSVM_NewInstance(env, function, 0, NULL, NULL));
}

static void wraps(void) {
  JSVM_Ref made = NULL;
  EMPTIES(made, OH_JSVM_Wrap(NULL, object, &vm, finalize, NULL, &made));
  EMPTIES(made, OH_JSVM_Wrap(env, NULL, &vm, finalize, NULL, &made));
  OK(OH_JSVM_Wrap(env, object, NULL, NULL, NULL, NULL));
  EMPTIES(pointer, OH_JSVM_Unwrap(NULL, object, &pointer));
  EMPTIES(pointer, OH_JSVM_Unwrap(env, NULL, &pointer));
  INVALID(OH_JSVM_Unwrap(env, object, NULL));
  EMPTIES(pointer, OH_JSVM_RemoveWrap(NULL, object, &pointer));
  EMPTIES(pointer, OH_JSVM_RemoveWrap(env, NULL, &pointer));
  OK(OH_JSVM_RemoveWrap(env, object, NULL));
  EMPTIES(made, OH_JSVM_AddFinalizer(NULL, object, NULL, finalize, NULL, &made));
  EMPTIES(made, OH_JSVM_AddFinalizer(env, NULL, NULL, finalize, NULL, &made));
  EMPTIES(made, OH_JSVM_AddFinalizer(env, object, NULL, NULL, NULL, &made));
  OK(OH_JSVM_AddFinalizer(env, object, NULL, finalize, NULL, NULL));
}

static void promises(void) {
  JSVM_Deferred deferred = NULL;
  JSVM_Value promise = NULL;
  EMPTIES(promise, OH_JSVM_CreatePromise(NULL, &deferred, &promise));
  EMPTIES(promise, OH_JSVM_CreatePromise(env, NULL, &promise));
  EMPTIES(deferred, OH_JSVM_CreatePromise(env, &deferred, NULL));
  OK(OH_JSVM_CreatePromise(env, &deferred, &promise));
  INVALID(OH_JSVM_ResolveDeferred(NULL, deferred, object));
  INVALID(OH_JSVM_ResolveDeferred(env, NULL, object));
  INVALID(OH_JSVM_ResolveDeferred(env, deferred, NULL));
  INVALID(OH_JSVM_RejectDeferred(NULL, deferred, object));
  INVALID(OH_JSVM_RejectDeferred(env, NULL, object));
  INVALID(OH_JSVM_RejectDeferred(env, deferred, NULL));
  EMPTIES(value, OH_JSVM_PromiseRegisterHandler(NULL, promise, function, function, &value));
  EMPTIES(value, OH_JSVM_PromiseRegisterHandler(env, NULL, function, function, &value));
  EMPTIES(value, OH_JSVM_PromiseRegisterHandler(env, promise, NULL, NULL, &value));
  OK(OH_JSVM_PromiseRegisterHandler(env, promise, function, NULL, NULL));
  OK(OH_JSVM_PromiseRegisterHandler(env, promise, NULL, function, NULL));
  OK(OH_JSVM_ResolveDeferred(env, deferred, object));
}

static void json_and_scripts(void) {
  JSVM_Script made = NULL;
  JSVM_ScriptOrigin nameless;
  const uint8_t* cache = NULL;
  memset(&nameless, 0, sizeof nameless);
  VALUE_TO(OH_JSVM_JsonParse, value);
  VALUE_TO(OH_JSVM_JsonStringify, value);
  EMPTIES(made, OH_JSVM_CompileScript(NULL, text, NULL, 0, false, NULL, &made));
  EMPTIES(made, OH_JSVM_CompileScript(env, NULL, NULL, 0, false, NULL, &made));
  INVALID(OH_JSVM_CompileScript(env, text, NULL, 0, false, NULL, NULL));
  JSVM_ScriptOrigin* at = &nameless;
  EMPTIES(made, OH_JSVM_CompileScriptWithOrigin(NULL, text, NULL, 0, false, NULL, at, &made));
  EMPTIES(made, OH_JSVM_CompileScriptWithOrigin(env, NULL, NULL, 0, false, NULL, at, &made));
  EMPTIES(made, OH_JSVM_CompileScriptWithOrigin(env, text, NULL, 0, false, NULL, NULL, &made));
  EMPTIES(made, OH_JSVM_CompileScriptWithOrigin(env, text, NULL, 0, false, NULL, at, &made));
  nameless.resourceName = "a.js";
  INVALID(OH_JSVM_CompileScriptWithOrigin(env, text, NULL, 0, false, NULL, at, NULL));
  OK(OH_JSVM_CompileScriptWithOrigin(env, text, NULL, 0, false, NULL, at, &made));
  EMPTIES(cache, OH_JSVM_CreateCodeCache(NULL, script, &cache, &size));
  EMPTIES(cache, OH_JSVM_CreateCodeCache(env, NULL, &cache, &size));
  EMPTIES(cache, OH_JSVM_CreateCodeCache(env, script, &cache, NULL));
  EMPTIES(size, OH_JSVM_CreateCodeCache(env, script, NULL, &size));
  INVALID(OH_JSVM_ReleaseCache(NULL, (const uint8_t*)"", JSVM_CACHE_TYPE_JS));
  INVALID(OH_JSVM_ReleaseCache(env, NULL, JSVM_CACHE_TYPE_JS));
  EMPTIES(value, OH_JSVM_RunScript(NULL, script, &value));
  EMPTIES(value, OH_JSVM_RunScript(env, NULL, &value));
  INVALID(OH_JSVM_RunScript(env, script, NULL));
  INVALID(OH_JSVM_RetainScript(NULL, script));
  INVALID(OH_JSVM_RetainScript(env, NULL));
  INVALID(OH_JSVM_ReleaseScript(NULL, script));
  INVALID(OH_JSVM_ReleaseScript(env, NULL));
}

static void bigints(void) {
  int64_t signed_word = 0;
  uint64_t unsigned_word = 0, words[2] = {1, 2};
  int sign = 0;
  JSVM_Value big = NULL;
  OK(OH_JSVM_CreateBigintInt64(env, 5, &big));
  EMPTIES(signed_word, OH_JSVM_GetValueBigintInt64(NULL, big, &signed_word, &flag));
  EMPTIES(signed_word, OH_JSVM_GetValueBigintInt64(env, NULL, &signed_word, &flag));
  EMPTIES(flag, OH_JSVM_GetValueBigintInt64(env, big, NULL, &flag));
  INVALID(OH_JSVM_GetValueBigintInt64(env, big, &signed_word, NULL));
  EMPTIES(unsigned_word, OH_JSVM_GetValueBigintUint64(NULL, big, &unsigned_word, &flag));
  EMPTIES(unsigned_word, OH_JSVM_GetValueBigintUint64(env, NULL, &unsigned_word, &flag));
  EMPTIES(flag, OH_JSVM_GetValueBigintUint64(env, big, NULL, &flag));
  INVALID(OH_JSVM_GetValueBigintUint64(env, big, &unsigned_word, NULL));
  size = 2;
  INVALID(OH_JSVM_GetValueBigintWords(NULL, big, &sign, &size, words));
  size = 2;
  INVALID(OH_JSVM_GetValueBigintWords(env, NULL, &sign, &size, words));
  INVALID(OH_JSVM_GetValueBigintWords(env, big, &sign, NULL, words));
  size = 2;
  INVALID(OH_JSVM_GetValueBigintWords(env, big, NULL, &size, words));
  size = 2;
  INVALID(OH_JSVM_GetValueBigintWords(env, big, &sign, &size, NULL));
  OK(OH_JSVM_GetValueBigintWords(env, big, NULL, &size, NULL));
  CHECK(size == 1);
  EMPTIES(value, OH_JSVM_CreateBigintWords(NULL, 0, 2, words, &value));
  EMPTIES(value, OH_JSVM_CreateBigintWords(env, 0, 2, NULL, &value));
  EMPTIES(value, OH_JSVM_CreateBigintWords(env, 0, 0, NULL, &value));
  INVALID(OH_JSVM_CreateBigintWords(env, 0, 2, words, NULL));
}

static void symbols(void) {
  ENV_TO(OH_JSVM_GetSymbolAsyncIterator, value);
  ENV_TO(OH_JSVM_GetSymbolHasInstance, value);
  ENV_TO(OH_JSVM_GetSymbolIsConcatSpreadable, value);
  ENV_TO(OH_JSVM_GetSymbolIterator, value);
  ENV_TO(OH_JSVM_GetSymbolMatch, value);
  ENV_TO(OH_JSVM_GetSymbolReplace, value);
  ENV_TO(OH_JSVM_GetSymbolSearch, value);
  ENV_TO(OH_JSVM_GetSymbolSplit, value);
  ENV_TO(OH_JSVM_GetSymbolToPrimitive, value);
  ENV_TO(OH_JSVM_GetSymbolToStringTag, value);
  ENV_TO(OH_JSVM_GetSymbolUnscopables, value);
}

static void objects(void) {
  EMPTIES(value, OH_JSVM_CreateProxy(NULL, object, object, &value));
  EMPTIES(value, OH_JSVM_CreateProxy(env, NULL, object, &value));
  EMPTIES(value, OH_JSVM_CreateProxy(env, object, NULL, &value));
  INVALID(OH_JSVM_CreateProxy(env, object, object, NULL));
  EMPTIES(value, OH_JSVM_CreateRegExp(NULL, text, JSVM_REGEXP_NONE, &value));
  EMPTIES(value, OH_JSVM_CreateRegExp(env, NULL, JSVM_REGEXP_NONE, &value));
  INVALID(OH_JSVM_CreateRegExp(env, text, JSVM_REGEXP_NONE, NULL));
  VALUE_TO(OH_JSVM_ProxyGetTarget, value);
  VALUE_TO(OH_JSVM_ObjectGetPrototypeOf, value);
  INVALID(OH_JSVM_ObjectSetPrototypeOf(NULL, object, object));
  INVALID(OH_JSVM_ObjectSetPrototypeOf(env, NULL, object));
  INVALID(OH_JSVM_ObjectSetPrototypeOf(env, object, NULL));
}

static void external_strings(void) {
  static char narrow[] = "narrow";
  static char16_t wide[] = {'w', 'i', 'd', 'e', 0};
  EMPTIES(value, OH_JSVM_CreateExternalStringLatin1(NULL, narrow, 6, NULL, NULL, &value, &flag));
  EMPTIES(value, OH_JSVM_CreateExternalStringLatin1(env, NULL, 6, NULL, NULL, &value, &flag));
  EMPTIES(flag, OH_JSVM_CreateExternalStringLatin1(env, narrow, 6, NULL, NULL, NULL, &flag));
  EMPTIES(value, OH_JSVM_CreateExternalStringLatin1(env, narrow, 6, NULL, NULL, &value, NULL));
  OK(OH_JSVM_CreateExternalStringLatin1(env, narrow, 6, NULL, NULL, &value, &flag));
  EMPTIES(value, OH_JSVM_CreateExternalStringUtf16(NULL, wide, 4, NULL, NULL, &value, &flag));
  EMPTIES(value, OH_JSVM_CreateExternalStringUtf16(env, NULL, 4, NULL, NULL, &value, &flag));
  EMPTIES(flag, OH_JSVM_CreateExternalStringUtf16(env, wide, 4, NULL, NULL, NULL, &flag));
  EMPTIES(value, OH_JSVM_CreateExternalStringUtf16(env, wide, 4, NULL, NULL, &value, NULL));
  OK(OH_JSVM_CreateExternalStringUtf16(env, wide, 4, NULL, NULL, &value, &flag));
}

static void buffers(void) {
  static uint64_t memory[8];
  JSVM_Value buffer = NULL, array = NULL, view = NULL;
  JSVM_TypedarrayType type;
  const JSVM_TypedarrayType bytes = JSVM_UINT8_ARRAY;
  EMPTIES(value, OH_JSVM_CreateArraybuffer(NULL, 8, &pointer, &value));
  EMPTIES(pointer, OH_JSVM_CreateArraybuffer(env, 8, &pointer, NULL));
  OK(OH_JSVM_CreateArraybuffer(env, 8, NULL, &buffer));
  INVALID(OH_JSVM_AllocateArrayBufferBackingStoreData(8, JSVM_ZERO_INITIALIZED, NULL));
  INVALID(OH_JSVM_FreeArrayBufferBackingStoreData(NULL));
  EMPTIES(value, OH_JSVM_CreateArrayBufferFromBackingStoreData(NULL, memory, 64, 0, 64, &value));
  EMPTIES(value, OH_JSVM_CreateArrayBufferFromBackingStoreData(env, NULL, 64, 0, 64, &value));
  INVALID(OH_JSVM_CreateArrayBufferFromBackingStoreData(env, memory, 64, 0, 64, NULL));
  EMPTIES(value, OH_JSVM_CreateArrayBufferFromExternalMemory(NULL, memory, 64, NULL, NULL, &flag,
                                                             &value));
  EMPTIES(value, OH_JSVM_CreateArrayBufferFromExternalMemory(env, NULL, 64, NULL, NULL, &flag,
                                                             &value));
  INVALID(OH_JSVM_CreateArrayBufferFromExternalMemory(env, memory, 64, NULL, NULL, &flag, NULL));
  OK(OH_JSVM_CreateArrayBufferFromExternalMemory(env, memory, 64, NULL, NULL, NULL, &value));
  OK(OH_JSVM_DetachArraybuffer(env, value));

  EMPTIES(pointer, OH_JSVM_GetArraybufferInfo(NULL, buffer, &pointer, &size));
  EMPTIES(size, OH_JSVM_GetArraybufferInfo(env, NULL, &pointer, &size));
  OK(OH_JSVM_GetArraybufferInfo(env, buffer, NULL, NULL));
  VALUE_TO(OH_JSVM_IsArraybuffer, flag);
  VALUE_TO(OH_JSVM_IsTypedarray, flag);
  VALUE_TO(OH_JSVM_IsDataview, flag);
  VALUE_TO(OH_JSVM_IsDetachedArraybuffer, flag);
  INVALID(OH_JSVM_DetachArraybuffer(NULL, buffer));
  INVALID(OH_JSVM_DetachArraybuffer(env, NULL));

  EMPTIES(value, OH_JSVM_CreateTypedarray(NULL, bytes, 8, buffer, 0, &value));
  EMPTIES(value, OH_JSVM_CreateTypedarray(env, bytes, 8, NULL, 0, &value));
  INVALID(OH_JSVM_CreateTypedarray(env, bytes, 8, buffer, 0, NULL));
  OK(OH_JSVM_CreateTypedarray(env, bytes, 8, buffer, 0, &array));
  EMPTIES(size, OH_JSVM_GetTypedarrayInfo(NULL, array, &type, &size, &pointer, &value, &size));
  EMPTIES(pointer, OH_JSVM_GetTypedarrayInfo(env, NULL, &type, &size, &pointer, &value, &size));
  OK(OH_JSVM_GetTypedarrayInfo(env, array, NULL, NULL, NULL, NULL, NULL));
  EMPTIES(value, OH_JSVM_CreateDataview(NULL, 8, buffer, 0, &value));
  EMPTIES(value, OH_JSVM_CreateDataview(env, 8, NULL, 0, &value));
  INVALID(OH_JSVM_CreateDataview(env, 8, buffer, 0, NULL));
  OK(OH_JSVM_CreateDataview(env, 8, buffer, 0, &view));
  EMPTIES(size, OH_JSVM_GetDataviewInfo(NULL, view, &size, &pointer, &value, NULL));
  EMPTIES(pointer, OH_JSVM_GetDataviewInfo(env, NULL, &size, &pointer, &value, NULL));
  OK(OH_JSVM_GetDataviewInfo(env, view, NULL, NULL, NULL, NULL));
}

// DefineClass and its two siblings, with the arguments that only they have at the end.
static void classes(void) {
  static const JSVM_TypeTag tag = {1, 2};
  static JSVM_CallbackStruct none = {NULL, NULL};
  JSVM_PropertyHandlerConfigurationStruct handlers;
  JSVM_PropertyDescriptor empty;
  JSVM_Value made = NULL;
  const char* name = "C";
  memset(&handlers, 0, sizeof handlers);
  memset(&empty, 0, sizeof empty);

  EMPTIES(made, OH_JSVM_DefineClass(NULL, name, 1, &callback, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_DefineClass(env, NULL, 1, &callback, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_DefineClass(env, name, 1, NULL, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_DefineClass(env, name, 1, &none, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_DefineClass(env, name, 1, &callback, 1, NULL, &made));
  EMPTIES(made, OH_JSVM_DefineClass(env, name, 1, &callback, 1, &empty, &made));
  INVALID(OH_JSVM_DefineClass(env, name, 1, &callback, 0, NULL, NULL));

#define WITH_HANDLER OH_JSVM_DefineClassWithPropertyHandler
  EMPTIES(made, WITH_HANDLER(NULL, name, 1, &callback, 0, NULL, &handlers, NULL, &made));
  EMPTIES(made, WITH_HANDLER(env, NULL, 1, &callback, 0, NULL, &handlers, NULL, &made));
  EMPTIES(made, WITH_HANDLER(env, name, 1, NULL, 0, NULL, &handlers, NULL, &made));
  EMPTIES(made, WITH_HANDLER(env, name, 1, &none, 0, NULL, &handlers, NULL, &made));
  EMPTIES(made, WITH_HANDLER(env, name, 1, &callback, 1, NULL, &handlers, NULL, &made));
  EMPTIES(made, WITH_HANDLER(env, name, 1, &callback, 0, NULL, NULL, NULL, &made));
  INVALID(WITH_HANDLER(env, name, 1, &callback, 0, NULL, &handlers, NULL, NULL));
  OK(WITH_HANDLER(env, name, 1, &callback, 0, NULL, &handlers, NULL, &made));

#define WITH_OPTIONS OH_JSVM_DefineClassWithOptions
  JSVM_DefineClassOptions option;
  memset(&option, 0, sizeof option);
  option.id = JSVM_DEFINE_CLASS_WITH_PROPERTY_HANDLER;
  EMPTIES(made, WITH_OPTIONS(NULL, name, 1, &callback, 0, NULL, NULL, 0, NULL, &made));
  EMPTIES(made, WITH_OPTIONS(env, NULL, 1, &callback, 0, NULL, NULL, 0, NULL, &made));
  EMPTIES(made, WITH_OPTIONS(env, name, 1, NULL, 0, NULL, NULL, 0, NULL, &made));
  EMPTIES(made, WITH_OPTIONS(env, name, 1, &callback, 1, NULL, NULL, 0, NULL, &made));
  EMPTIES(made, WITH_OPTIONS(env, name, 1, &callback, 0, NULL, NULL, 1, NULL, &made));
  EMPTIES(made, WITH_OPTIONS(env, name, 1, &callback, 0, NULL, NULL, 1, &option, &made));
  INVALID(WITH_OPTIONS(env, name, 1, &callback, 0, NULL, NULL, 0, NULL, NULL));
  OK(WITH_OPTIONS(env, name, 1, &callback, 0, NULL, NULL, 0, NULL, &made));

  INVALID(OH_JSVM_TypeTagObject(NULL, object, &tag));
  INVALID(OH_JSVM_TypeTagObject(env, NULL, &tag));
  INVALID(OH_JSVM_TypeTagObject(env, object, NULL));
  EMPTIES(flag, OH_JSVM_CheckObjectTypeTag(NULL, object, &tag, &flag));
  EMPTIES(flag, OH_JSVM_CheckObjectTypeTag(env, NULL, &tag, &flag));
  EMPTIES(flag, OH_JSVM_CheckObjectTypeTag(env, object, NULL, &flag));
  INVALID(OH_JSVM_CheckObjectTypeTag(env, object, &tag, NULL));
}

static void at_threshold(JSVM_VM of, uint64_t threshold, void* data) {
  (void)of, (void)threshold, (void)data;
}

static void handlers_and_locks(void) {
  INVALID(OH_JSVM_SetHandlerForOOMError(NULL, NULL));
  INVALID(OH_JSVM_SetHandlerForFatalError(NULL, NULL));
  INVALID(OH_JSVM_SetHandlerForPromiseReject(NULL, NULL));
  OK(OH_JSVM_SetHandlerForOOMError(vm, NULL));
  OK(OH_JSVM_SetHandlerForFatalError(vm, NULL));
  OK(OH_JSVM_SetHandlerForPromiseReject(vm, NULL));
  INVALID(OH_JSVM_SetHeapThresholdCallback(NULL, 1, at_threshold, NULL));
  INVALID(OH_JSVM_SetHeapThresholdCallback(vm, 1, NULL, NULL));
  INVALID(OH_JSVM_ClearHeapThresholdCallback(NULL, 1, at_threshold, NULL));
  INVALID(OH_JSVM_ClearHeapThresholdCallback(vm, 1, NULL, NULL));
  ENV_TO(OH_JSVM_IsLocked, flag);
  INVALID(OH_JSVM_AcquireLock(NULL));
  INVALID(OH_JSVM_ReleaseLock(NULL));
}

static void compile_options(void) {
  JSVM_Script made = NULL;
  JSVM_CompileOptions option;
  memset(&option, 0, sizeof option);
  option.id = JSVM_COMPILE_SCRIPT_ORIGIN;
  EMPTIES(made, OH_JSVM_CompileScriptWithOptions(NULL, text, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_CompileScriptWithOptions(env, NULL, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_CompileScriptWithOptions(env, text, 1, NULL, &made));
  INVALID(OH_JSVM_CompileScriptWithOptions(env, text, 0, NULL, NULL));
  OK(OH_JSVM_CompileScriptWithOptions(env, text, 0, NULL, &made));
  // An option that points nowhere: refused or skipped.
  (void)OH_JSVM_CompileScriptWithOptions(env, text, 1, &option, &made);

  uint8_t bytes[1] = {0};
  JSVM_CodeCache cache = {bytes, 1}, no_bytes = {NULL, 1}, no_length = {bytes, 0};
  JSVM_DeserializeResult result = NULL;
  EMPTIES(result, OH_JSVM_BackgroundDeserialize(NULL, cache, &result));
  EMPTIES(result, OH_JSVM_BackgroundDeserialize(vm, no_bytes, &result));
  EMPTIES(result, OH_JSVM_BackgroundDeserialize(vm, no_length, &result));
  INVALID(OH_JSVM_BackgroundDeserialize(vm, cache, NULL));
  INVALID(OH_JSVM_ReleaseDeserializeResult(NULL));
}

static void profiler_and_trace(void) {
  JSVM_CpuProfiler profiler = NULL;
  const JSVM_TraceCategory category = JSVM_TRACE_VM;
  EMPTIES(profiler, OH_JSVM_StartCpuProfiler(NULL, &profiler));
  INVALID(OH_JSVM_StartCpuProfiler(vm, NULL));
  OK(OH_JSVM_StartCpuProfiler(vm, &profiler));
  INVALID(OH_JSVM_StopCpuProfiler(NULL, profiler, stream, NULL));
  INVALID(OH_JSVM_StopCpuProfiler(vm, NULL, stream, NULL));
  INVALID(OH_JSVM_StopCpuProfiler(vm, profiler, NULL, NULL));
  OK(OH_JSVM_StopCpuProfiler(vm, profiler, stream, NULL));
  INVALID(OH_JSVM_StopCpuProfiler(vm, profiler, stream, NULL));

  INVALID(OH_JSVM_TraceStop(stream, &size));
  INVALID(OH_JSVM_TraceStart(1, NULL, NULL, 0));
  INVALID(OH_JSVM_TraceStart(0, &category, NULL, 0));
  OK(OH_JSVM_TraceStart(0, NULL, NULL, 0));
  OK(OH_JSVM_TraceStart(1, &category, NULL, 0));
  INVALID(OH_JSVM_TraceStop(NULL, &size));
  INVALID(OH_JSVM_TraceStop(stream, NULL));
  OK(OH_JSVM_TraceStop(stream, &size));
  INVALID(OH_JSVM_TraceStop(stream, &size));
}

// Not with a name of NULL, which is allowed and would listen.
static void inspector(void) {
  INVALID(OH_JSVM_OpenInspector(NULL, "localhost", 0));
  INVALID(OH_JSVM_OpenInspector(env, NULL, 0));
  INVALID(OH_JSVM_OpenInspectorWithName(NULL, 1, "name"));
  INVALID(OH_JSVM_OpenInspectorWithName(env, -1, "name"));
  INVALID(OH_JSVM_CloseInspector(NULL));
  INVALID(OH_JSVM_WaitForDebugger(NULL, false));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseInspector(env));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_WaitForDebugger(env, false));
}

static void wasm(void) {
  // The smallest module: magic number and version.
  static const uint8_t bytes[] = {0, 'a', 's', 'm', 1, 0, 0, 0};
  const size_t length = sizeof bytes;
  const uint8_t* cache = NULL;
  JSVM_Value module = NULL;
  EMPTIES(value, OH_JSVM_CompileWasmModule(NULL, bytes, length, NULL, 0, NULL, &value));
  EMPTIES(value, OH_JSVM_CompileWasmModule(env, NULL, length, NULL, 0, NULL, &value));
  EMPTIES(value, OH_JSVM_CompileWasmModule(env, bytes, 0, NULL, 0, NULL, &value));
  EMPTIES(value, OH_JSVM_CompileWasmModule(env, bytes, length, bytes, 0, NULL, &value));
  INVALID(OH_JSVM_CompileWasmModule(env, bytes, length, NULL, 0, NULL, NULL));
  OK(OH_JSVM_CompileWasmModule(env, bytes, length, NULL, 0, NULL, &module));
  INVALID(OH_JSVM_CompileWasmFunction(NULL, module, 0, JSVM_WASM_OPT_HIGH));
  INVALID(OH_JSVM_CompileWasmFunction(env, NULL, 0, JSVM_WASM_OPT_HIGH));
  INVALID(OH_JSVM_CompileWasmFunction(env, object, 0, JSVM_WASM_OPT_HIGH));
  VALUE_TO(OH_JSVM_IsWasmModuleObject, flag);
  EMPTIES(cache, OH_JSVM_CreateWasmCache(NULL, module, &cache, &size));
  EMPTIES(cache, OH_JSVM_CreateWasmCache(env, NULL, &cache, &size));
  EMPTIES(cache, OH_JSVM_CreateWasmCache(env, object, &cache, &size));
  EMPTIES(size, OH_JSVM_CreateWasmCache(env, module, NULL, &size));
  EMPTIES(cache, OH_JSVM_CreateWasmCache(env, module, &cache, NULL));
}

static void startup_snapshots(void) {
  const char* blob = NULL;
  JSVM_Env made = NULL;
  EMPTIES(made, OH_JSVM_CreateEnvFromSnapshot(NULL, 0, &made));
  INVALID(OH_JSVM_CreateEnvFromSnapshot(vm, 0, NULL));
  // This VM has no blob and cannot give one, which may be found out first.
  made = env;
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateEnvFromSnapshot(vm, 0, &made));
  CHECK(made == NULL);
  EMPTIES(blob, OH_JSVM_CreateSnapshot(NULL, 1, &env, &blob, &size));
  CHECK(OH_JSVM_CreateSnapshot(vm, 1, NULL, &blob, &size) != JSVM_OK);
  CHECK(OH_JSVM_CreateSnapshot(vm, 1, &env, NULL, &size) != JSVM_OK);
  CHECK(OH_JSVM_CreateSnapshot(vm, 1, &env, &blob, NULL) != JSVM_OK);
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateSnapshot(vm, 1, &env, &blob, &size));
  CHECK(blob == NULL && size == 0);
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  env = engine.env;
  vm = engine.vm;
  object = object_value(env);
  text = text_value(env, "1234");
  OK(OH_JSVM_CreateFunction(env, "f", 1, &callback, &function));
  OK(OH_JSVM_CreatePrivate(env, text, &key));
  OK(OH_JSVM_CreateReference(env, object, 1, &ref));
  OK(OH_JSVM_CompileScript(env, text, NULL, 0, false, NULL, &script));

  vms();
  envs();
  handle_scopes();
  references();
  heap();
  errors();
  making_values();
  reading_values();
  coercing_and_testing();
  properties();
  private_keys();
  functions();
  wraps();
  promises();
  json_and_scripts();
  bigints();
  symbols();
  objects();
  external_strings();
  buffers();
  handlers_and_locks();
  classes();
  compile_options();
  profiler_and_trace();
  inspector();
  wasm();
  startup_snapshots();
  // Allowed the first time; any other is too late.
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_Init(NULL));

  // No call left an exception behind, and nothing is broken.
  OK(OH_JSVM_IsExceptionPending(env, &flag));
  CHECK(!flag);
  CHECK(run_int(env, "6 * 7") == 42);
  OK(OH_JSVM_DeleteReference(env, ref));
  engine_close(&engine);
  return check_result();
}
