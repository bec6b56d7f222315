// SPDX-License-Identifier: Apache-2.0

// Types of the JSVM-API; jsvm.h includes this file and explains the rules that its functions share.
//
// Sizes, offsets and values are part of the binary interface and never change.

#ifndef ARK_RUNTIME_JSVM_JSVM_TYPE_H
#define ARK_RUNTIME_JSVM_JSVM_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Given as a length, says that the text ends at its first NUL and is to be measured.
/// Since level 11.
#define JSVM_AUTO_LENGTH SIZE_MAX

#ifndef JSVM_CDECL
/// Calling convention of every callback: the platform's C convention, so empty here.
///
/// Define it before inclusion to override.
#define JSVM_CDECL
#endif

#ifndef __cplusplus
/// One UTF-16 code unit; C++ has the type built in.
typedef uint16_t char16_t;
#endif

// Handles.

/// A virtual machine: one heap, one garbage collector, any number of environments.
///
/// Owned: made by OH_JSVM_CreateVM, freed by OH_JSVM_DestroyVM. Used by one thread at a time.
/// Since level 11.
typedef struct JSVM_VM__* JSVM_VM;

/// The stretch of time during which a thread has a VM open.
///
/// Owned: made by OH_JSVM_OpenVMScope, ended by OH_JSVM_CloseVMScope on the same thread.
/// Since level 11.
typedef struct JSVM_VMScope__* JSVM_VMScope;

/// The stretch of time during which an environment's global scope is the current one.
///
/// Owned: made by OH_JSVM_OpenEnvScope, ended by OH_JSVM_CloseEnvScope on the same thread.
/// Since level 11.
typedef struct JSVM_EnvScope__* JSVM_EnvScope;

/// A compiled script, bound to the environment that compiled it.
///
/// Borrowed until the innermost plain handle scope open at compile time closes; after
/// OH_JSVM_RetainScript, owned until OH_JSVM_ReleaseScript.
/// Since level 11.
typedef struct JSVM_Script__* JSVM_Script;

/// An environment: one global object with everything reachable from it, its last error and its
/// pending exception.
///
/// Owned: made by OH_JSVM_CreateEnv or OH_JSVM_CreateEnvFromSnapshot, freed by OH_JSVM_DestroyEnv.
/// Since level 11.
typedef struct JSVM_Env__* JSVM_Env;

/// A running CPU profile.
///
/// Owned: made by OH_JSVM_StartCpuProfiler, freed by OH_JSVM_StopCpuProfiler.
/// Since level 12.
typedef struct JSVM_CpuProfiler__* JSVM_CpuProfiler;

/// A JavaScript value, seen through a local handle that also keeps it alive.
///
/// Borrowed until the innermost handle scope open at its creation closes; inside a native callback
/// at the latest until the callback returns.
/// A stale handle is not noticed unless JSVM_SCOPE_CHECK is on. To keep a value longer, make a
/// JSVM_Ref.
/// Since level 11.
typedef struct JSVM_Value__* JSVM_Value;

/// An engine datum that JavaScript cannot see, namely a private property key.
///
/// Borrowed like a JSVM_Value. To keep it longer, use OH_JSVM_CreateDataReference.
/// Since level 18.
typedef struct JSVM_Data__* JSVM_Data;

/// A counted reference that outlives handle scopes: it holds its target strongly while the count is
/// above zero and weakly at zero.
///
/// Owned: freed by OH_JSVM_DeleteReference before its environment is destroyed. It is a number with
/// a generation, not an address, so a stale one is recognised and answered with JSVM_INVALID_ARG.
/// Since level 11.
typedef struct JSVM_Ref__* JSVM_Ref;

/// A bracket that frees the local handles made inside it.
///
/// Owned: made by OH_JSVM_OpenHandleScope, ended by OH_JSVM_CloseHandleScope.
/// Since level 11.
typedef struct JSVM_HandleScope__* JSVM_HandleScope;

/// A handle scope that can hand one value to the scope around it.
///
/// Owned: made by OH_JSVM_OpenEscapableHandleScope, ended by OH_JSVM_CloseEscapableHandleScope.
/// Since level 11.
typedef struct JSVM_EscapableHandleScope__* JSVM_EscapableHandleScope;

/// What JavaScript passed to a native callback: arguments, receiver, `new.target`.
///
/// Borrowed: valid until that callback returns. Read it with OH_JSVM_GetCbInfo and
/// OH_JSVM_GetNewTarget.
/// Since level 11.
typedef struct JSVM_CallbackInfo__* JSVM_CallbackInfo;

/// The settling end of a promise.
///
/// Owned: made by OH_JSVM_CreatePromise, consumed by the first OH_JSVM_ResolveDeferred or
/// OH_JSVM_RejectDeferred.
/// Since level 11.
typedef struct JSVM_Deferred__* JSVM_Deferred;

