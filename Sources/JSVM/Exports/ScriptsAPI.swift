// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_CompileScript(
  _ env: JSVM_Env?, _ script: JSVM_Value?, _ cachedData: UnsafePointer<UInt8>?,
  _ cacheDataLength: Int, _ eagerCompile: Bool, _ cacheRejected: UnsafeMutablePointer<Bool>?,
  _ result: UnsafeMutablePointer<JSVM_Script?>?
) -> JSVM_Status {
  cacheRejected?.pointee = false
  return enter(env, .js, into: result) { env throws(Failure) in
    let cache = try CodeCache(cachedData, cacheDataLength)
    return try env.compile(
      script, v8s_compile_options(cache, eager: eagerCompile), rejected: cacheRejected)
  }
}

@c @implementation
public func OH_JSVM_CompileScriptWithOrigin(
  _ env: JSVM_Env?, _ script: JSVM_Value?, _ cachedData: UnsafePointer<UInt8>?,
  _ cacheDataLength: Int, _ eagerCompile: Bool, _ cacheRejected: UnsafeMutablePointer<Bool>?,
  _ origin: UnsafeMutablePointer<JSVM_ScriptOrigin>?, _ result: UnsafeMutablePointer<JSVM_Script?>?
) -> JSVM_Status {
  cacheRejected?.pointee = false
  return enter(env, .js, into: result) { env throws(Failure) in
    let cache = try CodeCache(cachedData, cacheDataLength)
    var options = v8s_compile_options(cache, eager: eagerCompile)
    try env.setOrigin(require(origin).pointee, in: &options, usesMap: true)
    return try env.compile(script, options, rejected: cacheRejected)
  }
}

@c @implementation
public func OH_JSVM_CreateCodeCache(
  _ env: JSVM_Env?, _ script: JSVM_Script?, _ data: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
  _ length: UnsafeMutablePointer<Int>?
) -> JSVM_Status {
  length?.pointee = 0
  return enter(env, .isolate, into: data) { env throws(Failure) in
    let script = try env.script(script)
    return try env.codeCache(of: script, length: require(length))
  }
}

@c @implementation
public func OH_JSVM_RunScript(
  _ env: JSVM_Env?, _ script: JSVM_Script?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    let script = try env.script(script)
    return try env.attempt(or: JSVM_GENERIC_FAILURE) {
      v8s_script_run(env.isolate, env.context, script, $0)
    }.handle
  }
}

@c @implementation
public func OH_JSVM_RetainScript(_ env: JSVM_Env?, _ script: JSVM_Script?) -> JSVM_Status {
  enter(env, .isolate) { env throws(Failure) in try env.retain(script) }
}

@c @implementation
public func OH_JSVM_ReleaseScript(_ env: JSVM_Env?, _ script: JSVM_Script?) -> JSVM_Status {
  enter(env, .isolate) { env throws(Failure) in try env.release(script) }
}

@c @implementation
public func OH_JSVM_ReleaseCache(
  _ env: JSVM_Env?, _ cacheData: UnsafePointer<UInt8>?, _ cacheType: JSVM_CacheType
) -> JSVM_Status {
  enter(env, .plain) { _ throws(Failure) in
    try releaseCache(require(cacheData), cacheType)
  }
}

@c @implementation
public func OH_JSVM_CompileScriptWithOptions(
  _ env: JSVM_Env?, _ script: JSVM_Value?, _ optionCount: Int,
  _ options: UnsafeMutablePointer<JSVM_CompileOptions>?,
  _ result: UnsafeMutablePointer<JSVM_Script?>?
) -> JSVM_Status {
  enter(env, .js, into: result) { env throws(Failure) in
    try env.compile(script, optionCount, options)
  }
}

@c @implementation
public func OH_JSVM_BackgroundDeserialize(
  _ vm: JSVM_VM?, _ cacheData: JSVM_CodeCache,
  _ result: UnsafeMutablePointer<JSVM_DeserializeResult?>?
) -> JSVM_Status {
  enter(vm: vm, into: result) { vm throws(Failure) in try vm.deserialize(cacheData) }
}

@c @implementation
public func OH_JSVM_ReleaseDeserializeResult(_ result: JSVM_DeserializeResult?) -> JSVM_Status {
  withProcess { process throws(Failure) in try process.release(require(result)) }
}
