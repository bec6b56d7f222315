// SPDX-License-Identifier: Apache-2.0

/// A piece of text that is being read; what was passed is taken from it in runs.
struct FilterInput {
  let bytes: UnsafeRawBufferPointer
  var index = 0
  private var taken = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  /// The byte that comes next.
  func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Passes a byte.
  mutating func next() -> UInt8? {
    guard let byte = peek() else { return nil }
    index += 1
    return byte
  }

  mutating func skipAll() { index = bytes.count }

  /// What was passed since the last time.
  mutating func takePassed() -> UnsafeRawBufferPointer {
    defer { taken = index }
    return UnsafeRawBufferPointer(rebasing: bytes[taken..<index])
  }

  /// Passes so many commas, or what comes before the next `]`, or everything; returns how many commas.
  mutating func skip(commas limit: Int) -> Int {
    var passed = 0
    while passed < limit, index < bytes.count {
      // Whole runs first: this loop becomes vector instructions.
      let run = UnsafeRawBufferPointer(rebasing: bytes[index..<min(index + 128, bytes.count)])
      var (commas, ends): (UInt8, UInt8) = (0, 0)
      for byte in run {
        commas &+= byte == UInt8(ascii: ",") ? 1 : 0
        ends |= byte == UInt8(ascii: "]") ? 1 : 0
      }
      if ends == 0, Int(commas) < limit - passed {
        passed += Int(commas)
        index += run.count
        continue
      }
      for byte in run {
        if byte == UInt8(ascii: "]") || passed == limit { return passed }
        if byte == UInt8(ascii: ",") { passed += 1 }
        index += 1
      }
    }
    return passed
  }
}

/// A number that is being read, digit by digit.
struct NumberReader {
  private(set) var value: UInt64
  private(set) var isEmpty = true
  /// Its digits are not passed on: another number may be written instead.
  var isHeld = false

  /// No number yet, or one of which digits were read that are not 0.
  init(_ value: UInt64 = 0) {
    self.value = value
    isEmpty = value == 0
  }

  mutating func add(_ digit: UInt8) {
    value = value &* 10 &+ UInt64(digit)
    isEmpty = false
  }

  static func digit(_ byte: UInt8) -> UInt8? {
    let digit = byte &- UInt8(ascii: "0")
    return digit < 10 ? digit : nil
  }
}
