// SPDX-License-Identifier: Apache-2.0

#include "convert.h"

using v8s::isolate;
using v8s::value;

bool v8s_value_is_wasm_module(v8s_value handle) { return value(handle)->IsWasmModuleObject(); }

v8s_value v8s_wasm_compile(v8s_isolate handle, v8s_context ctx, const uint8_t* bytes, size_t length,
                           v8s_caught* caught) {
  v8::Context::Scope scope(v8s::context(ctx));
  v8s::Catcher catcher(handle, caught);
  return catcher.check(v8s::ptr(v8::WasmModuleObject::Compile(isolate(handle), {bytes, length})));
}

const uint8_t* v8s_wasm_bytes(v8s_value handle, size_t* length) {
  v8::MemorySpan<const uint8_t> bytes =
      value(handle).As<v8::WasmModuleObject>()->GetCompiledModule().GetWireBytesRef();
  *length = bytes.size();
  return bytes.data();
}

uint8_t* v8s_wasm_serialize(v8s_value handle, size_t* length) {
  v8::OwnedBuffer code =
      value(handle).As<v8::WasmModuleObject>()->GetCompiledModule().Serialize();
  *length = code.size;
  return code.size == 0 ? nullptr : const_cast<uint8_t*>(code.buffer.release());
}
