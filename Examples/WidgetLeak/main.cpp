// SPDX-License-Identifier: Apache-2.0
//
// Four places that hold JavaScript: one leaks large objects, one leaks small ones, one is balanced
// and busy, and one holds weakly but never deletes.
//
//   JSVM_OPTIONS=leak_check_at_exit=1 widget-leak     the report, and exit code 23
//   widget-leak --snapshot FILE                       a heap snapshot before the end
//   widget-leak --stay SECONDS                        time to look at the process from outside
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "widgets.h"

namespace {

constexpr int kWidgets = 600;
constexpr int kLabels = 5000;
constexpr int kTimers = 20000;
constexpr int kWatchers = 500;

/// What a page shows. Pages end, but what their parts hold stays.
class Page {
 public:
  explicit Page(JSVM_Env env) : env_(env) {}

  void Open() {
    for (int i = 0; i < kWidgets; i++) {
      ui::Scope scope(env_);
      ui::Widget widget;
      widget.Bind(env_, ui::Run(env_, "({rows: new Array(8000).fill(0.5)})"));
    }
    for (int i = 0; i < kLabels; i++) {
      ui::Scope scope(env_);
      ui::Label label;
      label.SetText(env_, ui::Run(env_, "({text: [0.5, 1.5], visible: true})"));
    }
  }

  void Animate() {
    ui::Scope scope(env_);
    JSVM_Value callback = ui::Run(env_, "globalThis.ticks = 0; () => { ticks++; }");
    for (int i = 0; i < kTimers; i++) {
      ui::Scope inner(env_);
      ui::Timer timer;
      timer.Arm(env_, callback);
      timer.Fire(env_);
    }
  }

  void Observe() {
    for (int i = 0; i < kWatchers; i++) {
      ui::Scope scope(env_);
      ui::Watcher watcher;
      watcher.Watch(env_, ui::Run(env_, "({seen: [0.5]})"));
    }
  }

 private:
  JSVM_Env env_;
};

bool Write(const char* bytes, int size, void* file) {
  return bytes == nullptr ||
         std::fwrite(bytes, 1, static_cast<size_t>(size), static_cast<FILE*>(file)) ==
             static_cast<size_t>(size);
}

void WriteSnapshot(JSVM_VM vm, const char* path) {
  FILE* file = std::fopen(path, "w");
  if (file == nullptr) {
    std::perror(path);
    std::exit(1);
  }
  CHECK(OH_JSVM_TakeHeapSnapshot(vm, Write, file));
  if (std::fclose(file) != 0) {
    std::perror(path);
    std::exit(1);
  }
}

}  // namespace

int main(int count, char** arguments) {
  const char* snapshot = nullptr;
  unsigned seconds = 0;
  for (int i = 1; i + 1 < count; i += 2) {
    if (std::strcmp(arguments[i], "--snapshot") == 0) snapshot = arguments[i + 1];
    if (std::strcmp(arguments[i], "--stay") == 0) seconds = std::atoi(arguments[i + 1]);
  }
  JSVM_VM vm;
  JSVM_Env env;
  JSVM_VMScope vmScope;
  JSVM_EnvScope envScope;
  CHECK(OH_JSVM_Init(nullptr));
  CHECK(OH_JSVM_CreateVM(nullptr, &vm));
  CHECK(OH_JSVM_OpenVMScope(vm, &vmScope));
  CHECK(OH_JSVM_CreateEnv(vm, 0, nullptr, &env));
  CHECK(OH_JSVM_OpenEnvScope(env, &envScope));
  {
    ui::Scope scope(env);
    Page page(env);
    page.Open();
    page.Animate();
    page.Observe();
    CHECK(OH_JSVM_MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL));
  }
  std::printf("%d widgets, %d labels, %d timers and %d watchers were there\n", kWidgets, kLabels,
              kTimers, kWatchers);
  std::fflush(stdout);
  if (snapshot != nullptr) WriteSnapshot(vm, snapshot);
  for (unsigned i = 0; i < seconds * 100; i++) {
    bool ran = false;
    CHECK(OH_JSVM_PumpMessageLoop(vm, &ran));
    usleep(10000);
  }
  CHECK(OH_JSVM_CloseEnvScope(env, envScope));
  CHECK(OH_JSVM_DestroyEnv(env));
  CHECK(OH_JSVM_CloseVMScope(vm, vmScope));
  CHECK(OH_JSVM_DestroyVM(vm));
  return 0;
}
