// SPDX-License-Identifier: Apache-2.0
#ifndef V8SHIM_H_
#define V8SHIM_H_

// A C view of the parts of V8 that the Swift core needs, grouped by V8 class.
//
// A function here converts its arguments, calls V8 once and converts back. It keeps no state and
// takes no decision. Unless said otherwise a function must run on the thread that has the isolate
// entered, inside a handle scope, and may collect garbage. Returned values are local handles of the
// innermost handle scope. NULL means that V8 gave nothing: too long, thrown, or not found.
//
// Functions with a `caught` argument may run script. They fill it when an exception escapes and
// leave it alone otherwise; the exception is a local handle of the innermost handle scope.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "v8hot.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct v8s_context_s { char unused; } *v8s_context;
typedef struct v8s_data_s { char unused; } *v8s_data;
typedef struct v8s_script_s { char unused; } *v8s_script;
typedef struct v8s_template_s { char unused; } *v8s_template;

/// A persistent handle; `slot` is NULL when empty. V8 keeps the address of a weak one: do not move.
typedef struct { void* slot; } v8s_global;

/// An exception that escaped from script. `exception` is NULL when the execution was terminated.
typedef struct {
  v8s_value exception;
  bool thrown;
} v8s_caught;

/// V8's Maybe<bool>.
typedef enum { V8S_NOTHING = -1, V8S_FALSE = 0, V8S_TRUE = 1 } v8s_maybe;

// ---- platform ----

/// Starts V8 for the process. Call once, before anything else, after the flags are set.
void v8s_platform_start(void);
/// Hands one argument to V8's flag parser; false if V8 does not know it.
bool v8s_flags_set(const char* argument);
/// Runs at most one queued foreground task of the isolate; false if there was none.
bool v8s_platform_pump(v8s_isolate isolate);
/// V8's version, static text.
const char* v8s_version(void);
/// Identifies versions and flags that produce compatible code caches.
uint32_t v8s_code_cache_version(void);

// ---- forks ----

/// Has V8's worker threads finish or interrupt what they do and lets them begin nothing until
/// v8s_workers_resume, which a child calls too. False when some were still at work after
/// `milliseconds`. Nests. Any thread.
bool v8s_workers_rest(int milliseconds);
void v8s_workers_resume(void);
/// Before a fork, on the thread that forks, workers at rest: lets the child have V8's memory. No
/// thread may take or give back memory of V8's until one of the next two was called.
void v8s_fork_begin(void);
/// After the fork, in the parent.
void v8s_fork_end_parent(void);
/// After the fork, in the child. False if a worker was at work: V8 may then wait for it for ever.
bool v8s_fork_end_child(void);
/// fork(2): -1 and errno, 0 in the child, the child's number in the parent.
int v8s_fork(void);

// ---- isolate ----

/// Heap bounds in bytes; 0 leaves V8's default.
typedef struct {
  size_t max_old;
  size_t max_young;
  size_t initial_old;
  size_t initial_young;
} v8s_limits;

/// An access to a property that a class intercepts.
typedef struct {
  enum { V8S_GET, V8S_SET, V8S_DELETE, V8S_LIST } kind;
  bool is_named;
  uint32_t index;
  v8s_value name;
  v8s_value value;
  v8s_value receiver;
} v8s_access;

/// The core's: a native function is called from script, in the context that it was made in. `target` is
/// the pointer that it was made with. Returns the result, or NULL for undefined.
__attribute__((nonnull, visibility("hidden"))) v8s_value v8s_called(void* vm, void* target,
                                                                    v8s_call call);

