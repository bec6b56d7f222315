// SPDX-License-Identifier: Apache-2.0
//
// Where script called a native function: told from a few words of the stack, where V8 itself would walk
// it, copy what it finds onto its heap and count lines.

#include "convert.h"

// For debuggers that read V8's frames: where in a frame, from its frame pointer, these lie.
extern "C" {
__attribute__((weak)) extern int v8dbg_off_fp_context_or_frame_type;
__attribute__((weak)) extern int v8dbg_off_fp_bytecode_array;
__attribute__((weak)) extern int v8dbg_off_fp_bytecode_offset;
}

namespace {

/// Gives away what V8 tells friends only.
struct Info : v8::FunctionCallbackInfo<v8::Value> {
  /// The frame that V8's code made for the call. It has either what V8 adds to the arguments right
  /// above its return address, or five words there and then the arguments, the receiver first.
  uintptr_t frame() const {
    const v8::internal::Address* start = implicit_args_;
    if (values_ != start + kArgsLength + 1) start = values_ - 5;
    return reinterpret_cast<uintptr_t>(start - 2);
  }
};

/// What lies in a stack is no variable to AddressSanitizer.
__attribute__((no_sanitize("address"))) uintptr_t word(uintptr_t frame, int offset) {
  return *reinterpret_cast<const uintptr_t*>(frame + static_cast<intptr_t>(offset));
}

bool is_small_integer(uintptr_t word) { return (word & 1) == 0; }

/// V8's own functions: the interpreter, and those that are called from everywhere.
bool is_builtin(v8::Isolate* isolate, uintptr_t address) {
  const void* code;
  size_t size;
  isolate->GetEmbeddedCodeRange(&code, &size);
  return address - reinterpret_cast<uintptr_t>(code) < size;
}

}  // namespace

bool v8s_call_words(v8s_isolate handle, v8s_call call, uintptr_t high, uintptr_t* words) {
  v8::Isolate* isolate = v8s::isolate(handle);
  if (&v8dbg_off_fp_context_or_frame_type == nullptr || &v8dbg_off_fp_bytecode_array == nullptr ||
      &v8dbg_off_fp_bytecode_offset == nullptr) {
    return false;
  }
  constexpr int kReturnAddress = sizeof(uintptr_t);
  uintptr_t below = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  uintptr_t frame = reinterpret_cast<const Info*>(call)->frame();
  // Room for what is read above a frame, which may be no frame at all.
  uintptr_t end = high - 2 * sizeof(uintptr_t);
  // Up to three frames that V8 puts between for `new`.
  for (int i = 0; i < 4; i++) {
    if (frame <= below || frame > end || frame % sizeof(uintptr_t) != 0) return false;
    words[1] = word(frame, kReturnAddress);
    if (i == 0) words[0] = words[1];
    words[2] = words[3] = 0;
    if (!is_builtin(isolate, words[1])) return true;
    below = frame;
    frame = word(frame, 0);
    if (frame <= below || frame > end || frame % sizeof(uintptr_t) != 0) return false;
    if (!is_small_integer(word(frame, v8dbg_off_fp_context_or_frame_type))) break;
  }
  words[2] = word(frame, v8dbg_off_fp_bytecode_array);
  words[3] = word(frame, v8dbg_off_fp_bytecode_offset);
  return true;
}

bool v8s_call_confirms(v8s_isolate isolate, const uintptr_t* words) {
  // The walk begins at the frame by which script left, which lies above this one.
  v8::RegisterState registers;
  registers.sp = __builtin_frame_address(0);
  v8::SampleInfo info;
  void* frame;
  v8s::isolate(isolate)->GetStackSample(registers, &frame, 1, &info);
  if (info.frames_count == 0) return false;
  uintptr_t address = reinterpret_cast<uintptr_t>(frame);
  if (is_builtin(v8s::isolate(isolate), address)) return false;
  return address == (words[3] == 0 ? words[1] : words[2] + (words[3] >> 32));
}
