// SPDX-License-Identifier: Apache-2.0

// NULL for each pointer argument of the functions on properties, functions, classes, promises and
// scripts: a status, never a crash, and out parameters that say nothing. Optional pointers are left out
// where that is allowed.
#include "null-arguments.h"

static void properties(void) {
  JSVM_PropertyDescriptor empty;
  memset(&empty, 0, sizeof empty);
  const JSVM_KeyCollectionMode own = JSVM_KEY_OWN_ONLY;
  const JSVM_KeyFilter all = JSVM_KEY_ALL_PROPERTIES;
  const JSVM_KeyConversion keep = JSVM_KEY_KEEP_NUMBERS;
  VALUE_TO(OH_JSVM_GetPropertyNames, value);
  EMPTIES(value, OH_JSVM_GetAllPropertyNames(NULL, object, own, all, keep, &value));
  EMPTIES(value, OH_JSVM_GetAllPropertyNames(env, NULL, own, all, keep, &value));
  INVALID(OH_JSVM_GetAllPropertyNames(env, object, own, all, keep, NULL));

  INVALID(OH_JSVM_SetProperty(NULL, object, text, object));
  INVALID(OH_JSVM_SetProperty(env, NULL, text, object));
  INVALID(OH_JSVM_SetProperty(env, object, NULL, object));
  INVALID(OH_JSVM_SetProperty(env, object, text, NULL));
  EMPTIES(value, OH_JSVM_GetProperty(NULL, object, text, &value));
  EMPTIES(value, OH_JSVM_GetProperty(env, NULL, text, &value));
  EMPTIES(value, OH_JSVM_GetProperty(env, object, NULL, &value));
  INVALID(OH_JSVM_GetProperty(env, object, text, NULL));
  EMPTIES(flag, OH_JSVM_HasProperty(NULL, object, text, &flag));
  EMPTIES(flag, OH_JSVM_HasProperty(env, NULL, text, &flag));
  EMPTIES(flag, OH_JSVM_HasProperty(env, object, NULL, &flag));
  INVALID(OH_JSVM_HasProperty(env, object, text, NULL));
  EMPTIES(flag, OH_JSVM_DeleteProperty(NULL, object, text, &flag));
  EMPTIES(flag, OH_JSVM_DeleteProperty(env, NULL, text, &flag));
  EMPTIES(flag, OH_JSVM_DeleteProperty(env, object, NULL, &flag));
  OK(OH_JSVM_DeleteProperty(env, object, text, NULL));
  EMPTIES(flag, OH_JSVM_HasOwnProperty(NULL, object, text, &flag));
  EMPTIES(flag, OH_JSVM_HasOwnProperty(env, NULL, text, &flag));
  EMPTIES(flag, OH_JSVM_HasOwnProperty(env, object, NULL, &flag));
  INVALID(OH_JSVM_HasOwnProperty(env, object, text, NULL));

  INVALID(OH_JSVM_SetNamedProperty(NULL, object, "x", object));
  INVALID(OH_JSVM_SetNamedProperty(env, NULL, "x", object));
  INVALID(OH_JSVM_SetNamedProperty(env, object, NULL, object));
  INVALID(OH_JSVM_SetNamedProperty(env, object, "x", NULL));
  EMPTIES(value, OH_JSVM_GetNamedProperty(NULL, object, "x", &value));
  EMPTIES(value, OH_JSVM_GetNamedProperty(env, NULL, "x", &value));
  EMPTIES(value, OH_JSVM_GetNamedProperty(env, object, NULL, &value));
  INVALID(OH_JSVM_GetNamedProperty(env, object, "x", NULL));
  EMPTIES(flag, OH_JSVM_HasNamedProperty(NULL, object, "x", &flag));
  EMPTIES(flag, OH_JSVM_HasNamedProperty(env, NULL, "x", &flag));
  EMPTIES(flag, OH_JSVM_HasNamedProperty(env, object, NULL, &flag));
  INVALID(OH_JSVM_HasNamedProperty(env, object, "x", NULL));

  INVALID(OH_JSVM_SetElement(NULL, object, 0, object));
  INVALID(OH_JSVM_SetElement(env, NULL, 0, object));
  INVALID(OH_JSVM_SetElement(env, object, 0, NULL));
  EMPTIES(value, OH_JSVM_GetElement(NULL, object, 0, &value));
  EMPTIES(value, OH_JSVM_GetElement(env, NULL, 0, &value));
  INVALID(OH_JSVM_GetElement(env, object, 0, NULL));
  EMPTIES(flag, OH_JSVM_HasElement(NULL, object, 0, &flag));
  EMPTIES(flag, OH_JSVM_HasElement(env, NULL, 0, &flag));
  INVALID(OH_JSVM_HasElement(env, object, 0, NULL));
  EMPTIES(flag, OH_JSVM_DeleteElement(NULL, object, 0, &flag));
  EMPTIES(flag, OH_JSVM_DeleteElement(env, NULL, 0, &flag));
  OK(OH_JSVM_DeleteElement(env, object, 0, NULL));

  INVALID(OH_JSVM_DefineProperties(NULL, object, 1, &empty));
  INVALID(OH_JSVM_DefineProperties(env, NULL, 0, NULL));
  INVALID(OH_JSVM_DefineProperties(env, object, 1, NULL));
  // Neither name nor value, then a name without a value.
  INVALID(OH_JSVM_DefineProperties(env, object, 1, &empty));
  empty.utf8name = "x";
  INVALID(OH_JSVM_DefineProperties(env, object, 1, &empty));
  OK(OH_JSVM_DefineProperties(env, object, 0, NULL));
  INVALID(OH_JSVM_ObjectFreeze(NULL, object));
  INVALID(OH_JSVM_ObjectFreeze(env, NULL));
  INVALID(OH_JSVM_ObjectSeal(NULL, object));
  INVALID(OH_JSVM_ObjectSeal(env, NULL));
}

