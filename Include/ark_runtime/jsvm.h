// SPDX-License-Identifier: Apache-2.0

// JSVM-API: JavaScript virtual machines inside a native application.
//
// The rules below hold for every function and are not repeated with each of them.
//
// Results. A status other than JSVM_OK means that nothing was handed out: NULL, 0 or false is
// stored through every result pointer that is not NULL. Handles and pointers are required, and
// JSVM_INVALID_ARG answers a NULL, unless the comment calls them optional; it also answers a
// reference, deferred, script or profiler that was freed before or belongs to another VM. The last
// failure on an environment can be read with OH_JSVM_GetLastErrorInfo; the next call replaces it.
//
// Exceptions. When script throws out of a function, the exception becomes pending on the
// environment, whatever status the function returns; ask OH_JSVM_IsExceptionPending. A function
// that is "refused while an exception is pending" then does nothing and returns
// JSVM_PENDING_EXCEPTION, before it looks at its arguments; it returns JSVM_CANNOT_RUN_JS while
// handlers are being told of a collection. All others work in both situations. The exception goes
// when OH_JSVM_GetAndClearLastException takes it, or when a native callback returns to JavaScript,
// which throws it there.
//
// Ownership. "Owned" names the function that frees; "borrowed" says how long something is valid;
// "copied" leaves the original with the caller. Every JSVM_Value handed out is a local handle,
// borrowed until the innermost open handle scope closes; OH_JSVM_CreateReference keeps it longer.
//
// Objects. An argument that "is converted" goes through ToObject: `undefined` and `null` give
// JSVM_OBJECT_EXPECTED with a TypeError pending, other primitives are boxed, and the operation
// happens to the box.
//
// Text. A length is bytes (code units for UTF-16) without terminator, or JSVM_AUTO_LENGTH; any
// other length above INT_MAX gives JSVM_INVALID_ARG.
//
// Threads. A VM and all that belongs to it are used by one thread at a time; handing over takes
// closed scopes or the lock of OH_JSVM_AcquireLock. While another thread has the VM open,
// functions return JSVM_GENERIC_FAILURE. A VM or environment that is not entered is entered for
// the duration of the call.
//
// Collections. A function that "may collect" can run the handlers of OH_JSVM_AddHandlerForGC and,
// at the next safe point, the finalizers of dead objects (see JSVM_Finalize).
//
// "Since level N" is the OpenHarmony API level that introduced a declaration. Declarations that may
// still change are visible if JSVM_EXPERIMENTAL is defined before inclusion.

#ifndef ARK_RUNTIME_JSVM_JSVM_H
#define ARK_RUNTIME_JSVM_JSVM_H

/// Value of JSVM_VERSION while experimental declarations are visible.
#define JSVM_VERSION_EXPERIMENTAL 2147483647

#ifndef JSVM_VERSION
#ifdef JSVM_EXPERIMENTAL
/// Version of the interface the caller was written for: 8 unless defined before inclusion.
#define JSVM_VERSION JSVM_VERSION_EXPERIMENTAL
#else
#define JSVM_VERSION 8
#endif
#endif

#include "jsvm_types.h"

#ifndef JSVM_EXTERN
/// Marks a function that libjsvm.so exports. Define it before inclusion to override.
/// Since level 11.
#define JSVM_EXTERN __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
/// Begins declarations with C linkage; empty in C.
#define EXTERN_C_START extern "C" {
/// Ends what EXTERN_C_START began.
#define EXTERN_C_END }
#else
#define EXTERN_C_START
#define EXTERN_C_END
#endif

EXTERN_C_START

// Process and VM.

/// Starts the engine in this process, once.
///
/// The first call returns JSVM_OK; every later one returns JSVM_GENERIC_FAILURE and changes
/// nothing.
/// `options` is optional and copied. Engine flags are applied one by one, so an unknown flag does
/// not hide the ones after it; with `removeFlags`, recognised ones are taken out of `argv` and the
/// others stay.
/// May be called from any thread; concurrent callers wait until the first has finished.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_Init(const JSVM_InitOptions* options);

/// Makes a virtual machine with a heap of its own.
///
/// `options` is optional; its sizes bound the heap, see JSVM_CreateVMOptions.
/// JSVM_GENERIC_FAILURE before OH_JSVM_Init; JSVM_INVALID_ARG for a startup snapshot that this
/// engine cannot use.
/// `*result` is owned, free with OH_JSVM_DestroyVM. The snapshot bytes are borrowed until then.
/// May be called from any thread. The VM is not entered, except one with `isForSnapshotting`: it
/// stays entered on this thread until it is destroyed on the same thread.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateVM(const JSVM_CreateVMOptions* options, JSVM_VM* result);

/// Frees a virtual machine and everything in its heap.
///
/// Close its scopes and destroy its environments first: what is left is reported, and where going
/// on would crash the call returns JSVM_GENERIC_FAILURE and leaves the VM as it is.
/// A VM that is still entered is an engine fatal error, delivered to the handler of
/// OH_JSVM_SetHandlerForFatalError.
/// Finalizers of external strings and array buffers that are still waiting run here. Runs no
/// script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_DestroyVM(JSVM_VM vm);

/// Tells which virtual machine an environment lives in.
///
/// `*result` is borrowed, valid until OH_JSVM_DestroyVM. Leaves the last error alone.
/// Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_GetVM(JSVM_Env env, JSVM_VM* result);

/// Describes the engine: its name, its version, the tag its code caches carry.
///
/// The strings in `*result` are static. Needs no VM; call after OH_JSVM_Init. Neither runs script
/// nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetVMInfo(JSVM_VMInfo* result);

/// Tells the version of the value interface: 9.
///
/// This is another number than `apiVersion` of OH_JSVM_GetVMInfo. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetVersion(JSVM_Env env, uint32_t* result);

/// Chooses when promise reactions and other microtasks run.
///
/// JSVM_INVALID_ARG for a `policy` that is not a JSVM_MicrotaskPolicy. Microtasks already queued
/// stay queued.
/// Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_SetMicrotaskPolicy(JSVM_VM vm, JSVM_MicrotaskPolicy policy);

/// Runs one task that the engine queued for the VM's thread, and the work that waits for a quiet
/// moment.
///
/// `*result` is whether a task ran; call again until it is false. Never waits. A NULL `vm` gives
/// JSVM_OK and false.
/// Also runs finalizers that are due and answers debuggers, so an idle VM stays responsive if it is
/// pumped.
/// May run script, finalizers and collections; exceptions of tasks are not kept.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_PumpMessageLoop(JSVM_VM vm, bool* result);

/// Runs all queued microtasks now, including those they queue themselves.
///
/// Does nothing while microtasks are already running. Their exceptions reach no environment: a
/// rejected promise shows up in the handler of OH_JSVM_SetHandlerForPromiseReject, anything else is
/// lost.
/// May run script and collect. Takes as long as the microtasks do.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_PerformMicrotaskCheckpoint(JSVM_VM vm);

// Environments.

/// Makes a fresh global object with the JavaScript built-ins, and an environment around it.
///
/// `properties` holds `propertyCount` globals, keyed by `utf8name`; static ones are skipped;
/// optional for a count of 0.
/// JSVM_INVALID_ARG for a descriptor without `utf8name`, or without callback and value.
/// `*result` is owned, free with OH_JSVM_DestroyEnv; it is not entered and has no pending
/// exception. Callback structures in `properties` are borrowed until then.
/// Needs no open VM scope. Slow, as it sets up every built-in. May collect; runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateEnv(JSVM_VM vm, size_t propertyCount,
                                          const JSVM_PropertyDescriptor* properties,
                                          JSVM_Env* result);

/// Ends an environment: runs its finalizers, empties its references, closes its inspector, gives up
/// its lock.
///
/// Finalizers still registered run newest first, with an `env` that they may use. References,
/// deferreds, retained scripts and handle scopes left over are counted and reported; deleting a
/// left-over reference afterwards is harmless.
/// External strings and array buffers are not finalized here but when the engine drops them.
/// Debugger clients that do not answer are cut off. Finalizers may run script; no last error is
/// recorded.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_DestroyEnv(JSVM_Env env);

/// Attaches one native pointer to an environment, in place of the one attached before.
///
/// `data` and `finalizeHint` may be NULL, `finalizeCb` is optional: it runs in OH_JSVM_DestroyEnv,
/// among the other finalizers in newest-first order.
/// The replaced pointer is dropped without its finalizer running. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_SetInstanceData(JSVM_Env env, void* data, JSVM_Finalize finalizeCb,
                                                void* finalizeHint);

/// Reads the native pointer attached by OH_JSVM_SetInstanceData.
///
/// `*data` is NULL if there is none; it stays the caller's. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetInstanceData(JSVM_Env env, void** data);

/// Switches a runtime check on or off for one environment.
///
/// With JSVM_SCOPE_CHECK every value handed out is noted with its handle scope, callbacks included,
/// and a stale one passed back aborts the process with "Run in wrong HandleScope". Switch it on
/// before opening the handle scope in use.
/// JSVM_INVALID_ARG for an unknown option. Leaves the last error alone. Slows every call down while
/// on. Neither runs script nor collects.
/// Since level 20.
JSVM_EXTERN JSVM_Status OH_JSVM_SetDebugOption(JSVM_Env env, JSVM_DebugOption debugOption,
                                               bool isEnabled);

// VM and environment scopes.

/// Makes a VM the current one of this thread.
///
/// JSVM_GENERIC_FAILURE while another thread has the VM open. Nests; takes no lock (see
/// OH_JSVM_AcquireLock).
/// `*result` is owned, end it with OH_JSVM_CloseVMScope on this thread, last opened first.
/// Other calls enter the VM by themselves where needed, so this saves time and claims the VM for
/// this thread. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_OpenVMScope(JSVM_VM vm, JSVM_VMScope* result);

/// Ends what OH_JSVM_OpenVMScope began.
///
/// JSVM_GENERIC_FAILURE, and nothing happens, if `scope` belongs to another VM or thread or is not
/// open.
/// The outermost close frees the VM for other threads. `scope` is dead afterwards. Neither runs
/// script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CloseVMScope(JSVM_VM vm, JSVM_VMScope scope);

/// Makes an environment's global scope the current one, entering its VM where needed.
///
/// `*result` is owned, end it with OH_JSVM_CloseEnvScope on this thread, last opened first.
/// Usual nesting: lock, VM scope, environment scope, handle scope. Neither runs script nor
/// collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_OpenEnvScope(JSVM_Env env, JSVM_EnvScope* result);

/// Ends what OH_JSVM_OpenEnvScope began, leaving the VM too if that call entered it.
///
/// JSVM_INVALID_ARG if `scope` is not open on `env`. `scope` is dead afterwards. Neither runs
/// script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CloseEnvScope(JSVM_Env env, JSVM_EnvScope scope);

// Handle scopes.

/// Begins collecting local handles, to be freed together.
///
/// `*result` is owned, end it with OH_JSVM_CloseHandleScope. Loops that make many values want one
/// per round: handles outside any inner scope live, and keep their values alive, until the outer
/// one closes.
/// The VM need not be entered. Neither runs script nor collects. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_OpenHandleScope(JSVM_Env env, JSVM_HandleScope* result);

/// Begins a handle scope from which one value can be handed to the scope around it.
///
/// `*result` is owned, end it with OH_JSVM_CloseEscapableHandleScope; move the value with
/// OH_JSVM_EscapeHandle.
/// The VM need not be entered. Neither runs script nor collects. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_OpenEscapableHandleScope(JSVM_Env env,
                                                         JSVM_EscapableHandleScope* result);

