// SPDX-License-Identifier: Apache-2.0

// What published programs do and should not: several VMs in one another, values of another VM, keys
// that are none, tools on VMs that have nothing open, inspectors opened twice. None ends the process.
#include "check.h"

// Opens scopes of two VMs in one another, runs script in each, and closes them in reverse.
static void nest(Engine* first, Engine* second, int depth) {
  JSVM_VMScope vm_scope = NULL;
  JSVM_EnvScope env_scope = NULL;
  JSVM_HandleScope scope = NULL;
  if (depth == 0) return;
  OK(OH_JSVM_OpenVMScope(first->vm, &vm_scope));
  OK(OH_JSVM_OpenEnvScope(first->env, &env_scope));
  OK(OH_JSVM_OpenHandleScope(first->env, &scope));
  JSVM_Value kept = text_value(first->env, "kept");
  // By turns, and every third level in the same VM again.
  if (depth % 3 == 0) nest(first, second, depth - 1);
  else nest(second, first, depth - 1);
  // The one that is not current, without scopes of its own.
  CHECK(run_int(second->env, "globalThis.n = (globalThis.n || 0) + 1") > 0);
  CHECK(run_int(first->env, "globalThis.n = (globalThis.n || 0) + 1") > 0);
  size_t length = 0;
  OK(OH_JSVM_GetValueStringUtf8(first->env, kept, NULL, 0, &length));
  CHECK(length == 4);
  OK(OH_JSVM_CloseHandleScope(first->env, scope));
  OK(OH_JSVM_CloseEnvScope(first->env, env_scope));
  OK(OH_JSVM_CloseVMScope(first->vm, vm_scope));
}

static Engine outermost;

// Makes a VM inside a callback of another, uses both by turns, and leaves by way of each.
static JSVM_Value make_vm(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  Engine inner = engine_open();
  nest(&inner, &outermost, 7);
  nest(&outermost, &inner, 7);
  int32_t depth = run_int(env, "--globalThis.depth");
  // From the second VM back into the first, which makes a third.
  if (depth > 0) CHECK(run_int(env, "make()") == depth - 1);
  collect(inner.env);
  collect(env);
  CHECK(run_int(inner.env, "globalThis.n") > 0);
  engine_close(&inner);
  return int_value(env, depth);
}

static void vms_in_callbacks(void) {
  static JSVM_CallbackStruct making = {make_vm, NULL};
  JSVM_Value global = NULL, function = NULL;
  JSVM_Env env = outermost.env;
  OK(OH_JSVM_GetGlobal(env, &global));
  OK(OH_JSVM_CreateFunction(env, "make", JSVM_AUTO_LENGTH, &making, &function));
  OK(OH_JSVM_SetNamedProperty(env, global, "make", function));
  CHECK(run_int(env, "globalThis.depth = 4; make()") == 3);
  CHECK(run_int(env, "depth") == 0);
}

static JSVM_Value call_inner(JSVM_Env env, JSVM_CallbackInfo info) {
  void* data = NULL;
  OK(OH_JSVM_GetCbInfo(env, info, NULL, NULL, NULL, &data));
  // A function of one VM runs script of the other, which calls it again.
  Engine* other = (Engine*)data;
  int32_t left = run_int(other->env, "typeof left === 'number' && left > 0 ? call(--left) : 0");
  return int_value(env, left + 1);
}

static void calls_across_vms(void) {
  Engine other = engine_open();
  JSVM_CallbackStruct across[2] = {{call_inner, &other}, {call_inner, &outermost}};
  Engine* engines[2] = {&outermost, &other};
  for (int i = 0; i < 2; i++) {
    JSVM_Value global = NULL, function = NULL;
    JSVM_Env env = engines[i]->env;
    OK(OH_JSVM_GetGlobal(env, &global));
    OK(OH_JSVM_CreateFunction(env, "call", JSVM_AUTO_LENGTH, &across[i], &function));
    OK(OH_JSVM_SetNamedProperty(env, global, "call", function));
    CHECK(run_int(env, "globalThis.left = 5") == 5);
  }
  CHECK(run_int(outermost.env, "call()") == 11);
  CHECK(run_int(outermost.env, "left") == 0 && run_int(other.env, "left") == 0);
  OK(OH_JSVM_DestroyEnv(other.env));
  OK(OH_JSVM_CloseVMScope(other.vm, other.vm_scope));
  OK(OH_JSVM_DestroyVM(other.vm));
  // It must not be called any more: its struct goes with this function.
  CHECK(run_int(outermost.env, "delete globalThis.call; 1") == 1);
}

