// SPDX-License-Identifier: Apache-2.0

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

/// Guards what is recorded: V8 fills in events on every thread, without a lock, in a ring that it reads
/// and frees when a trace ends.
std::mutex recording;

/// What V8 records into, for as long as the process lives. Events are asked for with the lock held.
class Recorder final : public tracing::TraceBuffer {
 public:
  /// The handle of an event tells its ring too: a duration that comes late must not meet an event of
  /// another trace. 56 bits are enough for V8: 32 of them count how often the ring went round.
  tracing::TraceObject* AddTraceEvent(uint64_t* handle) override {
    tracing::TraceObject* event = ring_->events->AddTraceEvent(handle);
    *handle = *handle << 8 | number_;
    return event;
  }

  tracing::TraceObject* GetEventByHandle(uint64_t handle) override {
    if ((handle & 0xFF) != number_) return nullptr;
    return ring_->events->GetEventByHandle(handle >> 8);
  }

  /// V8 calls this with a lock of its own held, which filling in an event takes after ours: the events
  /// are written by `change`.
  bool Flush() override { return true; }

  /// Records into another ring from now on; returns the text of the one before.
  std::string change(std::unique_ptr<Ring> ring) {
    std::string text;
    if (ring_) {
      ring_->events->Flush();
      text = ring_->text.str();
    }
    ring_ = std::move(ring);
    number_++;
    return text;
  }

 private:
  std::unique_ptr<Ring> ring_;
  uint8_t number_ = 0;
};

/// V8's controller, made safe: an event is filled in under the lock.
class Controller final : public tracing::TracingController {
 public:
  // V8's AddTraceEvent ends here.
  uint64_t AddTraceEventWithTimestamp(
      char phase, const uint8_t* category, const char* name, const char* scope, uint64_t id,
      uint64_t bind_id, int32_t count, const char** names, const uint8_t* types,
      const uint64_t* values, std::unique_ptr<v8::ConvertableToTraceFormat>* convertables,
      unsigned flags, int64_t timestamp) override {
    std::lock_guard<std::mutex> lock(recording);
    return TracingController::AddTraceEventWithTimestamp(phase, category, name, scope, id, bind_id,
                                                         count, names, types, values, convertables,
                                                         flags, timestamp);
  }

  void UpdateTraceEventDuration(const uint8_t* category, const char* name,
                                uint64_t handle) override {
    std::lock_guard<std::mutex> lock(recording);
    // V8 asks for the event of a handle of 0 too; before the first trace there is no ring.
    if (handle != 0) TracingController::UpdateTraceEventDuration(category, name, handle);
  }
};

/// Never freed: V8's controller owns it to the end of the process.
Recorder* recorder;
bool is_recording;

/// Begins another ring, and gives the text of the one before.
std::string change_ring(std::unique_ptr<Ring> ring) {
  std::lock_guard<std::mutex> lock(recording);
  return recorder->change(std::move(ring));
}

}  // namespace

std::unique_ptr<v8::platform::tracing::TracingController> v8s::new_tracing() {
  return std::make_unique<Controller>();
}

void v8s_trace_start(const char* const* categories, size_t count, const char* tag, size_t events) {
  v8s_trace_stop([](const char*, size_t, void*) {}, nullptr);
  constexpr size_t kChunk = tracing::TraceBufferChunk::kChunkSize;
  size_t chunks =
      events == 0 ? tracing::TraceBuffer::kRingBufferChunks : (events - 1) / kChunk + 1;
  auto ring = std::make_unique<Ring>(chunks, tag);
  if (recorder == nullptr) {
    recorder = new Recorder;
    change_ring(std::move(ring));
    v8s::tracing()->Initialize(recorder);
  } else {
    change_ring(std::move(ring));
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
  std::string all = change_ring(std::make_unique<Ring>(1, "none"));
  // The writer would do this when its ring goes.
  all += "]}";
  write(all.data(), all.size(), data);
  return true;
}
