// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <sstream>

#include "convert.h"

namespace {

namespace tracing = v8::platform::tracing;

/// The text that the running trace writes to; NULL while none runs.
std::unique_ptr<std::ostringstream> text;

/// Takes events that come in after a trace has ended: other threads may be recording one still.
class Discard final : public tracing::TraceWriter {
 public:
  void AppendTraceEvent(tracing::TraceObject*) override {}
  void Flush() override {}
};

void record_into(tracing::TraceWriter* writer, size_t chunks) {
  v8s::tracing()->Initialize(tracing::TraceBuffer::CreateTraceBufferRingBuffer(chunks, writer));
}

}  // namespace

void v8s_trace_start(const char* const* categories, size_t count, const char* tag, size_t events) {
  v8s_trace_stop([](const char*, size_t, void*) {}, nullptr);
  constexpr size_t kChunk = tracing::TraceBufferChunk::kChunkSize;
  size_t chunks =
      events == 0 ? tracing::TraceBuffer::kRingBufferChunks : (events - 1) / kChunk + 1;
  text = std::make_unique<std::ostringstream>();
  record_into(tag != nullptr ? tracing::TraceWriter::CreateJSONTraceWriter(*text, tag)
                             : tracing::TraceWriter::CreateJSONTraceWriter(*text),
              chunks);
  auto config = std::make_unique<tracing::TraceConfig>();
  for (size_t i = 0; i < count; i++) config->AddIncludedCategory(categories[i]);
  v8s::tracing()->StartTracing(config.release());
}

bool v8s_trace_stop(void (*write)(const char* text, size_t length, void* data), void* data) {
  if (text == nullptr) return false;
  v8s::tracing()->StopTracing();
  // The writer ends its text when it goes, with the buffer that owns it.
  record_into(new Discard, 1);
  std::string all = text->str();
  text.reset();
  write(all.data(), all.size(), data);
  return true;
}