// A value of another VM is read through an env: the statuses are those of a value of its own.
static void values_of_another_vm(void) {
  Engine other = engine_open();
  JSVM_Env env = outermost.env;
  JSVM_EscapableHandleScope scope = NULL;
  JSVM_Value foreign = int_value(other.env, 42), escaped = NULL;
  JSVM_ValueType type = JSVM_UNDEFINED;
  int32_t number = 0;
  bool answer = false;
  OK(OH_JSVM_OpenEscapableHandleScope(env, &scope));
  OK(OH_JSVM_EscapeHandle(env, scope, foreign, &escaped));
  OK(OH_JSVM_CloseEscapableHandleScope(env, scope));
  OK(OH_JSVM_GetValueInt32(env, escaped, &number));
  CHECK(number == 42);
  OK(OH_JSVM_GetValueInt32(env, foreign, &number));
  OK(OH_JSVM_Typeof(env, object_value(other.env), &type));
  CHECK(type == JSVM_OBJECT);
  OK(OH_JSVM_IsArray(env, run_script(other.env, "[1]"), &answer));
  CHECK(answer);
  EXPECT(JSVM_NUMBER_EXPECTED, OH_JSVM_GetValueInt32(env, object_value(other.env), &number));
  CHECK(run_int(env, "6 * 7") == 42);
  engine_close(&other);
  CHECK(run_int(env, "6 * 7") == 42);
}

static void symbol_for_a_private_key(void) {
  JSVM_Env env = outermost.env;
  JSVM_Value symbol = NULL, value = NULL, object = object_value(env);
  OK(OH_JSVM_CreateSymbol(env, text_value(env, "s"), &symbol));
  JSVM_Data wrong[] = {(JSVM_Data)symbol, (JSVM_Data)object, (JSVM_Data)int_value(env, 1)};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    JSVM_Ref ref = NULL;
    JSVM_Data again = NULL;
    EXPECT(JSVM_INVALID_ARG, OH_JSVM_SetPrivate(env, object, wrong[i], object));
    EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetPrivate(env, object, wrong[i], &value));
    CHECK(value == NULL);
    EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeletePrivate(env, object, wrong[i]));
    // A reference makes no key of it.
    OK(OH_JSVM_CreateDataReference(env, wrong[i], 1, &ref));
    OK(OH_JSVM_GetReferenceData(env, ref, &again));
    EXPECT(JSVM_INVALID_ARG, OH_JSVM_SetPrivate(env, object, again, object));
    OK(OH_JSVM_DeleteReference(env, ref));
  }
}

static bool count_bytes(const char* data, int size, void* total) {
  if (data != NULL) *(size_t*)total += (size_t)size;
  return true;
}

// Profiler and snapshots of a VM that has neither env nor scope.
static void tools_without_env(void) {
  JSVM_VM vm = NULL;
  JSVM_CpuProfiler profilers[2] = {NULL, NULL};
  size_t bytes[4] = {0, 0, 0, 0};
  OK(OH_JSVM_CreateVM(NULL, &vm));
  OK(OH_JSVM_StartCpuProfiler(vm, &profilers[0]));
  OK(OH_JSVM_TakeHeapSnapshot(vm, count_bytes, &bytes[0]));
  OK(OH_JSVM_StartCpuProfiler(vm, &profilers[1]));
  OK(OH_JSVM_TakeRawHeapSnapshot(vm, count_bytes, &bytes[1]));
  for (int i = 0; i < 2; i++) OK(OH_JSVM_StopCpuProfiler(vm, profilers[i], count_bytes, &bytes[2 + i]));
  for (int i = 0; i < 4; i++) CHECK(bytes[i] > 100);
  OK(OH_JSVM_DestroyVM(vm));
}

static bool take(const char* data, int size, void* calls) {
  CHECK(data != NULL && size > 2 && data[0] == '{' && data[size - 1] == '}');
  ++*(int*)calls;
  return true;
}

static void traces(void) {
  int calls = 0;
  for (int i = 0; i < 3; i++) OK(OH_JSVM_TraceStart(0, NULL, NULL, 0));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_TraceStop(NULL, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_TraceStop(take, NULL));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_TraceStop(NULL, &calls));
  CHECK(calls == 0);
  CHECK(run_int(outermost.env, "[1, 2, 3].length") == 3);
  OK(OH_JSVM_TraceStop(take, &calls));
  CHECK(calls == 1);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_TraceStop(take, &calls));
}

// Twice, with port 0, with a number that wraps: the same answer each time, and one inspector to close.
static void inspectors(void) {
  JSVM_Env env = outermost.env;
  const uint16_t wrapped = (uint16_t)(65536 + 49321);
  JSVM_Status status = OH_JSVM_OpenInspector(env, "localhost", 0);
  CHECK(status == JSVM_OK || status == JSVM_GENERIC_FAILURE);
  EXPECT(status, OH_JSVM_OpenInspector(env, "localhost", 0));
  EXPECT(status, OH_JSVM_OpenInspector(env, "localhost", wrapped));
  CHECK(run_int(env, "6 * 7") == 42);
  EXPECT(status, OH_JSVM_CloseInspector(env));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CloseInspector(env));
}

int main(void) {
  engine_init();
  outermost = engine_open();
  vms_in_callbacks();
  calls_across_vms();
  values_of_another_vm();
  symbol_for_a_private_key();
  tools_without_env();
  traces();
  inspectors();
  CHECK(run_int(outermost.env, "1 + 1") == 2);
  engine_close(&outermost);
  return check_result();
}