static void private_keys(void) {
  NUMBER_TO(OH_JSVM_CreatePrivate, text, data_out);
  OK(OH_JSVM_CreatePrivate(env, NULL, &data_out));
  INVALID(OH_JSVM_SetPrivate(NULL, object, key, object));
  INVALID(OH_JSVM_SetPrivate(env, NULL, key, object));
  INVALID(OH_JSVM_SetPrivate(env, object, NULL, object));
  INVALID(OH_JSVM_SetPrivate(env, object, key, NULL));
  EMPTIES(value, OH_JSVM_GetPrivate(NULL, object, key, &value));
  EMPTIES(value, OH_JSVM_GetPrivate(env, NULL, key, &value));
  EMPTIES(value, OH_JSVM_GetPrivate(env, object, NULL, &value));
  INVALID(OH_JSVM_GetPrivate(env, object, key, NULL));
  INVALID(OH_JSVM_DeletePrivate(NULL, object, key));
  INVALID(OH_JSVM_DeletePrivate(env, NULL, key));
  INVALID(OH_JSVM_DeletePrivate(env, object, NULL));
}

static JSVM_Value in_callback(JSVM_Env e, JSVM_CallbackInfo info) {
  size_t count = 2;
  JSVM_Value values[2];
  INVALID(OH_JSVM_GetCbInfo(NULL, info, &count, values, &value, &pointer));
  INVALID(OH_JSVM_GetCbInfo(e, NULL, &count, values, &value, &pointer));
  INVALID(OH_JSVM_GetCbInfo(e, info, NULL, values, NULL, NULL));
  OK(OH_JSVM_GetCbInfo(e, info, NULL, NULL, NULL, NULL));
  EMPTIES(value, OH_JSVM_GetNewTarget(NULL, info, &value));
  EMPTIES(value, OH_JSVM_GetNewTarget(e, NULL, &value));
  INVALID(OH_JSVM_GetNewTarget(e, info, NULL));
  return NULL;
}

