// SPDX-License-Identifier: Apache-2.0

#include "convert.h"

using v8s::isolate;

namespace {

v8::CpuProfiler* profiler_of(v8s_profiler handle) {
  return reinterpret_cast<v8::CpuProfiler*>(handle);
}

v8::CpuProfile* profile_of(v8s_profile handle) { return reinterpret_cast<v8::CpuProfile*>(handle); }

const v8::CpuProfileNode* node_of(v8s_profile_node handle) {
  return reinterpret_cast<const v8::CpuProfileNode*>(handle);
}

v8s_profile_node ptr(const v8::CpuProfileNode* node) {
  return reinterpret_cast<v8s_profile_node>(const_cast<v8::CpuProfileNode*>(node));
}

static_assert(sizeof(v8s_profile_tick) == sizeof(v8::CpuProfileNode::LineTick),
              "a tick is V8's LineTick");

}  // namespace

v8s_profiler v8s_profiler_new(v8s_isolate handle) {
  v8::HandleScope scope(isolate(handle));
  v8::CpuProfiler* profiler = v8::CpuProfiler::New(isolate(handle));
  v8::CpuProfilingStatus status = profiler->StartProfiling(
      v8::String::Empty(isolate(handle)),
      v8::CpuProfilingOptions(v8::kLeafNodeLineNumbers,
                              v8::CpuProfilingOptions::kNoSampleLimit));
  if (status != v8::CpuProfilingStatus::kErrorTooManyProfilers) {
    return reinterpret_cast<v8s_profiler>(profiler);
  }
  profiler->Dispose();
  return nullptr;
}

v8s_profile v8s_profiler_stop(v8s_isolate handle, v8s_profiler profiler) {
  v8::HandleScope scope(isolate(handle));
  return reinterpret_cast<v8s_profile>(
      profiler_of(profiler)->StopProfiling(v8::String::Empty(isolate(handle))));
}

void v8s_profiler_delete(v8s_profiler profiler) { profiler_of(profiler)->Dispose(); }
void v8s_profile_delete(v8s_profile profile) { profile_of(profile)->Delete(); }

void v8s_profile_read(v8s_profile handle, v8s_profile_info* result) {
  v8::CpuProfile* profile = profile_of(handle);
  *result = {profile->GetStartTime(), profile->GetEndTime(), profile->GetSamplesCount()};
}

void v8s_profile_sample(v8s_profile profile, int index, unsigned* node, int64_t* time) {
  *node = profile_of(profile)->GetSample(index)->GetNodeId();
  *time = profile_of(profile)->GetSampleTimestamp(index);
}

v8s_profile_node v8s_profile_root(v8s_profile profile) {
  return ptr(profile_of(profile)->GetTopDownRoot());
}

void v8s_profile_node_read(v8s_profile_node handle, v8s_profile_function* result) {
  const v8::CpuProfileNode* node = node_of(handle);
  const char* reason = node->GetBailoutReason();
  *result = {node->GetNodeId(),
             node->GetHitCount(),
             node->GetScriptId(),
             node->GetLineNumber(),
             node->GetColumnNumber(),
             node->GetFunctionNameStr(),
             node->GetScriptResourceNameStr(),
             reason ? reason : "",
             node->GetChildrenCount(),
             static_cast<int>(node->GetHitLineCount())};
}

v8s_profile_node v8s_profile_node_child(v8s_profile_node node, int index) {
  return ptr(node_of(node)->GetChild(index));
}

void v8s_profile_node_ticks(v8s_profile_node node, v8s_profile_tick* ticks, int count) {
  node_of(node)->GetLineTicks(reinterpret_cast<v8::CpuProfileNode::LineTick*>(ticks),
                              static_cast<unsigned>(count));
}