/// Frees the handles, and the scripts not retained, that were made since the scope was opened.
///
/// Scopes opened inside it that are still open are closed first. JSVM_HANDLE_SCOPE_MISMATCH if
/// `scope` is not an open scope of `env`, whatever it points to.
/// Values seen through the freed handles are dead to the caller. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CloseHandleScope(JSVM_Env env, JSVM_HandleScope scope);

/// Frees the handles made since the scope was opened, save the one that escaped.
///
/// Scopes opened inside it that are still open are closed first. JSVM_HANDLE_SCOPE_MISMATCH if
/// `scope` is not an open scope of `env`. Scripts compiled inside live until a plain scope around
/// closes.
/// Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CloseEscapableHandleScope(JSVM_Env env,
                                                          JSVM_EscapableHandleScope scope);

/// Copies a value's handle into the scope around an escapable one.
///
/// `*result` is borrowed until that outer scope closes. JSVM_ESCAPE_CALLED_TWICE on the second call
/// for one `scope`.
/// Neither runs script nor collects. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_EscapeHandle(JSVM_Env env, JSVM_EscapableHandleScope scope,
                                             JSVM_Value escapee, JSVM_Value* result);

// References.

/// Makes a counted reference that keeps a value reachable beyond handle scopes.
///
/// An `initialRefcount` above 0 holds the value strongly. With 0, objects and symbols are held
/// weakly, and any other value is dropped at once.
/// `*result` is owned, free with OH_JSVM_DeleteReference before OH_JSVM_DestroyEnv; forgotten ones
/// are leaks, and are reported. It keeps neither the environment nor its VM alive.
/// The VM need not be entered. Neither runs script nor collects. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateReference(JSVM_Env env, JSVM_Value value,
                                                uint32_t initialRefcount, JSVM_Ref* result);

/// Frees a reference, whatever its count.
///
/// JSVM_INVALID_ARG, and a report of both call sites, if it was deleted before; harmless after
/// OH_JSVM_DestroyEnv.
/// Neither runs nor cancels a finalizer, not even for a reference that OH_JSVM_Wrap or
/// OH_JSVM_AddFinalizer returned. Serves value and data references. Neither runs script nor
/// collects. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_DeleteReference(JSVM_Env env, JSVM_Ref ref);

/// Raises the count of a reference; from 0 to 1, a weak one becomes strong again.
///
/// `result` is optional and receives the new count, or 0 if the value is gone: the count then stays
/// as it is.
/// JSVM_INVALID_ARG for a reference that was deleted. Serves value and data references. Neither
/// runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_ReferenceRef(JSVM_Env env, JSVM_Ref ref, uint32_t* result);

/// Lowers the count of a reference; at 0 it holds its value weakly, or drops one that cannot be
/// held so.
///
/// `result` is optional and receives the new count. JSVM_GENERIC_FAILURE if the count is 0 already;
/// JSVM_INVALID_ARG for a reference that was deleted.
/// Serves value and data references. Frees nothing: the reference still wants
/// OH_JSVM_DeleteReference. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_ReferenceUnref(JSVM_Env env, JSVM_Ref ref, uint32_t* result);

/// Hands out the value that a reference points to.
///
/// `*result` is a new handle in the current scope, or NULL with JSVM_OK if the value is gone.
/// JSVM_INVALID_ARG for a data reference or a deleted one. Neither runs script nor collects.
/// Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetReferenceValue(JSVM_Env env, JSVM_Ref ref, JSVM_Value* result);

/// Makes a counted reference that keeps a private key beyond handle scopes.
///
/// Always strong, until the count falls to 0 and drops the key. JSVM_INVALID_ARG for an
/// `initialRefcount` of 0.
/// `*result` is owned, free with OH_JSVM_DeleteReference. Neither runs script nor collects.
/// Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateDataReference(JSVM_Env env, JSVM_Data data,
                                                    uint32_t initialRefcount, JSVM_Ref* result);

/// Hands out the private key that a data reference points to.
///
/// `*result` is a new handle in the current scope, or NULL with JSVM_OK once the count has reached
/// 0.
/// JSVM_INVALID_ARG for a value reference or a deleted one. Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetReferenceData(JSVM_Env env, JSVM_Ref ref, JSVM_Data* result);

// Garbage collection.

/// Registers a function to be told before or after collections of one type.
///
/// `gcType` is one type or JSVM_GC_TYPE_ALL; any other combination counts as ALL. Handlers run in
/// the order of registration on the VM's thread, see JSVM_HandlerForGC.
/// JSVM_INVALID_ARG if the pair (`handler`, `userData`) is already registered for this
/// `triggerTime`, whatever its type.
/// `userData` may be NULL and stays the caller's; handlers are dropped with the VM. May be called
/// inside a handler. Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_AddHandlerForGC(JSVM_VM vm, JSVM_CBTriggerTimeForGC triggerTime,
                                                JSVM_HandlerForGC handler, JSVM_GCType gcType,
                                                void* userData);

/// Takes back a registration of OH_JSVM_AddHandlerForGC.
///
/// JSVM_INVALID_ARG unless `triggerTime`, `handler` and `userData` are those of a registration.
/// May be called inside a handler. Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_RemoveHandlerForGC(JSVM_VM vm, JSVM_CBTriggerTimeForGC triggerTime,
                                                   JSVM_HandlerForGC handler, void* userData);

/// Tells the VM how scarce memory is, so that it collects.
///
/// NONE and MODERATE return without having collected; CRITICAL collects the whole heap once or
/// twice, LOW_MEMORY until nothing more is freed, at least twice. See JSVM_MemoryPressureLevel.
/// JSVM_INVALID_ARG for other values.
/// After CRITICAL and LOW_MEMORY, weak references to dead objects read as gone and due finalizers
/// have run.
/// Handlers and finalizers run inside this call. CRITICAL and LOW_MEMORY take time proportional to
/// the heap.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_MemoryPressureNotification(JSVM_Env env,
                                                           JSVM_MemoryPressureLevel level);

/// Tells the collector about native memory that JavaScript objects keep alive.
///
/// Adds `changeInBytes`, which may be negative, to the VM's account and stores the new total.
/// Subtract on freeing what was added: the account belongs to no object. It does not appear in
/// OH_JSVM_GetHeapStatistics.
/// Growth makes collections more frequent, and one may run inside the call. Runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_AdjustExternalMemory(JSVM_Env env, int64_t changeInBytes,
                                                     int64_t* result);

// Heap statistics, snapshots, thresholds.

/// Reads how large the heap is, without collecting first.
///
/// Sizes in `*result` are bytes; objects dead but not yet collected count as used. Neither runs
/// script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_GetHeapStatistics(JSVM_VM vm, JSVM_HeapStatistics* result);

/// Collects the heap and writes a snapshot of what is left, in V8's `.heapsnapshot` format.
///
/// `stream` receives pieces of at most 65536 bytes, then NULL and 0 as the end. If it returns
/// false, output stops without an end and the status is still JSVM_OK.
/// The snapshot attributes what references, wraps and finalizers keep alive to the native call that
/// made them, and is freed before returning.
/// Needs no environment or handle scope. Runs handlers for full collections, and due finalizers;
/// runs no script. Stops the VM for a time proportional to its heap.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_TakeHeapSnapshot(JSVM_VM vm, JSVM_OutputStream stream,
                                                 void* streamData);

/// Writes a snapshot of the heap in a compact binary encoding of this library.
///
/// Same pieces and end mark as OH_JSVM_TakeHeapSnapshot; `stream` is called at least once with
/// data. Holds the same graph, convertible to `.heapsnapshot` later.
/// May also be called inside a heap-threshold handler, and in a child that such a handler forks.
/// Runs no script. Stops the VM for a time proportional to its heap.
/// Since level 26.
JSVM_EXTERN JSVM_Status OH_JSVM_TakeRawHeapSnapshot(JSVM_VM vm, JSVM_OutputStream stream,
                                                    void* streamData);

/// Asks to be told when the used heap has reached a size.
///
/// Tested just before each full collection, not before young-generation ones: at `threshold` bytes
/// or more, `callback` runs, and again before the next full collection if that is still so.
/// JSVM_INVALID_ARG for a `threshold` of 0 or above the heap's current limit, or if a callback is
/// set already.
/// `data` may be NULL and stays the caller's; the callback is dropped with the VM. May be called
/// inside the callback, after clearing. Neither runs script nor collects.
/// Since level 26.
JSVM_EXTERN JSVM_Status OH_JSVM_SetHeapThresholdCallback(JSVM_VM vm, uint64_t threshold,
                                                         JSVM_HandlerForHeapThreshold callback,
                                                         void* data);

/// Takes back what OH_JSVM_SetHeapThresholdCallback set.
///
/// JSVM_INVALID_ARG unless `threshold`, `callback` and `data` are exactly those that are set.
/// May be called inside the callback, with or without setting another. Neither runs script nor
/// collects.
/// Since level 26.
JSVM_EXTERN JSVM_Status OH_JSVM_ClearHeapThresholdCallback(JSVM_VM vm, uint64_t threshold,
                                                           JSVM_HandlerForHeapThreshold callback,
                                                           void* data);

// Out of memory, engine misuse, unhandled rejections.

/// Chooses who hears of the VM running out of memory, before the process is aborted.
///
/// One per VM: replaces the handler set before; NULL cancels. See JSVM_HandlerForOOMError. Neither
/// runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_SetHandlerForOOMError(JSVM_VM vm, JSVM_HandlerForOOMError handler);

/// Chooses who hears of broken engine rules on this VM.
///
/// One per VM: replaces the handler set before; NULL cancels. See JSVM_HandlerForFatalError.
/// Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_SetHandlerForFatalError(JSVM_VM vm,
                                                        JSVM_HandlerForFatalError handler);

/// Chooses who hears of promise rejections that nothing handles.
///
/// One per VM: replaces the handler set before; NULL cancels. See JSVM_HandlerForPromiseReject.
/// Not called for script that runs outside every environment of this library. Neither runs script
/// nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_SetHandlerForPromiseReject(JSVM_VM vm,
                                                           JSVM_HandlerForPromiseReject handler);

// Debugging over the network.

/// Serves the Chrome DevTools protocol for an environment at an address of the caller's choice.
///
/// Listens on every address that `host` resolves to; `port` 0 takes a free one and prints it to
/// stderr. JSVM_GENERIC_FAILURE, and a line on stderr, if the name does not resolve or no address
/// can be bound.
/// JSVM_OK if an inspector is open already: it goes on serving where it was.
/// Whoever reaches the port controls the process. Messages are handled on the VM's thread: while
/// script runs, in OH_JSVM_PumpMessageLoop, in OH_JSVM_WaitForDebugger and in debugger pauses.
/// Refused while an exception is pending. Closed by OH_JSVM_CloseInspector or OH_JSVM_DestroyEnv.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_OpenInspector(JSVM_Env env, const char* host, uint16_t port);

/// Serves the Chrome DevTools protocol on localhost, on the first free port from 9229 to 9999,
/// under a name.
///
/// `name` is shown to debuggers, may be empty, and is optional ("jsvm"). JSVM_INVALID_ARG for a
/// negative `pid`, which need not be a real one; JSVM_GENERIC_FAILURE if no port is free.
/// Announces the port by the abstract Unix socket `jsvm_devtools_remote_<port>_<pid>`, which
/// accepts no connections.
/// Otherwise as OH_JSVM_OpenInspector.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_OpenInspectorWithName(JSVM_Env env, int pid, const char* name);