/// Other calls from V8 into the core. Set once, before the first isolate.
typedef struct {
  /// Script accesses a property of an object whose class was given to v8s_template_intercept with
  /// `data`. `name` is NULL for an index, `value` NULL unless it is set. The result of a getter is
  /// the property, of a deleter a boolean, of an enumerator an array; NULL leaves the access to V8.
  v8s_value (*intercepted)(void* vm, void* data, const v8s_access* access);
  /// A handle weakened with v8s_global_weaken_with_hook lost its object and was emptied. Runs inside
  /// the collection and must do nothing but bookkeeping.
  void (*collected)(v8s_global* global);
  void (*gc_prologue)(void* vm, int type, int flags);
  void (*gc_epilogue)(void* vm, int type, int flags);
  /// The heap of a VM that v8s_isolate_watch_limit was called for is about to meet its limit, `limit`
  /// bytes. Returns the limit from now on. Inside the collection; may be called inside itself.
  size_t (*near_limit)(void* vm, size_t limit);
  /// An error's stack is captured as `text`; returns what it shall be, or NULL for `text` itself.
  v8s_value (*rewritten)(void* vm, v8s_value text);
  /// Script stopped for v8s_isolate_interrupt.
  void (*interrupted)(void* vm);
  /// V8 queued a foreground task of an isolate, which may be in the making. Any thread.
  void (*posted)(v8s_isolate isolate);
  /// V8 has no memory left; it aborts the process when this returns. `vm` is NULL on a thread of
  /// V8's own.
  void (*out_of_memory)(void* vm, const char* location, bool is_heap);
  /// V8's API was misused beyond repair, or V8 is broken. Must not return.
  void (*failed)(void* vm, const char* location, const char* message);
  /// A promise was rejected without a handler (0), got one later (1), or was rejected (2) or
  /// resolved (3) again. `env` is the data of the current context; `value` may be NULL.
  void (*rejected)(void* env, int event, v8s_value promise, v8s_value value);
} v8s_hooks;
void v8s_hooks_set(const v8s_hooks* hooks);

/// Tells V8 which addresses of the caller startup snapshots may hold: `count` of them. Copied. Call
/// once, before the first isolate.
void v8s_references_set(const intptr_t* references, size_t count);
/// Makes an isolate, not entered, from V8's own startup snapshot or from `blob`, which must outlive
/// it and be whole. NULL if the blob is of another V8. Owned: v8s_isolate_delete.
v8s_isolate v8s_isolate_new(const v8s_limits* limits, const char* blob, size_t blob_size);
/// Frees an isolate that no thread has entered.
void v8s_isolate_delete(v8s_isolate isolate);

/// What an isolate that can be saved belongs to.
typedef struct v8s_creator_s { char unused; } *v8s_creator;
/// Makes an isolate to be saved, which stays entered on this thread. Owned: v8s_creator_delete, on
/// this thread, in place of v8s_isolate_delete.
v8s_creator v8s_creator_new(v8s_isolate* isolate);
void v8s_creator_delete(v8s_creator creator);
/// Saves the keys, an empty default context and `count` contexts, and lets go of the contexts. The
/// isolate can only be left and deleted afterwards. No handle scope, context or other persistent
/// handle may be open: V8 aborts. Owned: v8s_bytes_delete.
const char* v8s_creator_save(v8s_creator creator, const v8s_global* const* keys, size_t key_count,
                             const v8s_context* contexts, size_t count, size_t* size);
/// Bytes that C++ callers free with delete[].
char* v8s_bytes_new(size_t size);
void v8s_bytes_delete(const char* bytes);
/// The key that was saved at a position; once each.
v8s_data v8s_isolate_saved_key(v8s_isolate isolate, size_t index);
/// A copy of a saved context; as v8s_context_new. NULL if there is none at `index`.
v8s_context v8s_context_from_snapshot(v8s_isolate isolate, size_t index);
/// Has the hook `near_limit` called.
void v8s_isolate_watch_limit(v8s_isolate isolate);
/// Sets what the GC hooks get as `vm`.
void v8s_isolate_set_data(v8s_isolate isolate, void* data);
void v8s_isolate_enter(v8s_isolate isolate);
void v8s_isolate_exit(v8s_isolate isolate);
/// The isolate that this thread has entered, innermost, as far as it was entered through the shim.
/// V8's own answer costs two calls and a pthread_getspecific on each entry.
extern __thread v8s_isolate v8s_current
    __attribute__((tls_model("initial-exec"), visibility("hidden")));
/// The isolate in which calls on this thread find everything as it should be; the core decides when, and
/// says so anew whenever something was different. At most the isolate that is current.
extern __thread v8s_isolate v8s_ready
    __attribute__((tls_model("initial-exec"), visibility("hidden")));
