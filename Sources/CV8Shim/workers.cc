// SPDX-License-Identifier: Apache-2.0

#include "workers.h"

#include <pthread.h>

#include <new>

namespace v8s {

void Workers::post(Task task) {
  std::lock_guard<std::mutex> lock(mutex_);
  tasks_.push_back(std::move(task));
  start_threads();
  ready_.notify_one();
}

void Workers::post_first(Task task) {
  std::lock_guard<std::mutex> lock(mutex_);
  tasks_.push_front(std::move(task));
  start_threads();
  ready_.notify_one();
}

void Workers::post_delayed(Task task, double seconds) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto delay = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  delayed_.emplace(Clock::now() + delay, std::move(task));
  start_threads();
  // Whoever is free then shall take it.
  ready_.notify_all();
}

void Workers::wake() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!tasks_.empty() || !delayed_.empty()) start_threads();
}

bool Workers::rest(std::chrono::milliseconds patience) {
  std::unique_lock<std::mutex> lock(mutex_);
  resting_.fetch_add(1, std::memory_order_relaxed);
  return ended_.wait_for(lock, patience, [this] { return running_ == 0; });
}

void Workers::resume() {
  std::lock_guard<std::mutex> lock(mutex_);
  // In a child it is over already.
  if (resting_.load(std::memory_order_relaxed) == 0) return;
  resting_.fetch_sub(1, std::memory_order_relaxed);
  ready_.notify_all();
}

bool Workers::forget_threads() {
  bool is_whole = running_ == 0;
  threads_ = 0;
  running_ = 0;
  resting_.store(0, std::memory_order_relaxed);
  // They count the parent's threads as waiting; those would take the wakeups of the child's.
  new (&ready_) std::condition_variable;
  new (&ended_) std::condition_variable;
  return is_whole;
}

void Workers::start_threads() {
  while (threads_ < count_) {
    pthread_t thread;
    if (pthread_create(&thread, nullptr, &Workers::thread, this) != 0) return;
    pthread_setname_np(thread, "V8 worker");
    pthread_detach(thread);
    threads_++;
  }
}

void* Workers::thread(void* workers) {
  static_cast<Workers*>(workers)->work();
  return nullptr;
}

void Workers::move_due() {
  while (!delayed_.empty() && delayed_.begin()->first <= Clock::now()) {
    tasks_.push_back(std::move(delayed_.begin()->second));
    delayed_.erase(delayed_.begin());
  }
}

void Workers::work() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    move_due();
    if (tasks_.empty() || is_resting()) {
      if (delayed_.empty() || is_resting()) {
        ready_.wait(lock);
      } else {
        ready_.wait_until(lock, delayed_.begin()->first);
      }
      continue;
    }
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    running_++;
    lock.unlock();
    task->Run();
    task.reset();
    lock.lock();
    running_--;
    ended_.notify_all();
  }
}

}  // namespace v8s