/// Stops serving debuggers and cuts their connections.
///
/// JSVM_GENERIC_FAILURE, not recorded as last error, if no inspector is open. Peers that do not
/// answer the close are not waited for. May be opened again afterwards.
/// Neither runs script nor collects, but is refused while an exception is pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CloseInspector(JSVM_Env env);

/// Blocks until a debugger says to go on, then optionally has the next JavaScript statement pause.
///
/// Returns after a client has sent `Runtime.runIfWaitingForDebugger`. JSVM_GENERIC_FAILURE, not
/// recorded as last error, if no inspector is open.
/// Handles protocol messages while waiting, so script may run. Refused while an exception is
/// pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_WaitForDebugger(JSVM_Env env, bool breakNextLine);

// CPU profiles.

/// Begins sampling what the VM's thread executes, every millisecond.
///
/// Several may run at once. `*result` is owned, end it with OH_JSVM_StopCpuProfiler. Needs no
/// environment.
/// Runs no script. Slows script down a little and holds every sample in memory until the end.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_StartCpuProfiler(JSVM_VM vm, JSVM_CpuProfiler* result);

/// Ends a CPU profile and writes it as `.cpuprofile` JSON.
///
/// `stream` receives pieces of at most 65536 bytes, then NULL and 0 as the end; returning false
/// stops the output. Times in the profile are microseconds, lines and columns count from 0.
/// JSVM_INVALID_ARG if `profiler` is not running on `vm`, as on the second stop. `profiler` is
/// freed.
/// Runs no script. Takes time proportional to the number of samples.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_StopCpuProfiler(JSVM_VM vm, JSVM_CpuProfiler profiler,
                                                JSVM_OutputStream stream, void* streamData);

// Engine trace events.

/// Begins recording engine events of the whole process into a ring buffer.
///
/// `categories` holds `count` of them; 0 and NULL mean VM, EXECUTE, COMPILE and RUNTIME.
/// `eventsCount` is the number of events kept, rounded up to whole chunks (0: the engine's
/// default); the oldest are overwritten.
/// `tag` names the JSON array (NULL: "traceEvents"); copied. A trace that runs already is
/// discarded.
/// JSVM_INVALID_ARG for more than 7 categories, an unknown one, or a count that disagrees with
/// `categories` being NULL.
/// Call after OH_JSVM_Init, from one thread at a time. Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_TraceStart(size_t count, const JSVM_TraceCategory* categories,
                                           const char* tag, size_t eventsCount);

/// Ends the trace and hands it over as JSON.
///
/// `stream` is called once with the whole text `{"<tag>":[...]}`; no end mark follows and its
/// result is ignored.
/// JSVM_INVALID_ARG, and the trace goes on, if `stream` or `streamData` is NULL; JSVM_INVALID_ARG
/// if none is running.
/// From one thread at a time. Runs no script. Takes time and memory proportional to the events
/// kept.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_TraceStop(JSVM_OutputStream stream, void* streamData);

// Sharing a VM between threads.

/// Tells whether this thread holds the lock of the environment's VM.
///
/// Neither runs script nor collects. Safe from any thread.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsLocked(JSVM_Env env, bool* isLocked);

/// Waits until no other thread holds the VM's lock, and takes it.
///
/// Without effect if this thread holds it: acquisitions are not counted. Takes the lock only; the
/// VM is not entered.
/// May be called from any thread; blocks without limit. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_AcquireLock(JSVM_Env env);

/// Gives up the VM's lock that this thread took through this environment.
///
/// One release undoes any number of acquisitions. Without effect, and JSVM_OK, if this thread does
/// not hold the lock or took it through another environment; OH_JSVM_DestroyEnv releases it as
/// well.
/// Close scopes first, and keep no JSVM_Value across a release: use references. Neither runs script
/// nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_ReleaseLock(JSVM_Env env);

// Errors and exceptions.

/// Explains the last failure on an environment.
///
/// `*result` is borrowed from the environment and changes with the next call on it. Leaves the last
/// error as it is.
/// Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetLastErrorInfo(JSVM_Env env,
                                                 const JSVM_ExtendedErrorInfo** result);

/// Makes any value the pending exception.
///
/// Returns JSVM_OK with the exception pending; it is thrown into JavaScript when the native
/// callback returns.
/// Neither runs script nor collects, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_Throw(JSVM_Env env, JSVM_Value error);

/// Makes a new Error the pending exception.
///
/// `msg` is its message; `code` is optional and becomes its own property `code`. Both are
/// NUL-terminated UTF-8, copied.
/// Returns JSVM_OK with the exception pending. May collect; runs no script, but is refused while an
/// exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_ThrowError(JSVM_Env env, const char* code, const char* msg);

/// Makes a new TypeError the pending exception.
///
/// `msg` is its message; `code` is optional and becomes its own property `code`. Both are
/// NUL-terminated UTF-8, copied.
/// Returns JSVM_OK with the exception pending. May collect; runs no script, but is refused while an
/// exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_ThrowTypeError(JSVM_Env env, const char* code, const char* msg);

/// Makes a new RangeError the pending exception.
///
/// `msg` is its message; `code` is optional and becomes its own property `code`. Both are
/// NUL-terminated UTF-8, copied.
/// Returns JSVM_OK with the exception pending. May collect; runs no script, but is refused while an
/// exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_ThrowRangeError(JSVM_Env env, const char* code, const char* msg);

/// Makes a new SyntaxError the pending exception.
///
/// `msg` is its message; `code` is optional and becomes its own property `code`. Both are
/// NUL-terminated UTF-8, copied.
/// Returns JSVM_OK with the exception pending. May collect; runs no script, but is refused while an
/// exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_ThrowSyntaxError(JSVM_Env env, const char* code, const char* msg);

/// Tells whether a value is a native error object.
///
/// False for objects that merely inherit from Error.prototype. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_IsError(JSVM_Env env, JSVM_Value value, bool* result);

/// Makes an Error without throwing it.
///
/// `msg` is its message; `code` is optional and becomes its own property `code`.
/// JSVM_STRING_EXPECTED if either is not a string.
/// Works while an exception is pending and without an open environment scope. May collect; runs no
/// script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateError(JSVM_Env env, JSVM_Value code, JSVM_Value msg,
                                            JSVM_Value* result);

/// Makes a TypeError without throwing it.
///
/// As OH_JSVM_CreateError: `code` is optional; JSVM_STRING_EXPECTED if `code` or `msg` is not a
/// string. May collect; runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateTypeError(JSVM_Env env, JSVM_Value code, JSVM_Value msg,
                                                JSVM_Value* result);

/// Makes a RangeError without throwing it.
///
/// As OH_JSVM_CreateError: `code` is optional; JSVM_STRING_EXPECTED if `code` or `msg` is not a
/// string. May collect; runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateRangeError(JSVM_Env env, JSVM_Value code, JSVM_Value msg,
                                                 JSVM_Value* result);

/// Makes a SyntaxError without throwing it.
///
/// As OH_JSVM_CreateError: `code` is optional; JSVM_STRING_EXPECTED if `code` or `msg` is not a
/// string. May collect; runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateSyntaxError(JSVM_Env env, JSVM_Value code, JSVM_Value msg,
                                                  JSVM_Value* result);

/// Takes the pending exception off the environment.
///
/// `*result` is the thrown value, or `undefined` with JSVM_OK if none is pending. Neither runs
/// script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetAndClearLastException(JSVM_Env env, JSVM_Value* result);

/// Tells whether script has thrown and nobody has taken the exception yet.
///
/// Statuses alone do not tell: test this after every failure of a function that may run script.
/// Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_IsExceptionPending(JSVM_Env env, bool* result);

// Making values.

/// Makes an empty object, as `{}` does.
///
/// Works while an exception is pending and without an open environment scope. May collect; runs no
/// script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateObject(JSVM_Env env, JSVM_Value* result);

/// Makes an empty array, as `[]` does.
///
/// Works while an exception is pending and without an open environment scope. May collect; runs no
/// script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateArray(JSVM_Env env, JSVM_Value* result);

/// Makes an empty Map.
///
/// Works while an exception is pending and without an open environment scope. May collect; runs no
/// script.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateMap(JSVM_Env env, JSVM_Value* result);

/// Makes an empty Set.
///
/// Works while an exception is pending and without an open environment scope. May collect; runs no
/// script.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateSet(JSVM_Env env, JSVM_Value* result);

/// Makes an array of a given length, all holes.
///
/// `length` is narrowed to a signed 32-bit number; a negative outcome counts as 0. Storage may be
/// reserved at once; not getting it is an out-of-memory error that ends the process. May collect;
/// runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateArrayWithLength(JSVM_Env env, size_t length,
                                                      JSVM_Value* result);

/// Hands out the environment's global object.
///
/// Works while an exception is pending and without an open environment scope. Neither runs script
/// nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetGlobal(JSVM_Env env, JSVM_Value* result);

/// Makes a number from a signed 32-bit integer.
///
/// May collect; runs no script. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateInt32(JSVM_Env env, int32_t value, JSVM_Value* result);

/// Makes a number from an unsigned 32-bit integer.
///
/// May collect; runs no script. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateUint32(JSVM_Env env, uint32_t value, JSVM_Value* result);

/// Makes a number from a double, NaN and infinities included.
///
/// May collect; runs no script. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateDouble(JSVM_Env env, double value, JSVM_Value* result);

/// Makes a number from a signed 64-bit integer.
///
/// Above 2^53 in magnitude it is rounded without a word; use OH_JSVM_CreateBigintInt64 to keep all
/// digits. May collect; runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateInt64(JSVM_Env env, int64_t value, JSVM_Value* result);

/// Makes a bigint from a signed 64-bit integer.
///
/// May collect; runs no script. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateBigintInt64(JSVM_Env env, int64_t value, JSVM_Value* result);

/// Makes a bigint from an unsigned 64-bit integer.
///
/// May collect; runs no script. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateBigintUint64(JSVM_Env env, uint64_t value,
                                                   JSVM_Value* result);

/// Hands out `true` or `false`, the JavaScript primitives.
///
/// Neither runs script nor collects. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetBoolean(JSVM_Env env, bool value, JSVM_Value* result);

/// Hands out the JavaScript value `null`.
///
/// Neither runs script nor collects. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetNull(JSVM_Env env, JSVM_Value* result);

/// Hands out the JavaScript value `undefined`.
///
/// Neither runs script nor collects. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetUndefined(JSVM_Env env, JSVM_Value* result);

/// Makes a bigint from 64-bit words.
///
/// `words` holds `wordCount` of them, least significant first, and is required even for 0; copied.
/// A `signBit` other than 0 makes it negative.
/// JSVM_INVALID_ARG for a count above INT_MAX; JSVM_PENDING_EXCEPTION with a RangeError beyond 2^30
/// bits.
/// May collect; runs no script, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateBigintWords(JSVM_Env env, int signBit, size_t wordCount,
                                                  const uint64_t* words, JSVM_Value* result);

/// Makes a string from bytes, each of them one character.
///
/// `length` is bytes or JSVM_AUTO_LENGTH; `str` is copied and may be NULL for a length of 0.
/// JSVM_INVALID_ARG for a bad length; JSVM_GENERIC_FAILURE beyond the engine's limit of about 2^29
/// characters.
/// May collect; runs no script. Takes time proportional to the length.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateStringLatin1(JSVM_Env env, const char* str, size_t length,
                                                   JSVM_Value* result);