static inline bool v8s_isolate_is_ready(v8s_isolate isolate) { return v8s_ready == isolate; }
/// NULL for none.
static inline void v8s_set_ready(v8s_isolate isolate) { v8s_ready = isolate; }
/// Nothing; after a call it makes the compiler keep the caller's frame until then.
static inline void v8s_stay(void) { __asm__ volatile(""); }
/// Makes this thread's isolate unknown to v8s_isolate_is_current, or known again if it is V8's too.
void v8s_isolate_set_known(v8s_isolate isolate, bool known);
static inline bool v8s_isolate_is_current(v8s_isolate isolate) { return v8s_current == isolate; }
/// Tells V8 below which address script on this thread may not grow the stack.
void v8s_isolate_set_stack_limit(v8s_isolate isolate, uintptr_t limit);
void v8s_isolate_set_auto_microtasks(v8s_isolate isolate, bool automatic);
void v8s_isolate_run_microtasks(v8s_isolate isolate);
/// How many isolates hand out checked handles; the core counts. Read without a lock on every handle.
extern int v8s_checked_isolates __attribute__((visibility("hidden")));
static inline bool v8s_handles_checked(void) {
  return __atomic_load_n(&v8s_checked_isolates, __ATOMIC_RELAXED) != 0;
}
static inline void v8s_handles_checked_add(int change) {
  (void)__atomic_fetch_add(&v8s_checked_isolates, change, __ATOMIC_RELAXED);
  v8s_ready = NULL;
}
/// The data of the isolate that this thread has entered, or NULL.
void* v8s_current_data(void);
/// Hands the text of every error stack of the isolate to the hook `rewritten` from now on. A program's
/// own Error.prepareStackTrace still comes first.
void v8s_isolate_rewrite_stacks(v8s_isolate isolate);
/// Throws `exception` into the script below the running native function.
void v8s_isolate_throw(v8s_isolate isolate, v8s_value exception);
/// Has the hook `interrupted` called on the isolate's thread at the next loop or call check of script.
/// Any thread. Nothing happens while no script runs.
void v8s_isolate_interrupt(v8s_isolate isolate);
/// Where the topmost script function is: V8's number of the script, line and column from 1.
typedef struct {
  int script;
  int line;
  int column;
} v8s_place;
/// False when no script is on the stack.
bool v8s_isolate_top_place(v8s_isolate isolate, v8s_place* place);
/// Gives the places and names of up to `depth` script functions on the stack, innermost first. Names are
/// UTF-8, borrowed for the call and empty when there are none. Several us.
void v8s_isolate_script_stack(v8s_isolate isolate, int depth,
                              void (*found)(const v8s_place* place, const char* function,
                                            const char* script, void* data),
                              void* data);
/// The names of the topmost script function and its script, cut to `capacity` with their NUL; empty
/// when there are none.
void v8s_isolate_top_names(v8s_isolate isolate, char* function, char* script, size_t capacity);

// ---- locks ----

typedef struct v8s_lock_s { char unused; } *v8s_lock;
/// Waits for the isolate's lock. Owned: v8s_lock_delete, on the same thread.
v8s_lock v8s_lock_new(v8s_isolate isolate);
void v8s_lock_delete(v8s_lock lock);
/// Whether this thread holds the lock.
bool v8s_lock_is_held(v8s_isolate isolate);

// ---- WebAssembly ----

bool v8s_value_is_wasm_module(v8s_value value);
v8s_value v8s_wasm_compile(v8s_isolate isolate, v8s_context context, const uint8_t* bytes,
                           size_t length, v8s_caught* caught);
/// A module out of machine code that v8s_wasm_serialize gave for these bytes: anything else may crash.
/// Runs none of the caller's script. NULL if the code is of another V8, machine or set of flags.
v8s_value v8s_wasm_deserialize(v8s_isolate isolate, v8s_context context, const uint8_t* code,
                               size_t code_length, const uint8_t* bytes, size_t length);
/// The bytes that a module was compiled from; borrowed from the module.
const uint8_t* v8s_wasm_bytes(v8s_value module, size_t* length);
/// The machine code of a module. Owned: v8s_cache_delete. NULL if there is none to serialize.
uint8_t* v8s_wasm_serialize(v8s_value module, size_t* length);

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

// ---- context ----

/// Makes a context. Owned: v8s_context_delete.
v8s_context v8s_context_new(v8s_isolate isolate);
/// Sets what v8s_context_current_data finds; at least 2-aligned.
void v8s_context_set_data(v8s_isolate isolate, v8s_context context, void* data);
/// The data of the current context, which must be one that it was set for.
void* v8s_context_current_data(v8s_isolate isolate);
/// Forgets the data and lets the collector have the context.
void v8s_context_delete(v8s_isolate isolate, v8s_context context);
void v8s_context_enter(v8s_context context);
void v8s_context_exit(v8s_context context);
v8s_value v8s_context_global(v8s_context context);

