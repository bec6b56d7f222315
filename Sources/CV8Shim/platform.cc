// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstring>
#include <memory>
#include <thread>

#include "convert.h"
#include "pages.h"
#include "workers.h"

namespace v8s {
namespace {

/// As many as V8's own platform takes: a core is left for the thread that runs script.
int worker_count() {
  auto cores = static_cast<int>(std::thread::hardware_concurrency());
  return std::clamp(cores - 1, 1, 16);
}

/// Queues what V8 wants done on an isolate's own thread, and says so: that thread may be asleep.
///
/// Of a delayed task nobody is told: it is not to be done now.
class Foreground final : public v8::TaskRunner {
 public:
  Foreground(std::shared_ptr<v8::TaskRunner> base, v8::Isolate* isolate)
      : base_(std::move(base)), isolate_(isolate) {}

  void PostTask(std::unique_ptr<v8::Task> task) override {
    base_->PostTask(std::move(task));
    tell();
  }
  void PostNonNestableTask(std::unique_ptr<v8::Task> task) override {
    base_->PostNonNestableTask(std::move(task));
    tell();
  }
  void PostDelayedTask(std::unique_ptr<v8::Task> task, double seconds) override {
    base_->PostDelayedTask(std::move(task), seconds);
  }
  void PostNonNestableDelayedTask(std::unique_ptr<v8::Task> task, double seconds) override {
    base_->PostNonNestableDelayedTask(std::move(task), seconds);
  }
  void PostIdleTask(std::unique_ptr<v8::IdleTask> task) override {
    base_->PostIdleTask(std::move(task));
  }
  bool IdleTasksEnabled() override { return base_->IdleTasksEnabled(); }
  bool NonNestableTasksEnabled() const override { return base_->NonNestableTasksEnabled(); }
  bool NonNestableDelayedTasksEnabled() const override {
    return base_->NonNestableDelayedTasksEnabled();
  }

 private:
  void tell() { hooks.posted(reinterpret_cast<v8s_isolate>(isolate_)); }

  std::shared_ptr<v8::TaskRunner> base_;
  v8::Isolate* isolate_;
};

/// Stands between V8 and the default platform, so that the library can see and steer what V8 asks
/// of the process: memory, worker jobs, foreground tasks, tracing.
class Platform final : public v8::Platform {
 public:
  explicit Platform(std::unique_ptr<v8::Platform> base)
      : base_(std::move(base)), pages_(base_->GetPageAllocator()), workers_(worker_count()) {}

  v8::Platform* base() const { return base_.get(); }
  Pages& pages() { return pages_; }
  Workers& workers() { return workers_; }

  v8::PageAllocator* GetPageAllocator() override { return &pages_; }
  v8::ZoneBackingAllocator* GetZoneBackingAllocator() override {
    return base_->GetZoneBackingAllocator();
  }
  void OnCriticalMemoryPressure() override { base_->OnCriticalMemoryPressure(); }
  bool OnCriticalMemoryPressure(size_t length) override {
    return base_->OnCriticalMemoryPressure(length);
  }
  int NumberOfWorkerThreads() override { return workers_.count(); }
  std::shared_ptr<v8::TaskRunner> GetForegroundTaskRunner(v8::Isolate* isolate) override {
    return std::make_shared<Foreground>(base_->GetForegroundTaskRunner(isolate), isolate);
  }
  void CallOnWorkerThread(std::unique_ptr<v8::Task> task) override {
    workers_.post(std::move(task));
  }
  void CallDelayedOnWorkerThread(std::unique_ptr<v8::Task> task, double seconds) override {
    workers_.post_delayed(std::move(task), seconds);
  }
  bool IdleTasksEnabled(v8::Isolate* isolate) override { return base_->IdleTasksEnabled(isolate); }
  std::unique_ptr<v8::JobHandle> PostJob(v8::TaskPriority,
                                         std::unique_ptr<v8::JobTask> task) override {
    return new_job(&workers_, std::move(task));
  }
  double MonotonicallyIncreasingTime() override { return base_->MonotonicallyIncreasingTime(); }
  double CurrentClockTimeMillis() override { return base_->CurrentClockTimeMillis(); }
  StackTracePrinter GetStackTracePrinter() override { return base_->GetStackTracePrinter(); }
  v8::TracingController* GetTracingController() override { return base_->GetTracingController(); }
  v8::HighAllocationThroughputObserver* GetHighAllocationThroughputObserver() override {
    return base_->GetHighAllocationThroughputObserver();
  }

 private:
  std::unique_ptr<v8::Platform> base_;
  Pages pages_;
  Workers workers_;
};

/// Never freed: V8 cannot be started a second time in a process, and worker threads use it to the end.
Platform* platform;
v8::ArrayBuffer::Allocator* buffers;

}  // namespace

v8s_hooks hooks;

v8::Platform* default_platform() { return platform->base(); }

Pages& pages() { return platform->pages(); }

Workers& workers() { return platform->workers(); }

v8::ArrayBuffer::Allocator* buffer_allocator() { return buffers; }

v8::platform::tracing::TracingController* tracing() {
  // The platform was given one of these.
  return static_cast<v8::platform::tracing::TracingController*>(platform->GetTracingController());
}

}  // namespace v8s

void v8s_hooks_set(const v8s_hooks* hooks) { v8s::hooks = *hooks; }

void v8s_platform_start(void) {
  // V8's own workers would stay unused.
  v8s::platform = new v8s::Platform(v8::platform::NewSingleThreadedDefaultPlatform(
      v8::platform::IdleTaskSupport::kDisabled,
      v8::platform::InProcessStackDumping::kDisabled, v8s::new_tracing()));
  v8s::buffers = v8::ArrayBuffer::Allocator::NewDefaultAllocator();
  v8::V8::InitializePlatform(v8s::platform);
  v8::V8::Initialize();
}

bool v8s_flags_set(const char* argument) {
  char program[] = "jsvm";
  std::unique_ptr<char[]> copy(new char[strlen(argument) + 1]);
  strcpy(copy.get(), argument);
  char* arguments[] = {program, copy.get(), nullptr};
  int count = 2;
  v8::V8::SetFlagsFromCommandLine(&count, arguments, true);
  return count == 1;
}

bool v8s_platform_pump(v8s_isolate isolate) {
  return v8::platform::PumpMessageLoop(v8s::default_platform(), v8s::isolate(isolate));
}

const char* v8s_version(void) { return v8::V8::GetVersion(); }

uint32_t v8s_code_cache_version(void) { return v8::ScriptCompiler::CachedDataVersionTag(); }