/// Makes a string from UTF-8 text; invalid sequences become U+FFFD.
///
/// `length` is bytes or JSVM_AUTO_LENGTH; `str` is copied and may be NULL for a length of 0.
/// JSVM_INVALID_ARG for a bad length; JSVM_GENERIC_FAILURE beyond the engine's limit of about 2^29
/// code units.
/// May collect; runs no script. Takes time proportional to the length.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateStringUtf8(JSVM_Env env, const char* str, size_t length,
                                                 JSVM_Value* result);

/// Makes a string from UTF-16 code units, unpaired surrogates included.
///
/// `length` is code units or JSVM_AUTO_LENGTH; `str` is copied and may be NULL for a length of 0.
/// JSVM_INVALID_ARG for a bad length; JSVM_GENERIC_FAILURE beyond the engine's limit of about 2^29
/// code units.
/// May collect; runs no script. Takes time proportional to the length.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateStringUtf16(JSVM_Env env, const char16_t* str, size_t length,
                                                  JSVM_Value* result);

/// Makes a string that reads the caller's bytes instead of copying them.
///
/// `length` is bytes or JSVM_AUTO_LENGTH; `*copied` is false: no copy is made.
/// `str` is borrowed until `finalizeCallback`, optional, is called with (environment, `str`,
/// `finalizeHint`); the environment is NULL if it is gone by then. An empty string is finalized
/// before this call returns.
/// JSVM_INVALID_ARG for a bad length; JSVM_GENERIC_FAILURE if too long, without calling the
/// finalizer.
/// May collect; runs no script. Constant time, save that JSVM_AUTO_LENGTH measures the text.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateExternalStringLatin1(JSVM_Env env, char* str, size_t length,
                                                           JSVM_Finalize finalizeCallback,
                                                           void* finalizeHint, JSVM_Value* result,
                                                           bool* copied);

/// Makes a string that reads the caller's UTF-16 code units instead of copying them.
///
/// `length` is code units or JSVM_AUTO_LENGTH. Otherwise as OH_JSVM_CreateExternalStringLatin1:
/// `str` is borrowed until `finalizeCallback`, optional, is called with (environment or NULL,
/// `str`, `finalizeHint`), and `*copied` is false.
/// JSVM_INVALID_ARG for a bad length; JSVM_GENERIC_FAILURE if too long, without calling the
/// finalizer.
/// May collect; runs no script. Constant time, save that JSVM_AUTO_LENGTH measures the text.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateExternalStringUtf16(JSVM_Env env, char16_t* str,
                                                          size_t length,
                                                          JSVM_Finalize finalizeCallback,
                                                          void* finalizeHint, JSVM_Value* result,
                                                          bool* copied);

/// Makes a symbol unlike any other.
///
/// `description` is optional; JSVM_STRING_EXPECTED if it is not a string. May collect; runs no
/// script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateSymbol(JSVM_Env env, JSVM_Value description,
                                             JSVM_Value* result);

/// Hands out the symbol registered under a name, as `Symbol.for` does, making it on first use.
///
/// `length` is bytes or JSVM_AUTO_LENGTH; the text is copied and may be NULL for a length of 0.
/// JSVM_INVALID_ARG for a bad length; JSVM_GENERIC_FAILURE if too long.
/// Registered symbols live as long as the VM. May collect; runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_SymbolFor(JSVM_Env env, const char* utf8description, size_t length,
                                          JSVM_Value* result);

/// Makes a Date.
///
/// `time` is milliseconds since 1970-01-01 UTC, cut to whole ones; NaN or a time out of range makes
/// an invalid date.
/// May collect; runs no script, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateDate(JSVM_Env env, double time, JSVM_Value* result);

/// Makes a regular expression from its source text.
///
/// `value` is the pattern as a string, `flags` bits of JSVM_RegExpFlags. JSVM_STRING_EXPECTED if it
/// is not a string; JSVM_GENERIC_FAILURE for JSVM_REGEXP_UNICODE_SETS, and with a SyntaxError
/// pending for a bad pattern or flags.
/// May collect; runs no script, but is refused while an exception is pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateRegExp(JSVM_Env env, JSVM_Value value, JSVM_RegExpFlags flags,
                                             JSVM_Value* result);

/// Makes a JavaScript value that carries a native pointer.
///
/// `data` may be NULL and stays the caller's; `finalizeCb` is optional and runs once when the value
/// is dead, see JSVM_Finalize.
/// The value is an object without usable properties, whose type is JSVM_EXTERNAL; it can be
/// wrapped, tagged and given private properties. Read it with OH_JSVM_GetValueExternal.
/// May collect; runs no script, but is refused while an exception is pending. Constant time.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateExternal(JSVM_Env env, void* data, JSVM_Finalize finalizeCb,
                                               void* finalizeHint, JSVM_Value* result);

/// Makes a Proxy of one object, with another as its handler.
///
/// JSVM_OBJECT_EXPECTED if `target` or `handler` is not an object; JSVM_PENDING_EXCEPTION if the
/// engine refuses them.
/// May collect; runs no script, but is refused while an exception is pending.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateProxy(JSVM_Env env, JSVM_Value target, JSVM_Value handler,
                                            JSVM_Value* result);

// Reading values.

/// Reads a boolean.
///
/// JSVM_BOOLEAN_EXPECTED for any other value. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueBool(JSVM_Env env, JSVM_Value value, bool* result);

/// Reads a number in full precision.
///
/// JSVM_NUMBER_EXPECTED for any other value. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueDouble(JSVM_Env env, JSVM_Value value, double* result);

/// Reads a number as signed 32 bits, as the operator `|0` does.
///
/// The fraction is cut off, the rest wraps modulo 2^32; NaN and infinities give 0.
/// JSVM_NUMBER_EXPECTED for any other value. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueInt32(JSVM_Env env, JSVM_Value value, int32_t* result);

/// Reads a number as unsigned 32 bits, as the operator `>>>0` does.
///
/// The fraction is cut off, the rest wraps modulo 2^32; NaN and infinities give 0.
/// JSVM_NUMBER_EXPECTED for any other value. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueUint32(JSVM_Env env, JSVM_Value value, uint32_t* result);

/// Reads a number as signed 64 bits.
///
/// The fraction is cut off; beyond the limits of int64_t it saturates; NaN and infinities give 0.
/// JSVM_NUMBER_EXPECTED for any other value, bigints included. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueInt64(JSVM_Env env, JSVM_Value value, int64_t* result);

/// Reads the low 64 bits of a bigint as a signed number.
///
/// `*lossless` is whether that is the whole value. JSVM_BIGINT_EXPECTED for any other value.
/// Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueBigintInt64(JSVM_Env env, JSVM_Value value, int64_t* result,
                                                    bool* lossless);

/// Reads the low 64 bits of a bigint as an unsigned number.
///
/// `*lossless` is whether that is the whole value. JSVM_BIGINT_EXPECTED for any other value.
/// Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueBigintUint64(JSVM_Env env, JSVM_Value value,
                                                     uint64_t* result, bool* lossless);

/// Reads a bigint as 64-bit words, least significant first.
///
/// `*wordCount` is the room in `words` on entry and the number of words needed on return; at most
/// the room is filled. `*signBit` is 1 for a negative value. With `signBit` and `words` both NULL
/// only the count is stored.
/// JSVM_BIGINT_EXPECTED for any other value; JSVM_INVALID_ARG if exactly one of the two is NULL.
/// Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueBigintWords(JSVM_Env env, JSVM_Value value, int* signBit,
                                                    size_t* wordCount, uint64_t* words);

/// Copies a string out as bytes, keeping the low 8 bits of each character.
///
/// With a NULL `buf` only `*result` is stored: the length in characters, without terminator.
/// Otherwise at most `bufsize` - 1 bytes and a NUL are written, and `result`, then optional,
/// receives the bytes before the NUL. A `bufsize` of 0 writes nothing.
/// JSVM_STRING_EXPECTED for any other value. Being cut short is no error.
/// May collect; runs no script. Takes time proportional to the length.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueStringLatin1(JSVM_Env env, JSVM_Value value, char* buf,
                                                     size_t bufsize, size_t* result);

/// Copies a string out as UTF-8, an unpaired surrogate as U+FFFD.
///
/// With a NULL `buf` only `*result` is stored: the length in bytes, without terminator. Otherwise
/// at most `bufsize` - 1 bytes and a NUL are written, never part of a character, and `result`, then
/// optional, receives the bytes before the NUL. A `bufsize` of 0 writes nothing.
/// JSVM_STRING_EXPECTED for any other value. Being cut short is no error.
/// May collect; runs no script. Takes time proportional to the length.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueStringUtf8(JSVM_Env env, JSVM_Value value, char* buf,
                                                   size_t bufsize, size_t* result);

/// Copies a string out as UTF-16 code units.
///
/// With a NULL `buf` only `*result` is stored: the length in code units, without terminator.
/// Otherwise at most `bufsize` - 1 units and a NUL are written, and `result`, then optional,
/// receives the units before the NUL. A `bufsize` of 0 writes nothing.
/// JSVM_STRING_EXPECTED for any other value. Being cut short is no error.
/// May collect; runs no script. Takes time proportional to the length.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueStringUtf16(JSVM_Env env, JSVM_Value value, char16_t* buf,
                                                    size_t bufsize, size_t* result);

/// Reads the native pointer of a value that OH_JSVM_CreateExternal made.
///
/// JSVM_INVALID_ARG for any other value. The pointer stays its owner's. Neither runs script nor
/// collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetValueExternal(JSVM_Env env, JSVM_Value value, void** result);

/// Reads the time of a Date.
///
/// `*result` is milliseconds since 1970-01-01 UTC, NaN for an invalid date. JSVM_DATE_EXPECTED for
/// any other value.
/// Neither runs script nor collects, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetDateValue(JSVM_Env env, JSVM_Value value, double* result);

/// Reads the `length` of an array.
///
/// JSVM_ARRAY_EXPECTED, and 0 in `*result`, for any other value, typed arrays included.
/// Neither runs script nor collects, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetArrayLength(JSVM_Env env, JSVM_Value value, uint32_t* result);

/// Hands out the internal prototype of an object, hidden ones included.
///
/// `object` is converted. For the global object this is not what Object.getPrototypeOf gives.
/// `*result` may be `null`; proxies are not asked.
/// May collect; runs no script, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetPrototype(JSVM_Env env, JSVM_Value object, JSVM_Value* result);

/// Hands out the prototype of an object as Object.getPrototypeOf gives it.
///
/// `object` is converted. The hidden prototype of the global object is skipped. A proxy is not
/// asked and gives `null`.
/// May collect; runs no script, but is refused while an exception is pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_ObjectGetPrototypeOf(JSVM_Env env, JSVM_Value object,
                                                     JSVM_Value* result);

/// Replaces the prototype of an object.
///
/// `object` is converted. JSVM_INVALID_ARG if `prototype` is not an object, so `null` cannot be
/// set; JSVM_GENERIC_FAILURE, with nothing pending, if it is refused, as for a cycle or an object
/// that cannot be extended.
/// May run script and collect; refused while an exception is pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_ObjectSetPrototypeOf(JSVM_Env env, JSVM_Value object,
                                                     JSVM_Value prototype);

/// Hands out the object behind a Proxy.
///
/// JSVM_INVALID_TYPE if `value` is not a proxy. A revoked proxy gives `null`. Neither runs script
/// nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_ProxyGetTarget(JSVM_Env env, JSVM_Value value, JSVM_Value* result);