// ---- handle scopes ----

/// Storage of v8::HandleScope and v8::EscapableHandleScope. May be moved while open.
typedef struct { void* words[4]; } v8s_scope;
void v8s_scope_open(v8s_isolate isolate, v8s_scope* scope);
void v8s_scope_close(v8s_scope* scope);
void v8s_escapable_open(v8s_isolate isolate, v8s_scope* scope);
void v8s_escapable_close(v8s_scope* scope);
/// Copies a value into the parent scope. At most once per scope.
v8s_value v8s_escapable_escape(v8s_scope* scope, v8s_value value);

// ---- persistent handles ----

/// Makes `global`, which must be empty, a strong handle to `value`.
void v8s_global_set(v8s_isolate isolate, v8s_global* global, v8s_value value);
void v8s_global_set_data(v8s_isolate isolate, v8s_global* global, v8s_data data);
/// Empties `global`. Needs no handle scope.
void v8s_global_reset(v8s_global* global);
v8s_value v8s_global_get(v8s_isolate isolate, const v8s_global* global);
v8s_data v8s_global_get_data(v8s_isolate isolate, const v8s_global* global);
/// Makes a strong handle weak; V8 empties it when the object goes.
void v8s_global_weaken(v8s_global* global);
/// As v8s_global_weaken, and the hook `collected` is told.
void v8s_global_weaken_with_hook(v8s_global* global);
void v8s_global_strengthen(v8s_global* global);
/// Names a strong handle in heap snapshots: its edge is "N / label". The text must live as long as the
/// handle, or until it is made weak.
void v8s_global_annotate(v8s_global* global, const char* label);

// ---- values ----

/// What OH_JSVM_Typeof distinguishes, in the order in which it tests.
typedef enum {
  V8S_KIND_OTHER, V8S_KIND_NUMBER, V8S_KIND_BIGINT, V8S_KIND_STRING, V8S_KIND_FUNCTION,
  V8S_KIND_EXTERNAL, V8S_KIND_OBJECT, V8S_KIND_BOOLEAN, V8S_KIND_UNDEFINED, V8S_KIND_SYMBOL,
  V8S_KIND_NULL
} v8s_kind;
v8s_kind v8s_value_kind(v8s_value value);
bool v8s_value_is_undefined(v8s_value value);
bool v8s_value_is_null(v8s_value value);
bool v8s_value_is_boolean(v8s_value value);
bool v8s_value_is_number(v8s_value value);
bool v8s_value_is_bigint(v8s_value value);
bool v8s_value_is_string(v8s_value value);
bool v8s_value_is_symbol(v8s_value value);
bool v8s_value_is_name(v8s_value value);
bool v8s_value_is_object(v8s_value value);
bool v8s_value_is_function(v8s_value value);
bool v8s_value_is_external(v8s_value value);
bool v8s_value_is_array(v8s_value value);
bool v8s_value_is_date(v8s_value value);
bool v8s_value_is_regexp(v8s_value value);
bool v8s_value_is_map(v8s_value value);
bool v8s_value_is_set(v8s_value value);
bool v8s_value_is_proxy(v8s_value value);
bool v8s_value_is_promise(v8s_value value);
bool v8s_value_is_error(v8s_value value);
bool v8s_value_is_constructor(v8s_value value);
bool v8s_value_is_bigint_object(v8s_value value);
bool v8s_value_is_boolean_object(v8s_value value);
bool v8s_value_is_number_object(v8s_value value);
bool v8s_value_is_string_object(v8s_value value);
bool v8s_value_is_symbol_object(v8s_value value);
/// V8's private names share the handle type of symbols: whether `data` is one.
bool v8s_data_is_private(v8s_data data);
/// Copies at most `capacity` bytes of the name of an object's constructor, or of what typeof says of a
/// primitive, without a NUL; returns the number copied. Runs no script.
size_t v8s_value_class(v8s_isolate isolate, v8s_value value, char* buffer, size_t capacity);
bool v8s_value_strict_equals(v8s_value left, v8s_value right);
v8s_maybe v8s_value_equals(v8s_isolate isolate, v8s_context context, v8s_value left,
                           v8s_value right, v8s_caught* caught);
v8s_maybe v8s_value_instance_of(v8s_isolate isolate, v8s_context context, v8s_value value,
                                v8s_value constructor, v8s_caught* caught);