static void functions(void) {
  static JSVM_CallbackStruct inside = {in_callback, NULL};
  JSVM_Value asking = NULL, missing = NULL;
  const JSVM_Value none[1] = {NULL};
  const size_t auto_length = JSVM_AUTO_LENGTH;
  EMPTIES(value, OH_JSVM_CreateFunction(NULL, "f", auto_length, &callback, &value));
  EMPTIES(value, OH_JSVM_CreateFunction(env, "f", auto_length, NULL, &value));
  INVALID(OH_JSVM_CreateFunction(env, "f", auto_length, &callback, NULL));
  OK(OH_JSVM_CreateFunction(env, NULL, auto_length, &callback, &value));
  OK(OH_JSVM_CreateFunction(env, "f", auto_length, &inside, &asking));

  EMPTIES(value, OH_JSVM_CreateFunctionWithScript(NULL, "f", auto_length, 0, NULL, text, &value));
  EMPTIES(value, OH_JSVM_CreateFunctionWithScript(env, "f", auto_length, 1, NULL, text, &value));
  EMPTIES(value, OH_JSVM_CreateFunctionWithScript(env, "f", auto_length, 0, NULL, NULL, &value));
  INVALID(OH_JSVM_CreateFunctionWithScript(env, "f", auto_length, 0, NULL, text, NULL));
  OK(OH_JSVM_CreateFunctionWithScript(env, NULL, auto_length, 0, NULL, text, &value));

  EMPTIES(missing, OH_JSVM_CallFunction(NULL, object, function, 0, NULL, &missing));
  EMPTIES(missing, OH_JSVM_CallFunction(env, NULL, function, 0, NULL, &missing));
  EMPTIES(missing, OH_JSVM_CallFunction(env, object, NULL, 0, NULL, &missing));
  EMPTIES(missing, OH_JSVM_CallFunction(env, object, function, 1, NULL, &missing));
  EMPTIES(missing, OH_JSVM_CallFunction(env, object, function, 1, none, &missing));
  OK(OH_JSVM_CallFunction(env, object, asking, 0, NULL, NULL));

  EMPTIES(value, OH_JSVM_NewInstance(NULL, function, 0, NULL, &value));
  EMPTIES(value, OH_JSVM_NewInstance(env, NULL, 0, NULL, &value));
  EMPTIES(value, OH_JSVM_NewInstance(env, function, 1, NULL, &value));
  EMPTIES(value, OH_JSVM_NewInstance(env, function, 1, none, &value));
  INVALID(OH_JSVM_NewInstance(env, function, 0, NULL, NULL));
}

static void wraps(void) {
  JSVM_Ref made = NULL;
  EMPTIES(made, OH_JSVM_Wrap(NULL, object, &vm, finalize, NULL, &made));
  EMPTIES(made, OH_JSVM_Wrap(env, NULL, &vm, finalize, NULL, &made));
  OK(OH_JSVM_Wrap(env, object, NULL, NULL, NULL, NULL));
  EMPTIES(pointer, OH_JSVM_Unwrap(NULL, object, &pointer));
  EMPTIES(pointer, OH_JSVM_Unwrap(env, NULL, &pointer));
  INVALID(OH_JSVM_Unwrap(env, object, NULL));
  EMPTIES(pointer, OH_JSVM_RemoveWrap(NULL, object, &pointer));
  EMPTIES(pointer, OH_JSVM_RemoveWrap(env, NULL, &pointer));
  OK(OH_JSVM_RemoveWrap(env, object, NULL));
  EMPTIES(made, OH_JSVM_AddFinalizer(NULL, object, NULL, finalize, NULL, &made));
  EMPTIES(made, OH_JSVM_AddFinalizer(env, NULL, NULL, finalize, NULL, &made));
  EMPTIES(made, OH_JSVM_AddFinalizer(env, object, NULL, NULL, NULL, &made));
  OK(OH_JSVM_AddFinalizer(env, object, NULL, finalize, NULL, NULL));
}

static void promises(void) {
  JSVM_Deferred deferred = NULL;
  JSVM_Value promise = NULL;
  EMPTIES(promise, OH_JSVM_CreatePromise(NULL, &deferred, &promise));
  EMPTIES(promise, OH_JSVM_CreatePromise(env, NULL, &promise));
  EMPTIES(deferred, OH_JSVM_CreatePromise(env, &deferred, NULL));
  OK(OH_JSVM_CreatePromise(env, &deferred, &promise));
  INVALID(OH_JSVM_ResolveDeferred(NULL, deferred, object));
  INVALID(OH_JSVM_ResolveDeferred(env, NULL, object));
  INVALID(OH_JSVM_ResolveDeferred(env, deferred, NULL));
  INVALID(OH_JSVM_RejectDeferred(NULL, deferred, object));
  INVALID(OH_JSVM_RejectDeferred(env, NULL, object));
  INVALID(OH_JSVM_RejectDeferred(env, deferred, NULL));
  EMPTIES(value, OH_JSVM_PromiseRegisterHandler(NULL, promise, function, function, &value));
  EMPTIES(value, OH_JSVM_PromiseRegisterHandler(env, NULL, function, function, &value));
  EMPTIES(value, OH_JSVM_PromiseRegisterHandler(env, promise, NULL, NULL, &value));
  OK(OH_JSVM_PromiseRegisterHandler(env, promise, function, NULL, NULL));
  OK(OH_JSVM_PromiseRegisterHandler(env, promise, NULL, function, NULL));
  OK(OH_JSVM_ResolveDeferred(env, deferred, object));
}

