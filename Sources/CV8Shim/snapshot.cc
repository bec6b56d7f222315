// SPDX-License-Identifier: Apache-2.0

#include <memory>

#include "convert.h"

using v8s::isolate;

namespace {

const v8::HeapSnapshot* snapshot(v8s_snapshot handle) {
  return reinterpret_cast<const v8::HeapSnapshot*>(handle);
}
const v8::HeapGraphNode* node(v8s_snapshot_node handle) {
  return reinterpret_cast<const v8::HeapGraphNode*>(handle);
}
v8s_snapshot_node ptr(const v8::HeapGraphNode* node) {
  return reinterpret_cast<v8s_snapshot_node>(const_cast<v8::HeapGraphNode*>(node));
}
v8::EmbedderGraph* graph(v8s_graph handle) { return reinterpret_cast<v8::EmbedderGraph*>(handle); }
v8::EmbedderGraph::Node* node(v8s_graph_node handle) {
  return reinterpret_cast<v8::EmbedderGraph::Node*>(handle);
}

class Stream final : public v8::OutputStream {
 public:
  Stream(bool (*write)(const char*, int, void*), void* data) : write_(write), data_(data) {}
  int GetChunkSize() override { return 65536; }
  WriteResult WriteAsciiChunk(char* bytes, int size) override {
    ended_ = !write_(bytes, size, data_);
    return ended_ ? kAbort : kContinue;
  }
  void EndOfStream() override { write_(nullptr, 0, data_); }
  bool ended() const { return ended_; }

 private:
  bool (*write_)(const char*, int, void*);
  void* data_;
  bool ended_ = false;
};

class GraphNode final : public v8::EmbedderGraph::Node {
 public:
  GraphNode(const char* name, size_t size, bool is_root, const void* object)
      : name_(name), size_(size), is_root_(is_root), object_(const_cast<void*>(object)) {}
  const char* Name() override { return name_; }
  size_t SizeInBytes() override { return size_; }
  bool IsRootNode() override { return is_root_; }
  v8::NativeObject GetNativeObject() override { return object_; }

 private:
  const char* name_;
  size_t size_;
  bool is_root_;
  v8::NativeObject object_;
};

struct Builder {
  void (*build)(v8s_graph graph, void* data);
  void* data;
  static void run(v8::Isolate*, v8::EmbedderGraph* graph, void* data) {
    const Builder& builder = *static_cast<Builder*>(data);
    builder.build(reinterpret_cast<v8s_graph>(graph), builder.data);
  }
};

size_t copy_name(v8s_isolate handle, v8::Local<v8::Value> name, char* buffer, size_t capacity) {
  if (!name->IsString()) return 0;
  return name.As<v8::String>()->WriteUtf8(isolate(handle), buffer, static_cast<int>(capacity),
                                          nullptr, v8::String::NO_NULL_TERMINATION);
}

}  // namespace

v8s_snapshot v8s_snapshot_take(v8s_isolate handle, void (*build)(v8s_graph graph, void* data),
                               void* data) {
  v8::HandleScope scope(isolate(handle));
  v8::HeapProfiler* profiler = isolate(handle)->GetHeapProfiler();
  Builder builder{build, data};
  if (build) profiler->AddBuildEmbedderGraphCallback(Builder::run, &builder);
  const v8::HeapSnapshot* snapshot = profiler->TakeHeapSnapshot();
  if (build) profiler->RemoveBuildEmbedderGraphCallback(Builder::run, &builder);
  return reinterpret_cast<v8s_snapshot>(const_cast<v8::HeapSnapshot*>(snapshot));
}

void v8s_snapshot_delete(v8s_snapshot handle) {
  const_cast<v8::HeapSnapshot*>(snapshot(handle))->Delete();
}

bool v8s_snapshot_write(v8s_snapshot handle, bool (*write)(const char*, int, void*), void* data) {
  Stream stream(write, data);
  snapshot(handle)->Serialize(&stream, v8::HeapSnapshot::kJSON);
  return !stream.ended();
}

v8s_graph_node v8s_graph_add(v8s_graph handle, const char* name, size_t size, bool is_root,
                             const void* object) {
  return reinterpret_cast<v8s_graph_node>(
      graph(handle)->AddNode(std::make_unique<GraphNode>(name, size, is_root, object)));
}

void v8s_graph_connect(v8s_graph handle, v8s_graph_node from, v8s_graph_node to) {
  graph(handle)->AddEdge(node(from), node(to));
}

void v8s_graph_connect_value(v8s_graph handle, v8s_graph_node from, const v8s_global* to,
                             const char* name) {
  // A Global holds the address that a Local would: a copy of the handle is not needed.
  v8::Local<v8::Value> value = v8s::local<v8::Value>(to->slot);
  graph(handle)->AddEdge(node(from), graph(handle)->V8Node(value), name);
}

uint32_t v8s_graph_id(v8s_isolate handle, const void* object) {
  return isolate(handle)->GetHeapProfiler()->GetObjectId(
      static_cast<v8::NativeObject>(const_cast<void*>(object)));
}

uint32_t v8s_graph_value_id(v8s_isolate handle, const v8s_global* value) {
  v8::HandleScope scope(isolate(handle));
  v8::Local<v8::Value> object = v8s::local<v8::Value>(value->slot);
  return isolate(handle)->GetHeapProfiler()->GetObjectId(object);
}

int v8s_snapshot_node_count(v8s_snapshot handle) { return snapshot(handle)->GetNodesCount(); }

v8s_snapshot_node v8s_snapshot_node_at(v8s_snapshot handle, int index) {
  return ptr(snapshot(handle)->GetNode(index));
}

uint32_t v8s_snapshot_node_id(v8s_snapshot_node handle) { return node(handle)->GetId(); }

int v8s_snapshot_edge_count(v8s_snapshot_node handle) { return node(handle)->GetChildrenCount(); }

uint32_t v8s_snapshot_edge_target(v8s_snapshot_node handle, int index) {
  return node(handle)->GetChild(index)->GetToNode()->GetId();
}

v8s_edge_type v8s_snapshot_edge_type(v8s_snapshot_node handle, int index) {
  static_assert(v8::HeapGraphEdge::kWeak == static_cast<int>(V8S_EDGE_WEAK), "V8's order of types");
  return static_cast<v8s_edge_type>(node(handle)->GetChild(index)->GetType());
}

size_t v8s_snapshot_node_name(v8s_isolate handle, v8s_snapshot_node from, char* buffer,
                              size_t capacity) {
  v8::HandleScope scope(isolate(handle));
  return copy_name(handle, node(from)->GetName(), buffer, capacity);
}

size_t v8s_snapshot_edge_name(v8s_isolate handle, v8s_snapshot_node from, int index, char* buffer,
                              size_t capacity) {
  v8::HandleScope scope(isolate(handle));
  return copy_name(handle, node(from)->GetChild(index)->GetName(), buffer, capacity);
}