bool v8s_value_to_bool(v8s_isolate isolate, v8s_value value);
v8s_value v8s_value_to_number(v8s_isolate isolate, v8s_context context, v8s_value value,
                              v8s_caught* caught);
v8s_value v8s_value_to_object(v8s_isolate isolate, v8s_context context, v8s_value value,
                              v8s_caught* caught);
v8s_value v8s_value_to_string(v8s_isolate isolate, v8s_context context, v8s_value value,
                              v8s_caught* caught);
v8s_value v8s_value_to_bigint(v8s_isolate isolate, v8s_context context, v8s_value value,
                              v8s_caught* caught);

v8s_value v8s_null(v8s_isolate isolate);
v8s_value v8s_boolean(v8s_isolate isolate, bool value);
__attribute__((returns_nonnull)) v8s_value v8s_int32(v8s_isolate isolate, int32_t value);
__attribute__((returns_nonnull)) v8s_value v8s_uint32(v8s_isolate isolate, uint32_t value);
__attribute__((returns_nonnull)) v8s_value v8s_number(v8s_isolate isolate, double value);
v8s_value v8s_bigint_int64(v8s_isolate isolate, int64_t value);
v8s_value v8s_bigint_uint64(v8s_isolate isolate, uint64_t value);
/// `value` must be a boolean.
bool v8s_boolean_value(v8s_value value);
/// True, and the number in `result`, when `value` is a number.
bool v8s_value_as_number(v8s_value value, double* result);
/// True, and the number in `result`, when `value` is represented as a 32-bit integer.
bool v8s_value_as_int32(v8s_value value, int32_t* result);
v8s_value v8s_date(v8s_isolate isolate, v8s_context context, double time, v8s_caught* caught);
double v8s_date_value(v8s_value date);
v8s_value v8s_external(v8s_isolate isolate, v8s_context context, void* pointer);
void* v8s_external_value(v8s_value external);
v8s_value v8s_symbol(v8s_isolate isolate, v8s_value description);
v8s_value v8s_symbol_for(v8s_isolate isolate, v8s_value name);
v8s_data v8s_private(v8s_isolate isolate, v8s_value description);
/// The symbols that the language itself looks up.
typedef enum {
  V8S_ASYNC_ITERATOR, V8S_HAS_INSTANCE, V8S_IS_CONCAT_SPREADABLE, V8S_ITERATOR, V8S_MATCH,
  V8S_REPLACE, V8S_SEARCH, V8S_SPLIT, V8S_TO_PRIMITIVE, V8S_TO_STRING_TAG, V8S_UNSCOPABLES
} v8s_well_known;
v8s_value v8s_symbol_well_known(v8s_isolate isolate, v8s_well_known symbol);
/// `flags` are V8's, which are the API's.
v8s_value v8s_regexp(v8s_isolate isolate, v8s_context context, v8s_value pattern, int flags,
                     v8s_caught* caught);
v8s_value v8s_proxy(v8s_isolate isolate, v8s_context context, v8s_value target, v8s_value handler,
                    v8s_caught* caught);
v8s_value v8s_proxy_target(v8s_value proxy);
/// Words are least significant first; too many throw a RangeError.
v8s_value v8s_bigint_words(v8s_isolate isolate, v8s_context context, bool negative, int count,
                           const uint64_t* words, v8s_caught* caught);
int64_t v8s_bigint_int64_value(v8s_value bigint, bool* lossless);
uint64_t v8s_bigint_uint64_value(v8s_value bigint, bool* lossless);
int v8s_bigint_word_count(v8s_value bigint);
/// Writes at most `*count` words; `*count` becomes the number that the value has.
void v8s_bigint_write(v8s_value bigint, int* sign, int* count, uint64_t* words);

// ---- strings ----

/// NULL if longer than V8 allows. Lengths are code units (bytes for UTF-8 and Latin-1).
v8s_value v8s_string_latin1(v8s_isolate isolate, const uint8_t* text, size_t length);
v8s_value v8s_string_utf8(v8s_isolate isolate, const char* text, size_t length);
v8s_value v8s_string_utf16(v8s_isolate isolate, const uint16_t* text, size_t length);
/// As v8s_string_utf8, in V8's table of shared names: right for property names.
v8s_value v8s_string_name(v8s_isolate isolate, const char* text, size_t length);
size_t v8s_string_length(v8s_value string);
size_t v8s_string_utf8_length(v8s_isolate isolate, v8s_value string);
/// Copy at most `capacity` units without a NUL; return the number copied. UTF-8 never splits a
/// character and writes U+FFFD for a lone surrogate.
size_t v8s_string_write_latin1(v8s_isolate isolate, v8s_value string, uint8_t* buffer,
                               size_t capacity);
