// SPDX-License-Identifier: Apache-2.0

/// How the name of a property stands in the name of an object.
enum PropertyName {
  /// In quotes, escaped as JSON, if it has characters that would be taken for the object's own
  /// commas, quotes or braces.
  static func formatted(_ name: String) -> String {
    guard name.utf8.contains(where: isSpecial) else { return name }
    var bytes = [UInt8(ascii: "\"")]
    EscapedText.append(name, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The name stands as it is, and a byte is a character.
  static func isSimple(_ bytes: some Sequence<UInt8>) -> Bool {
    !bytes.contains { isSpecial($0) || $0 == UInt8(ascii: "\\") || $0 >= 0x80 }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "{"),
      UInt8(ascii: "}"):
      true
    default: false
    }
  }
}