// Converting values as JavaScript does.

/// Converts a value to a boolean, as the operator `!!` does.
///
/// Succeeds for every value. Neither runs script nor collects, but is refused while an exception is
/// pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CoerceToBool(JSVM_Env env, JSVM_Value value, JSVM_Value* result);

/// Converts a value to a number, as the unary operator `+` does.
///
/// JSVM_NUMBER_EXPECTED with the exception pending for symbols, bigints and objects whose
/// conversion throws.
/// Calls `valueOf` and its like. May run script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CoerceToNumber(JSVM_Env env, JSVM_Value value, JSVM_Value* result);

/// Converts a value to an object: primitives are boxed, objects handed out as they are.
///
/// JSVM_OBJECT_EXPECTED with a TypeError pending for `undefined` and `null`. May collect; runs no
/// script, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CoerceToObject(JSVM_Env env, JSVM_Value value, JSVM_Value* result);

/// Converts a value to a string, as a template literal does.
///
/// JSVM_STRING_EXPECTED with the exception pending for symbols and objects whose conversion throws.
/// Calls `toString` and its like. May run script and collect; refused while an exception is
/// pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CoerceToString(JSVM_Env env, JSVM_Value value, JSVM_Value* result);

/// Converts a value to a bigint, as an assignment to an element of a BigInt64Array does.
///
/// JSVM_BIGINT_EXPECTED with the exception pending for numbers, `undefined`, `null`, symbols, text
/// that is not an integer, and objects whose conversion throws.
/// Calls `valueOf` and its like. May run script and collect; refused while an exception is pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CoerceToBigInt(JSVM_Env env, JSVM_Value value, JSVM_Value* result);

// Telling values apart.

/// Tells whether a value is an array.
///
/// False for a proxy of one, and for typed arrays. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_IsArray(JSVM_Env env, JSVM_Value value, bool* result);

/// Tells whether a value is a Date object.
///
/// False for a proxy of one. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_IsDate(JSVM_Env env, JSVM_Value value, bool* isDate);

/// Tells whether a value is a regular expression object.
///
/// False for a proxy of one. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsRegExp(JSVM_Env env, JSVM_Value value, bool* result);

/// Tells whether a value is a Map object.
///
/// False for a WeakMap and for a proxy. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsMap(JSVM_Env env, JSVM_Value value, bool* isMap);

/// Tells whether a value is a Set object.
///
/// False for a WeakSet and for a proxy. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsSet(JSVM_Env env, JSVM_Value value, bool* isSet);

/// Tells whether a value is a Proxy, revoked or not.
///
/// JavaScript itself has no such test. Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_IsProxy(JSVM_Env env, JSVM_Value value, bool* isProxy);

/// Tells whether a value is `undefined`.
///
/// Neither runs script nor collects. Constant time.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsUndefined(JSVM_Env env, JSVM_Value value, bool* isUndefined);

/// Tells whether a value is `null`, the JavaScript value.
///
/// A NULL `value` is JSVM_INVALID_ARG. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsNull(JSVM_Env env, JSVM_Value value, bool* isNull);

/// Tells whether a value is `null` or `undefined`.
///
/// A NULL `value` is JSVM_INVALID_ARG. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsNullOrUndefined(JSVM_Env env, JSVM_Value value,
                                                  bool* isNullOrUndefined);

/// Tells whether a value is a boolean primitive.
///
/// False for a Boolean object, see OH_JSVM_IsBooleanObject. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsBoolean(JSVM_Env env, JSVM_Value value, bool* isBoolean);

/// Tells whether a value is a number primitive, NaN included.
///
/// False for a Number object, see OH_JSVM_IsNumberObject. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsNumber(JSVM_Env env, JSVM_Value value, bool* isNumber);

/// Tells whether a value is a string primitive.
///
/// False for a String object, see OH_JSVM_IsStringObject. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsString(JSVM_Env env, JSVM_Value value, bool* isString);

/// Tells whether a value is a symbol primitive.
///
/// False for a boxed symbol, see OH_JSVM_IsSymbolObject. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsSymbol(JSVM_Env env, JSVM_Value value, bool* isSymbol);

/// Tells whether a value is a bigint primitive.
///
/// False for a boxed bigint, see OH_JSVM_IsBigIntObject. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsBigInt(JSVM_Env env, JSVM_Value value, bool* isBigInt);

/// Tells whether a value is an object of any kind.
///
/// True for functions and externals, false for `null`. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsObject(JSVM_Env env, JSVM_Value value, bool* isObject);

/// Tells whether a value can be called.
///
/// The same test as OH_JSVM_IsCallable: true for functions and for objects that the engine treats
/// as such. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsFunction(JSVM_Env env, JSVM_Value value, bool* isFunction);

/// Tells whether a value can be called.
///
/// The same test as OH_JSVM_IsFunction. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsCallable(JSVM_Env env, JSVM_Value value, bool* isCallable);

/// Tells whether a value can be used with `new`.
///
/// False for everything that is not an object. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsConstructor(JSVM_Env env, JSVM_Value value, bool* isConstructor);

/// Tells whether a value is a bigint boxed in an object.
///
/// False for the primitive. Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_IsBigIntObject(JSVM_Env env, JSVM_Value value, bool* result);

/// Tells whether a value is a boolean boxed in an object, as `new Boolean` makes it.
///
/// False for the primitive. Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_IsBooleanObject(JSVM_Env env, JSVM_Value value, bool* result);

/// Tells whether a value is a string boxed in an object, as `new String` makes it.
///
/// False for the primitive. Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_IsStringObject(JSVM_Env env, JSVM_Value value, bool* result);

/// Tells whether a value is a number boxed in an object, as `new Number` makes it.
///
/// False for the primitive. Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_IsNumberObject(JSVM_Env env, JSVM_Value value, bool* result);

/// Tells whether a value is a symbol boxed in an object.
///
/// False for the primitive. Neither runs script nor collects.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_IsSymbolObject(JSVM_Env env, JSVM_Value value, bool* result);

/// Tells what type a value has, much as the operator does.
///
/// Unlike it, `null` is JSVM_NULL and native pointers are JSVM_EXTERNAL. JSVM_INVALID_ARG for what
/// is none of the types.
/// The VM need not be entered. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_Typeof(JSVM_Env env, JSVM_Value value, JSVM_ValueType* result);

/// Compares two values as `===` does.
///
/// Strings are compared by content. Neither runs script nor collects, but is refused while an
/// exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_StrictEquals(JSVM_Env env, JSVM_Value lhs, JSVM_Value rhs,
                                             bool* result);

/// Compares two values as `==` does, converting where their types differ.
///
/// JSVM_PENDING_EXCEPTION if a conversion throws. May run script and collect; refused while an
/// exception is pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_Equals(JSVM_Env env, JSVM_Value lhs, JSVM_Value rhs, bool* result);

/// Tells whether an object is an instance of a constructor, as the operator does.
///
/// `constructor` is converted. JSVM_FUNCTION_EXPECTED, with a TypeError of code
/// ERR_NAPI_CONS_FUNCTION pending, if it is not callable; JSVM_GENERIC_FAILURE with the exception
/// pending if the test throws.
/// Asks Symbol.hasInstance. May run script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_Instanceof(JSVM_Env env, JSVM_Value object, JSVM_Value constructor,
                                           bool* result);

// Array buffers, typed arrays, data views.

/// Makes an ArrayBuffer of zeroes.
///
/// `data` is optional and receives the address of its `byteLength` bytes, possibly NULL for none:
/// borrowed until the buffer is collected or detached.
/// Memory that cannot be had is an out-of-memory error that ends the process.
/// May collect; runs no script, but is refused while an exception is pending. Takes time
/// proportional to the size.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateArraybuffer(JSVM_Env env, size_t byteLength, void** data,
                                                  JSVM_Value* result);

/// Allocates memory that array buffers can be laid over.
///
/// `initialized` other than JSVM_ZERO_INITIALIZED leaves the content undefined.
/// JSVM_GENERIC_FAILURE if there is no memory, possibly also for a `byteLength` of 0.
/// `*data` is owned, free with OH_JSVM_FreeArrayBufferBackingStoreData. Any thread, no VM needed.
/// Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_AllocateArrayBufferBackingStoreData(
    size_t byteLength, JSVM_InitializedFlag initialized, void** data);

/// Frees memory of OH_JSVM_AllocateArrayBufferBackingStoreData.
///
/// JSVM_INVALID_ARG for memory that is not, or was freed before. Detach every array buffer over it
/// first, or let it die. Any thread, no VM needed. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_FreeArrayBufferBackingStoreData(void* data);

/// Lays an ArrayBuffer over part of allocated memory, without copying.
///
/// Covers `arrayBufferSize` bytes from `offset` in a block of `backingStoreSize` bytes. Several
/// buffers may share a block at different offsets.
/// JSVM_INVALID_ARG if either size is 0 or the part reaches beyond the block.
/// `data` is borrowed: the engine never frees it. Detach the buffer before freeing the block. May
/// collect; runs no script, but is refused while an exception is pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateArrayBufferFromBackingStoreData(JSVM_Env env, void* data,
                                                                      size_t backingStoreSize,
                                                                      size_t offset,
                                                                      size_t arrayBufferSize,
                                                                      JSVM_Value* result);

#ifdef JSVM_EXPERIMENTAL
/// Lays an ArrayBuffer over any memory of the caller's, without copying.
///
/// `externalData` must be 8-byte aligned and is borrowed until `finalizeCb`, optional, is called
/// with (NULL, `externalData`, `finalizeHint`, false), see JSVM_FinalizeArrayBuffer. `copied` is
/// optional and receives false.
/// JSVM_INVALID_ARG for bad alignment, a `byteLength` of 32 GiB or more, or one of 0 with a
/// finalizer.
/// May collect; runs no script, but is refused while an exception is pending. Constant time.
/// Experimental: visible if JSVM_EXPERIMENTAL is defined.
/// Since level 26.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateArrayBufferFromExternalMemory(
    JSVM_Env env, void* externalData, size_t byteLength, JSVM_FinalizeArrayBuffer finalizeCb,
    void* finalizeHint, bool* copied, JSVM_Value* result);
#endif

/// Reads where an ArrayBuffer's bytes are and how many.
///
/// `data` and `byteLength` are optional. JSVM_INVALID_ARG for any other value, SharedArrayBuffer
/// included.
/// `*data` is borrowed until the buffer is collected or detached. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetArraybufferInfo(JSVM_Env env, JSVM_Value arraybuffer,
                                                   void** data, size_t* byteLength);

/// Tells whether a value is an ArrayBuffer.
///
/// False for a SharedArrayBuffer and for views. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_IsArraybuffer(JSVM_Env env, JSVM_Value value, bool* result);

/// Tells whether a value is a typed array.
///
/// False for a DataView. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_IsTypedarray(JSVM_Env env, JSVM_Value value, bool* result);

/// Tells whether a value is a DataView.
///
/// False for typed arrays. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_IsDataview(JSVM_Env env, JSVM_Value value, bool* result);

/// Takes the memory away from an ArrayBuffer: its length becomes 0, and so does that of its views.
///
/// JSVM_ARRAYBUFFER_EXPECTED if `arraybuffer` is no kind of buffer;
/// JSVM_DETACHABLE_ARRAYBUFFER_EXPECTED if it cannot be detached, as a SharedArrayBuffer. Detaching
/// twice is JSVM_OK.
/// The finalizer of external memory may run inside. May collect; runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_DetachArraybuffer(JSVM_Env env, JSVM_Value arraybuffer);

