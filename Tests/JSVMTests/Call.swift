// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Which values an argument takes, and what the others are answered with.
struct Wanted: Sendable {
  let good: Kind
  let refused: Set<Kind>
  let status: JSVM_Status
  /// Whether the refusal leaves an exception pending.
  var throwing = false

  static let any = Wanted(good: .object, refused: [], status: JSVM_OK)
  static let key = Wanted(good: .string, refused: [], status: JSVM_OK)
  /// ToObject.
  static let boxed = Wanted(
    good: .object, refused: .nullish, status: JSVM_OBJECT_EXPECTED, throwing: true)
  static let string = Wanted(
    good: .string, refused: .but([.string]), status: JSVM_STRING_EXPECTED)
  static let number = Wanted(
    good: .number, refused: .but([.number]), status: JSVM_NUMBER_EXPECTED)
  static let boolean = Wanted(
    good: .boolean, refused: .but([.boolean]), status: JSVM_BOOLEAN_EXPECTED)
  static let date = Wanted(good: .date, refused: .but([.date]), status: JSVM_DATE_EXPECTED)
  static let array = Wanted(good: .array, refused: .but([.array]), status: JSVM_ARRAY_EXPECTED)
  static let name = Wanted(
    good: .string, refused: .but([.string, .symbol]), status: JSVM_NAME_EXPECTED)
  static let external = Wanted(
    good: .external, refused: .but([.external]), status: JSVM_INVALID_ARG)
  static let function = Wanted(
    good: .plainFunction, refused: .but(.functions), status: JSVM_INVALID_ARG)
  static let handler = Wanted(
    good: .plainFunction, refused: .but(.functions), status: JSVM_INVALID_TYPE)
  static let promise = Wanted(
    good: .promise, refused: .but([.promise]), status: JSVM_INVALID_TYPE)
  /// An object, with no boxing.
  static let wrappable = Wanted(
    good: .object, refused: .primitives, status: JSVM_INVALID_ARG)
  static let privateHolder = Wanted(
    good: .object, refused: .primitives, status: JSVM_OBJECT_EXPECTED)
  static let toNumber = Wanted(
    good: .string, refused: [.symbol, .bigint, .symbolObject, .bigintObject],
    status: JSVM_NUMBER_EXPECTED, throwing: true)
  static let toString = Wanted(
    good: .number, refused: [.symbol, .symbolObject], status: JSVM_STRING_EXPECTED, throwing: true)
  static let toBigint = Wanted(
    good: .bigint, refused: [.undefined, .null, .number, .string, .symbol, .object],
    status: JSVM_BIGINT_EXPECTED, throwing: true)
  static let constructor = Wanted(
    good: .plainFunction, refused: .objects.subtracting(.functions),
    status: JSVM_FUNCTION_EXPECTED, throwing: true)
  static let instantiable = Wanted(
    good: .plainFunction, refused: [.arrow, .thrower], status: JSVM_PENDING_EXCEPTION,
    throwing: true)
}

/// The arguments of one call: good ones, except for what the test spoils.
final class Call {
  let env: JSVM_Env?
  let vm: JSVM_VM?
  /// Nil when arguments are only counted.
  let palette: Palette?
  /// The position among the pointers of the one that is NULL.
  var broken: Int?
  /// The position among the values of the one that has the wrong type.
  var wrong: (index: Int, kind: Kind)?
  /// The position among the values of the one whose scope is closed.
  var dead: Int?
  /// The position among the handles of the one that has ended.
  var stale: Int?

  private static let filler: UInt8 = 0x5A
  private(set) var pointers = 0
  private(set) var values: [Wanted] = []
  /// What each handle is answered with when it has ended.
  private(set) var handles: [JSVM_Status] = []
  private var outputs: [UnsafeMutableRawBufferPointer] = []
  private var texts: [UnsafeMutablePointer<CChar>] = []

  init(_ env: JSVM_Env?, _ vm: JSVM_VM?, _ palette: Palette?) {
    self.env = env
    self.vm = vm
    self.palette = palette
  }

  deinit {
    for output in outputs { output.deallocate() }
    for text in texts { text.deallocate() }
  }

  /// An argument that may not be NULL.
  func required<T>(_ argument: T?) -> T? {
    defer { pointers += 1 }
    return pointers == broken ? nil : argument
  }

