// SPDX-License-Identifier: Apache-2.0
//
// A sample in the form that the JSVM-API guides use: functions, a descriptor that names them, and
// the script that calls them. Run it with
//
//   Scripts/run-sample Examples/Support/samples/gc-handlers-sample.cpp
//
// It counts the collections that one notification of memory pressure causes, shows that a handler
// is known by its function and data together, and that an exception reaches the script.
#include <iostream>

#include "jsvmtest.h"

static int g_count = 0;

void CountGC(JSVM_VM vm, JSVM_GCType gcType, JSVM_GCCallbackFlags flags, void *data)
{
    OH_LOG_INFO(LOG_APP, "gc type: %{public}d, gc flag: %{public}d", gcType, flags);
    OH_LOG_INFO(LOG_APP, "data: %{private}s", (const char *)data);
    g_count++;
}

// countCollections(): how often the handler was called, once with it and once without.
static JSVM_Value CountCollections(JSVM_Env env, JSVM_CallbackInfo info)
{
    JSVM_VM vm;
    char name[] = "full collections only";
    JSVM_CALL(OH_JSVM_GetVM(env, &vm));
    JSVM_CALL(OH_JSVM_AddHandlerForGC(vm, JSVM_CB_TRIGGER_BEFORE_GC, CountGC,
                                      JSVM_GC_TYPE_MARK_SWEEP_COMPACT, name));
    // The same function with other data is another handler; with the same data it is refused.
    char other[] = "scavenges only";
    JSVM_CALL(OH_JSVM_AddHandlerForGC(vm, JSVM_CB_TRIGGER_BEFORE_GC, CountGC,
                                      JSVM_GC_TYPE_SCAVENGE, other));
    bool isRefused = OH_JSVM_AddHandlerForGC(vm, JSVM_CB_TRIGGER_BEFORE_GC, CountGC,
                                             JSVM_GC_TYPE_ALL, name) == JSVM_INVALID_ARG;
    OH_LOG_INFO(LOG_APP, "added twice: %{public}s", isRefused ? "refused" : "accepted");

    g_count = 0;
    JSVM_CALL(OH_JSVM_MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL));
    int with = g_count;
    JSVM_CALL(OH_JSVM_RemoveHandlerForGC(vm, JSVM_CB_TRIGGER_BEFORE_GC, CountGC, name));
    JSVM_CALL(OH_JSVM_RemoveHandlerForGC(vm, JSVM_CB_TRIGGER_BEFORE_GC, CountGC, other));
    JSVM_CALL(OH_JSVM_MemoryPressureNotification(env, JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL));
    bool isSilent = g_count == with;
    if (with > 0 && isSilent) {
        OH_LOG_INFO(LOG_APP, "JSVM GC handlers: success");
    } else {
        OH_LOG_ERROR(LOG_APP, "JSVM GC handlers: failed");
    }
    JSVM_Value result = nullptr;
    JSVM_CALL(OH_JSVM_CreateInt32(env, with, &result));
    return result;
}

// failOnPurpose(): a call that fails is logged; the script gets the exception.
static JSVM_Value FailOnPurpose(JSVM_Env env, JSVM_CallbackInfo info)
{
    JSVM_Value undefined = nullptr;
    JSVM_Value result = nullptr;
    JSVM_CALL(OH_JSVM_GetUndefined(env, &undefined));
    JSVM_CALL(OH_JSVM_CoerceToObject(env, undefined, &result));
    return nullptr;
}

static JSVM_CallbackStruct param[] = {
    {.data = nullptr, .callback = CountCollections},
    {.data = nullptr, .callback = FailOnPurpose},
};
static JSVM_CallbackStruct *method = param;

static JSVM_PropertyDescriptor descriptor[] = {
    {"countCollections", nullptr, method++, nullptr, nullptr, nullptr, JSVM_DEFAULT},
    {"failOnPurpose", nullptr, method++, nullptr, nullptr, nullptr, JSVM_DEFAULT},
};

const char *srcCallNative = R"JS(
    if (countCollections() < 1) throw new Error("no collection");
    let caught = false;
    try {
        failOnPurpose();
    } catch (error) {
        caught = error instanceof TypeError;
    }
    if (!caught) throw new Error("no exception");
)JS";
