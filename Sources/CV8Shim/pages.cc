// SPDX-License-Identifier: Apache-2.0

#include "pages.h"

#include <sys/mman.h>

namespace v8s {

void* Pages::AllocatePages(void* hint, size_t length, size_t alignment, Permission permissions) {
  // The lock is held around the system call: a fork must not come between the two.
  std::lock_guard<std::mutex> lock(mutex_);
  void* start = base_->AllocatePages(hint, length, alignment, permissions);
  if (start != nullptr) ranges_[static_cast<char*>(start)] = length;
  return start;
}

bool Pages::FreePages(void* start, size_t length) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!base_->FreePages(start, length)) return false;
  ranges_.erase(static_cast<char*>(start));
  return true;
}

bool Pages::ReleasePages(void* start, size_t length, size_t new_length) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!base_->ReleasePages(start, length, new_length)) return false;
  ranges_[static_cast<char*>(start)] = new_length;
  return true;
}

void Pages::lock_and_share() {
  mutex_.lock();
  advise(MADV_DOFORK);
}

void Pages::unlock(bool is_parent) {
  if (is_parent) advise(MADV_DONTFORK);
  mutex_.unlock();
}

void Pages::advise(int advice) const {
  // What lies side by side is one call.
  char* start = nullptr;
  char* end = nullptr;
  for (const auto& [begin, length] : ranges_) {
    if (begin != end) {
      if (start != end) madvise(start, static_cast<size_t>(end - start), advice);
      start = begin;
    }
    end = begin + length;
  }
  if (start != end) madvise(start, static_cast<size_t>(end - start), advice);
}

}  // namespace v8s
