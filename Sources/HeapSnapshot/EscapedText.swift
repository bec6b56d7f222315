// SPDX-License-Identifier: Apache-2.0

/// The text of a JSON string literal.
enum EscapedText {
  /// Decoded text. Surrogates that stand alone (V8 writes the low 16 bits of larger code points, so
  /// they occur) and malformed UTF-8 become U+FFFD; an unknown escape stands for itself.
  static func plain(_ bytes: some Collection<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
    var units: [UInt16] = []
    var literal: [UInt8] = []
    var index = bytes.startIndex
    func flush() {
      guard !literal.isEmpty else { return }
      units.append(contentsOf: String(decoding: literal, as: UTF8.self).utf16)
      literal.removeAll(keepingCapacity: true)
    }
    while index < bytes.endIndex {
      let byte = bytes[index]
      bytes.formIndex(after: &index)
      guard byte == UInt8(ascii: "\\"), index < bytes.endIndex else {
        literal.append(byte)
        continue
      }
      let escaped = bytes[index]
      bytes.formIndex(after: &index)
      if escaped == UInt8(ascii: "u"), let unit = hexadecimal(bytes[index...].prefix(4)) {
        flush()
        units.append(unit)
        bytes.formIndex(&index, offsetBy: 4)
      } else {
        literal.append(meaning(of: escaped))
      }
    }
    flush()
    return String(decoding: units, as: UTF16.self)
  }

  private static func meaning(of escaped: UInt8) -> UInt8 {
    switch escaped {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: escaped
    }
  }

  private static func hexadecimal(_ digits: some Collection<UInt8>) -> UInt16? {
    guard digits.count == 4 else { return nil }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