  subscript<T>(path: KeyPath<Palette, T>) -> T? { required(palette?[keyPath: path]) }

  subscript<T>(path: KeyPath<Palette, T?>) -> T? { required(palette?[keyPath: path] ?? nil) }

  /// An env of another VM, in place of the one that the test goes on with.
  var spareEnv: JSVM_Env? { env == palette?.env ? palette?.spareEnv : env }
  var spareVM: JSVM_VM? { vm == palette?.vm ? palette?.spareVM : vm }

  /// A handle that can have ended while its VM lives.
  func handle<T>(
    _ path: KeyPath<Palette, T?>, ended status: JSVM_Status = JSVM_INVALID_ARG
  ) -> T? {
    defer { handles.append(status) }
    return required((stale == handles.count ? palette?.ended : palette)?[keyPath: path] ?? nil)
  }

  func value(_ wanted: Wanted) -> JSVM_Value? { required(optional(wanted)) }

  /// As `value`, for what is no kind of the palette's.
  func value(_ wanted: Wanted, good: JSVM_Value?) -> JSVM_Value? {
    required(optional(wanted, good: good))
  }

  /// A value that may be NULL, but not of another type.
  func optional(_ wanted: Wanted) -> JSVM_Value? {
    optional(wanted, good: palette?[wanted.good])
  }

  func optional(_ wanted: Wanted, good: JSVM_Value?) -> JSVM_Value? {
    defer { values.append(wanted) }
    if dead == values.count { return palette?.dead }
    guard let wrong, wrong.index == values.count else { return good }
    return palette?[wrong.kind]
  }

  func text(_ text: String) -> UnsafeMutablePointer<CChar>? {
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.utf8.count + 1)
    for (index, byte) in (Array(text.utf8) + [0]).enumerated() {
      copy[index] = CChar(bitPattern: byte)
    }
    texts.append(copy)
    return required(copy)
  }

  /// Where a result goes; full of something before.
  func out<T>(_: T.Type = T.self) -> UnsafeMutablePointer<T>? {
    required(pointers == broken ? nil : optionalOut())
  }

  func optionalOut<T>(_: T.Type = T.self) -> UnsafeMutablePointer<T>? {
    let output = UnsafeMutableRawBufferPointer.allocate(
      byteCount: MemoryLayout<T>.size, alignment: MemoryLayout<T>.alignment)
    output.initializeMemory(as: UInt8.self, repeating: Self.filler)
    outputs.append(output)
    return output.baseAddress?.assumingMemoryBound(to: T.self)
  }

  /// Whether every out parameter that was given holds NULL, 0 or false.
  var isEmptied: Bool { outputs.allSatisfy { $0.allSatisfy { $0 == 0 } } }
  /// Whether every out parameter was given something.
  var isFilled: Bool { outputs.allSatisfy { !$0.allSatisfy { $0 == Self.filler } } }
}

/// One exported function in the tables of calls.
struct Row: Sendable, CustomTestStringConvertible {
  let name: String
  let access: Access
  /// What the call is answered with when nothing is wrong.
  var good = JSVM_OK
  /// The same inside a GC handler, where scopes outside cannot be closed.
  var inHandler = JSVM_OK
  /// Whether it must be called inside a native function.
  var isInCallback = false
  /// Makes what only this function needs.
  var prepare: @Sendable (Palette, Fixture) throws -> Void = { _, _ in }
  let call: @Sendable (Call) -> JSVM_Status

  var testDescription: String { name }

  init(
    _ name: String, _ access: Access, good: JSVM_Status = JSVM_OK, inHandler: JSVM_Status? = nil,
    isInCallback: Bool = false,
    with prepare: @escaping @Sendable (Palette, Fixture) throws -> Void = { _, _ in },
    _ call: @escaping @Sendable (Call) -> JSVM_Status
  ) {
    self.name = name
    self.access = access
    self.good = good
    self.inHandler = inHandler ?? good
    self.isInCallback = isInCallback
    self.prepare = prepare
    self.call = call
  }

  /// How many pointers it takes, and what its values must be; found out by calling it in vain.
  var arguments: Call {
    // The calls must not be the first of the process: they would read its options.
    #expect(Engine.isStarted)
    let call = Call(nil, nil, nil)
    _ = self.call(call)
    return call
  }
}
