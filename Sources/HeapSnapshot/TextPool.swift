// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Texts by number; equal texts have one number.
///
/// A text is what stands between the quotes of a JSON string, so that strings of a file are taken as
/// they are, and can be compared with those of another file.
struct TextPool: Sendable {
  private var texts = Texts()
  private var slots = HashSlots()

  var count: Int { texts.count }

  /// The number of a string of a file.
  mutating func number(of string: UInt32, in strings: StringTable) -> UInt32 {
    guard string < strings.count else { return number(ofPlain: "(missing)") }
    let range = strings.range(of: string)
    return unsafe number(ofEscaped: strings.text.bytes(range))
  }

  /// The number of a text that is not of a file.
  mutating func number(ofPlain text: String) -> UInt32 {
    var escaped: [UInt8] = []
    EscapedText.append(text, to: &escaped)
    return number(ofEscaped: escaped)
  }

  mutating func number(ofEscaped text: some Collection<UInt8>) -> UInt32 {
    unsafe Array(text).withUnsafeBytes { unsafe number(ofEscaped: $0) }
  }

  mutating func number(ofEscaped text: UnsafeRawBufferPointer) -> UInt32 {
    let number = unsafe slots.number(text.hash) { unsafe texts.isEqual($0, text) }
    if number == texts.count { unsafe texts.append(text) }
    return number
  }

  /// The number of a string of a file, if the pool has such a text.
  func find(_ string: UInt32, in strings: StringTable) -> UInt32? {
    guard string < strings.count else { return nil }
    let text = unsafe strings.text.bytes(strings.range(of: string))
    return unsafe slots.find(text.hash) { unsafe texts.isEqual($0, text) }
  }

  /// The decoded text.
  subscript(number: UInt32) -> String { EscapedText.plain(texts[number]) }

  /// The text as JSON writes it.
  func escaped(_ number: UInt32) -> ArraySlice<UInt8> { texts[number] }
}

/// Texts one behind another.
private struct Texts: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  var count: Int { ends.count }

  mutating func append(_ text: UnsafeRawBufferPointer) {
    unsafe bytes.append(contentsOf: text)
    ends.append(bytes.count)
  }

  subscript(number: UInt32) -> ArraySlice<UInt8> { bytes[range(number)] }

  private func range(_ number: UInt32) -> Range<Int> {
    (number == 0 ? 0 : ends[Int(number) - 1])..<ends[Int(number)]
  }

  @inline(__always)
  func isEqual(_ number: UInt32, _ text: UnsafeRawBufferPointer) -> Bool {
    let range = range(number)
    guard range.count == text.count else { return false }
    guard !range.isEmpty, let other = text.baseAddress else { return true }
    return unsafe bytes.withUnsafeBytes {
      unsafe memcmp($0.baseAddress! + range.lowerBound, other, range.count) == 0
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Eight bytes at a time.
  var hash: UInt64 {
    var hash = WordHash()
    hash.add(UInt64(count))
    var index = 0
    while index + 8 <= count {
      unsafe hash.add(loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < count {
      unsafe rest = rest << 8 | UInt64(self[index])
      index += 1
    }
    hash.add(rest)
    return hash.value
  }
}

extension EscapedText {
  /// Writes a text as JSON has it between quotes.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x08: bytes += Array("\\b".utf8)
      case 0x09: bytes += Array("\\t".utf8)
      case 0x0A: bytes += Array("\\n".utf8)
      case 0x0C: bytes += Array("\\f".utf8)
      case 0x0D: bytes += Array("\\r".utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
      default: bytes.append(byte)
      }
    }
  }
}
