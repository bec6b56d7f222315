// SPDX-License-Identifier: Apache-2.0

// What each of the seven reference functions answers, for each kind of value and each state.
#include "check.h"

typedef JSVM_Value (*Maker)(JSVM_Env env);

static JSVM_Value noop(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)env, (void)info;
  return NULL;
}

static JSVM_CallbackStruct noop_callback = {noop, NULL};

static JSVM_Value make_function(JSVM_Env env) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreateFunction(env, "f", JSVM_AUTO_LENGTH, &noop_callback, &value));
  return value;
}

static JSVM_Value make_external(JSVM_Env env) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreateExternal(env, &noop_callback, NULL, NULL, &value));
  return value;
}

static JSVM_Value make_symbol(JSVM_Env env) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreateSymbol(env, text_value(env, "s"), &value));
  return value;
}

static JSVM_Value make_array(JSVM_Env env) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreateArray(env, &value));
  return value;
}

static JSVM_Value make_string(JSVM_Env env) { return text_value(env, "a string"); }
static JSVM_Value make_number(JSVM_Env env) { return int_value(env, 7); }

static JSVM_Value make_double(JSVM_Env env) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreateDouble(env, 0.5, &value));
  return value;
}

static JSVM_Value make_boolean(JSVM_Env env) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_GetBoolean(env, true, &value));
  return value;
}

static JSVM_Value make_bigint(JSVM_Env env) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreateBigintInt64(env, 7, &value));
  return value;
}

static JSVM_Value make_null(JSVM_Env env) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_GetNull(env, &value));
  return value;
}

static JSVM_Value make_undefined(JSVM_Env env) {
  JSVM_Value value = NULL;
  OK(OH_JSVM_GetUndefined(env, &value));
  return value;
}

static const struct {
  const char* name;
  Maker make;
  bool can_be_weak;
} kinds[] = {
    {"object", object_value, true},      {"array", make_array, true},
    {"function", make_function, true},   {"external", make_external, true},
    {"symbol", make_symbol, true},       {"string", make_string, false},
    {"number", make_number, false},      {"double", make_double, false},
    {"boolean", make_boolean, false},    {"bigint", make_bigint, false},
    {"null", make_null, false},          {"undefined", make_undefined, false},
};

static JSVM_Ref create(JSVM_Env env, JSVM_Value value, uint32_t count) {
  JSVM_Ref ref = NULL;
  OK(OH_JSVM_CreateReference(env, value, count, &ref));
  CHECK(ref != NULL);
  return ref;
}

static JSVM_Value value_of(JSVM_Env env, JSVM_Ref ref) {
  JSVM_Value value = (JSVM_Value)&noop_callback;
  OK(OH_JSVM_GetReferenceValue(env, ref, &value));
  return value;
}

static bool is_empty(JSVM_Env env, JSVM_Ref ref) {
  JSVM_HandleScope scope = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  bool result = value_of(env, ref) == NULL;
  OK(OH_JSVM_CloseHandleScope(env, scope));
  return result;
}

static uint32_t up(JSVM_Env env, JSVM_Ref ref) {
  uint32_t count = 99;
  OK(OH_JSVM_ReferenceRef(env, ref, &count));
  return count;
}

static uint32_t down(JSVM_Env env, JSVM_Ref ref) {
  uint32_t count = 99;
  OK(OH_JSVM_ReferenceUnref(env, ref, &count));
  return count;
}

static JSVM_Status last_status(JSVM_Env env) {
  const JSVM_ExtendedErrorInfo* info = NULL;
  OK(OH_JSVM_GetLastErrorInfo(env, &info));
  return info != NULL ? info->errorCode : JSVM_OK;
}

// A reference to a value that nothing else holds: its own handle scope is closed.
static JSVM_Ref create_alone(JSVM_Env env, Maker make, uint32_t count) {
  JSVM_HandleScope scope = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  JSVM_Ref ref = create(env, make(env), count);
  OK(OH_JSVM_CloseHandleScope(env, scope));
  return ref;
}

// The value of a reference with a count is the value it was made from.
static void keeps_value(JSVM_Env env, Maker make) {
  const uint32_t counts[] = {1, 2, 1000, UINT32_MAX};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    JSVM_Value value = make(env);
    JSVM_Ref ref = create(env, value, counts[i]);
    bool same = false;
    OK(OH_JSVM_StrictEquals(env, value, value_of(env, ref), &same));
    CHECK(same);
    CHECK(down(env, ref) == counts[i] - 1);
    OK(OH_JSVM_DeleteReference(env, ref));
  }
}

