// SPDX-License-Identifier: Apache-2.0
#ifndef V8TOOLS_H_
#define V8TOOLS_H_

// What V8 tells of how script runs and what its heap holds.

#include "v8types.h"

#ifdef __cplusplus
extern "C" {
#endif

// ---- CPU profiles ----

typedef struct v8s_profiler_s { char unused; } *v8s_profiler;
typedef struct v8s_profile_s { char unused; } *v8s_profile;
typedef struct v8s_profile_node_s { char unused; } *v8s_profile_node;
/// Starts sampling. Owned: v8s_profiler_delete. NULL if V8 refuses.
v8s_profiler v8s_profiler_new(v8s_isolate isolate);
/// Ends sampling. Owned: v8s_profile_delete, before the profiler.
v8s_profile v8s_profiler_stop(v8s_isolate isolate, v8s_profiler profiler);
void v8s_profiler_delete(v8s_profiler profiler);
void v8s_profile_delete(v8s_profile profile);
/// Times are microseconds of V8's clock.
typedef struct {
  int64_t start;
  int64_t end;
  int samples;
} v8s_profile_info;
void v8s_profile_read(v8s_profile profile, v8s_profile_info* result);
/// The id of the node that a sample met, and when.
void v8s_profile_sample(v8s_profile profile, int index, unsigned* node, int64_t* time);
v8s_profile_node v8s_profile_root(v8s_profile profile);
/// A function in the tree of calls. Texts are borrowed from the profile; `deopt_reason` may be empty.
/// Line and column count from 1; 0 and below are unknown.
typedef struct {
  unsigned id;
  unsigned hits;
  int script;
  int line;
  int column;
  const char* function;
  const char* url;
  const char* deopt_reason;
  int children;
  int ticks;
} v8s_profile_function;
void v8s_profile_node_read(v8s_profile_node node, v8s_profile_function* result);
v8s_profile_node v8s_profile_node_child(v8s_profile_node node, int index);
/// Samples by line: as many as `ticks` said.
typedef struct {
  int line;
  unsigned hits;
} v8s_profile_tick;
void v8s_profile_node_ticks(v8s_profile_node node, v8s_profile_tick* ticks, int count);

// ---- traces ----

/// Records events of the process into a ring of at least `events` (0: V8's own size), forgetting what
/// was recorded before. `categories` are V8's names; `tag` names the array of the JSON text and is
/// written as it is. One thread at a time.
void v8s_trace_start(const char* const* categories, size_t count, const char* tag, size_t events);
/// Ends the recording and hands over its JSON text, once. False if nothing was recorded.
bool v8s_trace_stop(void (*write)(const char* text, size_t length, void* data), void* data);

// ---- heap ----

/// V8's heap statistics: bytes, and counts of contexts.
typedef struct {
  size_t total, executable, physical, available, used, limit, malloced, external, peak_malloced;
  size_t native_contexts, detached_contexts, global_handles_total, global_handles_used;
} v8s_heap_statistics;
void v8s_heap_statistics_read(v8s_isolate isolate, v8s_heap_statistics* result);
/// Adds to the account of outside memory; returns the new total in bytes.
int64_t v8s_heap_adjust_external(v8s_isolate isolate, int64_t change);
/// V8's memory pressure level: 0 none, 1 moderate, 2 critical. Critical collects before returning.
void v8s_heap_pressure(v8s_isolate isolate, int level);
/// Collects until nothing more is freed.
void v8s_heap_low_memory(v8s_isolate isolate);
/// One forced collection, as the gc() function of V8's --expose-gc does; needs that flag.
void v8s_heap_collect(v8s_isolate isolate, bool young);

// ---- heap snapshots ----

typedef struct v8s_snapshot_s { char unused; } *v8s_snapshot;
typedef struct v8s_snapshot_node_s { char unused; } *v8s_snapshot_node;
typedef struct v8s_graph_s { char unused; } *v8s_graph;
typedef struct v8s_graph_node_s { char unused; } *v8s_graph_node;
/// Collects and takes a snapshot. Between the two `build`, unless it is NULL, is called to add nodes of
/// the caller's; it must not allocate in the heap. It is called too for a snapshot that is taken inside
/// the collection. Owned: v8s_snapshot_delete.
v8s_snapshot v8s_snapshot_take(v8s_isolate isolate, void (*build)(v8s_graph graph, void* data),
                               void* data);
void v8s_snapshot_delete(v8s_snapshot snapshot);
/// Writes a snapshot in pieces of at most 65,536 bytes and a final (NULL, 0). `write` returning false
/// ends the output. False if the output was ended.
bool v8s_snapshot_write(v8s_snapshot snapshot, bool (*write)(const char*, int, void*), void* data);

/// Adds a node that is a child of the root, or else must get an edge. `name`, copied later, must live
/// until v8s_snapshot_take returns, the node as long. `object` is an address that no other node has: a
/// node that has it again in another snapshot gets the same id.
v8s_graph_node v8s_graph_add(v8s_graph graph, const char* name, size_t size, bool is_root,
                             const void* object);
/// Adds an edge of type element, numbered by V8.
void v8s_graph_connect(v8s_graph graph, v8s_graph_node from, v8s_graph_node to);
/// Adds an edge to what a full handle holds: of type internal with a name that must live until
/// v8s_snapshot_take returns, or of type element if `name` is NULL. V8 leaves out small integers.
void v8s_graph_connect_value(v8s_graph graph, v8s_graph_node from, const v8s_global* to,
                             const char* name);
/// The id that snapshots give to nodes with this object; 0 if there was none.
uint32_t v8s_graph_id(v8s_isolate isolate, const void* object);
/// The id that snapshots give to what a full handle holds; 0 if it has been in none.
uint32_t v8s_graph_value_id(v8s_isolate isolate, const v8s_global* value);

/// The nodes of a snapshot, in the order in which they are written. Borrowed from the snapshot.
int v8s_snapshot_node_count(v8s_snapshot snapshot);
v8s_snapshot_node v8s_snapshot_node_at(v8s_snapshot snapshot, int index);
uint32_t v8s_snapshot_node_id(v8s_snapshot_node node);
int v8s_snapshot_edge_count(v8s_snapshot_node node);
/// The id of the node to which an edge leads.
uint32_t v8s_snapshot_edge_target(v8s_snapshot_node node, int index);
typedef enum {
  V8S_EDGE_CONTEXT, V8S_EDGE_ELEMENT, V8S_EDGE_PROPERTY, V8S_EDGE_INTERNAL, V8S_EDGE_HIDDEN,
  V8S_EDGE_SHORTCUT, V8S_EDGE_WEAK
} v8s_edge_type;
v8s_edge_type v8s_snapshot_edge_type(v8s_snapshot_node node, int index);
/// Copy at most `capacity` bytes of a name without a NUL; return the number copied. Numbered edges have
/// no name. Allocate in the heap.
size_t v8s_snapshot_node_name(v8s_isolate isolate, v8s_snapshot_node node, char* buffer,
                              size_t capacity);
size_t v8s_snapshot_edge_name(v8s_isolate isolate, v8s_snapshot_node node, int index, char* buffer,
                              size_t capacity);

#ifdef __cplusplus
}
#endif
#endif  // V8TOOLS_H_