static void json_and_scripts(void) {
  JSVM_Script made = NULL;
  JSVM_ScriptOrigin nameless;
  const uint8_t* cache = NULL;
  memset(&nameless, 0, sizeof nameless);
  VALUE_TO(OH_JSVM_JsonParse, value);
  VALUE_TO(OH_JSVM_JsonStringify, value);
  EMPTIES(made, OH_JSVM_CompileScript(NULL, text, NULL, 0, false, NULL, &made));
  EMPTIES(made, OH_JSVM_CompileScript(env, NULL, NULL, 0, false, NULL, &made));
  INVALID(OH_JSVM_CompileScript(env, text, NULL, 0, false, NULL, NULL));
  JSVM_ScriptOrigin* at = &nameless;
  EMPTIES(made, OH_JSVM_CompileScriptWithOrigin(NULL, text, NULL, 0, false, NULL, at, &made));
  EMPTIES(made, OH_JSVM_CompileScriptWithOrigin(env, NULL, NULL, 0, false, NULL, at, &made));
  EMPTIES(made, OH_JSVM_CompileScriptWithOrigin(env, text, NULL, 0, false, NULL, NULL, &made));
  EMPTIES(made, OH_JSVM_CompileScriptWithOrigin(env, text, NULL, 0, false, NULL, at, &made));
  nameless.resourceName = "a.js";
  INVALID(OH_JSVM_CompileScriptWithOrigin(env, text, NULL, 0, false, NULL, at, NULL));
  OK(OH_JSVM_CompileScriptWithOrigin(env, text, NULL, 0, false, NULL, at, &made));
  EMPTIES(cache, OH_JSVM_CreateCodeCache(NULL, script, &cache, &size));
  EMPTIES(cache, OH_JSVM_CreateCodeCache(env, NULL, &cache, &size));
  EMPTIES(cache, OH_JSVM_CreateCodeCache(env, script, &cache, NULL));
  EMPTIES(size, OH_JSVM_CreateCodeCache(env, script, NULL, &size));
  INVALID(OH_JSVM_ReleaseCache(NULL, (const uint8_t*)"", JSVM_CACHE_TYPE_JS));
  INVALID(OH_JSVM_ReleaseCache(env, NULL, JSVM_CACHE_TYPE_JS));
  EMPTIES(value, OH_JSVM_RunScript(NULL, script, &value));
  EMPTIES(value, OH_JSVM_RunScript(env, NULL, &value));
  INVALID(OH_JSVM_RunScript(env, script, NULL));
  INVALID(OH_JSVM_RetainScript(NULL, script));
  INVALID(OH_JSVM_RetainScript(env, NULL));
  INVALID(OH_JSVM_ReleaseScript(NULL, script));
  INVALID(OH_JSVM_ReleaseScript(env, NULL));
}

static void objects(void) {
  EMPTIES(value, OH_JSVM_CreateProxy(NULL, object, object, &value));
  EMPTIES(value, OH_JSVM_CreateProxy(env, NULL, object, &value));
  EMPTIES(value, OH_JSVM_CreateProxy(env, object, NULL, &value));
  INVALID(OH_JSVM_CreateProxy(env, object, object, NULL));
  EMPTIES(value, OH_JSVM_CreateRegExp(NULL, text, JSVM_REGEXP_NONE, &value));
  EMPTIES(value, OH_JSVM_CreateRegExp(env, NULL, JSVM_REGEXP_NONE, &value));
  INVALID(OH_JSVM_CreateRegExp(env, text, JSVM_REGEXP_NONE, NULL));
  VALUE_TO(OH_JSVM_ProxyGetTarget, value);
  VALUE_TO(OH_JSVM_ObjectGetPrototypeOf, value);
  INVALID(OH_JSVM_ObjectSetPrototypeOf(NULL, object, object));
  INVALID(OH_JSVM_ObjectSetPrototypeOf(env, NULL, object));
  INVALID(OH_JSVM_ObjectSetPrototypeOf(env, object, NULL));
}