static void survives_while_strong(JSVM_Env env, Maker make) {
  JSVM_Ref ref = create_alone(env, make, 2);
  CHECK(down(env, ref) == 1);
  collect(env);
  CHECK(!is_empty(env, ref));
  OK(OH_JSVM_DeleteReference(env, ref));
}

static void counts_up_and_down(JSVM_Env env, Maker make) {
  JSVM_Ref ref = create(env, make(env), 1);
  CHECK(up(env, ref) == 2);
  CHECK(up(env, ref) == 3);
  CHECK(down(env, ref) == 2);
  OK(OH_JSVM_ReferenceRef(env, ref, NULL));
  OK(OH_JSVM_ReferenceUnref(env, ref, NULL));
  CHECK(down(env, ref) == 1);
  OK(OH_JSVM_DeleteReference(env, ref));
}

static void fails_below_zero(JSVM_Env env, Maker make) {
  JSVM_Ref ref = create(env, make(env), 1);
  CHECK(down(env, ref) == 0);
  uint32_t count = 99;
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_ReferenceUnref(env, ref, &count));
  CHECK(count == 0);
  CHECK(last_status(env) == JSVM_GENERIC_FAILURE);
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_ReferenceUnref(env, ref, NULL));
  OK(OH_JSVM_DeleteReference(env, ref));
}

// At count 0 a reference to an object or a symbol lets it be collected, and says so.
static void lets_go_when_weak(JSVM_Env env, Maker make) {
  JSVM_Ref made_weak = create_alone(env, make, 0);
  JSVM_Ref turned_weak = create_alone(env, make, 1);
  CHECK(!is_empty(env, made_weak));
  CHECK(down(env, turned_weak) == 0);
  CHECK(!is_empty(env, turned_weak));
  collect(env);
  CHECK(is_empty(env, made_weak));
  CHECK(is_empty(env, turned_weak));
  CHECK(up(env, made_weak) == 0);
  CHECK(up(env, made_weak) == 0);
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_ReferenceUnref(env, made_weak, NULL));
  OK(OH_JSVM_DeleteReference(env, made_weak));
  OK(OH_JSVM_DeleteReference(env, turned_weak));
}

static void keeps_weak_target_while_held_elsewhere(JSVM_Env env, Maker make) {
  JSVM_HandleScope scope = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  JSVM_Ref ref = create(env, make(env), 0);
  collect(env);
  CHECK(!is_empty(env, ref));
  OK(OH_JSVM_CloseHandleScope(env, scope));
  OK(OH_JSVM_DeleteReference(env, ref));
}

static void is_strong_again(JSVM_Env env, Maker make) {
  JSVM_Ref ref = create_alone(env, make, 0);
  CHECK(up(env, ref) == 1);
  collect(env);
  CHECK(!is_empty(env, ref));
  CHECK(down(env, ref) == 0);
  collect(env);
  CHECK(is_empty(env, ref));
  OK(OH_JSVM_DeleteReference(env, ref));
}

// What cannot be weak is dropped at count 0, at once and for good.
static void drops_at_zero(JSVM_Env env, Maker make) {
  JSVM_Value value = make(env);
  JSVM_Ref made_empty = create(env, value, 0);
  CHECK(is_empty(env, made_empty));
  CHECK(up(env, made_empty) == 0);
  CHECK(is_empty(env, made_empty));
  JSVM_Ref turned_empty = create(env, value, 1);
  CHECK(down(env, turned_empty) == 0);
  CHECK(is_empty(env, turned_empty));
  CHECK(up(env, turned_empty) == 0);
  OK(OH_JSVM_DeleteReference(env, made_empty));
  OK(OH_JSVM_DeleteReference(env, turned_empty));
}

static void deleted_is_unknown(JSVM_Env env, Maker make) {
  JSVM_Ref ref = create(env, make(env), 3);
  OK(OH_JSVM_DeleteReference(env, ref));
  uint32_t count = 99;
  JSVM_Value value = (JSVM_Value)&noop_callback;
  for (int reused = 0; reused < 2; reused++) {
    JSVM_Ref other = reused ? create(env, make(env), 1) : NULL;
    CHECK(other != ref);
    EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeleteReference(env, ref));
    EXPECT(JSVM_INVALID_ARG, OH_JSVM_ReferenceRef(env, ref, &count));
    CHECK(count == 0);
    EXPECT(JSVM_INVALID_ARG, OH_JSVM_ReferenceUnref(env, ref, &count));
    EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetReferenceValue(env, ref, &value));
    CHECK(value == NULL);
    if (other != NULL) OK(OH_JSVM_DeleteReference(env, other));
  }
}