size_t v8s_string_write_utf8(v8s_isolate isolate, v8s_value string, char* buffer, size_t capacity);
size_t v8s_string_write_utf16(v8s_isolate isolate, v8s_value string, uint16_t* buffer,
                              size_t capacity);

/// As v8s_string_latin1 and v8s_string_utf16, but the string reads the caller's memory until
/// `dropped(data)` is called, inside a collection or when the isolate is deleted. NULL, and no
/// call, if too long. A string of length 0 is dropped before the call returns.
v8s_value v8s_string_external_latin1(v8s_isolate isolate, const char* text, size_t length,
                                     void (*dropped)(void* data), void* data);
v8s_value v8s_string_external_utf16(v8s_isolate isolate, const uint16_t* text, size_t length,
                                    void (*dropped)(void* data), void* data);

// ---- array buffers ----

bool v8s_value_is_buffer(v8s_value value);
bool v8s_value_is_shared_buffer(v8s_value value);
bool v8s_value_is_typed_array(v8s_value value);
bool v8s_value_is_data_view(v8s_value value);
/// A zeroed buffer; NULL if there is no memory for it.
v8s_value v8s_buffer(v8s_isolate isolate, v8s_context context, size_t length);
/// A buffer over the caller's memory. `freed` may be NULL; it is called once, from any thread, when
/// the buffer lets go of the memory.
v8s_value v8s_buffer_external(v8s_isolate isolate, v8s_context context, void* bytes, size_t length,
                              void (*freed)(void* bytes, size_t length, void* data), void* data);
void* v8s_buffer_bytes(v8s_value buffer);
size_t v8s_buffer_length(v8s_value buffer);
bool v8s_buffer_is_detachable(v8s_value buffer);
bool v8s_buffer_is_detached(v8s_value buffer);
void v8s_buffer_detach(v8s_value buffer);
/// The element types of typed arrays, numbered as the API does.
typedef enum {
  V8S_INT8, V8S_UINT8, V8S_UINT8_CLAMPED, V8S_INT16, V8S_UINT16, V8S_INT32, V8S_UINT32,
  V8S_FLOAT32, V8S_FLOAT64, V8S_BIGINT64, V8S_BIGUINT64
} v8s_element;
/// The most elements that a typed array can have.
size_t v8s_typed_array_limit(void);
v8s_value v8s_typed_array(v8s_context context, v8s_element element, v8s_value buffer, size_t offset,
                          size_t length);
v8s_value v8s_data_view(v8s_context context, v8s_value buffer, size_t offset, size_t length);
/// A window on a buffer: a typed array or data view. Sizes are bytes.
typedef struct {
  v8s_value buffer;
  size_t offset;
  size_t length;
  size_t elements;
  v8s_element element;
} v8s_window;
/// Makes a buffer for a small typed array that had none.
void v8s_window_read(v8s_value view, v8s_window* result);

// ---- objects ----

v8s_value v8s_object(v8s_isolate isolate, v8s_context context);
v8s_value v8s_array(v8s_isolate isolate, v8s_context context, int length);
v8s_value v8s_map(v8s_isolate isolate, v8s_context context);
v8s_value v8s_set(v8s_isolate isolate, v8s_context context);
uint32_t v8s_array_length(v8s_value array);
v8s_value v8s_object_get(v8s_isolate isolate, v8s_context context, v8s_value object, v8s_value key,
                         v8s_caught* caught);
v8s_value v8s_object_get_index(v8s_isolate isolate, v8s_context context, v8s_value object,
                               uint32_t index, v8s_caught* caught);
v8s_maybe v8s_object_set(v8s_isolate isolate, v8s_context context, v8s_value object, v8s_value key,
                         v8s_value value, v8s_caught* caught);
v8s_maybe v8s_object_set_index(v8s_isolate isolate, v8s_context context, v8s_value object,
                               uint32_t index, v8s_value value, v8s_caught* caught);
v8s_maybe v8s_object_has(v8s_isolate isolate, v8s_context context, v8s_value object, v8s_value key,
                         v8s_caught* caught);
v8s_maybe v8s_object_has_index(v8s_isolate isolate, v8s_context context, v8s_value object,
                               uint32_t index, v8s_caught* caught);
