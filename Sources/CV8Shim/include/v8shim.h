// SPDX-License-Identifier: Apache-2.0
#ifndef V8SHIM_H_
#define V8SHIM_H_

// The process, isolates, contexts, and what holds values.

#include "v8types.h"

#ifdef __cplusplus
extern "C" {
#endif

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

#ifdef __cplusplus
}
#endif
#endif  // V8SHIM_H_
