// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim

/// The user's callbacks for property accesses of a class's instances, and the values they get.
struct PropertyHandler: BitwiseCopyable {
  private let callbacks: JSVM_PropertyHandlerConfigurationStruct
  private let env: Unmanaged<Env>
  private var namedData = v8s_global()
  private var indexedData = v8s_global()

  init(_ configuration: JSVM_PropertyHandlerConfigurationStruct?, _ env: Env) {
    callbacks = configuration ?? JSVM_PropertyHandlerConfigurationStruct()
    self.env = .passUnretained(env)
  }

  /// Keeps the data values alive; the record must be where it will stay.
  mutating func hold(
    _ configuration: JSVM_PropertyHandlerConfigurationStruct, _ isolate: v8s_isolate
  ) {
    if let data = returnedValue(configuration.namedPropertyData) {
      v8s_global_set(isolate, &namedData, data)
    }
    if let data = returnedValue(configuration.indexedPropertyData) {
      v8s_global_set(isolate, &indexedData, data)
    }
  }

  mutating func letGo() {
    v8s_global_reset(&namedData)
    v8s_global_reset(&indexedData)
  }

  var named: v8s_intercepts {
    v8s_intercepts(
      get: callbacks.genericNamedPropertyGetterCallback != nil,
      set: callbacks.genericNamedPropertySetterCallback != nil,
      remove: callbacks.genericNamedPropertyDeleterCallback != nil,
      list: callbacks.genericNamedPropertyEnumeratorCallback != nil)
  }

  var indexed: v8s_intercepts {
    v8s_intercepts(
      get: callbacks.genericIndexedPropertyGetterCallback != nil,
      set: callbacks.genericIndexedPropertySetterCallback != nil,
      remove: callbacks.genericIndexedPropertyDeleterCallback != nil,
      list: callbacks.genericIndexedPropertyEnumeratorCallback != nil)
  }

  /// Calls the user's callback for an access and makes V8 take it for handled: a getter gives
  /// undefined at least, a setter the value, a deleter true. An exception goes to script.
  func handle(_ access: v8s_access) -> v8s_value? {
    env._withUnsafeGuaranteedRef { env -> v8s_value? in
      let vm = env.vm
      guard native_stack_here() > vm.stackLimit else {
        env.throwStackOverflow()
        return nil
      }
      let result = vm.withUserCall(of: env) { returnedValue(call(access, env)) }
      if let exception = env.takeException() {
        v8s_isolate_throw(vm.isolate, exception)
        return nil
      }
      switch access.kind {
      case V8S_GET: return result ?? v8s_undefined(vm.isolate)
      case V8S_SET: return access.value
      case V8S_DELETE:
        let isAnswer = result.map { v8s_value_is_boolean($0) } ?? false
        return isAnswer ? result : v8s_boolean(vm.isolate, true)
      default:
        let isList = result.map { v8s_value_is_array($0) } ?? false
        return isList ? result : nil
      }
    }
  }

  private func call(_ access: v8s_access, _ env: Env) -> JSVM_Value? {
    let isolate = env.vm.isolate
    let held = access.is_named ? namedData : indexedData
    let data =
      held.slot == nil
      ? nil : withUnsafePointer(to: held) { v8s_global_get(isolate, $0)?.handle }
    let this = access.receiver.handle
    let key = access.is_named ? access.name : v8s_uint32(isolate, access.index)
    switch (access.kind, access.is_named) {
    case (V8S_GET, true):
      return callbacks.genericNamedPropertyGetterCallback(env.handle, key?.handle, this, data)
    case (V8S_GET, false):
      return callbacks.genericIndexedPropertyGetterCallback(env.handle, key?.handle, this, data)
    case (V8S_SET, true):
      return callbacks.genericNamedPropertySetterCallback(
        env.handle, key?.handle, access.value.handle, this, data)
    case (V8S_SET, false):
      return callbacks.genericIndexedPropertySetterCallback(
        env.handle, key?.handle, access.value.handle, this, data)
    case (V8S_DELETE, true):
      return callbacks.genericNamedPropertyDeleterCallback(env.handle, key?.handle, this, data)
    case (V8S_DELETE, false):
      return callbacks.genericIndexedPropertyDeleterCallback(env.handle, key?.handle, this, data)
    case (_, true):
      return callbacks.genericNamedPropertyEnumeratorCallback(env.handle, this, data)
    case (_, false):
      return callbacks.genericIndexedPropertyEnumeratorCallback(env.handle, this, data)
    }
  }
}
