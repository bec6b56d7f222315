// SPDX-License-Identifier: Apache-2.0
#ifndef V8SHIM_PAGES_H_
#define V8SHIM_PAGES_H_

#include <map>
#include <mutex>

#include "convert.h"

namespace v8s {

/// Hands V8 its memory and knows what it has: V8 keeps its mappings out of forked children, and a
/// child that is to use V8 needs them.
class Pages final : public v8::PageAllocator {
 public:
  explicit Pages(v8::PageAllocator* base) : base_(base) {}

  size_t AllocatePageSize() override { return base_->AllocatePageSize(); }
  size_t CommitPageSize() override { return base_->CommitPageSize(); }
  void SetRandomMmapSeed(int64_t seed) override { base_->SetRandomMmapSeed(seed); }
  void* GetRandomMmapAddr() override { return base_->GetRandomMmapAddr(); }
  void* AllocatePages(void* hint, size_t length, size_t alignment,
                      Permission permissions) override;
  bool FreePages(void* start, size_t length) override;
  bool ReleasePages(void* start, size_t length, size_t new_length) override;
  bool SetPermissions(void* start, size_t length, Permission permissions) override {
    return base_->SetPermissions(start, length, permissions);
  }
  bool DiscardSystemPages(void* start, size_t length) override {
    return base_->DiscardSystemPages(start, length);
  }
  bool DecommitPages(void* start, size_t length) override {
    return base_->DecommitPages(start, length);
  }
  bool ReserveForSharedMemoryMapping(void* start, size_t length) override {
    return base_->ReserveForSharedMemoryMapping(start, length);
  }
  std::unique_ptr<SharedMemory> AllocateSharedPages(size_t length, const void* original) override {
    return base_->AllocateSharedPages(length, original);
  }
  bool CanAllocateSharedPages() override { return base_->CanAllocateSharedPages(); }

  /// Lets forked children have the memory, and holds it as it is until `unlock`.
  void lock_and_share();
  /// Ends what `lock_and_share` began. The parent keeps its memory to itself again, so that later forks
  /// are cheap and its mappings can be told by that mark.
  void unlock(bool is_parent);

 private:
  void advise(int advice) const;

  v8::PageAllocator* base_;
  std::mutex mutex_;
  /// What V8 has, by address: lengths in bytes.
  std::map<char*, size_t> ranges_;
};

}  // namespace v8s

#endif  // V8SHIM_PAGES_H_
