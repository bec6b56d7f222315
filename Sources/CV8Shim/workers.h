// SPDX-License-Identifier: Apache-2.0
#ifndef V8SHIM_WORKERS_H_
#define V8SHIM_WORKERS_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>

#include "convert.h"

namespace v8s {

/// Runs V8's tasks on threads of its own, first come, first served, and can rest: then no thread is
/// inside a task, none is lost, and a forked child finds V8 whole.
///
/// Any thread may call. The threads are started when there is work for them, in a forked child anew.
class Workers final {
 public:
  using Task = std::unique_ptr<v8::Task>;

  explicit Workers(int count) : count_(count) {}

  int count() const { return count_; }
  void post(Task task);
  /// For a job that gave way: it goes on before others begin.
  void post_first(Task task);
  void post_delayed(Task task, double seconds);
  /// Starts the threads if there is work that they do not know of.
  void wake();

  /// Has every task give way or end, and lets none begin until `resume`. False when some still ran at
  /// the end of `patience`. Nests.
  bool rest(std::chrono::milliseconds patience);
  void resume();
  /// Whether a job's worker should give way.
  bool is_resting() const { return resting_.load(std::memory_order_relaxed) != 0; }

  /// Held by the thread that forks, around that.
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }
  /// In the child, locked: forgets the threads. False if one of them was inside a task.
  bool forget_threads();

 private:
  using Clock = std::chrono::steady_clock;

  static void* thread(void* workers);
  void work();
  void start_threads();
  void move_due();

  const int count_;
  std::mutex mutex_;
  /// There is something to do, or something to wait for.
  std::condition_variable ready_;
  /// A task ended.
  std::condition_variable ended_;
  std::deque<Task> tasks_;
  std::multimap<Clock::time_point, Task> delayed_;
  int threads_ = 0;
  int running_ = 0;
  std::atomic<int> resting_{0};
};

/// Makes a job of a task that several workers share.
std::unique_ptr<v8::JobHandle> new_job(Workers* workers, std::unique_ptr<v8::JobTask> task);

}  // namespace v8s

#endif  // V8SHIM_WORKERS_H_