/// Tells whether an ArrayBuffer has lost its memory.
///
/// False for every other value. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_IsDetachedArraybuffer(JSVM_Env env, JSVM_Value value, bool* result);

/// Makes a typed array that views an ArrayBuffer.
///
/// `length` counts elements, `byteOffset` bytes. JSVM_INVALID_ARG if `arraybuffer` is not one or
/// `type` is unknown.
/// JSVM_GENERIC_FAILURE with a RangeError pending: code ERR_JSVM_INVALID_TYPEDARRAY_ALIGNMENT for
/// an offset that is not a multiple of the element size, ERR_JSVM_INVALID_TYPEDARRAY_LENGTH for a
/// view beyond the buffer.
/// The array keeps its buffer alive. May collect; runs no script, but is refused while an exception
/// is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateTypedarray(JSVM_Env env, JSVM_TypedarrayType type,
                                                 size_t length, JSVM_Value arraybuffer,
                                                 size_t byteOffset, JSVM_Value* result);

/// Reads what a typed array views.
///
/// Every result is optional: `*length` is elements, `*byteOffset` bytes, `*data` the first
/// element's address, offset included. JSVM_INVALID_ARG if `typedarray` is not one.
/// `*data` is borrowed until the buffer is collected or detached. Asking for `data` or
/// `arraybuffer` may give a small array a buffer it did not have. May collect; runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetTypedarrayInfo(JSVM_Env env, JSVM_Value typedarray,
                                                  JSVM_TypedarrayType* type, size_t* length,
                                                  void** data, JSVM_Value* arraybuffer,
                                                  size_t* byteOffset);

/// Makes a DataView of an ArrayBuffer.
///
/// `length` and `byteOffset` are bytes. JSVM_INVALID_ARG if `arraybuffer` is not one;
/// JSVM_PENDING_EXCEPTION with a RangeError of code ERR_JSVM_INVALID_DATAVIEW_ARGS for a view
/// beyond the buffer.
/// The view keeps its buffer alive. May collect; runs no script, but is refused while an exception
/// is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateDataview(JSVM_Env env, size_t length, JSVM_Value arraybuffer,
                                               size_t byteOffset, JSVM_Value* result);

/// Reads what a DataView views.
///
/// Every result is optional: `*bytelength` and `*byteOffset` are bytes, `*data` the view's first
/// byte, offset included. JSVM_INVALID_ARG if `dataview` is not one.
/// `*data` is borrowed until the buffer is collected or detached. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetDataviewInfo(JSVM_Env env, JSVM_Value dataview,
                                                size_t* bytelength, void** data,
                                                JSVM_Value* arraybuffer, size_t* byteOffset);

// Well-known symbols.

/// Hands out `Symbol.asyncIterator`, under which `for await` finds its iterator.
///
/// Neither runs script nor collects. Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetSymbolAsyncIterator(JSVM_Env env, JSVM_Value* result);

/// Hands out `Symbol.hasInstance`, under which `instanceof` finds its test.
///
/// Neither runs script nor collects. Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetSymbolHasInstance(JSVM_Env env, JSVM_Value* result);

/// Hands out `Symbol.isConcatSpreadable`, which tells `concat` to take an object apart.
///
/// Neither runs script nor collects. Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetSymbolIsConcatSpreadable(JSVM_Env env, JSVM_Value* result);

/// Hands out `Symbol.match`, under which `String.prototype.match` finds its method.
///
/// Neither runs script nor collects. Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetSymbolMatch(JSVM_Env env, JSVM_Value* result);

/// Hands out `Symbol.replace`, under which `String.prototype.replace` finds its method.
///
/// Neither runs script nor collects. Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetSymbolReplace(JSVM_Env env, JSVM_Value* result);

/// Hands out `Symbol.search`, under which `String.prototype.search` finds its method.
///
/// Neither runs script nor collects. Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetSymbolSearch(JSVM_Env env, JSVM_Value* result);

/// Hands out `Symbol.split`, under which `String.prototype.split` finds its method.
///
/// Neither runs script nor collects. Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetSymbolSplit(JSVM_Env env, JSVM_Value* result);

/// Hands out `Symbol.toPrimitive`, under which conversions find their method.
///
/// Neither runs script nor collects. Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetSymbolToPrimitive(JSVM_Env env, JSVM_Value* result);

/// Hands out `Symbol.unscopables`, which hides properties from `with`.
///
/// Neither runs script nor collects. Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetSymbolUnscopables(JSVM_Env env, JSVM_Value* result);

/// Hands out `Symbol.toStringTag`, which names an object for `Object.prototype.toString`.
///
/// Neither runs script nor collects. Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetSymbolToStringTag(JSVM_Env env, JSVM_Value* result);

/// Hands out `Symbol.iterator`, under which `for of` and spreading find their iterator.
///
/// Neither runs script nor collects. Constant time.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetSymbolIterator(JSVM_Env env, JSVM_Value* result);

// Properties.

/// Lists the enumerable string keys of an object and its prototype chain, as for-in does.
///
/// `object` is converted. `*result` is an array of strings, indices among them.
/// JSVM_PENDING_EXCEPTION if a proxy or handler throws.
/// May run script and collect; refused while an exception is pending. Takes time proportional to
/// the number of keys.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetPropertyNames(JSVM_Env env, JSVM_Value object,
                                                 JSVM_Value* result);

/// Lists keys of an object, chosen by owner, attributes and kind.
///
/// `object` is converted. `keyFilter` is a combination of JSVM_KeyFilter bits, unknown ones
/// ignored. `*result` is an array of strings, symbols and, with JSVM_KEY_KEEP_NUMBERS, numbers.
/// JSVM_INVALID_ARG for an unknown `keyMode` or `keyConversion`; JSVM_PENDING_EXCEPTION if a proxy
/// or handler throws.
/// May run script and collect; refused while an exception is pending. Takes time proportional to
/// the number of keys.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetAllPropertyNames(JSVM_Env env, JSVM_Value object,
                                                    JSVM_KeyCollectionMode keyMode,
                                                    JSVM_KeyFilter keyFilter,
                                                    JSVM_KeyConversion keyConversion,
                                                    JSVM_Value* result);

/// Assigns to a property, as `object[key] = value` does in sloppy mode.
///
/// `object` is converted, `key` is any value. A write that the object silently ignores, as a frozen
/// one does, is JSVM_OK; JSVM_GENERIC_FAILURE with the exception pending if a setter or proxy
/// throws.
/// May run script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_SetProperty(JSVM_Env env, JSVM_Value object, JSVM_Value key,
                                            JSVM_Value value);

/// Reads a property, along the prototype chain.
///
/// `object` is converted, `key` is any value. `*result` is `undefined` for a missing one;
/// JSVM_GENERIC_FAILURE with the exception pending if a getter or proxy throws.
/// May run script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetProperty(JSVM_Env env, JSVM_Value object, JSVM_Value key,
                                            JSVM_Value* result);

/// Tells whether a property exists, along the prototype chain, as `in` does.
///
/// `object` is converted, `key` is any value. JSVM_GENERIC_FAILURE with the exception pending if a
/// proxy throws. May run script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_HasProperty(JSVM_Env env, JSVM_Value object, JSVM_Value key,
                                            bool* result);

/// Removes a property of the object itself.
///
/// `object` is converted, `key` is any value. `result` is optional: false, with JSVM_OK, if the
/// property is not configurable. JSVM_GENERIC_FAILURE with the exception pending if a proxy throws.
/// May run script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_DeleteProperty(JSVM_Env env, JSVM_Value object, JSVM_Value key,
                                               bool* result);

/// Tells whether a property exists on the object itself.
///
/// `object` is converted. JSVM_NAME_EXPECTED if `key` is neither string nor symbol: numbers are not
/// converted. JSVM_GENERIC_FAILURE with the exception pending if a proxy throws.
/// May run script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_HasOwnProperty(JSVM_Env env, JSVM_Value object, JSVM_Value key,
                                               bool* result);

/// Assigns to a property whose name is C text.
///
/// `object` is converted, `utf8name` is NUL-terminated UTF-8, copied. Otherwise as
/// OH_JSVM_SetProperty. May run script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_SetNamedProperty(JSVM_Env env, JSVM_Value object,
                                                 const char* utf8name, JSVM_Value value);

/// Reads a property whose name is C text.
///
/// `object` is converted, `utf8name` is NUL-terminated UTF-8, copied. Otherwise as
/// OH_JSVM_GetProperty. May run script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetNamedProperty(JSVM_Env env, JSVM_Value object,
                                                 const char* utf8name, JSVM_Value* result);

/// Tells whether a property whose name is C text exists, along the prototype chain.
///
/// `object` is converted, `utf8name` is NUL-terminated UTF-8, copied. Otherwise as
/// OH_JSVM_HasProperty. May run script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_HasNamedProperty(JSVM_Env env, JSVM_Value object,
                                                 const char* utf8name, bool* result);

/// Assigns to the element at an index.
///
/// `object` is converted. Otherwise as OH_JSVM_SetProperty. May run script and collect; refused
/// while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_SetElement(JSVM_Env env, JSVM_Value object, uint32_t index,
                                           JSVM_Value value);

/// Reads the element at an index.
///
/// `object` is converted. Otherwise as OH_JSVM_GetProperty. May run script and collect; refused
/// while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetElement(JSVM_Env env, JSVM_Value object, uint32_t index,
                                           JSVM_Value* result);

/// Tells whether there is an element at an index, along the prototype chain.
///
/// `object` is converted. Otherwise as OH_JSVM_HasProperty. May run script and collect; refused
/// while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_HasElement(JSVM_Env env, JSVM_Value object, uint32_t index,
                                           bool* result);

/// Removes the element at an index; the length stays.
///
/// `object` is converted, `result` is optional. Otherwise as OH_JSVM_DeleteProperty. May run script
/// and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_DeleteElement(JSVM_Env env, JSVM_Value object, uint32_t index,
                                              bool* result);

/// Defines properties one after the other, as Object.defineProperty does.
///
/// `object` is converted; `properties` holds `propertyCount` descriptors, JSVM_STATIC is ignored.
/// Stops at the first failure; earlier properties stay.
/// JSVM_NAME_EXPECTED if a `name` is neither string nor symbol; JSVM_INVALID_ARG if a descriptor
/// has no key or nothing to define, or an accessor or value is refused; JSVM_GENERIC_FAILURE if a
/// method is refused.
/// Callback structures are borrowed for as long as the functions made from them live. May run
/// script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_DefineProperties(JSVM_Env env, JSVM_Value object,
                                                 size_t propertyCount,
                                                 const JSVM_PropertyDescriptor* properties);

/// Makes every property of an object read-only and permanent, and forbids new ones.
///
/// `object` is converted. JSVM_PENDING_EXCEPTION if it throws, as for a typed array with elements;
/// JSVM_GENERIC_FAILURE if refused otherwise.
/// May run script and collect; refused while an exception is pending. Takes time proportional to
/// the number of properties.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_ObjectFreeze(JSVM_Env env, JSVM_Value object);

/// Makes every property of an object permanent, still writable, and forbids new ones.
///
/// `object` is converted. JSVM_PENDING_EXCEPTION if it throws; JSVM_GENERIC_FAILURE if refused
/// otherwise.
/// May run script and collect; refused while an exception is pending. Takes time proportional to
/// the number of properties.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_ObjectSeal(JSVM_Env env, JSVM_Value object);