static void works_with_pending_exception(JSVM_Env env) {
  OK(OH_JSVM_ThrowError(env, NULL, "pending"));
  EXPECT(JSVM_PENDING_EXCEPTION, OH_JSVM_RunScript(env, NULL, NULL));
  JSVM_Ref ref = create(env, object_value(env), 1);
  CHECK(up(env, ref) == 2);
  CHECK(down(env, ref) == 1);
  CHECK(value_of(env, ref) != NULL);
  OK(OH_JSVM_DeleteReference(env, ref));
  CHECK(take_exception(env));
}

static void data_reference(JSVM_Env env) {
  JSVM_Data key = NULL, found = NULL;
  JSVM_Ref ref = NULL, value_ref = NULL;
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreatePrivate(env, text_value(env, "key"), &key));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_CreateDataReference(env, key, 0, &ref));
  CHECK(ref == NULL);
  OK(OH_JSVM_CreateDataReference(env, key, 1, &ref));
  CHECK(up(env, ref) == 2);
  CHECK(down(env, ref) == 1);

  // Its key is the one it was made from.
  JSVM_Value object = object_value(env);
  OK(OH_JSVM_SetPrivate(env, object, key, int_value(env, 42)));
  OK(OH_JSVM_GetReferenceData(env, ref, &found));
  OK(OH_JSVM_GetPrivate(env, object, found, &value));
  int32_t number = 0;
  OK(OH_JSVM_GetValueInt32(env, value, &number));
  CHECK(number == 42);

  // The two kinds are not mixed up.
  value = object;
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetReferenceValue(env, ref, &value));
  CHECK(value == NULL);
  value_ref = create(env, object, 1);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetReferenceData(env, value_ref, &found));
  CHECK(found == NULL);
  OK(OH_JSVM_DeleteReference(env, value_ref));

  // It is never weak: at 0 it is empty.
  CHECK(down(env, ref) == 0);
  found = key;
  OK(OH_JSVM_GetReferenceData(env, ref, &found));
  CHECK(found == NULL);
  CHECK(up(env, ref) == 0);
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_ReferenceUnref(env, ref, NULL));
  OK(OH_JSVM_DeleteReference(env, ref));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeleteReference(env, ref));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetReferenceData(env, ref, &found));
}

static void data_reference_survives_collection(JSVM_Env env) {
  JSVM_HandleScope scope = NULL;
  JSVM_Data key = NULL;
  JSVM_Ref ref = NULL;
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  OK(OH_JSVM_CreatePrivate(env, NULL, &key));
  OK(OH_JSVM_CreateDataReference(env, key, 1, &ref));
  OK(OH_JSVM_CloseHandleScope(env, scope));
  collect(env);
  key = NULL;
  OK(OH_JSVM_GetReferenceData(env, ref, &key));
  CHECK(key != NULL);
  OK(OH_JSVM_DeleteReference(env, ref));
}

static int finalized;

static void count_finalized(JSVM_Env env, void* data, void* hint) {
  (void)env, (void)data, (void)hint;
  finalized++;
}

// The reference that Wrap and AddFinalizer hand out is weak and independent of the finalizer.
static void of_wrap_and_finalizer(JSVM_Env env) {
  int native = 0;
  void* found = NULL;
  JSVM_Ref wrap = NULL, added = NULL;
  JSVM_HandleScope scope = NULL;
  finalized = 0;
  OK(OH_JSVM_OpenHandleScope(env, &scope));
  JSVM_Value object = object_value(env);
  OK(OH_JSVM_Wrap(env, object, &native, count_finalized, NULL, &wrap));
  OK(OH_JSVM_AddFinalizer(env, object, &native, count_finalized, NULL, &added));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_ReferenceUnref(env, wrap, NULL));
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_ReferenceUnref(env, added, NULL));
  OK(OH_JSVM_DeleteReference(env, wrap));
  OK(OH_JSVM_Unwrap(env, object, &found));
  CHECK(found == &native);
  OK(OH_JSVM_CloseHandleScope(env, scope));
  CHECK(finalized == 0);
  collect(env);
  CHECK(finalized == 2);
  CHECK(is_empty(env, added));
  OK(OH_JSVM_DeleteReference(env, added));
}

static void unknown_after_its_env(void) {
  Engine engine = engine_open();
  JSVM_Env other = NULL;
  JSVM_Value value = NULL;
  OK(OH_JSVM_CreateEnv(engine.vm, 0, NULL, &other));
  JSVM_Ref strong = create(other, object_value(other), 1);
  JSVM_Ref weak = create(other, object_value(other), 0);
  OK(OH_JSVM_DestroyEnv(other));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeleteReference(other, strong));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeleteReference(engine.env, strong));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeleteReference(engine.env, weak));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetReferenceValue(engine.env, strong, &value));
  engine_close(&engine);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeleteReference(engine.env, strong));
}

