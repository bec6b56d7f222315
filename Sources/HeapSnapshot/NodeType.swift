// SPDX-License-Identifier: Apache-2.0

/// What a node is. Numbers are V8's order; a file's own order is translated when it is read.
///
/// Types that a file has beyond these keep their names: see `Meta.nodeTypeName`.
public struct NodeType: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
}

extension NodeType {
  public static let hidden = Self(rawValue: 0)
  public static let array = Self(rawValue: 1)
  public static let string = Self(rawValue: 2)
  public static let object = Self(rawValue: 3)
  public static let code = Self(rawValue: 4)
  public static let closure = Self(rawValue: 5)
  public static let regexp = Self(rawValue: 6)
  public static let number = Self(rawValue: 7)
  public static let native = Self(rawValue: 8)
  public static let synthetic = Self(rawValue: 9)
  public static let concatenatedString = Self(rawValue: 10)
  public static let slicedString = Self(rawValue: 11)
  public static let symbol = Self(rawValue: 12)
  public static let bigint = Self(rawValue: 13)
  public static let objectShape = Self(rawValue: 14)
  public static let wasmObject = Self(rawValue: 15)

  static let names = [
    "hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native",
    "synthetic", "concatenated string", "sliced string", "symbol", "bigint", "object shape",
    "wasm object",
  ]
}

/// What an edge is. Numbers are V8's order, with the one that DevTools adds.
public struct EdgeType: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
}

extension EdgeType {
  public static let context = Self(rawValue: 0)
  public static let element = Self(rawValue: 1)
  public static let property = Self(rawValue: 2)
  public static let `internal` = Self(rawValue: 3)
  public static let hidden = Self(rawValue: 4)
  public static let shortcut = Self(rawValue: 5)
  public static let weak = Self(rawValue: 6)
  public static let invisible = Self(rawValue: 7)

  static let names = [
    "context", "element", "property", "internal", "hidden", "shortcut", "weak", "invisible",
  ]

  /// The edge's name is a number, not a string.
  @inlinable public var isIndexed: Bool { self == .element || self == .hidden }
}
