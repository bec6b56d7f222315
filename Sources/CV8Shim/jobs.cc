// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "workers.h"

namespace v8s {
namespace {

/// A task that several threads work on: as many as it says it has work for, and as there are.
class Job final : public std::enable_shared_from_this<Job> {
 public:
  Job(Workers* workers, std::unique_ptr<v8::JobTask> task)
      : workers_(workers), task_(std::move(task)), most_(static_cast<size_t>(workers->count())) {}

  /// Brings in as many workers as there is work for.
  void grow();
  /// Works on this thread too until nothing is left to do.
  void join();
  void cancel(bool waits);
  bool is_active();

 private:
  class Delegate;
  class Worker;

  void work();
  bool begin();
  bool stay();
  bool take_part(std::unique_lock<std::mutex>& lock);
  void post_missing(size_t wanted);
  size_t wanted(size_t others) const { return std::min(task_->GetMaxConcurrency(others), most_); }

  Workers* workers_;
  std::unique_ptr<v8::JobTask> task_;
  std::mutex mutex_;
  std::condition_variable left_;
  /// How many threads the job may have; how many it has; how many are on their way.
  size_t most_;
  size_t active_ = 0;
  size_t posted_ = 0;
  std::atomic<bool> is_cancelled_{false};
  /// The numbers of the threads that asked for one, as bits.
  std::atomic<uint32_t> numbers_{0};
};

/// What a thread inside the task asks. Must end before the thread counts as out of it.
class Job::Delegate final : public v8::JobDelegate {
 public:
  Delegate(Job* job, bool joins) : job_(job), joins_(joins) {}
  ~Delegate() {
    if (number_ != kNone) job_->numbers_.fetch_and(~(1u << number_), std::memory_order_release);
  }

  bool ShouldYield() override {
    return job_->is_cancelled_.load(std::memory_order_relaxed) ||
           (!joins_ && job_->workers_->is_resting());
  }
  void NotifyConcurrencyIncrease() override { job_->grow(); }
  bool IsJoiningThread() const override { return joins_; }
  uint8_t GetTaskId() override {
    while (number_ == kNone) {
      uint32_t taken = job_->numbers_.load(std::memory_order_relaxed);
      auto free = static_cast<uint8_t>(__builtin_ctz(~taken));
      if (job_->numbers_.compare_exchange_weak(taken, taken | 1u << free,
                                               std::memory_order_acquire)) {
        number_ = free;
      }
    }
    return number_;
  }

 private:
  static constexpr uint8_t kNone = 0xFF;
  Job* job_;
  bool joins_;
  uint8_t number_ = kNone;
};

/// Takes a worker to the job, if there still is one.
class Job::Worker final : public v8::Task {
 public:
  explicit Worker(std::weak_ptr<Job> job) : job_(std::move(job)) {}
  void Run() override {
    if (std::shared_ptr<Job> job = job_.lock()) job->work();
  }

 private:
  std::weak_ptr<Job> job_;
};

void Job::post_missing(size_t wanted) {
  for (; active_ + posted_ < wanted; posted_++) {
    workers_->post(std::make_unique<Worker>(weak_from_this()));
  }
}

void Job::grow() {
  if (is_cancelled_.load(std::memory_order_relaxed)) return;
  std::lock_guard<std::mutex> lock(mutex_);
  post_missing(wanted(active_));
}

void Job::work() {
  if (!begin()) return;
  do {
    Delegate delegate(this, false);
    task_->Run(&delegate);
  } while (stay());
}

bool Job::begin() {
  std::lock_guard<std::mutex> lock(mutex_);
  posted_--;
  if (is_cancelled_ || active_ >= wanted(active_)) return false;
  active_++;
  return true;
}

/// Whether the worker, which came back from the task, goes into it again.
bool Job::stay() {
  std::lock_guard<std::mutex> lock(mutex_);
  size_t useful = wanted(active_ - 1);
  bool is_needed = !is_cancelled_ && active_ <= useful;
  if (is_needed && !workers_->is_resting()) {
    post_missing(useful);
    return true;
  }
  active_--;
  left_.notify_all();
  if (is_needed) {
    posted_++;
    workers_->post_first(std::make_unique<Worker>(weak_from_this()));
  }
  return false;
}

void Job::join() {
  std::unique_lock<std::mutex> lock(mutex_);
  // This thread has a place of its own.
  most_++;
  active_++;
  while (take_part(lock)) {
    post_missing(wanted(active_ - 1));
    lock.unlock();
    {
      Delegate delegate(this, true);
      task_->Run(&delegate);
    }
    lock.lock();
  }
}

/// Waits until the joining thread can help; false when all is done.
bool Job::take_part(std::unique_lock<std::mutex>& lock) {
  size_t useful = wanted(active_ - 1);
  while (active_ > useful && active_ > 1) {
    left_.wait(lock);
    useful = wanted(active_ - 1);
  }
  if (useful != 0) return true;
  active_ = 0;
  is_cancelled_ = true;
  return false;
}

void Job::cancel(bool waits) {
  std::unique_lock<std::mutex> lock(mutex_);
  is_cancelled_ = true;
  if (waits) left_.wait(lock, [this] { return active_ == 0; });
}

bool Job::is_active() {
  std::lock_guard<std::mutex> lock(mutex_);
  return active_ != 0 || task_->GetMaxConcurrency(active_) != 0;
}

/// V8's end of a job.
class Handle final : public v8::JobHandle {
 public:
  explicit Handle(std::shared_ptr<Job> job) : job_(std::move(job)) {}

  void NotifyConcurrencyIncrease() override { job_->grow(); }
  void Join() override {
    job_->join();
    job_ = nullptr;
  }
  void Cancel() override {
    job_->cancel(true);
    job_ = nullptr;
  }
  void CancelAndDetach() override {
    job_->cancel(false);
    job_ = nullptr;
  }
  bool IsActive() override { return job_->is_active(); }
  bool IsValid() override { return job_ != nullptr; }

 private:
  std::shared_ptr<Job> job_;
};

}  // namespace

std::unique_ptr<v8::JobHandle> new_job(Workers* workers, std::unique_ptr<v8::JobTask> task) {
  auto job = std::make_shared<Job>(workers, std::move(task));
  job->grow();
  return std::make_unique<Handle>(std::move(job));
}

}  // namespace v8s