/// Makes a key for properties that JavaScript cannot see; every call makes another.
///
/// `description` is optional and serves debugging; JSVM_STRING_EXPECTED if it is not a string.
/// `*result` is a local handle; keep it with OH_JSVM_CreateDataReference. May collect; runs no
/// script.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_CreatePrivate(JSVM_Env env, JSVM_Value description,
                                              JSVM_Data* result);

/// Stores a value on an object under a private key.
///
/// JSVM_OBJECT_EXPECTED if `object` is not an object: nothing is converted. JSVM_INVALID_ARG if
/// `key` is not a private key; JSVM_PENDING_EXCEPTION or JSVM_GENERIC_FAILURE if the engine
/// refuses.
/// Proxies are not asked. May collect; runs no script, but is refused while an exception is
/// pending.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_SetPrivate(JSVM_Env env, JSVM_Value object, JSVM_Data key,
                                           JSVM_Value value);

/// Reads what an object holds under a private key.
///
/// `*result` is `undefined` if there is nothing. JSVM_OBJECT_EXPECTED if `object` is not an object;
/// JSVM_INVALID_ARG if `key` is not a private key.
/// Proxies are not asked. Neither runs script nor collects, but is refused while an exception is
/// pending.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_GetPrivate(JSVM_Env env, JSVM_Value object, JSVM_Data key,
                                           JSVM_Value* result);

/// Removes what an object holds under a private key; nothing there is JSVM_OK.
///
/// JSVM_OBJECT_EXPECTED if `object` is not an object; JSVM_INVALID_ARG if `key` is not a private
/// key.
/// Proxies are not asked. May collect; runs no script, but is refused while an exception is
/// pending.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_DeletePrivate(JSVM_Env env, JSVM_Value object, JSVM_Data key);

// Functions and calls.

/// Makes a JavaScript function that calls native code.
///
/// `utf8name` is optional; `length` is its bytes or JSVM_AUTO_LENGTH. The function can also be used
/// with `new`.
/// JSVM_INVALID_ARG for a bad length or a NULL `cb->callback`.
/// `cb` is borrowed and read at every call: it must outlive the function, in practice the
/// environment. May collect; runs no script, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateFunction(JSVM_Env env, const char* utf8name, size_t length,
                                               JSVM_Callback cb, JSVM_Value* result);

/// Compiles a function from parameter names and a body.
///
/// `argv` holds `argc` names and may be NULL for 0; `script` is the body. It sees the environment's
/// globals, nothing else. `funcName` is optional; `length` is its bytes or JSVM_AUTO_LENGTH.
/// JSVM_STRING_EXPECTED if a name or the body is not a string; JSVM_INVALID_ARG for a bad length;
/// JSVM_GENERIC_FAILURE with a SyntaxError pending if it does not compile.
/// May collect; runs no script, but is refused while an exception is pending. Takes time
/// proportional to the text.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateFunctionWithScript(JSVM_Env env, const char* funcName,
                                                         size_t length, size_t argc,
                                                         const JSVM_Value* argv, JSVM_Value script,
                                                         JSVM_Value* result);

/// Calls a function and waits for its result.
///
/// `recv` is its `this`: pass `undefined` or the global object if there is none. `argv` holds
/// `argc` arguments and may be NULL for 0. `result` is optional.
/// JSVM_INVALID_ARG if `func` is not a function; JSVM_PENDING_EXCEPTION if it throws.
/// May run script and collect; refused while an exception is pending. With JSVM_MICROTASK_AUTO, the
/// outermost call runs microtasks before it returns.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CallFunction(JSVM_Env env, JSVM_Value recv, JSVM_Value func,
                                             size_t argc, const JSVM_Value* argv,
                                             JSVM_Value* result);

/// Constructs an object, as `new` does.
///
/// `argv` holds `argc` arguments and may be NULL for 0. JSVM_INVALID_ARG if `constructor` is not a
/// function; JSVM_PENDING_EXCEPTION if it throws or cannot be used with `new`.
/// May run script and collect; refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_NewInstance(JSVM_Env env, JSVM_Value constructor, size_t argc,
                                            const JSVM_Value* argv, JSVM_Value* result);

/// Reads what a native callback was called with.
///
/// `argc`, `argv`, `thisArg` and `data` are each optional. `*argc` is the room in `argv` on entry,
/// which is filled with arguments and then `undefined`; on return it is the number actually passed,
/// even if larger. `*data` is the pointer in the callback structure as it is now.
/// JSVM_INVALID_ARG for `argv` without `argc`. `cbinfo` is valid during the callback only.
/// Works while an exception is pending. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetCbInfo(JSVM_Env env, JSVM_CallbackInfo cbinfo, size_t* argc,
                                          JSVM_Value* argv, JSVM_Value* thisArg, void** data);

/// Tells whether a native callback was called with `new`, and on which constructor.
///
/// `*result` is `new.target`, or NULL with JSVM_OK in an ordinary call. Neither runs script nor
/// collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_GetNewTarget(JSVM_Env env, JSVM_CallbackInfo cbinfo,
                                             JSVM_Value* result);

// Classes, and native data behind objects.

/// Makes a JavaScript class whose constructor and members are native.
///
/// `utf8name` is the class name, `length` its bytes or JSVM_AUTO_LENGTH. `properties` holds
/// `propertyCount` descriptors, NULL for 0: JSVM_STATIC ones go to the constructor, the others to
/// the prototype. Methods called on a foreign `this` throw "Illegal invocation" unless
/// JSVM_NO_RECEIVER_CHECK is set.
/// JSVM_INVALID_ARG for a bad length or a descriptor without key or content; for static ones see
/// OH_JSVM_DefineProperties.
/// `constructor` also runs when the class is called without `new`. It and the callback structures
/// in `properties` are borrowed as long as the class lives, in practice until OH_JSVM_DestroyEnv.
/// May collect; runs no script, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_DefineClass(JSVM_Env env, const char* utf8name, size_t length,
                                            JSVM_Callback constructor, size_t propertyCount,
                                            const JSVM_PropertyDescriptor* properties,
                                            JSVM_Value* result);

/// Makes a class as OH_JSVM_DefineClass does, with callbacks that answer property accesses on its
/// instances.
///
/// `propertyHandlerCfg` is copied, see there for what the callbacks decide.
/// `callAsFunctionCallback` is optional, makes instances callable, and is borrowed as long as the
/// class lives.
/// JSVM_INVALID_ARG also for a NULL `constructor->callback`. May collect; runs no script, but is
/// refused while an exception is pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_DefineClassWithPropertyHandler(
    JSVM_Env env, const char* utf8name, size_t length, JSVM_Callback constructor,
    size_t propertyCount, const JSVM_PropertyDescriptor* properties,
    JSVM_PropertyHandlerCfg propertyHandlerCfg, JSVM_Callback callAsFunctionCallback,
    JSVM_Value* result);

/// Makes a class as OH_JSVM_DefineClass does, with a parent class and further options.
///
/// `parentClass` is optional: instances inherit its prototype's properties, the constructor its
/// statics. `options` holds `optionCount` entries, applied in order up to the first bad one.
/// JSVM_INVALID_ARG for a parent that is not a class made by this library, an unknown option, a
/// property handler without configuration, or a NULL `constructor->callback`.
/// JSVM_NO_RECEIVER_CHECK is not honoured. May collect; runs no script, but is refused while an
/// exception is pending.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_DefineClassWithOptions(
    JSVM_Env env, const char* utf8name, size_t length, JSVM_Callback constructor,
    size_t propertyCount, const JSVM_PropertyDescriptor* properties, JSVM_Value parentClass,
    size_t optionCount, JSVM_DefineClassOptions options[], JSVM_Value* result);

/// Attaches a native pointer to an object, for OH_JSVM_Unwrap to find.
///
/// `nativeObject` may be NULL and stays the caller's; `finalizeCb` is optional and runs once when
/// the object is dead, see JSVM_Finalize.
/// JSVM_INVALID_ARG if `jsObject` is not an object or is wrapped already.
/// `result` is optional: a separate weak reference, owned, free with OH_JSVM_DeleteReference, which
/// neither unwraps nor cancels the finalizer. May collect; runs no script, but is refused while an
/// exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_Wrap(JSVM_Env env, JSVM_Value jsObject, void* nativeObject,
                                     JSVM_Finalize finalizeCb, void* finalizeHint,
                                     JSVM_Ref* result);

/// Reads the native pointer that OH_JSVM_Wrap attached.
///
/// JSVM_INVALID_ARG if `jsObject` is not an object or not wrapped. The pointer stays its owner's.
/// Neither runs script nor collects, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_Unwrap(JSVM_Env env, JSVM_Value jsObject, void** result);

/// Takes the native pointer off an object, and with it the duty to finalize it.
///
/// `result` is optional and receives the pointer, which is the caller's from now on: the finalizer
/// will not run. A reference that OH_JSVM_Wrap returned stays and still wants deleting. The object
/// may be wrapped again.
/// JSVM_INVALID_ARG if `jsObject` is not an object or not wrapped. Neither runs script nor
/// collects, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_RemoveWrap(JSVM_Env env, JSVM_Value jsObject, void** result);

/// Asks for a native function to be called once an object is dead.
///
/// `finalizeCb` receives `finalizeData` and `finalizeHint`, see JSVM_Finalize. An object may have
/// several, and none can be cancelled; OH_JSVM_DestroyEnv runs those left, newest first.
/// JSVM_INVALID_ARG if `jsObject` is not an object.
/// `result` is optional: a weak reference, owned, free with OH_JSVM_DeleteReference. Works while an
/// exception is pending. May collect; runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_AddFinalizer(JSVM_Env env, JSVM_Value jsObject, void* finalizeData,
                                             JSVM_Finalize finalizeCb, void* finalizeHint,
                                             JSVM_Ref* result);

/// Marks an object with 128 bits that script can neither see nor forge.
///
/// `value` is converted, and a tag on a primitive is lost with the wrapper. `typeTag` is copied.
/// JSVM_INVALID_ARG if the object is tagged already; JSVM_PENDING_EXCEPTION if the engine throws.
/// May collect; runs no script, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_TypeTagObject(JSVM_Env env, JSVM_Value value,
                                              const JSVM_TypeTag* typeTag);

/// Tells whether an object carries exactly this tag.
///
/// `value` is converted. Check before trusting the type behind OH_JSVM_Unwrap.
/// JSVM_PENDING_EXCEPTION if the engine throws.
/// May collect; runs no script, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CheckObjectTypeTag(JSVM_Env env, JSVM_Value value,
                                                   const JSVM_TypeTag* typeTag, bool* result);

// Promises.

/// Makes a pending promise, and the means to settle it.
///
/// `*promise` is a local handle. `*deferred` is owned, consumed by the first
/// OH_JSVM_ResolveDeferred or OH_JSVM_RejectDeferred; one never concluded is a leak, and is
/// reported by OH_JSVM_DestroyEnv.
/// May collect; runs no script, but is refused while an exception is pending.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreatePromise(JSVM_Env env, JSVM_Deferred* deferred,
                                              JSVM_Value* promise);

/// Fulfils a promise with a value, or ties it to another promise or thenable.
///
/// `deferred` is consumed, also by JSVM_GENERIC_FAILURE, which an exception in the engine gives;
/// JSVM_PENDING_EXCEPTION for an earlier exception leaves it usable. JSVM_INVALID_ARG if it was
/// consumed before.
/// May run script and collect; refused while an exception is pending. Reactions are microtasks;
/// with JSVM_MICROTASK_AUTO they may have run on return.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_ResolveDeferred(JSVM_Env env, JSVM_Deferred deferred,
                                                JSVM_Value resolution);

