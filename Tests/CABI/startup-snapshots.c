// SPDX-License-Identifier: Apache-2.0

// Startup snapshots that hold native callbacks. What saves and what restores are processes of their
// own, as in use: the addresses of one are not those of the other.
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static JSVM_Value answer(JSVM_Env env, JSVM_CallbackInfo info) {
  void* data = NULL;
  OK(OH_JSVM_GetCbInfo(env, info, NULL, NULL, NULL, &data));
  return int_value(env, *(int32_t*)data);
}

static JSVM_Value add(JSVM_Env env, JSVM_CallbackInfo info) {
  size_t count = 2;
  JSVM_Value arguments[2];
  int32_t numbers[2] = {0, 0};
  OK(OH_JSVM_GetCbInfo(env, info, &count, arguments, NULL, NULL));
  for (int i = 0; i < 2; i++) OK(OH_JSVM_GetValueInt32(env, arguments[i], &numbers[i]));
  return int_value(env, numbers[0] + numbers[1]);
}

static JSVM_Value fail(JSVM_Env env, JSVM_CallbackInfo info) {
  (void)info;
  OK(OH_JSVM_ThrowTypeError(env, NULL, "on purpose"));
  return NULL;
}

static JSVM_Value construct(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_Value self = NULL;
  size_t count = 1;
  JSVM_Value argument = NULL;
  OK(OH_JSVM_GetCbInfo(env, info, &count, &argument, &self, NULL));
  OK(OH_JSVM_SetNamedProperty(env, self, "given", argument));
  return self;
}

static JSVM_Value doubled(JSVM_Env env, JSVM_CallbackInfo info) {
  JSVM_Value self = NULL, given = NULL;
  int32_t number = 0;
  OK(OH_JSVM_GetCbInfo(env, info, NULL, NULL, &self, NULL));
  OK(OH_JSVM_GetNamedProperty(env, self, "given", &given));
  OK(OH_JSVM_GetValueInt32(env, given, &number));
  return int_value(env, 2 * number);
}

static int32_t first_number = 42, second_number = 43, held;
static JSVM_CallbackStruct first = {answer, &first_number};
static JSVM_CallbackStruct second = {answer, &second_number};
static JSVM_CallbackStruct adding = {add, NULL};
static JSVM_CallbackStruct failing = {fail, NULL};
static JSVM_CallbackStruct constructor = {construct, NULL};
static JSVM_CallbackStruct method = {doubled, NULL};
static JSVM_CallbackStruct unlisted = {answer, &first_number};

static void init(void) {
  static intptr_t references[8];
  references[0] = (intptr_t)&first;
  references[1] = (intptr_t)&second;
  references[2] = (intptr_t)&adding;
  references[3] = (intptr_t)&failing;
  references[4] = (intptr_t)&constructor;
  references[5] = (intptr_t)&method;
  references[6] = (intptr_t)&held;
  JSVM_InitOptions options;
  memset(&options, 0, sizeof options);
  options.externalReferences = references;
  OK(OH_JSVM_Init(&options));
}

static Engine open_for_saving(void) {
  JSVM_CreateVMOptions options;
  memset(&options, 0, sizeof options);
  options.isForSnapshotting = true;
  Engine engine;
  memset(&engine, 0, sizeof engine);
  OK(OH_JSVM_CreateVM(&options, &engine.vm));
  OK(OH_JSVM_OpenVMScope(engine.vm, &engine.vm_scope));
  JSVM_PropertyDescriptor global;
  memset(&global, 0, sizeof global);
  global.utf8name = "descriptor";
  global.method = &second;
  OK(OH_JSVM_CreateEnv(engine.vm, 1, &global, &engine.env));
  OK(OH_JSVM_OpenEnvScope(engine.env, &engine.env_scope));
  OK(OH_JSVM_OpenHandleScope(engine.env, &engine.scope));
  return engine;
}

// Everything but the handle scope, which went before saving.
static void close_saved(Engine* engine) {
  OK(OH_JSVM_CloseEnvScope(engine->env, engine->env_scope));
  OK(OH_JSVM_DestroyEnv(engine->env));
  OK(OH_JSVM_CloseVMScope(engine->vm, engine->vm_scope));
  OK(OH_JSVM_DestroyVM(engine->vm));
}

static void set_global(JSVM_Env env, const char* name, JSVM_Value value) {
  JSVM_Value global = NULL;
  OK(OH_JSVM_GetGlobal(env, &global));
  OK(OH_JSVM_SetNamedProperty(env, global, name, value));
}

static void set_function(JSVM_Env env, const char* name, JSVM_Callback callback) {
  JSVM_Value function = NULL;
  OK(OH_JSVM_CreateFunction(env, name, JSVM_AUTO_LENGTH, callback, &function));
  set_global(env, name, function);
}

static void set_class(JSVM_Env env) {
  JSVM_PropertyDescriptor members[2];
  memset(members, 0, sizeof members);
  members[0].utf8name = "doubled";
  members[0].method = &method;
  members[1].utf8name = "twice";
  members[1].getter = &method;
  JSVM_Value class_value = NULL;
  OK(OH_JSVM_DefineClass(env, "Pair", JSVM_AUTO_LENGTH, &constructor, 2, members, &class_value));
  set_global(env, "Pair", class_value);
  CHECK(run_int(env, "globalThis.pair = new Pair(4); pair.doubled() + pair.twice") == 16);
}