static void unknown_to_another_vm(void) {
  Engine mine = engine_open();
  Engine foreign = engine_open();
  JSVM_Value value = NULL;
  uint32_t count = 99;
  JSVM_Ref ref = create(mine.env, object_value(mine.env), 1);
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_GetReferenceValue(foreign.env, ref, &value));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ReferenceRef(foreign.env, ref, &count));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_ReferenceUnref(foreign.env, ref, &count));
  EXPECT(JSVM_INVALID_ARG, OH_JSVM_DeleteReference(foreign.env, ref));
  CHECK(up(mine.env, ref) == 2);
  OK(OH_JSVM_DeleteReference(mine.env, ref));
  engine_close(&foreign);
  engine_close(&mine);
}

static void without_scopes(void) {
  JSVM_VM vm = NULL;
  JSVM_Env env = NULL;
  OK(OH_JSVM_CreateVM(NULL, &vm));
  OK(OH_JSVM_CreateEnv(vm, 0, NULL, &env));
  JSVM_Ref ref = create(env, object_value(env), 1);
  CHECK(up(env, ref) == 2);
  CHECK(value_of(env, ref) != NULL);
  OK(OH_JSVM_DeleteReference(env, ref));
  OK(OH_JSVM_DestroyEnv(env));
  OK(OH_JSVM_DestroyVM(vm));
}

static void cannot_count_beyond_32_bits(JSVM_Env env) {
  uint32_t count = 99;
  JSVM_Ref ref = create(env, object_value(env), UINT32_MAX);
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_ReferenceRef(env, ref, &count));
  CHECK(down(env, ref) == UINT32_MAX - 1);
  OK(OH_JSVM_DeleteReference(env, ref));
}

// A slot that is used again answers to its newest handle only.
static void handles_are_distinct(JSVM_Env env) {
  enum { count = 3000 };
  static JSVM_Ref refs[count], older[count];
  for (int i = 0; i < count; i++) {
    JSVM_HandleScope scope = NULL;
    OK(OH_JSVM_OpenHandleScope(env, &scope));
    refs[i] = create(env, int_value(env, i), 1);
    OK(OH_JSVM_CloseHandleScope(env, scope));
  }
  for (int i = 0; i < count; i += 2) {
    older[i] = refs[i];
    OK(OH_JSVM_DeleteReference(env, refs[i]));
  }
  for (int i = 0; i < count; i += 2) refs[i] = create(env, int_value(env, -i), 1);
  int wrong = 0;
  for (int i = 0; i < count; i++) {
    JSVM_HandleScope scope = NULL;
    JSVM_Value value = NULL;
    int32_t number = 0;
    OK(OH_JSVM_OpenHandleScope(env, &scope));
    OK(OH_JSVM_GetReferenceValue(env, refs[i], &value));
    OK(OH_JSVM_GetValueInt32(env, value, &number));
    wrong += number != (i % 2 == 0 ? -i : i);
    if (i % 2 == 0) wrong += OH_JSVM_DeleteReference(env, older[i]) != JSVM_INVALID_ARG;
    OK(OH_JSVM_DeleteReference(env, refs[i]));
    OK(OH_JSVM_CloseHandleScope(env, scope));
  }
  CHECK(wrong == 0);
}

int main(void) {
  engine_init();
  Engine engine = engine_open();
  JSVM_Env env = engine.env;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    int before = failed_checks;
    Maker make = kinds[i].make;
    keeps_value(env, make);
    survives_while_strong(env, make);
    counts_up_and_down(env, make);
    fails_below_zero(env, make);
    deleted_is_unknown(env, make);
    if (kinds[i].can_be_weak) {
      lets_go_when_weak(env, make);
      keeps_weak_target_while_held_elsewhere(env, make);
      is_strong_again(env, make);
    } else {
      drops_at_zero(env, make);
    }
    if (failed_checks != before) fprintf(stderr, "  for a reference to: %s\n", kinds[i].name);
  }
  works_with_pending_exception(env);
  data_reference(env);
  data_reference_survives_collection(env);
  of_wrap_and_finalizer(env);
  cannot_count_beyond_32_bits(env);
  handles_are_distinct(env);
  engine_close(&engine);
  unknown_after_its_env();
  unknown_to_another_vm();
  without_scopes();
  return check_result();
}