/// A code cache on its way through a worker thread.
///
/// Owned: made by OH_JSVM_BackgroundDeserialize, freed by OH_JSVM_ReleaseDeserializeResult.
/// Since level 24.
typedef struct JSVM_DeserializeResult__* JSVM_DeserializeResult;

// Status codes and errors.

/// How a call ended. Whether script threw is for OH_JSVM_IsExceptionPending to tell, not the
/// status.
/// Since level 11.
typedef enum {
  JSVM_OK = 0,  ///< Done.
  /// A required argument is NULL, out of range, stale, or of a kind that has no status of its own.
  JSVM_INVALID_ARG = 1,
  JSVM_OBJECT_EXPECTED = 2,    ///< The argument is not an object, or cannot be converted to one.
  JSVM_STRING_EXPECTED = 3,    ///< The argument is not a string, or cannot be converted to one.
  JSVM_NAME_EXPECTED = 4,      ///< The property key is neither a string nor a symbol.
  JSVM_FUNCTION_EXPECTED = 5,  ///< The argument cannot be called.
  JSVM_NUMBER_EXPECTED = 6,    ///< The argument is not a number, or cannot be converted to one.
  JSVM_BOOLEAN_EXPECTED = 7,   ///< The argument is not a boolean.
  JSVM_ARRAY_EXPECTED = 8,     ///< The argument is not an array.
  /// The engine refused or script threw; also: another thread has the VM open.
  JSVM_GENERIC_FAILURE = 9,
  /// Script threw, or an earlier exception is still pending and nothing was done.
  JSVM_PENDING_EXCEPTION = 10,
  JSVM_CANCELLED = 11,                ///< Reserved; not returned.
  JSVM_ESCAPE_CALLED_TWICE = 12,      ///< The scope has already handed out its one value.
  JSVM_HANDLE_SCOPE_MISMATCH = 13,    ///< The handle scope is not open.
  JSVM_CALLBACK_SCOPE_MISMATCH = 14,  ///< Reserved; not returned.
  JSVM_QUEUE_FULL = 15,               ///< Reserved; not returned.
  JSVM_CLOSING = 16,                  ///< Reserved; not returned.
  /// The argument is not a bigint, or cannot be converted to one.
  JSVM_BIGINT_EXPECTED = 17,
  JSVM_DATE_EXPECTED = 18,  ///< The argument is not a Date.
  /// The argument is neither an ArrayBuffer nor a SharedArrayBuffer.
  JSVM_ARRAYBUFFER_EXPECTED = 19,
  JSVM_DETACHABLE_ARRAYBUFFER_EXPECTED = 20,  ///< The buffer cannot be detached.
  JSVM_WOULD_DEADLOCK = 21,                   ///< Reserved; not returned.
  JSVM_NO_EXTERNAL_BUFFERS_ALLOWED = 22,      ///< Reserved; not returned.
  /// A collection is being reported on this VM, and the function may run script.
  JSVM_CANNOT_RUN_JS = 23,
  /// The argument is not a proxy, promise or handler function as asked for. Since level 18.
  JSVM_INVALID_TYPE = 24,
  JSVM_JIT_MODE_EXPECTED = 25,  ///< Reserved; not returned. Since level 18.
} JSVM_Status;

/// The last failure on an environment, as OH_JSVM_GetLastErrorInfo shows it. Since level 11.
typedef struct {
  /// Static English text for the status, NULL for JSVM_OK; the wording may change.
  const char* errorMessage;
  void* engineReserved;      ///< Always NULL.
  uint32_t engineErrorCode;  ///< Always 0.
  JSVM_Status errorCode;     ///< Status of the last call that records one.
} JSVM_ExtendedErrorInfo;

// Native callbacks.

/// A native function and the pointer it is called with, as JavaScript functions are made from them.
///
/// Borrowed by every function made from it and read at each call: it must outlive them, in practice
/// the environment, and a later change of either field takes effect.
/// Since level 11.
typedef struct {
  /// Runs on the VM's thread inside a handle scope of its own. The result must be a live handle;
  /// NULL means `undefined`, or the new object in a constructor. An exception pending on return is
  /// thrown into JavaScript and the result ignored. Handle scopes opened here must be closed here;
  /// surplus ones are closed and reported.
  JSVM_Value(JSVM_CDECL* callback)(JSVM_Env env, JSVM_CallbackInfo info);
  void* data;  ///< Yours; OH_JSVM_GetCbInfo hands it out.
} JSVM_CallbackStruct;

/// The form in which functions take a JSVM_CallbackStruct: by address, not copied.
/// Since level 11.
typedef JSVM_CallbackStruct* JSVM_Callback;

/// Frees native data whose JavaScript object is gone.
///
/// Runs at most once, on the VM's thread: after the object was collected, at the next safe point
/// (before the collecting call returns, in OH_JSVM_PumpMessageLoop, on return to native code, or
/// between two steps of script), else in OH_JSVM_DestroyEnv.
/// Collection itself is over by then, so the function may use the API; handlers for the end of that
/// collection may have run before it. Handle scopes must be left balanced, and an exception left
/// behind stays pending.
/// `env` is NULL if the environment no longer exists, which only external strings see.
/// Since level 11.
typedef void(JSVM_CDECL* JSVM_Finalize)(JSVM_Env env, void* finalizeData, void* finalizeHint);

