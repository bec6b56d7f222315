// SPDX-License-Identifier: Apache-2.0
//
// The life of a program: engine up, script run, event loop, everything given back.
#include "host.h"

#include <stdio.h>
#include <stdlib.h>

#include "jsvm_memory.h"

static void install(struct host* host) {
  JSVM_Env env = host->env;
  JSVM_Value global = NULL;
  MUST(env, OH_JSVM_GetGlobal(env, &global));
  set_value(env, global, "global", global);
  modules_install(host);
  process_install(host, global);
  console_install(env, global);
  timers_install(host, global);
  immediates_install(host, global);
  heapdump_install(env, global);
}

/// Deletes every reference and closes every handle of the loop. May be called twice.
static void release(struct host* host) {
  host->is_ending = true;
  timers_end(host);
  immediates_end(host);
  ticks_end(host);
  events_end(host);
  files_end(host);
  heapdump_end(host);
  modules_end(host);
  process_end(host);
}

/// Runs the engine's own tasks and, at the latest here, finalizers.
static void pump(struct host* host) {
  if (host->is_ending) return;
  JSVM_HandleScope scope = NULL;
  MUST(host->env, OH_JSVM_OpenHandleScope(host->env, &scope));
  bool ran = true;
  while (ran) MUST(host->env, OH_JSVM_PumpMessageLoop(host->vm, &ran));
  settle(host);
  MUST(host->env, OH_JSVM_CloseHandleScope(host->env, scope));
}

static void turn_ended(uv_check_t* check) {
  struct host* host = check->loop->data;
  immediates_run(host);
  pump(host);
}

/// Called on any thread when the engine has something to do: the loop turns, and pumps at its end.
static void wake(JSVM_VM vm, void* data) {
  (void)vm;
  uv_async_send(&((struct host*)data)->wake);
}

static void woken(uv_async_t* handle) { (void)handle; }

static void run_loop(struct host* host) {
  pump(host);
  while (!host->is_ending && uv_loop_alive(&host->loop)) {
    uv_run(&host->loop, UV_RUN_DEFAULT);
    pump(host);  // may start something again
  }
}

static void run_script(struct host* host, const char* path, const struct text* source) {
  JSVM_HandleScope scope = NULL;
  MUST(host->env, OH_JSVM_OpenHandleScope(host->env, &scope));
  install(host);
  if (!modules_run_main(host, path, source)) report_uncaught(host);
  settle(host);
  MUST(host->env, OH_JSVM_CloseHandleScope(host->env, scope));
}

int host_run(struct host* host, const char* path, const struct text* source) {
  JSVM_VMScope vm_scope = NULL;
  JSVM_EnvScope env_scope = NULL;
  host->start_time = uv_hrtime();
  uv_loop_init(&host->loop);
  host->loop.data = host;
  uv_check_init(&host->loop, &host->turn_end);
  uv_check_start(&host->turn_end, turn_ended);
  uv_unref((uv_handle_t*)&host->turn_end);
  uv_async_init(&host->loop, &host->wake, woken);
  uv_unref((uv_handle_t*)&host->wake);
  MUST(NULL, OH_JSVM_CreateVM(NULL, &host->vm));
  MUST(NULL, OH_JSVM_OpenVMScope(host->vm, &vm_scope));
  MUST(NULL, JSVM_Memory_SetWakeHandler(host->vm, wake, host));
  // Ticks come before microtasks, so the host says when these run.
  MUST(NULL, OH_JSVM_SetMicrotaskPolicy(host->vm, JSVM_MICROTASK_EXPLICIT));
  MUST(NULL, OH_JSVM_CreateEnv(host->vm, 0, NULL, &host->env));
  MUST(host->env, OH_JSVM_SetInstanceData(host->env, host, NULL, NULL));
  MUST(host->env, OH_JSVM_OpenEnvScope(host->env, &env_scope));

  run_script(host, path, source);
  run_loop(host);
  events_exit(host);

  int exit_code = process_exit_code(host);
  release(host);
  MUST(NULL, JSVM_Memory_SetWakeHandler(host->vm, NULL, NULL));
  uv_close((uv_handle_t*)&host->wake, NULL);
  uv_close((uv_handle_t*)&host->turn_end, NULL);
  while (uv_run(&host->loop, UV_RUN_DEFAULT) != 0) {  // handles are gone only after a turn
  }
  MUST(host->env, OH_JSVM_CloseEnvScope(host->env, env_scope));
  MUST(NULL, OH_JSVM_DestroyEnv(host->env));
  MUST(NULL, OH_JSVM_CloseVMScope(host->vm, vm_scope));
  MUST(NULL, OH_JSVM_DestroyVM(host->vm));
  modules_free(host);
  uv_loop_close(&host->loop);
  return exit_code;
}

void host_exit(struct host* host) {
  events_exit(host);
  int exit_code = process_exit_code(host);
  // JavaScript is on the stack and cannot be left: the engine goes with the process. Nothing is
  // held in it any more.
  release(host);
  fflush(NULL);
  exit(exit_code);
}
