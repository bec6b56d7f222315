// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
  /// Passes over a value of any kind.
  ///
  /// Keeps one byte for each open bracket instead of recursing, so depth costs no stack. Numbers
  /// are checked for their characters only.
  public mutating func skipValue() throws(JSONError) {
    var open: [UInt8] = []
    repeat {
      try skipScalarOrOpen(&open)
      try closeFinished(&open)
    } while !open.isEmpty
  }

  /// Passes over a word of the language, such as `true`.
  public mutating func skipWord(_ word: StaticString) throws(JSONError) {
    let end = offset + word.utf8CodeUnitCount
    let letters = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard end <= bytes.count, bytes[offset..<end].elementsEqual(letters) else {
      throw failure("\(word)")
    }
    offset = end
  }

  /// Passes over values without content, or brackets up to the first such value in them.
  private mutating func skipScalarOrOpen(_ open: inout [UInt8]) throws(JSONError) {
    while let first = peek() {
      switch first {
      case UInt8(ascii: "{"):
        offset += 1
        if take("}") { return }
        open.append(UInt8(ascii: "}"))
        try skipKey()
      case UInt8(ascii: "["):
        offset += 1
        if take("]") { return }
        open.append(UInt8(ascii: "]"))
      case UInt8(ascii: "\""):
        _ = try string()
        return
      case UInt8(ascii: "t"): return try skipWord("true")
      case UInt8(ascii: "f"): return try skipWord("false")
      case UInt8(ascii: "n"): return try skipWord("null")
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return skipNumber()
      default: throw failure("a value")
      }
    }
    throw failure("a value")
  }

  /// Behind a value: passes over the brackets it was the last in, and the comma to the next.
  private mutating func closeFinished(_ open: inout [UInt8]) throws(JSONError) {
    while let bracket = open.last {
      if take(",") {
        if bracket == UInt8(ascii: "}") { try skipKey() }
        return
      }
      guard peek() == bracket else {
        throw failure("',' or '\(Unicode.Scalar(bracket))'")
      }
      offset += 1
      open.removeLast()
    }
  }

  private mutating func skipKey() throws(JSONError) {
    _ = try string()
    guard take(":") else { throw failure("':'") }
  }

  mutating func skipNumber() {
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        offset += 1
      default: return
      }
    }
  }
}