#ifdef JSVM_EXPERIMENTAL
/// Frees memory that OH_JSVM_CreateArrayBufferFromExternalMemory was given.
///
/// `env` is always NULL. `copied` repeats what that function reported: true if the buffer used a
/// copy.
/// May run on a background thread of the engine, inside OH_JSVM_DetachArraybuffer, in a collection,
/// or when the VM is destroyed: free memory here and call nothing of this API.
/// Since level 26.
typedef void(JSVM_CDECL* JSVM_FinalizeArrayBuffer)(JSVM_Env env, void* finalizeData,
                                                   void* finalizeHint, bool copied);
#endif

/// Takes the next piece of a snapshot, profile or trace.
///
/// `data` holds `size` bytes, borrowed until the function returns; NULL and 0 mark the end where
/// the producer says so. `streamData` is the pointer given to the producer.
/// Return false to stop. Runs on the calling thread inside the producer; call nothing of this API
/// on that VM.
/// Since level 12.
typedef bool(JSVM_CDECL* JSVM_OutputStream)(const char* data, int size, void* streamData);

// VM.

/// Process-wide settings of OH_JSVM_Init; each field may be NULL, 0 or false. Copied.
/// Since level 11.
typedef struct {
  /// Addresses that startup snapshots may contain, ended by a 0; the same list, in the same order,
  /// in the process that writes a snapshot and in the one that reads it.
  const intptr_t* externalReferences;
  int* argc;  ///< Number of entries in `argv`, rewritten if `removeFlags`.
  /// Engine flags such as `--max-old-space-size=64`, after a program name in `argv[0]`.
  char** argv;
  bool removeFlags;  ///< Whether to take recognised flags out of `argv`.
} JSVM_InitOptions;

/// Heap bounds and startup data of a VM. Zero the structure before filling it.
///
/// Sizes are bytes; 0 means the engine's default, and so does an absurd size.
/// Since level 11.
typedef struct {
  /// Limit of the old generation; reaching it is an out-of-memory error.
  size_t maxOldGenerationSize;
  size_t maxYoungGenerationSize;  ///< Limit of the young generation, where new objects live.
  /// Old generation at the start, before the collector sizes it.
  size_t initialOldGenerationSize;
  size_t initialYoungGenerationSize;  ///< Young generation at the start.
  /// Startup snapshot, or NULL; borrowed until the VM is destroyed.
  const char* snapshotBlobData;
  size_t snapshotBlobSize;  ///< Bytes of `snapshotBlobData`.
  /// The VM serves only to build a startup snapshot, see OH_JSVM_CreateSnapshot.
  bool isForSnapshotting;
} JSVM_CreateVMOptions;

/// Which engine this is. The strings are static. Since level 11.
typedef struct {
  uint32_t apiVersion;  ///< Version of the interface: 1.
  const char* engine;   ///< "v8".
  const char* version;  ///< The engine's version, such as "10.2.154".
  /// Number that a code cache must match; depends on engine version and flags.
  uint32_t cachedDataVersionTag;
} JSVM_VMInfo;

/// When promise reactions and other microtasks run. Since level 18.
typedef enum {
  JSVM_MICROTASK_EXPLICIT = 0,  ///< Only in OH_JSVM_PerformMicrotaskCheckpoint.
  JSVM_MICROTASK_AUTO = 1,      ///< Also when the outermost call into script ends; the default.
} JSVM_MicrotaskPolicy;

/// Checks that can be switched on per environment. Since level 20.
typedef enum {
  /// Abort with "Run in wrong HandleScope" when a value outlives its handle scope.
  JSVM_SCOPE_CHECK = 0,
} JSVM_DebugOption;

// Memory and garbage collection.

/// How urgently memory is wanted back, see OH_JSVM_MemoryPressureNotification. Since level 11.
typedef enum {
  JSVM_MEMORY_PRESSURE_LEVEL_NONE = 0,  ///< Back to normal; collects nothing.
  /// Start marking in small steps; collects nothing before returning.
  JSVM_MEMORY_PRESSURE_LEVEL_MODERATE = 1,
  JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL = 2,  ///< Collect everything now and shrink the heap.
  /// Collect repeatedly until nothing more is freed. Since level 22.
  JSVM_MEMORY_PRESSURE_LEVEL_LOW_MEMORY = 3,
} JSVM_MemoryPressureLevel;

/// Which end of a collection a handler is told about. Since level 18.
typedef enum {
  JSVM_CB_TRIGGER_BEFORE_GC = 0,  ///< Before it starts.
  JSVM_CB_TRIGGER_AFTER_GC = 1,   ///< After it has finished; every other value counts as this one.
} JSVM_CBTriggerTimeForGC;

