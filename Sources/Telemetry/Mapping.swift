// SPDX-License-Identifier: Apache-2.0

/// One mapping of a process's address space, as `/proc/PID/smaps` describes it.
struct Mapping: Equatable, Sendable {
  let addresses: Range<UInt64>
  /// Whether the process may read, write or execute any of it.
  let isAccessible: Bool
  /// The file, a name in brackets such as `[heap]`, or empty.
  let name: String
  var usage = PageUsage()
  /// V8 maps the pages of its heap without reserving swap and keeps them from forked children:
  /// `nr` and `dc` among the `VmFlags`.
  var isEngines = false

  /// Whether there is no file behind it.
  var isAnonymous: Bool { name.isEmpty || name.hasPrefix("[anon") }
}

extension Mapping {
  /// Reads a mapping's first line: `5581-5582 rw-p 00000000 00:00 0    [heap]`.
  ///
  /// nil for any other line.
  init?(header line: ArraySlice<UInt8>) {
    var fields = Fields(line)
    guard let range = fields.next(), let dash = range.firstIndex(of: UInt8(ascii: "-")),
      let start = UInt64(hexadecimal: range[..<dash]),
      let end = UInt64(hexadecimal: range[(dash + 1)...]), start < end,
      let permissions = fields.next(), permissions.count == 4,
      fields.next() != nil, fields.next() != nil, fields.next() != nil
    else { return nil }
    addresses = start..<end
    isAccessible = permissions.prefix(3).contains { $0 != UInt8(ascii: "-") }
    name = String(decoding: fields.rest, as: UTF8.self)
  }

  /// Reads one of the lines below the first: `Pss:   12 kB`, or `VmFlags: rd wr`.
  mutating func read(_ line: ArraySlice<UInt8>) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
    let values = line[(colon + 1)...]
    switch String(decoding: line[..<colon], as: UTF8.self) {
    case "Size": usage.size = isAccessible ? Self.bytes(values) : 0
    case "Pss": usage.pss = Self.bytes(values)
    case "Shared_Clean": usage.sharedClean = Self.bytes(values)
    case "Shared_Dirty": usage.sharedDirty = Self.bytes(values)
    case "Private_Clean": usage.privateClean = Self.bytes(values)
    case "Private_Dirty": usage.privateDirty = Self.bytes(values)
    case "Swap": usage.swap = Self.bytes(values)
    case "SwapPss": usage.swapPss = Self.bytes(values)
    case "VmFlags":
      let flags = values.split(separator: UInt8(ascii: " "))
      isEngines =
        isAnonymous && flags.contains(Array("dc".utf8)[...])
        && flags.contains(Array("nr".utf8)[...])
    default: break
    }
  }

  /// `   12 kB` in bytes; 0 for what is no number, or too large to be one.
  private static func bytes(_ text: ArraySlice<UInt8>) -> UInt64 {
    var fields = Fields(text)
    guard let digits = fields.next(), digits.count < 18 else { return 0 }
    var value: UInt64 = 0
    for digit in digits {
      guard case 0x30...0x39 = digit else { return 0 }
      value = value * 10 + UInt64(digit - 0x30)
    }
    let (bytes, overflow) = value.multipliedReportingOverflow(by: 1024)
    return overflow ? 0 : bytes
  }
}

/// Words of a line with spaces between them.
private struct Fields {
  private(set) var rest: ArraySlice<UInt8>

  init(_ line: ArraySlice<UInt8>) {
    rest = line.drop { $0 == UInt8(ascii: " ") }
  }

  mutating func next() -> ArraySlice<UInt8>? {
    let word = rest.prefix { $0 != UInt8(ascii: " ") }
    rest = rest[word.endIndex...].drop { $0 == UInt8(ascii: " ") }
    return word.isEmpty ? nil : word
  }
}

extension UInt64 {
  /// Up to 16 digits without a prefix.
  fileprivate init?(hexadecimal digits: ArraySlice<UInt8>) {
    guard 1...16 ~= digits.count else { return nil }
    self = 0
    for digit in digits {
      switch digit {
      case 0x30...0x39: self = self << 4 | UInt64(digit - 0x30)
      case 0x61...0x66: self = self << 4 | UInt64(digit - 0x61 + 10)
      default: return nil
      }
    }
  }
}
