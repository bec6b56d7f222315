// SPDX-License-Identifier: Apache-2.0

/// Writes the wire format of Protocol Buffers, as much of it as a profile needs.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  /// A field that is a number. Zero is the default and is left out.
  mutating func field(_ number: Int, _ value: UInt64) {
    guard value != 0 else { return }
    varint(UInt64(number) << 3)
    varint(value)
  }

  mutating func field(_ number: Int, _ text: String) { field(number, Array(text.utf8)) }

  /// A field that is another message.
  mutating func field(_ number: Int, _ message: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    message(&inner)
    field(number, inner.bytes)
  }

  /// A field of many numbers.
  mutating func packed(_ number: Int, _ values: some Sequence<UInt64>) {
    var inner = ProtobufWriter()
    for value in values { inner.varint(value) }
    field(number, inner.bytes)
  }

  private mutating func field(_ number: Int, _ content: [UInt8]) {
    varint(UInt64(number) << 3 | 2)
    varint(UInt64(content.count))
    bytes += content
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
