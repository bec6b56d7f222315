// SPDX-License-Identifier: Apache-2.0
//
// Where V8 keeps what it publishes no place of. Nothing is taken for granted: a place is used when V8, over
// a few thousand handles, was seen to do there what is to be done in its stead.

#include "layout.h"

#include <sys/uio.h>
#include <unistd.h>

#include <limits>
#include <memory>
#include <mutex>

ptrdiff_t v8s_handles_at;
bool v8s::externals_are_plain;

namespace {

using Word = uintptr_t;

/// Gives away what a handle scope found when it was opened.
v8s_handles found_by(const v8::HandleScope& scope) {
  static_assert(sizeof scope == 3 * sizeof(Word), "isolate, next handle, limit");
  const auto* words = reinterpret_cast<Word* const*>(&scope);
  return {words[1], words[2]};
}

bool operator==(const v8s_handles& left, const v8s_handles& right) {
  return left.next == right.next && left.limit == right.limit;
}

/// Whether V8 makes a handle of a small integer as v8s_handles_add does, with `handles` as its stack.
bool is_made_alike(v8::Isolate* isolate, const v8s_handles* handles, int32_t value) {
  v8s_handles before = *handles;
  Word* slot = reinterpret_cast<Word*>(*v8::Integer::New(isolate, value));
  if (*slot != static_cast<Word>(static_cast<uint32_t>(value)) << 32) return false;
  if (handles->next != slot + 1) return false;
  return before.next == before.limit ? handles->next <= handles->limit
                                     : slot == before.next && handles->limit == before.limit;
}

/// Whether V8 takes up what v8s_handles_add made.
bool is_taken_up(v8::Isolate* isolate, v8s_handles* handles, int32_t value) {
  if (handles->next == handles->limit) return true;
  v8s_value own = v8s_handles_add(handles, value);
  if (!v8s::value(own)->IsInt32() || v8s::value(own).As<v8::Int32>()->Value() != value) {
    return false;
  }
  return is_made_alike(isolate, handles, value) &&
         v8s::value(own).As<v8::Int32>()->Value() == value;
}

bool are_handles(v8::Isolate* isolate, v8s_handles* handles) {
  constexpr int32_t kLowest = std::numeric_limits<int32_t>::min();
  constexpr int32_t kHighest = std::numeric_limits<int32_t>::max();
  v8s_handles before = *handles;
  {
    v8::HandleScope scope(isolate);
    if (!(found_by(scope) == before)) return false;
    // Over several of the blocks that V8 takes handles from.
    for (int32_t i = 0; i < 3000; i++) {
      int32_t value = i % 4 == 0 ? i : i % 4 == 1 ? -i : i % 4 == 2 ? kLowest + i : kHighest - i;
      if (!is_made_alike(isolate, handles, value)) return false;
    }
    for (int32_t value : {0, 1, -1, kLowest, kHighest}) {
      v8s_handles outer = *handles;
      {
        v8::HandleScope inner(isolate);
        if (!(found_by(inner) == outer) || !is_taken_up(isolate, handles, value)) return false;
      }
      if (!(*handles == outer)) return false;
    }
  }
  return *handles == before;
}

/// The offset in the isolate of the one place that behaves like its stack of handles; 0 for none.
ptrdiff_t find_handles(v8::Isolate* isolate) {
  v8::HandleScope outer(isolate);
  v8::Integer::New(isolate, 0);  // so that there is a block
  v8::HandleScope scope(isolate);
  v8s_handles wanted = found_by(scope);
  // An isolate has some 40 KB; memory behind it may be missing, and is not written.
  constexpr size_t kSize = 1 << 17;
  std::unique_ptr<Word[]> copy(new Word[kSize / sizeof(Word)]);
  iovec from = {isolate, kSize}, to = {copy.get(), kSize};
  ssize_t read = process_vm_readv(getpid(), &to, 1, &from, 1, 0);
  ptrdiff_t found = 0;
  for (ptrdiff_t i = 1; (i + 2) * static_cast<ssize_t>(sizeof(Word)) <= read; i++) {
    if (copy[i] != reinterpret_cast<Word>(wanted.next) ||
        copy[i + 1] != reinterpret_cast<Word>(wanted.limit)) {
      continue;
    }
    ptrdiff_t offset = i * static_cast<ptrdiff_t>(sizeof(Word));
    auto* handles = reinterpret_cast<v8s_handles*>(reinterpret_cast<char*>(isolate) + offset);
    if (!are_handles(isolate, handles)) continue;
    if (found != 0) return 0;
    found = offset;
  }
  return found;
}

bool are_externals_plain(v8::Isolate* isolate) {
  v8::HandleScope scope(isolate);
  for (Word pointer = 1; pointer != 0; pointer <<= 1) {
    void* expected = reinterpret_cast<void*>(pointer);
    v8::Local<v8::External> external = v8::External::New(isolate, expected);
    if (external->Value() != expected || v8s::first_field(external) != expected) return false;
  }
  return true;
}

}  // namespace

void v8s::learn_layout(v8::Isolate* isolate) {
  static std::once_flag once;
  std::call_once(once, [isolate] {
    externals_are_plain = are_externals_plain(isolate);
    __atomic_store_n(&v8s_handles_at, find_handles(isolate), __ATOMIC_RELAXED);
  });
}
