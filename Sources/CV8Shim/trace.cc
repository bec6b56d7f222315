// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>

#include "convert.h"

namespace {

namespace tracing = v8::platform::tracing;

/// A ring of events, and the text that V8's writer makes of them. The writer belongs to the ring and
/// ends its text when it goes, so the text goes last.
struct Ring {
  std::ostringstream text;
  std::unique_ptr<tracing::TraceBuffer> events;

  Ring(size_t chunks, const std::string& tag) {
    events.reset(tracing::TraceBuffer::CreateTraceBufferRingBuffer(
        chunks, tracing::TraceWriter::CreateJSONTraceWriter(text, tag)));
  }
};

/// What V8 records into, from any thread, for as long as the process lives. V8 itself would free a
/// buffer that another thread is adding to.
class Recorder final : public tracing::TraceBuffer {
 public:
  tracing::TraceObject* AddTraceEvent(uint64_t* handle) override {
    std::lock_guard<std::mutex> lock(mutex_);
    return ring_->events->AddTraceEvent(handle);
  }

  tracing::TraceObject* GetEventByHandle(uint64_t handle) override {
    std::lock_guard<std::mutex> lock(mutex_);
    return ring_->events->GetEventByHandle(handle);
  }

  bool Flush() override {
    std::lock_guard<std::mutex> lock(mutex_);
    return ring_->events->Flush();
  }

  /// Records into another ring from now on; returns the text of the one before. An event that is being
  /// filled in still lies in its ring: the last few rings are kept.
  std::string change(std::unique_ptr<Ring> ring) {
    std::lock_guard<std::mutex> lock(mutex_);
    std::string text = ring_ ? ring_->text.str() : std::string();
    std::swap(ring_, ring);
    std::swap(retired_[next_++ % retired_.size()], ring);
    return text;
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<Ring> ring_;
  std::array<std::unique_ptr<Ring>, 8> retired_;
  size_t next_ = 0;
};

/// Never freed: V8's controller owns it to the end of the process.
Recorder* recorder;
bool is_recording;

}  // namespace

void v8s_trace_start(const char* const* categories, size_t count, const char* tag, size_t events) {
  v8s_trace_stop([](const char*, size_t, void*) {}, nullptr);
  constexpr size_t kChunk = tracing::TraceBufferChunk::kChunkSize;
  size_t chunks =
      events == 0 ? tracing::TraceBuffer::kRingBufferChunks : (events - 1) / kChunk + 1;
  auto ring = std::make_unique<Ring>(chunks, tag);
  if (recorder == nullptr) {
    recorder = new Recorder;
    recorder->change(std::move(ring));
    v8s::tracing()->Initialize(recorder);
  } else {
    recorder->change(std::move(ring));
  }
  auto config = std::make_unique<tracing::TraceConfig>();
  for (size_t i = 0; i < count; i++) config->AddIncludedCategory(categories[i]);
  is_recording = true;
  v8s::tracing()->StartTracing(config.release());
}

bool v8s_trace_stop(void (*write)(const char* text, size_t length, void* data), void* data) {
  if (!is_recording) return false;
  is_recording = false;
  v8s::tracing()->StopTracing();
  std::string all = recorder->change(std::make_unique<Ring>(1, "none"));
  // The writer would do this when its ring goes.
  all += "]}";
  write(all.data(), all.size(), data);
  return true;
}