/// What kind of collection runs; bits, of which a handler is given exactly one. Since level 18.
typedef enum {
  JSVM_GC_TYPE_SCAVENGE = 1 << 0,  ///< Young generation, by copying.
  /// Young generation, by marking; only with an engine flag.
  JSVM_GC_TYPE_MINOR_MARK_COMPACT = 1 << 1,
  JSVM_GC_TYPE_MARK_SWEEP_COMPACT = 1 << 2,  ///< The whole heap.
  /// Marking in small steps begins; both ends are reported at once.
  JSVM_GC_TYPE_INCREMENTAL_MARKING = 1 << 3,
  /// Second part of weak processing, inside a full collection or alone.
  JSVM_GC_TYPE_PROCESS_WEAK_CALLBACKS = 1 << 4,
  JSVM_GC_TYPE_ALL = 31,  ///< Every type; for registering, as handlers are given the actual one.
} JSVM_GCType;

/// Why a collection runs; consecutive numbers, not bits. The same at both ends of a collection.
/// Since level 18.
typedef enum {
  /// Ordinary, or a combination the engine has no single word for.
  JSVM_NO_GC_CALLBACK_FLAGS = 0,
  /// The engine asks for retained-object information.
  JSVM_GC_CALLBACK_CONSTRUCT_RETAINED_OBJECT_INFOS = 1,
  /// Forced by the `gc()` function of `--expose-gc`.
  JSVM_GC_CALLBACK_FORCED = 2,
  /// Weak callbacks are processed at once.
  JSVM_GC_CALLBACK_SYNCHRONOUS_PHANTOM_CALLBACK_PROCESSING = 3,
  JSVM_GC_CALLBACK_COLLECT_ALL_AVAILABLE_GARBAGE = 4,     ///< JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL.
  JSVM_GC_CALLBACK_COLLECT_ALL_EXTERNAL_MEMORY = 5,       ///< External memory is over its limit.
  JSVM_GC_CALLBACK_SCHEDULE_IDLE_GARBAGE_COLLECTION = 6,  ///< Scheduled for idle time.
} JSVM_GCCallbackFlags;

/// Is told that a collection is about to start or has finished.
///
/// `data` is the pointer given at registration. Runs synchronously on the VM's thread.
/// May add and remove handlers and use the API, except that functions which may run script return
/// JSVM_CANNOT_RUN_JS. A collection caused here is not reported.
/// Since level 18.
typedef void(JSVM_CDECL* JSVM_HandlerForGC)(JSVM_VM vm, JSVM_GCType gcType,
                                            JSVM_GCCallbackFlags flags, void* data);

/// Size of a VM's heap at one moment; bytes unless stated. Since level 12.
typedef struct {
  size_t totalHeapSize;            ///< Memory the heap has taken from the system.
  size_t totalHeapSizeExecutable;  ///< Part of it that holds machine code.
  size_t totalPhysicalSize;        ///< Part of it that is backed by physical memory.
  size_t totalAvailableSize;       ///< What may still be allocated before the limit.
  size_t usedHeapSize;             ///< Occupied by objects, dead ones not yet collected included.
  size_t heapSizeLimit;            ///< What the heap may grow to.
  size_t mallocedMemory;           ///< Allocated by the engine outside the heap.
  /// Contents of array buffers; not what OH_JSVM_AdjustExternalMemory was told.
  size_t externalMemory;
  size_t peakMallocedMemory;  ///< Highest value of `mallocedMemory` so far.
  /// Living global scopes: a number. One per environment; if it does not fall after destroying
  /// environments and collecting, one leaks.
  size_t numberOfNativeContexts;
  size_t numberOfDetachedContexts;  ///< Global scopes detached but not collected: a number.
  size_t totalGlobalHandlesSize;    ///< Reserved for handles of references and wraps.
  size_t usedGlobalHandlesSize;     ///< Part of it in use.
} JSVM_HeapStatistics;

/// Is told, just before a full collection, that the used heap has reached `threshold` bytes.
///
/// Runs synchronously on the VM's thread, never nested. May take snapshots and change the
/// threshold; functions that may run script return JSVM_CANNOT_RUN_JS.
/// Since level 26.
typedef void(JSVM_CDECL* JSVM_HandlerForHeapThreshold)(JSVM_VM vm, uint64_t threshold, void* data);

// Fatal errors and promise rejections.

/// Hears of an allocation that failed for good; the process is aborted when it returns.
///
/// `location` and `detail` are borrowed until then; `detail` is a short text about the heap or
/// NULL. `isHeapOOM` tells heap exhaustion ("Reached heap limit") from failed system memory.
/// Runs on the thread that allocated. It may leave by longjmp; the VM is then fit for little but
/// being abandoned.
/// Since level 18.
typedef void(JSVM_CDECL* JSVM_HandlerForOOMError)(const char* location, const char* detail,
                                                  bool isHeapOOM);

