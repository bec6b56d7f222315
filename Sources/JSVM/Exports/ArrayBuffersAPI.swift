// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_CreateArraybuffer(
  _ env: JSVM_Env?, _ byteLength: Int, _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  data?.pointee = nil
  return enter(env, .js, into: result) { env throws(Failure) in
    try env.createBuffer(byteLength, data).handle
  }
}

@c @implementation
public func OH_JSVM_AllocateArrayBufferBackingStoreData(
  _ byteLength: Int, _ initialized: JSVM_InitializedFlag,
  _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> JSVM_Status {
  withProcess(into: data) { process throws(Failure) in
    try process.allocateBackingStore(byteLength, zeroed: initialized == JSVM_ZERO_INITIALIZED)
  }
}

@c @implementation
public func OH_JSVM_FreeArrayBufferBackingStoreData(
  _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  withProcess { process throws(Failure) in try process.freeBackingStore(require(data)) }
}

@c @implementation
public func OH_JSVM_CreateArrayBufferFromBackingStoreData(
  _ env: JSVM_Env?, _ data: UnsafeMutableRawPointer?, _ backingStoreSize: Int, _ offset: Int,
  _ arrayBufferSize: Int, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.createBuffer(over: data, backingStoreSize, offset, arrayBufferSize).handle
  }
}

@c @implementation
public func OH_JSVM_CreateArrayBufferFromExternalMemory(
  _ env: JSVM_Env?, _ externalData: UnsafeMutableRawPointer?, _ byteLength: Int,
  _ finalizeCb: JSVM_FinalizeArrayBuffer?, _ finalizeHint: UnsafeMutableRawPointer?,
  _ copied: UnsafeMutablePointer<Bool>?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  copied?.pointee = false
  return enter(env, .js, into: result) { env throws(Failure) in
    try env.createBuffer(external: externalData, byteLength, finalizeCb, finalizeHint).handle
  }
}

@c @implementation
public func OH_JSVM_GetArraybufferInfo(
  _ env: JSVM_Env?, _ arraybuffer: JSVM_Value?,
  _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ byteLength: UnsafeMutablePointer<Int>?
) -> JSVM_Status {
  data?.pointee = nil
  byteLength?.pointee = 0
  return enter(env, .isolate) { _ throws(Failure) in
    let buffer = try require(arraybuffer, v8s_value_is_buffer, else: JSVM_INVALID_ARG)
    data?.pointee = v8s_buffer_bytes(buffer)
    byteLength?.pointee = v8s_buffer_length(buffer)
  }
}

@c @implementation
public func OH_JSVM_IsArraybuffer(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_buffer(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsTypedarray(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_typed_array(try require(value))
  }
}

@c @implementation
public func OH_JSVM_IsDataview(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    v8s_value_is_data_view(try require(value))
  }
}

@c @implementation
public func OH_JSVM_DetachArraybuffer(_ env: JSVM_Env?, _ arraybuffer: JSVM_Value?) -> JSVM_Status {
  enter(env, .isolate) { env throws(Failure) in try env.detach(arraybuffer) }
}

@c @implementation
public func OH_JSVM_IsDetachedArraybuffer(
  _ env: JSVM_Env?, _ value: JSVM_Value?, _ result: UnsafeMutablePointer<Bool>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { _ throws(Failure) in
    let value: v8s_value = try require(value)
    return v8s_value_is_buffer(value) && v8s_buffer_is_detached(value)
  }
}

@c @implementation
public func OH_JSVM_CreateTypedarray(
  _ env: JSVM_Env?, _ type: JSVM_TypedarrayType, _ length: Int, _ arraybuffer: JSVM_Value?,
  _ byteOffset: Int, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.createTypedArray(type, length, arraybuffer, byteOffset).handle
  }
}

@c @implementation
public func OH_JSVM_GetTypedarrayInfo(
  _ env: JSVM_Env?, _ typedarray: JSVM_Value?, _ type: UnsafeMutablePointer<JSVM_TypedarrayType>?,
  _ length: UnsafeMutablePointer<Int>?, _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
  _ arraybuffer: UnsafeMutablePointer<JSVM_Value?>?, _ byteOffset: UnsafeMutablePointer<Int>?
) -> JSVM_Status {
  data?.pointee = nil
  arraybuffer?.pointee = nil
  length?.pointee = 0
  byteOffset?.pointee = 0
  type?.pointee = JSVM_INT8_ARRAY
  return enter(env, .isolate) { _ throws(Failure) in
    let (window, bytes) = try window(of: typedarray, v8s_value_is_typed_array)
    type?.pointee = JSVM_TypedarrayType(window.element.rawValue)
    length?.pointee = window.elements
    data?.pointee = bytes
    arraybuffer?.pointee = window.buffer.handle
    byteOffset?.pointee = window.offset
  }
}

@c @implementation
public func OH_JSVM_CreateDataview(
  _ env: JSVM_Env?, _ length: Int, _ arraybuffer: JSVM_Value?, _ byteOffset: Int,
  _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.createDataView(length, arraybuffer, byteOffset).handle
  }
}

@c @implementation
public func OH_JSVM_GetDataviewInfo(
  _ env: JSVM_Env?, _ dataview: JSVM_Value?, _ bytelength: UnsafeMutablePointer<Int>?,
  _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
  _ arraybuffer: UnsafeMutablePointer<JSVM_Value?>?, _ byteOffset: UnsafeMutablePointer<Int>?
) -> JSVM_Status {
  data?.pointee = nil
  arraybuffer?.pointee = nil
  bytelength?.pointee = 0
  byteOffset?.pointee = 0
  return enter(env, .isolate) { _ throws(Failure) in
    let (window, bytes) = try window(of: dataview, v8s_value_is_data_view)
    bytelength?.pointee = window.length
    data?.pointee = bytes
    arraybuffer?.pointee = window.buffer.handle
    byteOffset?.pointee = window.offset
  }
}
