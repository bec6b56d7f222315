// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

/// A property of a class as tests write it.
struct Member {
  let name: String?
  var symbol: JSVM_Value?
  var getter: Native?
  var setter: Native?
  var method: Native?
  var value: JSVM_Value?
  var attributes = JSVM_DEFAULT.rawValue

  init(_ name: String?, _ attributes: UInt32 = 0, _ change: (inout Member) -> Void = { _ in }) {
    self.name = name
    self.attributes = attributes
    change(&self)
  }
}

/// What an option of `OH_JSVM_DefineClassWithOptions` may be made of.
struct ClassOption {
  var id = JSVM_DEFINE_CLASS_NORMAL
  var count: Int32?
  var pointer: UnsafeMutableRawPointer?

  static var normal: ClassOption { ClassOption() }

  static func count(_ count: Int32) -> ClassOption {
    ClassOption(id: JSVM_DEFINE_CLASS_WITH_COUNT, count: count)
  }

  var raw: JSVM_DefineClassOptions {
    var option = JSVM_DefineClassOptions()
    option.id = id
    if let count { option.content.num = count } else { option.content.ptr = pointer }
    return option
  }
}

/// Which of the three functions defines a class.
enum Definer: CaseIterable {
  case plain, handler, options
}

extension Fixture {
  /// A constructor that does nothing but call `body`.
  func native(
    _ body: @escaping (JSVM_Env, JSVM_CallbackInfo) -> JSVM_Value? = { _, _ in nil }
  ) -> Native {
    let native = Native(body)
    kept.append(native)
    return native
  }

  /// A native function that gives a number.
  func giving(_ number: Double) -> Native {
    native { env, _ in get(nil) { OH_JSVM_CreateDouble(env, number, $0) } }
  }

  /// Calls the body with the descriptors of members; the fixture keeps their callbacks.
  func withDescriptors<Result>(
    _ members: [Member], _ body: (UnsafePointer<JSVM_PropertyDescriptor>?, Int) -> Result
  ) -> Result {
    let names = members.map { $0.name.map { strdup($0) } ?? nil }
    defer { for name in names { free(name) } }
    let descriptors = zip(members, names).map { member, name in
      for native in [member.getter, member.setter, member.method] {
        if let native { kept.append(native) }
      }
      return JSVM_PropertyDescriptor(
        utf8name: name, name: member.symbol, method: member.method?.callback,
        getter: member.getter?.callback, setter: member.setter?.callback, value: member.value,
        attributes: JSVM_PropertyAttributes(member.attributes))
    }
    return descriptors.withUnsafeBufferPointer {
      body($0.isEmpty ? nil : $0.baseAddress, $0.count)
    }
  }

  /// The status of defining a class, and the class.
  func tryClass(
    _ definer: Definer = .plain, _ members: [Member] = [], parent: JSVM_Value? = nil,
    options: [ClassOption] = [], constructor: Native? = nil,
    handler: JSVM_PropertyHandlerConfigurationStruct = .init(), callable: Native? = nil
  ) -> (status: JSVM_Status, class: JSVM_Value?) {
    let callback = (constructor ?? native()).callback
    var result: JSVM_Value?
    var handler = handler
    let status = withDescriptors(members) { properties, count in
      switch definer {
      case .plain:
        return OH_JSVM_DefineClass(env, "C", 1, callback, count, properties, &result)
      case .handler:
        return OH_JSVM_DefineClassWithPropertyHandler(
          env, "C", autoLength, callback, count, properties, &handler, callable?.callback,
          &result)
      case .options:
        var raw = options.map(\.raw)
        return OH_JSVM_DefineClassWithOptions(
          env, "C", autoLength, callback, count, properties, parent, raw.count, &raw, &result)
      }
    }
    return (status, result)
  }

  /// Defines a class as a global one.
  @discardableResult
  func defineClass(
    _ name: String = "C", _ definer: Definer = .plain, _ members: [Member] = [],
    parent: JSVM_Value? = nil, options: [ClassOption] = [], constructor: Native? = nil,
    handler: JSVM_PropertyHandlerConfigurationStruct = .init(), callable: Native? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) throws -> JSVM_Value {
    let (status, result) = tryClass(
      definer, members, parent: parent, options: options, constructor: constructor,
      handler: handler, callable: callable)
    #expect(status == JSVM_OK, sourceLocation: location)
    let constructor = try #require(result, sourceLocation: location)
    try set(name, constructor)
    return constructor
  }
}