/// Hears of a broken engine rule, such as destroying a VM that is entered.
///
/// Both texts are borrowed until it returns. Runs on the offending thread. The engine's state is
/// undefined after returning; abort, or leave by longjmp.
/// Since level 18.
typedef void(JSVM_CDECL* JSVM_HandlerForFatalError)(const char* location, const char* message);

/// What happened to a promise. Since level 18.
typedef enum {
  JSVM_PROMISE_REJECT_OTHER_REASONS = 0,    ///< Never sent.
  JSVM_PROMISE_REJECT_WITH_NO_HANDLER = 1,  ///< Rejected, and nothing handles it yet.
  /// A handler arrived late; takes back the event above.
  JSVM_PROMISE_ADD_HANDLER_AFTER_REJECTED = 2,
  JSVM_PROMISE_REJECT_AFTER_RESOLVED = 3,   ///< Rejected although already settled; without effect.
  JSVM_PROMISE_RESOLVE_AFTER_RESOLVED = 4,  ///< Resolved although already settled; without effect.
} JSVM_PromiseRejectEvent;

/// Hears of promise rejections that nobody handles, and of late or repeated settling.
///
/// `rejectInfo` is a fresh object {promise, value}, borrowed until the function returns; `value` is
/// `undefined` when a handler is added. `env` is the environment whose script is running.
/// Runs on the VM's thread in the middle of the rejection. An exception it leaves stays pending.
/// Since level 18.
typedef void(JSVM_CDECL* JSVM_HandlerForPromiseReject)(JSVM_Env env,
                                                       JSVM_PromiseRejectEvent rejectEvent,
                                                       JSVM_Value rejectInfo);

/// Severity of an engine message; bits. No function takes it yet. Since level 18.
typedef enum {
  JSVM_MESSAGE_LOG = 1 << 0,      ///< Log output.
  JSVM_MESSAGE_DEBUG = 1 << 1,    ///< Debugging output.
  JSVM_MESSAGE_INFO = 1 << 2,     ///< Information.
  JSVM_MESSAGE_ERROR = 1 << 3,    ///< Error.
  JSVM_MESSAGE_WARNING = 1 << 4,  ///< Warning.
  JSVM_MESSAGE_ALL = 31,          ///< All of them.
} JSVM_MessageErrorLevel;

// Tracing.

/// Kinds of engine events that a trace can hold. Since level 18.
typedef enum {
  JSVM_TRACE_VM = 0,             ///< Engine events in general, collections among them: `v8`.
  JSVM_TRACE_COMPILE = 1,        ///< Compilation in detail: `disabled-by-default-v8.compile`.
  JSVM_TRACE_EXECUTE = 2,        ///< Calls into script: `v8.execute`.
  JSVM_TRACE_RUNTIME = 3,        ///< Runtime functions: `disabled-by-default-v8.runtime`.
  JSVM_TRACE_STACK_TRACE = 4,    ///< Stack traces: `disabled-by-default-v8.stack_trace`.
  JSVM_TRACE_WASM = 5,           ///< WebAssembly: `v8.wasm`.
  JSVM_TRACE_WASM_DETAILED = 6,  ///< WebAssembly in detail: `disabled-by-default-v8.wasm.detailed`.
} JSVM_TraceCategory;

// Values.

/// What OH_JSVM_Typeof tells apart. Since level 11.
typedef enum {
  JSVM_UNDEFINED = 0,  ///< `undefined`.
  JSVM_NULL = 1,       ///< `null`, which JavaScript's own typeof calls an object.
  JSVM_BOOLEAN = 2,    ///< A boolean primitive.
  JSVM_NUMBER = 3,     ///< A number primitive.
  JSVM_STRING = 4,     ///< A string primitive.
  JSVM_SYMBOL = 5,     ///< A symbol.
  JSVM_OBJECT = 6,     ///< An object that is neither of the next two.
  JSVM_FUNCTION = 7,   ///< A function.
  JSVM_EXTERNAL = 8,   ///< A native pointer made by OH_JSVM_CreateExternal.
  JSVM_BIGINT = 9,     ///< A bigint primitive.
} JSVM_ValueType;

/// Flags of a regular expression; bits. Since level 12.
typedef enum {
  JSVM_REGEXP_NONE = 0,              ///< No flag.
  JSVM_REGEXP_GLOBAL = 1 << 0,       ///< `g`: find every match.
  JSVM_REGEXP_IGNORE_CASE = 1 << 1,  ///< `i`: upper and lower case are equal.
  JSVM_REGEXP_MULTILINE = 1 << 2,    ///< `m`: ^ and $ match at line ends.
  JSVM_REGEXP_STICKY = 1 << 3,       ///< `y`: match only at lastIndex.
  JSVM_REGEXP_UNICODE = 1 << 4,      ///< `u`: match code points.
  JSVM_REGEXP_DOT_ALL = 1 << 5,      ///< `s`: the dot matches line ends too.
  /// `l`: match in time linear in the text, or refuse the pattern.
  JSVM_REGEXP_LINEAR = 1 << 6,
  JSVM_REGEXP_HAS_INDICES = 1 << 7,   ///< `d`: report where groups matched.
  JSVM_REGEXP_UNICODE_SETS = 1 << 8,  ///< `v`: set notation; refused by this engine.
} JSVM_RegExpFlags;

