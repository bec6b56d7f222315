// SPDX-License-Identifier: Apache-2.0

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "convert.h"
#include "workers.h"

using v8s::Catcher;
using v8s::context;
using v8s::isolate;
using v8s::ptr;
using v8s::string;
using v8s::value;

v8s_value v8s_json_parse(v8s_isolate isolate, v8s_context ctx, v8s_value text,
                         v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(v8::JSON::Parse(context(ctx), string(text))));
}

v8s_value v8s_json_stringify(v8s_isolate isolate, v8s_context ctx, v8s_value v,
                             v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(v8::JSON::Stringify(context(ctx), value(v))));
}

namespace {

/// Puts `name:line`, the source line and a caret before the stack of a syntax error. V8 keeps the
/// place of a syntax error in the message only, which C callers never see.
void add_place(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::TryCatch& block) {
  v8::Local<v8::Message> message = block.Message();
  if (message.IsEmpty() || !block.Exception()->IsNativeError()) return;
  v8::HandleScope scope(isolate);
  v8::TryCatch inner(isolate);
  v8::Local<v8::Object> error = block.Exception().As<v8::Object>();
  v8::Local<v8::String> key = v8::String::NewFromUtf8Literal(isolate, "stack");
  v8::Local<v8::Value> stack;
  v8::Local<v8::String> line;
  if (!error->Get(context, key).ToLocal(&stack)) return;
  if (!message->GetSourceLine(context).ToLocal(&line)) return;
  v8::String::Utf8Value name(isolate, message->GetScriptResourceName());
  v8::String::Utf8Value text(isolate, line);
  v8::String::Utf8Value rest(isolate, stack);
  if (!*name || !*text || !*rest) return;
  int start = message->GetStartColumn(context).FromMaybe(0);
  int end = message->GetEndColumn(context).FromMaybe(start + 1);
  std::string place = std::string(*name) + ":" +
                      std::to_string(message->GetLineNumber(context).FromMaybe(0)) + "\n" + *text +
                      "\n";
  for (int i = 0; i < start && i < text.length(); i++) place += (*text)[i] == '\t' ? '\t' : ' ';
  place.append(end > start && end - start < 200 ? static_cast<size_t>(end - start) : 1, '^');
  place += std::string("\n\n") + *rest;
  v8::Local<v8::String> full;
  if (v8::String::NewFromUtf8(isolate, place.data(), v8::NewStringType::kNormal,
                              static_cast<int>(place.size()))
          .ToLocal(&full)) {
    error->Set(context, key, full).FromMaybe(false);
  }
}

}  // namespace

namespace {

/// A cache that a worker deserializes, and whether it is done.
struct Warmup {
  std::unique_ptr<v8::ScriptCompiler::ConsumeCodeCacheTask> task;
  const uint8_t* cache;
  int length;
  bool done = false;
  std::mutex mutex;
  std::condition_variable changed;

  void wait() {
    // A forked child has none yet.
    v8s::workers().wake();
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [this] { return done; });
  }
};

class WarmupTask final : public v8::Task {
 public:
  explicit WarmupTask(Warmup* warmup) : warmup_(warmup) {}
  void Run() override {
    warmup_->task->Run();
    std::lock_guard<std::mutex> lock(warmup_->mutex);
    warmup_->done = true;
    warmup_->changed.notify_all();
  }

 private:
  Warmup* warmup_;
};

Warmup* warmup_of(v8s_warmup handle) { return reinterpret_cast<Warmup*>(handle); }

}  // namespace

v8s_warmup v8s_warmup_new(v8s_isolate handle, const uint8_t* cache, int length) {
  auto* warmup = new Warmup;
  warmup->cache = cache;
  warmup->length = length;
  warmup->task.reset(v8::ScriptCompiler::StartConsumingCodeCache(
      isolate(handle), std::make_unique<v8::ScriptCompiler::CachedData>(cache, length)));
  v8s::workers().post(std::make_unique<WarmupTask>(warmup));
  return reinterpret_cast<v8s_warmup>(warmup);
}

void v8s_warmup_delete(v8s_warmup handle) {
  warmup_of(handle)->wait();
  delete warmup_of(handle);
}

v8s_script v8s_script_compile(v8s_isolate handle, v8s_context ctx, v8s_value source_text,
                              const v8s_compile_options* options, bool* rejected,
                              v8s_caught* caught) {
  Catcher catcher(handle, caught);
  catcher.block().SetCaptureMessage(true);
  using Compiler = v8::ScriptCompiler;
  v8::ScriptOrigin origin(isolate(handle),
                          options->name ? value(options->name) : v8::Local<v8::Value>(),
                          options->line, options->column);
  const uint8_t* bytes = options->cache;
  int length = options->cache_length;
  Compiler::ConsumeCodeCacheTask* task = nullptr;
  if (options->warmup != nullptr) {
    Warmup* warmup = warmup_of(options->warmup);
    warmup->wait();
    task = warmup->task.release();
    if (bytes == nullptr && task != nullptr) {
      bytes = warmup->cache;
      length = warmup->length;
    }
  }
  Compiler::CachedData* cache = bytes ? new Compiler::CachedData(bytes, length) : nullptr;
  Compiler::Source source(string(source_text), origin, cache, task);
  Compiler::CompileOptions mode = cache            ? Compiler::kConsumeCodeCache
                                  : options->eager ? Compiler::kEagerCompile
                                                   : Compiler::kNoCompileOptions;
  v8::Local<v8::Script> script;
  bool compiled = Compiler::Compile(context(ctx), &source, mode).ToLocal(&script);
  if (rejected != nullptr) *rejected = cache != nullptr && cache->rejected;
  if (compiled) return ptr<v8s_script>(script);
  add_place(isolate(handle), context(ctx), catcher.block());
  return nullptr;
}

v8s_value v8s_script_run(v8s_isolate isolate, v8s_context ctx, v8s_script script,
                         v8s_caught* caught) {
  Catcher catcher(isolate, caught);
  return catcher.check(ptr(v8s::local<v8::Script>(script)->Run(context(ctx))));
}

uint8_t* v8s_script_cache(v8s_script script, int* length) {
  using Compiler = v8::ScriptCompiler;
  Compiler::CachedData* cache =
      Compiler::CreateCodeCache(v8s::local<v8::Script>(script)->GetUnboundScript());
  if (cache == nullptr) return nullptr;
  cache->buffer_policy = Compiler::CachedData::BufferNotOwned;
  uint8_t* bytes = const_cast<uint8_t*>(cache->data);
  *length = cache->length;
  delete cache;
  return bytes;
}

void v8s_cache_delete(const uint8_t* cache) { delete[] cache; }
