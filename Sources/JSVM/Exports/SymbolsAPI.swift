// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM
internal import CV8Shim

@c @implementation
public func OH_JSVM_GetSymbolAsyncIterator(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_well_known(env.isolate, V8S_ASYNC_ITERATOR).handle
  }
}

@c @implementation
public func OH_JSVM_GetSymbolHasInstance(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_well_known(env.isolate, V8S_HAS_INSTANCE).handle
  }
}

@c @implementation
public func OH_JSVM_GetSymbolIsConcatSpreadable(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_well_known(env.isolate, V8S_IS_CONCAT_SPREADABLE).handle
  }
}

@c @implementation
public func OH_JSVM_GetSymbolMatch(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_well_known(env.isolate, V8S_MATCH).handle
  }
}

@c @implementation
public func OH_JSVM_GetSymbolReplace(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_well_known(env.isolate, V8S_REPLACE).handle
  }
}

@c @implementation
public func OH_JSVM_GetSymbolSearch(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_well_known(env.isolate, V8S_SEARCH).handle
  }
}

@c @implementation
public func OH_JSVM_GetSymbolSplit(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_well_known(env.isolate, V8S_SPLIT).handle
  }
}

@c @implementation
public func OH_JSVM_GetSymbolToPrimitive(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_well_known(env.isolate, V8S_TO_PRIMITIVE).handle
  }
}

@c @implementation
public func OH_JSVM_GetSymbolUnscopables(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_well_known(env.isolate, V8S_UNSCOPABLES).handle
  }
}

@c @implementation
public func OH_JSVM_GetSymbolToStringTag(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_well_known(env.isolate, V8S_TO_STRING_TAG).handle
  }
}

@c @implementation
public func OH_JSVM_GetSymbolIterator(
  _ env: JSVM_Env?, _ result: UnsafeMutablePointer<JSVM_Value?>?
) -> JSVM_Status {
  enter(env, .isolate, into: result) { env throws(Failure) in
    v8s_symbol_well_known(env.isolate, V8S_ITERATOR).handle
  }
}