/// Element type of a typed array. Since level 11.
typedef enum {
  JSVM_INT8_ARRAY = 0,           ///< Int8Array, 1 byte per element.
  JSVM_UINT8_ARRAY = 1,          ///< Uint8Array, 1 byte.
  JSVM_UINT8_CLAMPED_ARRAY = 2,  ///< Uint8ClampedArray, 1 byte, stores saturate.
  JSVM_INT16_ARRAY = 3,          ///< Int16Array, 2 bytes.
  JSVM_UINT16_ARRAY = 4,         ///< Uint16Array, 2 bytes.
  JSVM_INT32_ARRAY = 5,          ///< Int32Array, 4 bytes.
  JSVM_UINT32_ARRAY = 6,         ///< Uint32Array, 4 bytes.
  JSVM_FLOAT32_ARRAY = 7,        ///< Float32Array, 4 bytes.
  JSVM_FLOAT64_ARRAY = 8,        ///< Float64Array, 8 bytes.
  JSVM_BIGINT64_ARRAY = 9,       ///< BigInt64Array, 8 bytes.
  JSVM_BIGUINT64_ARRAY = 10,     ///< BigUint64Array, 8 bytes.
} JSVM_TypedarrayType;

/// What new backing-store memory contains. Since level 12.
typedef enum {
  JSVM_ZERO_INITIALIZED = 0,  ///< Zeroes.
  JSVM_UNINITIALIZED = 1,     ///< Whatever was there; faster.
} JSVM_InitializedFlag;

// Properties and classes.

/// What script may do with a property; bits. Since level 11.
typedef enum {
  JSVM_DEFAULT = 0,            ///< Read-only, hidden from enumeration, permanent.
  JSVM_WRITABLE = 1 << 0,      ///< May be assigned; has no meaning for accessors.
  JSVM_ENUMERABLE = 1 << 1,    ///< Shows up in for-in and Object.keys.
  JSVM_CONFIGURABLE = 1 << 2,  ///< May be deleted and redefined.
  /// A prototype method accepts any `this`; not honoured by OH_JSVM_DefineClassWithOptions.
  JSVM_NO_RECEIVER_CHECK = 1 << 3,
  /// Belongs to the constructor, not to the instances; only for classes.
  JSVM_STATIC = 1 << 10,
  /// As a method of a JavaScript class has them.
  JSVM_DEFAULT_METHOD = JSVM_WRITABLE | JSVM_CONFIGURABLE,
  /// The same, accepting any `this`.
  JSVM_METHOD_NO_RECEIVER_CHECK = JSVM_DEFAULT_METHOD | JSVM_NO_RECEIVER_CHECK,
  /// As a plain assignment gives them.
  JSVM_DEFAULT_JSPROPERTY = JSVM_WRITABLE | JSVM_ENUMERABLE | JSVM_CONFIGURABLE,
  /// The same, accepting any `this`.
  JSVM_JSPROPERTY_NO_RECEIVER_CHECK = JSVM_DEFAULT_JSPROPERTY | JSVM_NO_RECEIVER_CHECK,
} JSVM_PropertyAttributes;

/// One property to define: an accessor, else a method, else a value, whichever is set first in that
/// order.
///
/// Copied, except that the callback structures are kept by address and must outlive the functions
/// made from them.
/// Since level 11.
typedef struct {
  const char* utf8name;  ///< Key as NUL-terminated text, or NULL to use `name`.
  /// Key as a string or symbol where `utf8name` is NULL; ignored by OH_JSVM_CreateEnv.
  JSVM_Value name;
  JSVM_Callback method;                ///< Function to install, or NULL.
  JSVM_Callback getter;                ///< Called on reading, or NULL.
  JSVM_Callback setter;                ///< Called on assignment, or NULL.
  JSVM_Value value;                    ///< Value to store where no callback is given.
  JSVM_PropertyAttributes attributes;  ///< Bits of JSVM_PropertyAttributes.
} JSVM_PropertyDescriptor;

/// Whose keys OH_JSVM_GetAllPropertyNames lists. Since level 11.
typedef enum {
  JSVM_KEY_INCLUDE_PROTOTYPES = 0,  ///< The object's and those along its prototype chain.
  JSVM_KEY_OWN_ONLY = 1,            ///< The object's only.
} JSVM_KeyCollectionMode;

