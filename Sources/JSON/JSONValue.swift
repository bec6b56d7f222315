// SPDX-License-Identifier: Apache-2.0

/// A JSON value as a tree: for small texts whose members come in any order.
public enum JSONValue: Hashable, Sendable {
  case null
  case flag(Bool)
  /// Rounded to the nearest double.
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// Reads a text that is one value and nothing else, at most `depth` brackets deep. Of members with
  /// the same name the last one counts.
  public init(_ bytes: UnsafeRawBufferPointer, depth: Int = 32) throws(JSONError) {
    var reader = JSONReader(bytes)
    self = try Self.read(&reader, depth)
    try reader.end()
  }

  /// Reads a text.
  public init(_ text: some Collection<UInt8>, depth: Int = 32) throws(JSONError) {
    let result: Result<JSONValue, JSONError> = Array(text).withUnsafeBytes { bytes in
      Result { () throws(JSONError) in try JSONValue(bytes, depth: depth) }
    }
    self = try result.get()
  }

  private static func read(
    _ reader: inout JSONReader, _ depth: Int
  ) throws(JSONError) -> JSONValue {
    switch reader.peek() {
    case UInt8(ascii: "{"):
      guard depth > 0 else { throw reader.failure("fewer brackets in each other") }
      var members: [String: JSONValue] = [:]
      try reader.object { reader, key throws(JSONError) in
        members[key] = try read(&reader, depth - 1)
      }
      return .object(members)
    case UInt8(ascii: "["):
      guard depth > 0 else { throw reader.failure("fewer brackets in each other") }
      var elements: [JSONValue] = []
      try reader.array { reader throws(JSONError) in elements.append(try read(&reader, depth - 1)) }
      return .list(elements)
    case UInt8(ascii: "\""):
      let string = try reader.string()
      return .text(reader.text(of: string))
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .flag(try reader.flag())
    case UInt8(ascii: "n"):
      try reader.skipWord("null")
      return .null
    default: return .number(try reader.number())
    }
  }

  /// A member of an object; nil for any other value, and for a name that it has not.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  /// The text, if it is one.
  public var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  /// The elements, if it is a list; none otherwise.
  public var elements: [JSONValue] {
    guard case .list(let elements) = self else { return [] }
    return elements
  }

  /// The number, if it is a whole one that fits.
  public func integer<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number? {
    guard case .number(let number) = self else { return nil }
    return Number(exactly: number)
  }

  /// The number, if it is one.
  public var number: Double? {
    guard case .number(let number) = self else { return nil }
    return number
  }

  /// The flag, if it is one.
  public var flag: Bool? {
    guard case .flag(let flag) = self else { return nil }
    return flag
  }
}

extension JSONWriter {
  /// Writes a tree. Members come in the order of their names.
  public mutating func value(_ value: JSONValue) {
    switch value {
    case .null: self.value(nil)
    case .flag(let flag): self.value(flag)
    case .number(let number):
      if let whole = Int64(exactly: number) { self.value(whole) } else { self.value(number) }
    case .text(let text): self.value(text)
    case .list(let elements):
      array { json in for element in elements { json.value(element) } }
    case .object(let members):
      object { json in
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
          json.member(name) { $0.value(member) }
        }
      }
    }
  }
}