v8s_maybe v8s_object_has_own(v8s_isolate isolate, v8s_context context, v8s_value object,
                             v8s_value name, v8s_caught* caught);
v8s_maybe v8s_object_delete(v8s_isolate isolate, v8s_context context, v8s_value object,
                            v8s_value key, v8s_caught* caught);
v8s_maybe v8s_object_delete_index(v8s_isolate isolate, v8s_context context, v8s_value object,
                                  uint32_t index, v8s_caught* caught);
/// Which keys v8s_object_keys lists: V8's filter bits, and whether prototypes count and indices
/// become strings.
typedef struct {
  int filter;
  bool prototypes;
  bool strings;
} v8s_key_options;
v8s_value v8s_object_keys(v8s_isolate isolate, v8s_context context, v8s_value object,
                          v8s_key_options options, v8s_caught* caught);
/// Attributes of a property to define; V8S_READ_ONLY means nothing for an accessor.
enum { V8S_READ_ONLY = 1, V8S_HIDDEN = 2, V8S_PERMANENT = 4 };
v8s_maybe v8s_object_define_value(v8s_isolate isolate, v8s_context context, v8s_value object,
                                  v8s_value name, v8s_value value, int attributes,
                                  v8s_caught* caught);
/// `getter` or `setter` may be NULL.
v8s_maybe v8s_object_define_accessor(v8s_isolate isolate, v8s_context context, v8s_value object,
                                     v8s_value name, v8s_value getter, v8s_value setter,
                                     int attributes, v8s_caught* caught);
v8s_maybe v8s_object_integrity(v8s_isolate isolate, v8s_context context, v8s_value object,
                               bool frozen, v8s_caught* caught);
v8s_value v8s_object_prototype(v8s_value object);
v8s_maybe v8s_object_set_prototype(v8s_isolate isolate, v8s_context context, v8s_value object,
                                   v8s_value prototype, v8s_caught* caught);
v8s_value v8s_object_get_private(v8s_isolate isolate, v8s_context context, v8s_value object,
                                 v8s_data key, v8s_caught* caught);
v8s_maybe v8s_object_set_private(v8s_isolate isolate, v8s_context context, v8s_value object,
                                 v8s_data key, v8s_value value, v8s_caught* caught);
v8s_maybe v8s_object_delete_private(v8s_isolate isolate, v8s_context context, v8s_value object,
                                    v8s_data key, v8s_caught* caught);

/// The first internal field of an object; NULL if it has none.
v8s_value v8s_object_field(v8s_value object);
/// False if the object has no internal field.
bool v8s_object_set_field(v8s_value object, v8s_value value);

// ---- errors ----

typedef enum { V8S_ERROR, V8S_TYPE_ERROR, V8S_RANGE_ERROR, V8S_SYNTAX_ERROR } v8s_error_class;
v8s_value v8s_error(v8s_isolate isolate, v8s_context context, v8s_error_class error_class,
                    v8s_value message);

// ---- functions ----

/// A function that calls v8s_called with `target`. `name` may be NULL.
v8s_value v8s_function(v8s_isolate isolate, v8s_context context, void* target, v8s_value name,
                       v8s_caught* caught);
v8s_value v8s_function_call(v8s_isolate isolate, v8s_context context, v8s_value function,
                            v8s_value receiver, size_t count, const v8s_value* arguments,
                            v8s_caught* caught);
v8s_value v8s_function_construct(v8s_isolate isolate, v8s_context context, v8s_value function,
                                 size_t count, const v8s_value* arguments, v8s_caught* caught);
/// Compiles `body` as a function of the global scope. `name` may be NULL.
v8s_value v8s_function_compile(v8s_isolate isolate, v8s_context context, v8s_value name,
                               v8s_value body, size_t count, const v8s_value* parameters,
                               v8s_caught* caught);
/// Words of the stack that tell where script called a running native function. Two calls with the same
/// words come from one place, as long as no full collection has moved code and the words were once
/// confirmed. Reads between this frame and the end `high` of the thread's stack. False when it finds
/// nothing.
bool v8s_call_words(v8s_isolate isolate, v8s_call call, uintptr_t high, uintptr_t words[4]);
/// Whether V8 says the same of the innermost call as words of it that were read just now.
bool v8s_call_confirms(v8s_isolate isolate, const uintptr_t words[4]);
/// undefined unless the call constructs.
v8s_value v8s_call_new_target(v8s_call call);