/// Which keys OH_JSVM_GetAllPropertyNames leaves out; bits. Since level 11.
typedef enum {
  JSVM_KEY_ALL_PROPERTIES = 0,     ///< None.
  JSVM_KEY_WRITABLE = 1 << 0,      ///< Those of read-only properties.
  JSVM_KEY_ENUMERABLE = 1 << 1,    ///< Those of non-enumerable properties.
  JSVM_KEY_CONFIGURABLE = 1 << 2,  ///< Those of non-configurable properties.
  JSVM_KEY_SKIP_STRINGS = 1 << 3,  ///< Strings.
  JSVM_KEY_SKIP_SYMBOLS = 1 << 4,  ///< Symbols.
} JSVM_KeyFilter;

/// How OH_JSVM_GetAllPropertyNames presents array indices. Since level 11.
typedef enum {
  JSVM_KEY_KEEP_NUMBERS = 0,        ///< As numbers.
  JSVM_KEY_NUMBERS_TO_STRINGS = 1,  ///< As strings.
} JSVM_KeyConversion;

/// 128 bits that mark objects as yours; a random UUID written down in the source serves well.
/// Since level 11.
typedef struct {
  uint64_t lower;  ///< First 64 bits.
  uint64_t upper;  ///< Last 64 bits.
} JSVM_TypeTag;

/// Callbacks that answer property accesses on the instances of a class; each may be NULL. Copied.
///
/// A getter, setter or deleter that is present always handles the access: real properties of that
/// kind are never reached. Names arrive as strings or symbols, indices as numbers, `thisArg` is the
/// instance. The `in` operator asks the getter.
/// Exceptions left pending are thrown into JavaScript.
/// Since level 12.
typedef struct {
  /// Value of a named property; NULL means `undefined`.
  JSVM_Value(JSVM_CDECL* genericNamedPropertyGetterCallback)(JSVM_Env env, JSVM_Value name,
                                                             JSVM_Value thisArg,
                                                             JSVM_Value namedPropertyData);
  /// Takes an assignment to a name; the result is ignored and nothing is stored.
  JSVM_Value(JSVM_CDECL* genericNamedPropertySetterCallback)(JSVM_Env env, JSVM_Value name,
                                                             JSVM_Value property,
                                                             JSVM_Value thisArg,
                                                             JSVM_Value namedPropertyData);
  /// Whether a name was deleted; anything but a boolean counts as true.
  JSVM_Value(JSVM_CDECL* genericNamedPropertyDeleterCallback)(JSVM_Env env, JSVM_Value name,
                                                              JSVM_Value thisArg,
                                                              JSVM_Value namedPropertyData);
  /// Array of the names to enumerate; anything else is ignored.
  JSVM_Value(JSVM_CDECL* genericNamedPropertyEnumeratorCallback)(JSVM_Env env, JSVM_Value thisArg,
                                                                 JSVM_Value namedPropertyData);
  /// Value of an element; NULL means `undefined`.
  JSVM_Value(JSVM_CDECL* genericIndexedPropertyGetterCallback)(JSVM_Env env, JSVM_Value index,
                                                               JSVM_Value thisArg,
                                                               JSVM_Value indexedPropertyData);
  /// Takes an assignment to an element; the result is ignored and nothing is stored.
  JSVM_Value(JSVM_CDECL* genericIndexedPropertySetterCallback)(JSVM_Env env, JSVM_Value index,
                                                               JSVM_Value property,
                                                               JSVM_Value thisArg,
                                                               JSVM_Value indexedPropertyData);
  /// Whether an element was deleted; anything but a boolean counts as true.
  JSVM_Value(JSVM_CDECL* genericIndexedPropertyDeleterCallback)(JSVM_Env env, JSVM_Value index,
                                                                JSVM_Value thisArg,
                                                                JSVM_Value indexedPropertyData);
  /// Array of the indices to enumerate; anything else is ignored.
  JSVM_Value(JSVM_CDECL* genericIndexedPropertyEnumeratorCallback)(JSVM_Env env, JSVM_Value thisArg,
                                                                   JSVM_Value indexedPropertyData);
  /// Passed to the named callbacks; held until the constructor is collected.
  JSVM_Value namedPropertyData;
  /// Passed to the indexed callbacks; held until the constructor is collected.
  JSVM_Value indexedPropertyData;
} JSVM_PropertyHandlerConfigurationStruct;

/// The form in which functions take a JSVM_PropertyHandlerConfigurationStruct. Since level 12.
typedef JSVM_PropertyHandlerConfigurationStruct* JSVM_PropertyHandlerCfg;

/// What JSVM_DEFINE_CLASS_WITH_PROPERTY_HANDLER takes. Since level 18.
typedef struct {
  /// Callbacks for property accesses; must not be NULL. Copied.
  JSVM_PropertyHandlerCfg propertyHandlerCfg;
  JSVM_Callback callAsFunctionCallback;  ///< Makes instances callable, or NULL; kept by address.
} JSVM_PropertyHandler;