static void save(const char* path) {
  init();
  Engine engine = open_for_saving();
  JSVM_Env env = engine.env;
  set_function(env, "first", &first);
  set_function(env, "second", &second);
  set_function(env, "add", &adding);
  set_function(env, "failing", &failing);
  JSVM_Value external = NULL;
  OK(OH_JSVM_CreateExternal(env, &held, NULL, NULL, &external));
  set_global(env, "external", external);
  set_class(env);
  CHECK(run_int(env, "globalThis.sum = x => add(x, first()); sum(1)") == 43);
  OK(OH_JSVM_CloseHandleScope(env, engine.scope));
  const char* blob = NULL;
  size_t size = 0;
  OK(OH_JSVM_CreateSnapshot(engine.vm, 1, &env, &blob, &size));
  FILE* file = fopen(path, "wb");
  CHECK(file != NULL && fwrite(blob, 1, size, file) == size && fclose(file) == 0);
  close_saved(&engine);
}

static void check_restored(JSVM_Env env) {
  CHECK(run_int(env, "first()") == 42);
  CHECK(run_int(env, "second()") == 43);
  CHECK(run_int(env, "descriptor()") == 43);
  CHECK(run_int(env, "add(40, 2)") == 42);
  CHECK(run_int(env, "sum(8)") == 50);
  CHECK(run_int(env, "try { failing(); 0 } catch (e) { e instanceof TypeError ? 1 : 2 }") == 1);
  CHECK(run_int(env, "pair.doubled() + pair.twice") == 16);
  CHECK(run_int(env, "pair instanceof Pair ? 1 : 0") == 1);
  CHECK(run_int(env, "new Pair(10).doubled()") == 20);
  CHECK(run_int(env, "(class extends Pair {}, new (class extends Pair {})(5)).twice") == 10);
  JSVM_Value external = run_script(env, "external");
  void* data = NULL;
  OK(OH_JSVM_GetValueExternal(env, external, &data));
  CHECK(data == &held);
  // Read at each call, as in an env that was not restored.
  first_number = 7;
  CHECK(run_int(env, "first()") == 7);
  first_number = 42;
  collect(env);
  CHECK(run_int(env, "first() + second()") == 85);
}

static void restore(const char* path) {
  init();
  static char blob[16 << 20];
  FILE* file = fopen(path, "rb");
  CHECK(file != NULL);
  size_t size = file == NULL ? 0 : fread(blob, 1, sizeof blob, file);
  CHECK(file != NULL && fclose(file) == 0 && size > 0 && size < sizeof blob);
  JSVM_CreateVMOptions options;
  memset(&options, 0, sizeof options);
  options.snapshotBlobData = blob;
  options.snapshotBlobSize = size;
  for (int vm_round = 0; vm_round < 2; vm_round++) {
    Engine engine;
    memset(&engine, 0, sizeof engine);
    OK(OH_JSVM_CreateVM(&options, &engine.vm));
    OK(OH_JSVM_OpenVMScope(engine.vm, &engine.vm_scope));
    for (int env_round = 0; env_round < 3; env_round++) {
      OK(OH_JSVM_CreateEnvFromSnapshot(engine.vm, 0, &engine.env));
      OK(OH_JSVM_OpenEnvScope(engine.env, &engine.env_scope));
      OK(OH_JSVM_OpenHandleScope(engine.env, &engine.scope));
      check_restored(engine.env);
      OK(OH_JSVM_CloseHandleScope(engine.env, engine.scope));
      OK(OH_JSVM_CloseEnvScope(engine.env, engine.env_scope));
      OK(OH_JSVM_DestroyEnv(engine.env));
    }
    OK(OH_JSVM_CloseVMScope(engine.vm, engine.vm_scope));
    OK(OH_JSVM_DestroyVM(engine.vm));
  }
}

// An address that was not listed is refused, and the VM is none the worse.
static void refuse(void) {
  init();
  Engine engine = open_for_saving();
  JSVM_Env env = engine.env;
  set_function(env, "listed", &first);
  set_function(env, "unlisted", &unlisted);
  OK(OH_JSVM_CloseHandleScope(env, engine.scope));
  const char* blob = "";
  size_t size = 1;
  EXPECT(JSVM_GENERIC_FAILURE, OH_JSVM_CreateSnapshot(engine.vm, 1, &env, &blob, &size));
  CHECK(blob == NULL && size == 0);
  OK(OH_JSVM_OpenHandleScope(env, &engine.scope));
  CHECK(run_int(env, "listed() + unlisted()") == 84);
  engine_close(&engine);
}

// Runs a part of this program in a process that begins anew.
static void in_process(const char* part, const char* path) {
  pid_t child = fork();
  if (child == 0) {
    execl("/proc/self/exe", "startup-snapshots", part, path, (char*)NULL);
    _exit(9);
  }
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child);
  if (status == 0) return;
  fprintf(stderr, "%s: wait status 0x%x\n", part, (unsigned)status);
  failed_checks++;
}

int main(int argc, char** argv) {
  if (argc == 3) {
    if (strcmp(argv[1], "save") == 0) save(argv[2]);
    if (strcmp(argv[1], "restore") == 0) restore(argv[2]);
    if (strcmp(argv[1], "refuse") == 0) refuse();
    return check_result();
  }
  char path[] = "/tmp/jsvm-startup-XXXXXX";
  int file = mkstemp(path);
  CHECK(file >= 0 && close(file) == 0);
  in_process("save", path);
  in_process("restore", path);
  in_process("refuse", path);
  CHECK(unlink(path) == 0);
  return check_result();
}