// DefineClass and its two siblings, with the arguments that only they have at the end.
static void classes(void) {
  static const JSVM_TypeTag tag = {1, 2};
  static JSVM_CallbackStruct none = {NULL, NULL};
  JSVM_PropertyHandlerConfigurationStruct handlers;
  JSVM_PropertyDescriptor empty;
  JSVM_Value made = NULL;
  const char* name = "C";
  memset(&handlers, 0, sizeof handlers);
  memset(&empty, 0, sizeof empty);

  EMPTIES(made, OH_JSVM_DefineClass(NULL, name, 1, &callback, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_DefineClass(env, NULL, 1, &callback, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_DefineClass(env, name, 1, NULL, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_DefineClass(env, name, 1, &none, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_DefineClass(env, name, 1, &callback, 1, NULL, &made));
  EMPTIES(made, OH_JSVM_DefineClass(env, name, 1, &callback, 1, &empty, &made));
  INVALID(OH_JSVM_DefineClass(env, name, 1, &callback, 0, NULL, NULL));

#define WITH_HANDLER OH_JSVM_DefineClassWithPropertyHandler
  EMPTIES(made, WITH_HANDLER(NULL, name, 1, &callback, 0, NULL, &handlers, NULL, &made));
  EMPTIES(made, WITH_HANDLER(env, NULL, 1, &callback, 0, NULL, &handlers, NULL, &made));
  EMPTIES(made, WITH_HANDLER(env, name, 1, NULL, 0, NULL, &handlers, NULL, &made));
  EMPTIES(made, WITH_HANDLER(env, name, 1, &none, 0, NULL, &handlers, NULL, &made));
  EMPTIES(made, WITH_HANDLER(env, name, 1, &callback, 1, NULL, &handlers, NULL, &made));
  EMPTIES(made, WITH_HANDLER(env, name, 1, &callback, 0, NULL, NULL, NULL, &made));
  INVALID(WITH_HANDLER(env, name, 1, &callback, 0, NULL, &handlers, NULL, NULL));
  OK(WITH_HANDLER(env, name, 1, &callback, 0, NULL, &handlers, NULL, &made));

#define WITH_OPTIONS OH_JSVM_DefineClassWithOptions
  JSVM_DefineClassOptions option;
  memset(&option, 0, sizeof option);
  option.id = JSVM_DEFINE_CLASS_WITH_PROPERTY_HANDLER;
  EMPTIES(made, WITH_OPTIONS(NULL, name, 1, &callback, 0, NULL, NULL, 0, NULL, &made));
  EMPTIES(made, WITH_OPTIONS(env, NULL, 1, &callback, 0, NULL, NULL, 0, NULL, &made));
  EMPTIES(made, WITH_OPTIONS(env, name, 1, NULL, 0, NULL, NULL, 0, NULL, &made));
  EMPTIES(made, WITH_OPTIONS(env, name, 1, &callback, 1, NULL, NULL, 0, NULL, &made));
  EMPTIES(made, WITH_OPTIONS(env, name, 1, &callback, 0, NULL, NULL, 1, NULL, &made));
  EMPTIES(made, WITH_OPTIONS(env, name, 1, &callback, 0, NULL, NULL, 1, &option, &made));
  INVALID(WITH_OPTIONS(env, name, 1, &callback, 0, NULL, NULL, 0, NULL, NULL));
  OK(WITH_OPTIONS(env, name, 1, &callback, 0, NULL, NULL, 0, NULL, &made));

  INVALID(OH_JSVM_TypeTagObject(NULL, object, &tag));
  INVALID(OH_JSVM_TypeTagObject(env, NULL, &tag));
  INVALID(OH_JSVM_TypeTagObject(env, object, NULL));
  EMPTIES(flag, OH_JSVM_CheckObjectTypeTag(NULL, object, &tag, &flag));
  EMPTIES(flag, OH_JSVM_CheckObjectTypeTag(env, NULL, &tag, &flag));
  EMPTIES(flag, OH_JSVM_CheckObjectTypeTag(env, object, NULL, &flag));
  INVALID(OH_JSVM_CheckObjectTypeTag(env, object, &tag, NULL));
}

static void compile_options(void) {
  JSVM_Script made = NULL;
  JSVM_CompileOptions option;
  memset(&option, 0, sizeof option);
  option.id = JSVM_COMPILE_SCRIPT_ORIGIN;
  EMPTIES(made, OH_JSVM_CompileScriptWithOptions(NULL, text, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_CompileScriptWithOptions(env, NULL, 0, NULL, &made));
  EMPTIES(made, OH_JSVM_CompileScriptWithOptions(env, text, 1, NULL, &made));
  INVALID(OH_JSVM_CompileScriptWithOptions(env, text, 0, NULL, NULL));
  OK(OH_JSVM_CompileScriptWithOptions(env, text, 0, NULL, &made));
  // An option that points nowhere: refused or skipped.
  (void)OH_JSVM_CompileScriptWithOptions(env, text, 1, &option, &made);

  uint8_t bytes[1] = {0};
  JSVM_CodeCache cache = {bytes, 1}, no_bytes = {NULL, 1}, no_length = {bytes, 0};
  JSVM_DeserializeResult result = NULL;
  EMPTIES(result, OH_JSVM_BackgroundDeserialize(NULL, cache, &result));
  EMPTIES(result, OH_JSVM_BackgroundDeserialize(vm, no_bytes, &result));
  EMPTIES(result, OH_JSVM_BackgroundDeserialize(vm, no_length, &result));
  INVALID(OH_JSVM_BackgroundDeserialize(vm, cache, NULL));
  INVALID(OH_JSVM_ReleaseDeserializeResult(NULL));
}

static void wasm(void) {
  // The smallest module: magic number and version.
  static const uint8_t bytes[] = {0, 'a', 's', 'm', 1, 0, 0, 0};
  const size_t length = sizeof bytes;
  const uint8_t* cache = NULL;
  JSVM_Value module = NULL;
  EMPTIES(value, OH_JSVM_CompileWasmModule(NULL, bytes, length, NULL, 0, NULL, &value));
  EMPTIES(value, OH_JSVM_CompileWasmModule(env, NULL, length, NULL, 0, NULL, &value));
  EMPTIES(value, OH_JSVM_CompileWasmModule(env, bytes, 0, NULL, 0, NULL, &value));
  EMPTIES(value, OH_JSVM_CompileWasmModule(env, bytes, length, bytes, 0, NULL, &value));
  INVALID(OH_JSVM_CompileWasmModule(env, bytes, length, NULL, 0, NULL, NULL));
  OK(OH_JSVM_CompileWasmModule(env, bytes, length, NULL, 0, NULL, &module));
  INVALID(OH_JSVM_CompileWasmFunction(NULL, module, 0, JSVM_WASM_OPT_HIGH));
  INVALID(OH_JSVM_CompileWasmFunction(env, NULL, 0, JSVM_WASM_OPT_HIGH));
  INVALID(OH_JSVM_CompileWasmFunction(env, object, 0, JSVM_WASM_OPT_HIGH));
  VALUE_TO(OH_JSVM_IsWasmModuleObject, flag);
  EMPTIES(cache, OH_JSVM_CreateWasmCache(NULL, module, &cache, &size));
  EMPTIES(cache, OH_JSVM_CreateWasmCache(env, NULL, &cache, &size));
  EMPTIES(cache, OH_JSVM_CreateWasmCache(env, object, &cache, &size));
  EMPTIES(size, OH_JSVM_CreateWasmCache(env, module, NULL, &size));
  EMPTIES(cache, OH_JSVM_CreateWasmCache(env, module, &cache, NULL));
}

int main(void) {
  Engine engine = begin();
  properties();
  private_keys();
  functions();
  wraps();
  promises();
  json_and_scripts();
  objects();
  classes();
  compile_options();
  wasm();
  return end(&engine);
}