// ---- classes ----

/// The template of a class whose constructor calls v8s_called with `target`.
v8s_template v8s_template_new(v8s_isolate isolate, void* target, v8s_value name);
/// Instances inherit the prototype of `parent`, the constructor its static properties.
void v8s_template_inherit(v8s_template t, v8s_template parent);
void v8s_template_set_field_count(v8s_template t, int count);
/// `checks_receiver`: a `this` that is no instance throws "Illegal invocation".
void v8s_template_set_method(v8s_isolate isolate, v8s_template t, v8s_value name, void* target,
                             int attributes, bool checks_receiver);
/// `getter` or `setter` may be NULL.
void v8s_template_set_accessor(v8s_isolate isolate, v8s_template t, v8s_value name, void* getter,
                               void* setter, int attributes, bool checks_receiver);
/// `value` must be a primitive.
void v8s_template_set_value(v8s_template t, v8s_value name, v8s_value value, int attributes);
/// Which accesses go to the hook `intercepted`, for names and for indices.
typedef struct {
  bool get, set, remove, list;
} v8s_intercepts;
void v8s_template_intercept(v8s_isolate isolate, v8s_template t, v8s_intercepts named,
                            v8s_intercepts indexed, void* data);
/// Instances can be called: that calls v8s_called with `target`.
void v8s_template_set_callable(v8s_isolate isolate, v8s_template t, void* target);
v8s_value v8s_template_constructor(v8s_isolate isolate, v8s_context context, v8s_template t,
                                   v8s_caught* caught);
void v8s_global_set_template(v8s_isolate isolate, v8s_global* global, v8s_template t);
v8s_template v8s_global_get_template(v8s_isolate isolate, const v8s_global* global);

// ---- promises ----

/// A promise and its resolver are one object.
v8s_value v8s_promise(v8s_isolate isolate, v8s_context context, v8s_caught* caught);
v8s_maybe v8s_promise_settle(v8s_isolate isolate, v8s_context context, v8s_value promise,
                             bool resolve, v8s_value value, v8s_caught* caught);
/// `fulfilled` or `rejected` may be NULL, not both. Returns the derived promise.
v8s_value v8s_promise_then(v8s_isolate isolate, v8s_context context, v8s_value promise,
                           v8s_value fulfilled, v8s_value rejected, v8s_caught* caught);

// ---- JSON, scripts ----

v8s_value v8s_json_parse(v8s_isolate isolate, v8s_context context, v8s_value text,
                         v8s_caught* caught);
v8s_value v8s_json_stringify(v8s_isolate isolate, v8s_context context, v8s_value value,
                             v8s_caught* caught);
/// A code cache that a worker thread turns into a script's functions.
typedef struct v8s_warmup_s { char unused; } *v8s_warmup;
/// Begins on a worker; `cache` is borrowed until v8s_warmup_delete. Owned: v8s_warmup_delete.
v8s_warmup v8s_warmup_new(v8s_isolate isolate, const uint8_t* cache, int length);
/// Waits for the worker. Any thread.
void v8s_warmup_delete(v8s_warmup warmup);
/// How to compile. `name` may be NULL; `cache` is borrowed for the call. A `warmup` is waited for, can
/// be used once, and makes `cache` unnecessary.
typedef struct {
  v8s_value name;
  v8s_warmup warmup;
  int line;
  int column;
  bool eager;
  const uint8_t* cache;
  int cache_length;
} v8s_compile_options;
/// Compiles a script. On a syntax error the exception's `stack` is prefixed with the place and the
/// source line, as Node prints it. `rejected` tells whether V8 refused the cache; may be NULL.
v8s_script v8s_script_compile(v8s_isolate isolate, v8s_context context, v8s_value source,
                              const v8s_compile_options* options, bool* rejected,
                              v8s_caught* caught);
v8s_value v8s_script_run(v8s_isolate isolate, v8s_context context, v8s_script script,
                         v8s_caught* caught);
/// The code cache of a script, `length` bytes. Owned: v8s_cache_delete. NULL if V8 made none.
uint8_t* v8s_script_cache(v8s_script script, int* length);
void v8s_cache_delete(const uint8_t* cache);
void v8s_global_set_script(v8s_isolate isolate, v8s_global* global, v8s_script script);
v8s_script v8s_global_get_script(v8s_isolate isolate, const v8s_global* global);

#ifdef __cplusplus
}
#endif
#endif  // V8SHIM_H_