/// What one JSVM_DefineClassOptions says. Since level 18.
typedef enum {
  JSVM_DEFINE_CLASS_NORMAL = 0,  ///< Nothing.
  /// `num` is the number of internal fields of each instance.
  JSVM_DEFINE_CLASS_WITH_COUNT = 1,
  JSVM_DEFINE_CLASS_WITH_PROPERTY_HANDLER = 2,  ///< `ptr` points to a JSVM_PropertyHandler.
} JSVM_DefineClassOptionsId;

/// One option of OH_JSVM_DefineClassWithOptions. Since level 18.
typedef struct {
  JSVM_DefineClassOptionsId id;  ///< Says which member of `content` is read.
  /// Borrowed during the call.
  union {
    void* ptr;     ///< For options that are structures.
    int num;       ///< For options that are numbers.
    bool boolean;  ///< For options that are switches; none yet.
  } content;
} JSVM_DefineClassOptions;

// Scripts and WebAssembly.

/// Where a script comes from, for stacks and debuggers. Borrowed during the call. Since level 12.
typedef struct {
  /// Path of a local source-map file, or NULL. It stays registered for `resourceName` in the whole
  /// process (the last one wins) and rewrites error stacks.
  const char* sourceMapUrl;
  const char* resourceName;     ///< File name or URL shown in stacks; must not be NULL.
  size_t resourceLineOffset;    ///< Lines before the script in that file.
  size_t resourceColumnOffset;  ///< Columns before the script in its first line.
} JSVM_ScriptOrigin;

/// How OH_JSVM_CompileScriptWithOptions goes about it. Since level 12.
typedef enum {
  JSVM_COMPILE_MODE_DEFAULT = 0,  ///< Functions are compiled when first called.
  /// Load code from the given cache; compile if it is rejected.
  JSVM_COMPILE_MODE_CONSUME_CODE_CACHE = 1,
  JSVM_COMPILE_MODE_EAGER_COMPILE = 2,            ///< Compile every function at once.
  JSVM_COMPILE_MODE_PRODUCE_COMPILE_PROFILE = 3,  ///< Unknown to this engine; as the default.
  JSVM_COMPILE_MODE_CONSUME_COMPILE_PROFILE = 4,  ///< Unknown to this engine; as the default.
} JSVM_CompileMode;

/// A code cache, as OH_JSVM_CreateCodeCache made it. Borrowed by those who take it.
/// Since level 12.
typedef struct {
  uint8_t* cache;  ///< The bytes.
  size_t length;   ///< Their number.
} JSVM_CodeCache;

/// Hints about which functions are used; accepted and ignored. Since level 12.
typedef const struct {
  int* profile;   ///< The hints.
  size_t length;  ///< Their number.
} JSVM_CompileProfile;

/// What one JSVM_CompileOptions says. Since level 12.
typedef enum {
  JSVM_COMPILE_MODE = 0,             ///< `num` is a JSVM_CompileMode.
  JSVM_COMPILE_CODE_CACHE = 1,       ///< `ptr` points to a JSVM_CodeCache.
  JSVM_COMPILE_SCRIPT_ORIGIN = 2,    ///< `ptr` points to a JSVM_ScriptOrigin.
  JSVM_COMPILE_COMPILE_PROFILE = 3,  ///< `ptr` points to a JSVM_CompileProfile; ignored.
  /// `boolean` says whether the origin's source map is used.
  JSVM_COMPILE_ENABLE_SOURCE_MAP = 4,
  /// `ptr` is a JSVM_DeserializeResult. Since level 24.
  JSVM_COMPILE_BACKGROUND_DESERIALIZE_RESULT = 5,
  /// `ptr` points to a bool, set if a code cache was given. Since level 24.
  JSVM_COMPILE_CODE_CACHE_REJECTED = 6,
} JSVM_CompileOptionId;

/// One option of OH_JSVM_CompileScriptWithOptions. Since level 12.
typedef struct {
  JSVM_CompileOptionId id;  ///< Says which member of `content` is read.
  /// Borrowed during the call.
  union {
    void* ptr;     ///< For options that are pointers.
    int num;       ///< For options that are numbers.
    bool boolean;  ///< For options that are switches.
  } content;
} JSVM_CompileOptions;

/// Which function made a cache, for OH_JSVM_ReleaseCache. Since level 12.
typedef enum {
  JSVM_CACHE_TYPE_JS = 0,    ///< OH_JSVM_CreateCodeCache.
  JSVM_CACHE_TYPE_WASM = 1,  ///< OH_JSVM_CreateWasmCache.
} JSVM_CacheType;

/// How hard to optimise a WebAssembly function; both use the optimising compiler here.
/// Since level 12.
typedef enum {
  JSVM_WASM_OPT_BASELINE = 10,  ///< Asks for fast compilation.
  JSVM_WASM_OPT_HIGH = 20,      ///< Asks for fast code.
} JSVM_WasmOptLevel;

#endif  // ARK_RUNTIME_JSVM_JSVM_TYPE_H