/// Rejects a promise with a reason.
///
/// `deferred` is consumed as by OH_JSVM_ResolveDeferred, with the same statuses. The handler of
/// OH_JSVM_SetHandlerForPromiseReject runs inside if nothing handles the promise.
/// May run script and collect; refused while an exception is pending. Reactions are microtasks;
/// with JSVM_MICROTASK_AUTO they may have run on return.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_RejectDeferred(JSVM_Env env, JSVM_Deferred deferred,
                                               JSVM_Value rejection);

/// Tells whether a value is a native promise.
///
/// False for other objects with a `then` method. Neither runs script nor collects.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_IsPromise(JSVM_Env env, JSVM_Value value, bool* isPromise);

/// Attaches reactions to a promise, as `then` and `catch` do.
///
/// `onFulfilled` and `onRejected` are optional, but not both. `result` is optional: the derived
/// promise.
/// JSVM_INVALID_TYPE if `promise` is not a native promise or a handler not a function;
/// JSVM_INVALID_ARG if both are NULL; JSVM_PENDING_EXCEPTION or JSVM_GENERIC_FAILURE if the engine
/// refuses.
/// Handlers run later, as microtasks. May collect; runs no script, but is refused while an
/// exception is pending.
/// Since level 18.
JSVM_EXTERN JSVM_Status OH_JSVM_PromiseRegisterHandler(JSVM_Env env, JSVM_Value promise,
                                                       JSVM_Value onFulfilled,
                                                       JSVM_Value onRejected, JSVM_Value* result);

// JSON.

/// Makes values from JSON text.
///
/// JSVM_STRING_EXPECTED if `jsonString` is not a string; JSVM_GENERIC_FAILURE with a SyntaxError
/// pending for bad text.
/// May collect; runs no script, but is refused while an exception is pending. Takes time
/// proportional to the text.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_JsonParse(JSVM_Env env, JSVM_Value jsonString, JSVM_Value* result);

/// Makes JSON text from a value, as JSON.stringify does.
///
/// `undefined` and what else has no JSON form give the string "undefined". JSVM_GENERIC_FAILURE
/// with the exception pending for cycles, bigints, and getters or `toJSON` methods that throw.
/// May run script and collect; refused while an exception is pending. Takes time proportional to
/// the value.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_JsonStringify(JSVM_Env env, JSVM_Value jsonObject,
                                              JSVM_Value* result);

// Scripts and code caches.

/// Compiles source text, without running it.
///
/// `script` is the text as a string. With `cachedData`, optional, of `cacheDataLength` bytes, code
/// is loaded from that cache instead; `cacheRejected`, optional, receives whether it did not fit,
/// which costs a compilation but is no error. `eagerCompile`, ignored with a cache, compiles all
/// functions at once.
/// JSVM_STRING_EXPECTED if `script` is not a string; JSVM_GENERIC_FAILURE with the exception
/// pending if it does not compile.
/// `*result` is borrowed until the plain handle scope closes, see JSVM_Script. The cache is
/// borrowed during the call.
/// May collect; runs no script, but is refused while an exception is pending. Takes time
/// proportional to the text.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CompileScript(JSVM_Env env, JSVM_Value script,
                                              const uint8_t* cachedData, size_t cacheDataLength,
                                              bool eagerCompile, bool* cacheRejected,
                                              JSVM_Script* result);

/// Compiles source text that has a name and a place, for stacks and debuggers.
///
/// `origin` is required with its `resourceName`, JSVM_INVALID_ARG otherwise. Its source map, if
/// given, is registered for the whole process, the last one for a name winning, and rewrites error
/// stacks from then on.
/// Everything else as OH_JSVM_CompileScript. May collect; runs no script, but is refused while an
/// exception is pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CompileScriptWithOrigin(
    JSVM_Env env, JSVM_Value script, const uint8_t* cachedData, size_t cacheDataLength,
    bool eagerCompile, bool* cacheRejected, JSVM_ScriptOrigin* origin, JSVM_Script* result);

/// Compiles source text, all further wishes being given as a list.
///
/// `options` holds `optionCount` entries, see JSVM_CompileOptionId; unknown ones are skipped.
/// Without an origin the script is named "script_" and a number. The source map of an origin acts
/// only with JSVM_COMPILE_ENABLE_SOURCE_MAP.
/// JSVM_INVALID_ARG for an unknown mode, or for consuming a code cache that is not given;
/// JSVM_STRING_EXPECTED if `script` is not a string; JSVM_GENERIC_FAILURE with the exception
/// pending if it does not compile.
/// A background result still being worked on is waited for. `*result` is borrowed, as of
/// OH_JSVM_CompileScript. May collect; runs no script, but is refused while an exception is
/// pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CompileScriptWithOptions(JSVM_Env env, JSVM_Value script,
                                                         size_t optionCount,
                                                         JSVM_CompileOptions options[],
                                                         JSVM_Script* result);

/// Serialises the code of a script, so that a later process need not compile it.
///
/// Taken after a run it also holds the functions compiled meanwhile. JSVM_GENERIC_FAILURE if the
/// engine has nothing to write; JSVM_INVALID_ARG for a dead script.
/// `*data`, `*length` bytes, is owned, free with OH_JSVM_ReleaseCache and JSVM_CACHE_TYPE_JS.
/// May collect; runs no script. Takes time proportional to the code.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateCodeCache(JSVM_Env env, JSVM_Script script,
                                                const uint8_t** data, size_t* length);

/// Runs a compiled script and hands out the value of its last statement.
///
/// May be repeated. JSVM_GENERIC_FAILURE with the exception pending if it throws; JSVM_INVALID_ARG
/// for a dead script.
/// May run script and collect; refused while an exception is pending. With JSVM_MICROTASK_AUTO, the
/// outermost run ends with microtasks.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_RunScript(JSVM_Env env, JSVM_Script script, JSVM_Value* result);

/// Keeps a script beyond its handle scope.
///
/// `script` itself is owned from now on, free with OH_JSVM_ReleaseScript. JSVM_INVALID_ARG if it is
/// dead or retained already. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_RetainScript(JSVM_Env env, JSVM_Script script);

/// Frees a script that was retained.
///
/// `script` is dead afterwards. JSVM_INVALID_ARG if it is dead or not retained. Neither runs script
/// nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_ReleaseScript(JSVM_Env env, JSVM_Script script);

/// Frees a code cache or WebAssembly cache.
///
/// JSVM_INVALID_ARG for an unknown `cacheType`. Freeing twice is undefined. Neither runs script nor
/// collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_ReleaseCache(JSVM_Env env, const uint8_t* cacheData,
                                             JSVM_CacheType cacheType);

/// Starts loading a code cache on a worker thread.
///
/// Use `*result` in OH_JSVM_CompileScriptWithOptions, together with the cache; it is owned, free
/// with OH_JSVM_ReleaseDeserializeResult. JSVM_INVALID_ARG for an empty cache.
/// The bytes of `cacheData` are borrowed until the result has been used or released. Returns at
/// once. Neither runs script nor collects.
/// Since level 24.
JSVM_EXTERN JSVM_Status OH_JSVM_BackgroundDeserialize(JSVM_VM vm, JSVM_CodeCache cacheData,
                                                      JSVM_DeserializeResult* result);

/// Frees the outcome of OH_JSVM_BackgroundDeserialize, used or not.
///
/// Waits for the worker if it is still at it; the cache may be freed afterwards. Call after the
/// compilation that uses it. Neither runs script nor collects.
/// Since level 24.
JSVM_EXTERN JSVM_Status OH_JSVM_ReleaseDeserializeResult(JSVM_DeserializeResult result);

// Startup snapshots.

/// Serialises environments into a blob from which later VMs start.
///
/// `contexts` holds `contextCount` environments of `vm`; each one's index is what
/// OH_JSVM_CreateEnvFromSnapshot takes. JSVM_GENERIC_FAILURE unless the VM was created with
/// `isForSnapshotting`.
/// Native callbacks survive only if the addresses of their callback structures are in the external
/// references of OH_JSVM_Init, in the same order in both processes. Classes with property handlers
/// are not supported.
/// `*blobData`, `*blobSize` bytes, is owned; no function frees it. Close all handle scopes first;
/// afterwards only close and destroy.
/// Collects; runs no script. Takes time proportional to the heap.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateSnapshot(JSVM_VM vm, size_t contextCount,
                                               const JSVM_Env* contexts, const char** blobData,
                                               size_t* blobSize);

/// Makes an environment from a saved one, with its globals as they were.
///
/// May be repeated for one `index`, each time with a fresh copy. JSVM_GENERIC_FAILURE if the VM was
/// created without a blob, or the blob has no such index.
/// `*result` is owned, free with OH_JSVM_DestroyEnv. May collect; runs no script.
/// Since level 11.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateEnvFromSnapshot(JSVM_VM vm, size_t index, JSVM_Env* result);

// WebAssembly.

/// Compiles WebAssembly bytes into a WebAssembly.Module.
///
/// With `cacheData`, optional, of `cacheDataLength` bytes, code is loaded from that cache;
/// `cacheRejected`, optional, receives whether it did not fit and the bytes were compiled after
/// all. Bytes and cache are borrowed during the call.
/// JSVM_INVALID_ARG if a length is 0; JSVM_PENDING_EXCEPTION with a CompileError for invalid bytes.
/// May collect; refused while an exception is pending. Takes time proportional to the bytes.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CompileWasmModule(JSVM_Env env, const uint8_t* wasmBytecode,
                                                  size_t wasmBytecodeLength,
                                                  const uint8_t* cacheData, size_t cacheDataLength,
                                                  bool* cacheRejected, JSVM_Value* wasmModule);

/// Makes sure that one function of a module is compiled by the optimising compiler.
///
/// `functionIndex` counts the functions that the module defines itself. JSVM_INVALID_ARG if
/// `wasmModule` is not a module or `optLevel` unknown; JSVM_GENERIC_FAILURE for an index out of
/// range.
/// JSVM_OK at once where the engine runs without generating code. May collect; runs no script, but
/// is refused while an exception is pending.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CompileWasmFunction(JSVM_Env env, JSVM_Value wasmModule,
                                                    uint32_t functionIndex,
                                                    JSVM_WasmOptLevel optLevel);

/// Tells whether a value is a WebAssembly.Module.
///
/// False for instances. Neither runs script nor collects.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_IsWasmModuleObject(JSVM_Env env, JSVM_Value value, bool* result);

/// Serialises the compiled code of a module.
///
/// `*data`, `*length` bytes, is owned, free with OH_JSVM_ReleaseCache and JSVM_CACHE_TYPE_WASM;
/// NULL and 0 with JSVM_OK where the engine runs without generating code.
/// JSVM_INVALID_ARG if `wasmModule` is not a module; JSVM_GENERIC_FAILURE if there is nothing to
/// write.
/// May collect; runs no script, but is refused while an exception is pending. Takes time
/// proportional to the code.
/// Since level 12.
JSVM_EXTERN JSVM_Status OH_JSVM_CreateWasmCache(JSVM_Env env, JSVM_Value wasmModule,
                                                const uint8_t** data, size_t* length);

EXTERN_C_END

#endif  // ARK_RUNTIME_JSVM_JSVM_H
