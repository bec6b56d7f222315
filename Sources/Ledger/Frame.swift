// SPDX-License-Identifier: Apache-2.0

/// A native frame in words: what a symboliser knows of one address.
public struct Frame: Hashable, Sendable {
  /// The address that was looked up: a return address less one.
  public var address: UInt
  /// The demangled function with its parameters, if known.
  public var function: String?
  /// The source file as the debug information spells it, if known.
  public var file: String?
  /// The line, from 1; 0 when unknown.
  public var line: Int
  /// The column, from 1, if known.
  public var column: Int?
  /// The path of the executable or library, if known.
  public var module: String?
  /// The address less the module's load address.
  public var moduleOffset: UInt
  /// Whether the compiler merged this function into the next frame's; both share one address.
  public var isInlined: Bool

  /// Describes a frame; what is unknown may be left out.
  public init(
    address: UInt, function: String? = nil, file: String? = nil, line: Int = 0,
    column: Int? = nil, module: String? = nil, moduleOffset: UInt = 0, isInlined: Bool = false
  ) {
    self.address = address
    self.function = function
    self.file = file
    self.line = line
    self.column = column
    self.module = module
    self.moduleOffset = moduleOffset
    self.isInlined = isInlined
  }
}

extension Frame: CustomStringConvertible {
  /// `0x55d0a1b2a111 in Widget::Bind(int) src/widget.cpp:42:9`, as LeakSanitizer prints it.
  public var description: String {
    let known = function.map { " in \($0)" } ?? ""
    return hexadecimal(address, digits: 12) + known + " " + place(withColumn: true)
  }

  /// Function without parameters, and place without column: `Widget::Bind src/widget.cpp:42`.
  public var brief: String {
    let place = place(withColumn: false)
    return function.map { FunctionName.withoutParameters($0) + " " + place } ?? place
  }

  /// Place without directories, then function without parameters: `widget.cpp:42 Widget::Bind`.
  ///
  /// Without debug information `Widget::Bind (libui.so)`, or `libui.so+0x12f0`.
  public var short: String {
    let function = function.map { FunctionName.withoutParameters($0) }
    if let file {
      let place = Self.lastComponent(file) + (line > 0 ? ":\(line)" : "")
      return function.map { place + " " + $0 } ?? place
    }
    let module = module.map(Self.lastComponent)
    if let function { return function + (module.map { " (\($0))" } ?? "") }
    return module.map { "\($0)+\(hexadecimal(moduleOffset))" } ?? "<unknown module>"
  }

  private static func lastComponent(_ path: String) -> String {
    String(path.split(separator: "/").last ?? Substring(path))
  }

  /// File and line; else module and offset in parentheses; else a placeholder.
  private func place(withColumn: Bool) -> String {
    guard let file else {
      guard let module else { return "(<unknown module>)" }
      return "(\(module)+\(hexadecimal(moduleOffset)))"
    }
    guard line > 0 else { return file }
    guard withColumn, let column else { return "\(file):\(line)" }
    return "\(file):\(line):\(column)"
  }
}

/// A number with `0x` before it and at least `digits` digits.
func hexadecimal(_ number: UInt, digits: Int = 1) -> String {
  let text = String(number, radix: 16)
  return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
}
