// SPDX-License-Identifier: Apache-2.0

// Callers are compiled against these headers and keep running against later builds of the library:
// a size, offset or value that moves breaks them without a word from their compiler or linker.
// Each one is therefore stated here a second time, and a header that disagrees does not build.

#include "ark_runtime/jsvm.h"
#include "jsvm_memory.h"

#define ENUM(type) _Static_assert(sizeof(type) == 4, #type " is not 32 bits wide")
#define VALUE(member, value) _Static_assert((member) == (value), #member " changed its value")
#define STRUCT(type, size, align)                                \
  _Static_assert(sizeof(type) == (size), #type " changed size"); \
  _Static_assert(_Alignof(type) == (align), #type " changed alignment")
#define FIELD(type, field, offset) \
  _Static_assert(offsetof(type, field) == (offset), #type "." #field " moved")
#define HANDLE(type) _Static_assert(sizeof(type) == 8, #type " is not one pointer wide")

_Static_assert(sizeof(void*) == 8 && sizeof(long) == 8 && sizeof(int) == 4, "not an LP64 platform");
_Static_assert(sizeof(bool) == 1, "bool is not one byte");
_Static_assert(sizeof(char16_t) == 2, "char16_t is not 16 bits wide");
_Static_assert(JSVM_AUTO_LENGTH == 18446744073709551615u, "JSVM_AUTO_LENGTH changed its value");

HANDLE(JSVM_VM);
HANDLE(JSVM_VMScope);
HANDLE(JSVM_EnvScope);
HANDLE(JSVM_Script);
HANDLE(JSVM_Env);
HANDLE(JSVM_CpuProfiler);
HANDLE(JSVM_Value);
HANDLE(JSVM_Data);
HANDLE(JSVM_Ref);
HANDLE(JSVM_HandleScope);
HANDLE(JSVM_EscapableHandleScope);
HANDLE(JSVM_CallbackInfo);
HANDLE(JSVM_Deferred);
HANDLE(JSVM_DeserializeResult);
HANDLE(JSVM_Callback);
HANDLE(JSVM_PropertyHandlerCfg);
HANDLE(JSVM_Finalize);
HANDLE(JSVM_OutputStream);
HANDLE(JSVM_HandlerForOOMError);
HANDLE(JSVM_HandlerForFatalError);
HANDLE(JSVM_HandlerForPromiseReject);
HANDLE(JSVM_HandlerForGC);
HANDLE(JSVM_HandlerForHeapThreshold);
#ifdef JSVM_EXPERIMENTAL
HANDLE(JSVM_FinalizeArrayBuffer);
#endif

ENUM(JSVM_Status);
VALUE(JSVM_OK, 0);
VALUE(JSVM_INVALID_ARG, 1);
VALUE(JSVM_OBJECT_EXPECTED, 2);
VALUE(JSVM_STRING_EXPECTED, 3);
VALUE(JSVM_NAME_EXPECTED, 4);
VALUE(JSVM_FUNCTION_EXPECTED, 5);
VALUE(JSVM_NUMBER_EXPECTED, 6);
VALUE(JSVM_BOOLEAN_EXPECTED, 7);
VALUE(JSVM_ARRAY_EXPECTED, 8);
VALUE(JSVM_GENERIC_FAILURE, 9);
VALUE(JSVM_PENDING_EXCEPTION, 10);
VALUE(JSVM_CANCELLED, 11);
VALUE(JSVM_ESCAPE_CALLED_TWICE, 12);
VALUE(JSVM_HANDLE_SCOPE_MISMATCH, 13);
VALUE(JSVM_CALLBACK_SCOPE_MISMATCH, 14);
VALUE(JSVM_QUEUE_FULL, 15);
VALUE(JSVM_CLOSING, 16);
VALUE(JSVM_BIGINT_EXPECTED, 17);
VALUE(JSVM_DATE_EXPECTED, 18);
VALUE(JSVM_ARRAYBUFFER_EXPECTED, 19);
VALUE(JSVM_DETACHABLE_ARRAYBUFFER_EXPECTED, 20);
VALUE(JSVM_WOULD_DEADLOCK, 21);
VALUE(JSVM_NO_EXTERNAL_BUFFERS_ALLOWED, 22);
VALUE(JSVM_CANNOT_RUN_JS, 23);
VALUE(JSVM_INVALID_TYPE, 24);
VALUE(JSVM_JIT_MODE_EXPECTED, 25);

STRUCT(JSVM_ExtendedErrorInfo, 24, 8);
FIELD(JSVM_ExtendedErrorInfo, errorMessage, 0);
FIELD(JSVM_ExtendedErrorInfo, engineReserved, 8);
FIELD(JSVM_ExtendedErrorInfo, engineErrorCode, 16);
FIELD(JSVM_ExtendedErrorInfo, errorCode, 20);

STRUCT(JSVM_CallbackStruct, 16, 8);
FIELD(JSVM_CallbackStruct, callback, 0);
FIELD(JSVM_CallbackStruct, data, 8);

STRUCT(JSVM_InitOptions, 32, 8);
FIELD(JSVM_InitOptions, externalReferences, 0);
FIELD(JSVM_InitOptions, argc, 8);
FIELD(JSVM_InitOptions, argv, 16);
FIELD(JSVM_InitOptions, removeFlags, 24);

STRUCT(JSVM_CreateVMOptions, 56, 8);
FIELD(JSVM_CreateVMOptions, maxOldGenerationSize, 0);
FIELD(JSVM_CreateVMOptions, maxYoungGenerationSize, 8);
FIELD(JSVM_CreateVMOptions, initialOldGenerationSize, 16);
FIELD(JSVM_CreateVMOptions, initialYoungGenerationSize, 24);
FIELD(JSVM_CreateVMOptions, snapshotBlobData, 32);
FIELD(JSVM_CreateVMOptions, snapshotBlobSize, 40);
FIELD(JSVM_CreateVMOptions, isForSnapshotting, 48);

STRUCT(JSVM_VMInfo, 32, 8);
FIELD(JSVM_VMInfo, apiVersion, 0);
FIELD(JSVM_VMInfo, engine, 8);
FIELD(JSVM_VMInfo, version, 16);
FIELD(JSVM_VMInfo, cachedDataVersionTag, 24);

ENUM(JSVM_MicrotaskPolicy);
VALUE(JSVM_MICROTASK_EXPLICIT, 0);
VALUE(JSVM_MICROTASK_AUTO, 1);

ENUM(JSVM_DebugOption);
VALUE(JSVM_SCOPE_CHECK, 0);

ENUM(JSVM_MemoryPressureLevel);
VALUE(JSVM_MEMORY_PRESSURE_LEVEL_NONE, 0);
VALUE(JSVM_MEMORY_PRESSURE_LEVEL_MODERATE, 1);
VALUE(JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL, 2);
VALUE(JSVM_MEMORY_PRESSURE_LEVEL_LOW_MEMORY, 3);

ENUM(JSVM_CBTriggerTimeForGC);
VALUE(JSVM_CB_TRIGGER_BEFORE_GC, 0);
VALUE(JSVM_CB_TRIGGER_AFTER_GC, 1);

ENUM(JSVM_GCType);
VALUE(JSVM_GC_TYPE_SCAVENGE, 1);
VALUE(JSVM_GC_TYPE_MINOR_MARK_COMPACT, 2);
VALUE(JSVM_GC_TYPE_MARK_SWEEP_COMPACT, 4);
VALUE(JSVM_GC_TYPE_INCREMENTAL_MARKING, 8);
VALUE(JSVM_GC_TYPE_PROCESS_WEAK_CALLBACKS, 16);
VALUE(JSVM_GC_TYPE_ALL, 31);

ENUM(JSVM_GCCallbackFlags);
VALUE(JSVM_NO_GC_CALLBACK_FLAGS, 0);
VALUE(JSVM_GC_CALLBACK_CONSTRUCT_RETAINED_OBJECT_INFOS, 1);
VALUE(JSVM_GC_CALLBACK_FORCED, 2);
VALUE(JSVM_GC_CALLBACK_SYNCHRONOUS_PHANTOM_CALLBACK_PROCESSING, 3);
VALUE(JSVM_GC_CALLBACK_COLLECT_ALL_AVAILABLE_GARBAGE, 4);
VALUE(JSVM_GC_CALLBACK_COLLECT_ALL_EXTERNAL_MEMORY, 5);
VALUE(JSVM_GC_CALLBACK_SCHEDULE_IDLE_GARBAGE_COLLECTION, 6);

STRUCT(JSVM_HeapStatistics, 104, 8);
FIELD(JSVM_HeapStatistics, totalHeapSize, 0);
FIELD(JSVM_HeapStatistics, totalHeapSizeExecutable, 8);
FIELD(JSVM_HeapStatistics, totalPhysicalSize, 16);
FIELD(JSVM_HeapStatistics, totalAvailableSize, 24);
FIELD(JSVM_HeapStatistics, usedHeapSize, 32);
FIELD(JSVM_HeapStatistics, heapSizeLimit, 40);
FIELD(JSVM_HeapStatistics, mallocedMemory, 48);
FIELD(JSVM_HeapStatistics, externalMemory, 56);
FIELD(JSVM_HeapStatistics, peakMallocedMemory, 64);
FIELD(JSVM_HeapStatistics, numberOfNativeContexts, 72);
FIELD(JSVM_HeapStatistics, numberOfDetachedContexts, 80);
FIELD(JSVM_HeapStatistics, totalGlobalHandlesSize, 88);
FIELD(JSVM_HeapStatistics, usedGlobalHandlesSize, 96);

ENUM(JSVM_PromiseRejectEvent);
VALUE(JSVM_PROMISE_REJECT_OTHER_REASONS, 0);
VALUE(JSVM_PROMISE_REJECT_WITH_NO_HANDLER, 1);
VALUE(JSVM_PROMISE_ADD_HANDLER_AFTER_REJECTED, 2);
VALUE(JSVM_PROMISE_REJECT_AFTER_RESOLVED, 3);
VALUE(JSVM_PROMISE_RESOLVE_AFTER_RESOLVED, 4);

ENUM(JSVM_MessageErrorLevel);
VALUE(JSVM_MESSAGE_LOG, 1);
VALUE(JSVM_MESSAGE_DEBUG, 2);
VALUE(JSVM_MESSAGE_INFO, 4);
VALUE(JSVM_MESSAGE_ERROR, 8);
VALUE(JSVM_MESSAGE_WARNING, 16);
VALUE(JSVM_MESSAGE_ALL, 31);

ENUM(JSVM_TraceCategory);
VALUE(JSVM_TRACE_VM, 0);
VALUE(JSVM_TRACE_COMPILE, 1);
VALUE(JSVM_TRACE_EXECUTE, 2);
VALUE(JSVM_TRACE_RUNTIME, 3);
VALUE(JSVM_TRACE_STACK_TRACE, 4);
VALUE(JSVM_TRACE_WASM, 5);
VALUE(JSVM_TRACE_WASM_DETAILED, 6);

ENUM(JSVM_ValueType);
VALUE(JSVM_UNDEFINED, 0);
VALUE(JSVM_NULL, 1);
VALUE(JSVM_BOOLEAN, 2);
VALUE(JSVM_NUMBER, 3);
VALUE(JSVM_STRING, 4);
VALUE(JSVM_SYMBOL, 5);
VALUE(JSVM_OBJECT, 6);
VALUE(JSVM_FUNCTION, 7);
VALUE(JSVM_EXTERNAL, 8);
VALUE(JSVM_BIGINT, 9);

ENUM(JSVM_RegExpFlags);
VALUE(JSVM_REGEXP_NONE, 0);
VALUE(JSVM_REGEXP_GLOBAL, 1);
VALUE(JSVM_REGEXP_IGNORE_CASE, 2);
VALUE(JSVM_REGEXP_MULTILINE, 4);
VALUE(JSVM_REGEXP_STICKY, 8);
VALUE(JSVM_REGEXP_UNICODE, 16);
VALUE(JSVM_REGEXP_DOT_ALL, 32);
VALUE(JSVM_REGEXP_LINEAR, 64);
VALUE(JSVM_REGEXP_HAS_INDICES, 128);
VALUE(JSVM_REGEXP_UNICODE_SETS, 256);

ENUM(JSVM_TypedarrayType);
VALUE(JSVM_INT8_ARRAY, 0);
VALUE(JSVM_UINT8_ARRAY, 1);
VALUE(JSVM_UINT8_CLAMPED_ARRAY, 2);
VALUE(JSVM_INT16_ARRAY, 3);
VALUE(JSVM_UINT16_ARRAY, 4);
VALUE(JSVM_INT32_ARRAY, 5);
VALUE(JSVM_UINT32_ARRAY, 6);
VALUE(JSVM_FLOAT32_ARRAY, 7);
VALUE(JSVM_FLOAT64_ARRAY, 8);
VALUE(JSVM_BIGINT64_ARRAY, 9);
VALUE(JSVM_BIGUINT64_ARRAY, 10);

ENUM(JSVM_InitializedFlag);
VALUE(JSVM_ZERO_INITIALIZED, 0);
VALUE(JSVM_UNINITIALIZED, 1);

ENUM(JSVM_PropertyAttributes);
VALUE(JSVM_DEFAULT, 0);
VALUE(JSVM_WRITABLE, 1);
VALUE(JSVM_ENUMERABLE, 2);
VALUE(JSVM_CONFIGURABLE, 4);
VALUE(JSVM_NO_RECEIVER_CHECK, 8);
VALUE(JSVM_STATIC, 1024);
VALUE(JSVM_DEFAULT_METHOD, 5);
VALUE(JSVM_METHOD_NO_RECEIVER_CHECK, 13);
VALUE(JSVM_DEFAULT_JSPROPERTY, 7);
VALUE(JSVM_JSPROPERTY_NO_RECEIVER_CHECK, 15);

STRUCT(JSVM_PropertyDescriptor, 56, 8);
FIELD(JSVM_PropertyDescriptor, utf8name, 0);
FIELD(JSVM_PropertyDescriptor, name, 8);
FIELD(JSVM_PropertyDescriptor, method, 16);
FIELD(JSVM_PropertyDescriptor, getter, 24);
FIELD(JSVM_PropertyDescriptor, setter, 32);
FIELD(JSVM_PropertyDescriptor, value, 40);
FIELD(JSVM_PropertyDescriptor, attributes, 48);

ENUM(JSVM_KeyCollectionMode);
VALUE(JSVM_KEY_INCLUDE_PROTOTYPES, 0);
VALUE(JSVM_KEY_OWN_ONLY, 1);

ENUM(JSVM_KeyFilter);
VALUE(JSVM_KEY_ALL_PROPERTIES, 0);
VALUE(JSVM_KEY_WRITABLE, 1);
VALUE(JSVM_KEY_ENUMERABLE, 2);
VALUE(JSVM_KEY_CONFIGURABLE, 4);
VALUE(JSVM_KEY_SKIP_STRINGS, 8);
VALUE(JSVM_KEY_SKIP_SYMBOLS, 16);

ENUM(JSVM_KeyConversion);
VALUE(JSVM_KEY_KEEP_NUMBERS, 0);
VALUE(JSVM_KEY_NUMBERS_TO_STRINGS, 1);

STRUCT(JSVM_TypeTag, 16, 8);
FIELD(JSVM_TypeTag, lower, 0);
FIELD(JSVM_TypeTag, upper, 8);

STRUCT(JSVM_PropertyHandlerConfigurationStruct, 80, 8);
FIELD(JSVM_PropertyHandlerConfigurationStruct, genericNamedPropertyGetterCallback, 0);
FIELD(JSVM_PropertyHandlerConfigurationStruct, genericNamedPropertySetterCallback, 8);
FIELD(JSVM_PropertyHandlerConfigurationStruct, genericNamedPropertyDeleterCallback, 16);
FIELD(JSVM_PropertyHandlerConfigurationStruct, genericNamedPropertyEnumeratorCallback, 24);
FIELD(JSVM_PropertyHandlerConfigurationStruct, genericIndexedPropertyGetterCallback, 32);
FIELD(JSVM_PropertyHandlerConfigurationStruct, genericIndexedPropertySetterCallback, 40);
FIELD(JSVM_PropertyHandlerConfigurationStruct, genericIndexedPropertyDeleterCallback, 48);
FIELD(JSVM_PropertyHandlerConfigurationStruct, genericIndexedPropertyEnumeratorCallback, 56);
FIELD(JSVM_PropertyHandlerConfigurationStruct, namedPropertyData, 64);
FIELD(JSVM_PropertyHandlerConfigurationStruct, indexedPropertyData, 72);

STRUCT(JSVM_PropertyHandler, 16, 8);
FIELD(JSVM_PropertyHandler, propertyHandlerCfg, 0);
FIELD(JSVM_PropertyHandler, callAsFunctionCallback, 8);

ENUM(JSVM_DefineClassOptionsId);
VALUE(JSVM_DEFINE_CLASS_NORMAL, 0);
VALUE(JSVM_DEFINE_CLASS_WITH_COUNT, 1);
VALUE(JSVM_DEFINE_CLASS_WITH_PROPERTY_HANDLER, 2);

STRUCT(JSVM_DefineClassOptions, 16, 8);
FIELD(JSVM_DefineClassOptions, id, 0);
FIELD(JSVM_DefineClassOptions, content, 8);
FIELD(JSVM_DefineClassOptions, content.ptr, 8);
FIELD(JSVM_DefineClassOptions, content.num, 8);
FIELD(JSVM_DefineClassOptions, content.boolean, 8);

STRUCT(JSVM_ScriptOrigin, 32, 8);
FIELD(JSVM_ScriptOrigin, sourceMapUrl, 0);
FIELD(JSVM_ScriptOrigin, resourceName, 8);
FIELD(JSVM_ScriptOrigin, resourceLineOffset, 16);
FIELD(JSVM_ScriptOrigin, resourceColumnOffset, 24);

ENUM(JSVM_CompileMode);
VALUE(JSVM_COMPILE_MODE_DEFAULT, 0);
VALUE(JSVM_COMPILE_MODE_CONSUME_CODE_CACHE, 1);
VALUE(JSVM_COMPILE_MODE_EAGER_COMPILE, 2);
VALUE(JSVM_COMPILE_MODE_PRODUCE_COMPILE_PROFILE, 3);
VALUE(JSVM_COMPILE_MODE_CONSUME_COMPILE_PROFILE, 4);

STRUCT(JSVM_CodeCache, 16, 8);
FIELD(JSVM_CodeCache, cache, 0);
FIELD(JSVM_CodeCache, length, 8);

STRUCT(JSVM_CompileProfile, 16, 8);
FIELD(JSVM_CompileProfile, profile, 0);
FIELD(JSVM_CompileProfile, length, 8);

ENUM(JSVM_CompileOptionId);
VALUE(JSVM_COMPILE_MODE, 0);
VALUE(JSVM_COMPILE_CODE_CACHE, 1);
VALUE(JSVM_COMPILE_SCRIPT_ORIGIN, 2);
VALUE(JSVM_COMPILE_COMPILE_PROFILE, 3);
VALUE(JSVM_COMPILE_ENABLE_SOURCE_MAP, 4);
VALUE(JSVM_COMPILE_BACKGROUND_DESERIALIZE_RESULT, 5);
VALUE(JSVM_COMPILE_CODE_CACHE_REJECTED, 6);

STRUCT(JSVM_CompileOptions, 16, 8);
FIELD(JSVM_CompileOptions, id, 0);
FIELD(JSVM_CompileOptions, content, 8);
FIELD(JSVM_CompileOptions, content.ptr, 8);
FIELD(JSVM_CompileOptions, content.num, 8);
FIELD(JSVM_CompileOptions, content.boolean, 8);

ENUM(JSVM_CacheType);
VALUE(JSVM_CACHE_TYPE_JS, 0);
VALUE(JSVM_CACHE_TYPE_WASM, 1);

ENUM(JSVM_WasmOptLevel);
VALUE(JSVM_WASM_OPT_BASELINE, 10);
VALUE(JSVM_WASM_OPT_HIGH, 20);

// jsvm_memory.h

_Static_assert(sizeof(JSVM_Memory_MarkId) == 8, "JSVM_Memory_MarkId is not 64 bits wide");
_Static_assert(sizeof(JSVM_Memory_SiteId) == 4, "JSVM_Memory_SiteId is not 32 bits wide");
HANDLE(JSVM_Memory_SiteCallback);
HANDLE(JSVM_Memory_ObjectCallback);
HANDLE(JSVM_Memory_MisuseHandler);
HANDLE(JSVM_Memory_FrameCallback);

ENUM(JSVM_Memory_ScriptFrames);
VALUE(JSVM_MEMORY_SCRIPT_FRAMES_DEFAULT, 0);
VALUE(JSVM_MEMORY_SCRIPT_FRAMES_OFF, 1);
VALUE(JSVM_MEMORY_SCRIPT_FRAMES_TOP, 2);
VALUE(JSVM_MEMORY_SCRIPT_FRAMES_FULL, 3);

STRUCT(JSVM_Memory_Options, 24, 8);
FIELD(JSVM_Memory_Options, size, 0);
FIELD(JSVM_Memory_Options, scriptFrames, 4);
FIELD(JSVM_Memory_Options, name, 8);
FIELD(JSVM_Memory_Options, trackDeletions, 16);

ENUM(JSVM_Memory_Kind);
VALUE(JSVM_MEMORY_REFERENCE, 0);
VALUE(JSVM_MEMORY_DATA_REFERENCE, 1);
VALUE(JSVM_MEMORY_WRAP, 2);
VALUE(JSVM_MEMORY_FINALIZER, 3);
VALUE(JSVM_MEMORY_DEFERRED, 4);
VALUE(JSVM_MEMORY_SCRIPT, 5);
VALUE(JSVM_MEMORY_HANDLE_SCOPE, 6);
VALUE(JSVM_MEMORY_ENV_SCOPE, 7);
VALUE(JSVM_MEMORY_VM_SCOPE, 8);
VALUE(JSVM_MEMORY_PROFILER, 9);
VALUE(JSVM_MEMORY_BACKING_STORE, 10);
VALUE(JSVM_MEMORY_ENV, 11);

ENUM(JSVM_Memory_State);
VALUE(JSVM_MEMORY_STRONG, 0);
VALUE(JSVM_MEMORY_WEAK, 1);
VALUE(JSVM_MEMORY_CLEARED, 2);
VALUE(JSVM_MEMORY_EMPTIED, 3);

STRUCT(JSVM_Memory_Frame, 56, 8);
FIELD(JSVM_Memory_Frame, size, 0);
FIELD(JSVM_Memory_Frame, line, 4);
FIELD(JSVM_Memory_Frame, function, 8);
FIELD(JSVM_Memory_Frame, file, 16);
FIELD(JSVM_Memory_Frame, module, 24);
FIELD(JSVM_Memory_Frame, offset, 32);
FIELD(JSVM_Memory_Frame, address, 40);
FIELD(JSVM_Memory_Frame, isInlined, 48);

STRUCT(JSVM_Memory_ScriptFrame, 32, 8);
FIELD(JSVM_Memory_ScriptFrame, size, 0);
FIELD(JSVM_Memory_ScriptFrame, line, 4);
FIELD(JSVM_Memory_ScriptFrame, column, 8);
FIELD(JSVM_Memory_ScriptFrame, function, 16);
FIELD(JSVM_Memory_ScriptFrame, script, 24);

STRUCT(JSVM_Memory_Site, 72, 8);
FIELD(JSVM_Memory_Site, size, 0);
FIELD(JSVM_Memory_Site, id, 4);
FIELD(JSVM_Memory_Site, kind, 8);
FIELD(JSVM_Memory_Site, frameCount, 12);
FIELD(JSVM_Memory_Site, scriptFrameCount, 16);
FIELD(JSVM_Memory_Site, isStackShort, 20);
FIELD(JSVM_Memory_Site, created, 24);
FIELD(JSVM_Memory_Site, existing, 32);
FIELD(JSVM_Memory_Site, transient, 40);
FIELD(JSVM_Memory_Site, peak, 48);
FIELD(JSVM_Memory_Site, frames, 56);
FIELD(JSVM_Memory_Site, scriptFrames, 64);

STRUCT(JSVM_Memory_Object, 72, 8);
FIELD(JSVM_Memory_Object, size, 0);
FIELD(JSVM_Memory_Object, kind, 4);
FIELD(JSVM_Memory_Object, state, 8);
FIELD(JSVM_Memory_Object, refcount, 12);
FIELD(JSVM_Memory_Object, site, 16);
FIELD(JSVM_Memory_Object, collection, 20);
FIELD(JSVM_Memory_Object, age, 24);
FIELD(JSVM_Memory_Object, thread, 28);
FIELD(JSVM_Memory_Object, nanoseconds, 32);
FIELD(JSVM_Memory_Object, handle, 40);
FIELD(JSVM_Memory_Object, env, 48);
FIELD(JSVM_Memory_Object, nativeData, 56);
FIELD(JSVM_Memory_Object, isIgnored, 64);

STRUCT(JSVM_Memory_Totals, 144, 8);
FIELD(JSVM_Memory_Totals, size, 0);
FIELD(JSVM_Memory_Totals, collections, 4);
FIELD(JSVM_Memory_Totals, sites, 8);
FIELD(JSVM_Memory_Totals, created, 16);
FIELD(JSVM_Memory_Totals, existing, 24);
FIELD(JSVM_Memory_Totals, strong, 32);
FIELD(JSVM_Memory_Totals, weak, 40);
FIELD(JSVM_Memory_Totals, cleared, 48);
FIELD(JSVM_Memory_Totals, emptied, 56);
FIELD(JSVM_Memory_Totals, wraps, 64);
FIELD(JSVM_Memory_Totals, finalizers, 72);
FIELD(JSVM_Memory_Totals, deferreds, 80);
FIELD(JSVM_Memory_Totals, scripts, 88);
FIELD(JSVM_Memory_Totals, handleScopes, 96);
FIELD(JSVM_Memory_Totals, profilers, 104);
FIELD(JSVM_Memory_Totals, engineHandles, 112);
FIELD(JSVM_Memory_Totals, trackedHandles, 120);
FIELD(JSVM_Memory_Totals, untrackedHandles, 128);
FIELD(JSVM_Memory_Totals, ledgerBytes, 136);

STRUCT(JSVM_Memory_LeakCheck, 40, 8);
FIELD(JSVM_Memory_LeakCheck, size, 0);
FIELD(JSVM_Memory_LeakCheck, since, 8);
FIELD(JSVM_Memory_LeakCheck, env, 16);
FIELD(JSVM_Memory_LeakCheck, name, 24);
FIELD(JSVM_Memory_LeakCheck, isSilent, 32);

STRUCT(JSVM_Memory_TestScope, 40, 8);
FIELD(JSVM_Memory_TestScope, vm, 0);
FIELD(JSVM_Memory_TestScope, name, 8);
FIELD(JSVM_Memory_TestScope, most, 16);
FIELD(JSVM_Memory_TestScope, mark, 24);
FIELD(JSVM_Memory_TestScope, isOpen, 32);

STRUCT(JSVM_Memory_Misuse, 88, 8);
FIELD(JSVM_Memory_Misuse, size, 0);
FIELD(JSVM_Memory_Misuse, createdCount, 4);
FIELD(JSVM_Memory_Misuse, deletedCount, 8);
FIELD(JSVM_Memory_Misuse, usedCount, 12);
FIELD(JSVM_Memory_Misuse, number, 16);
FIELD(JSVM_Memory_Misuse, code, 24);
FIELD(JSVM_Memory_Misuse, function, 32);
FIELD(JSVM_Memory_Misuse, message, 40);
FIELD(JSVM_Memory_Misuse, vm, 48);
FIELD(JSVM_Memory_Misuse, thread, 56);
FIELD(JSVM_Memory_Misuse, otherThread, 60);
FIELD(JSVM_Memory_Misuse, created, 64);
FIELD(JSVM_Memory_Misuse, deleted, 72);
FIELD(JSVM_Memory_Misuse, used, 80);
