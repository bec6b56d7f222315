// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about strings in three encodings, made and read.
struct StringsTests {
  private func latin1(_ bytes: [UInt8], _ length: Int? = nil, in env: JSVM_Env) throws -> JSVM_Value
  {
    try bytes.withUnsafeBytes { bytes in
      let text = bytes.assumingMemoryBound(to: CChar.self).baseAddress
      return try make { OH_JSVM_CreateStringLatin1(env, text, length ?? bytes.count, $0) }
    }
  }

  private func utf8(_ bytes: [UInt8], _ length: Int? = nil, in env: JSVM_Env) throws -> JSVM_Value {
    try bytes.withUnsafeBytes { bytes in
      let text = bytes.assumingMemoryBound(to: CChar.self).baseAddress
      return try make { OH_JSVM_CreateStringUtf8(env, text, length ?? bytes.count, $0) }
    }
  }

  private func utf16(_ units: [UInt16], _ length: Int? = nil, in env: JSVM_Env) throws -> JSVM_Value
  {
    try make { OH_JSVM_CreateStringUtf16(env, units, length ?? units.count, $0) }
  }

  /// What fits into a buffer, its terminator, and whether the rest of the buffer is as it was.
  private func read<Unit: FixedWidthInteger>(
    _ size: Int, _ call: (UnsafeMutablePointer<Unit>, UnsafeMutablePointer<Int>) -> JSVM_Status
  ) -> [Unit]? {
    var buffer = [Unit](repeating: 0x2A, count: max(size, 1) + 4)
    var copied = 99
    let status = buffer.withUnsafeMutableBufferPointer { call($0.baseAddress!, &copied) }
    guard status == JSVM_OK, copied <= max(0, size - 1) else { return nil }
    if size > 0, buffer[copied] != 0 { return nil }
    let rest = size == 0 ? 0 : copied + 1
    guard buffer[rest...].allSatisfy({ $0 == 0x2A }) else { return nil }
    return Array(buffer[..<copied])
  }

  /// Source text, and its UTF-8, UTF-16 and Latin-1 units.
  static let texts: [(String, [UInt8], [UInt16], [UInt8])] = [
    ("''", [], [], []),
    ("'a'", [97], [97], [97]),
    ("'a\\0b'", [97, 0, 98], [97, 0, 98], [97, 0, 98]),
    ("'\\xE9'", [0xC3, 0xA9], [0xE9], [0xE9]),
    ("'\\u20AC'", [0xE2, 0x82, 0xAC], [0x20AC], [0xAC]),
    ("'\\u{1F600}'", [0xF0, 0x9F, 0x98, 0x80], [0xD83D, 0xDE00], [0x3D, 0x00]),
    ("'\\uD83D'", [0xEF, 0xBF, 0xBD], [0xD83D], [0x3D]),
    ("'\\uDE00x'", [0xEF, 0xBF, 0xBD, 120], [0xDE00, 120], [0x00, 120]),
    (
      "'x\\uD83D\\uD83D\\uDE00'", [120, 0xEF, 0xBF, 0xBD, 0xF0, 0x9F, 0x98, 0x80],
      [120, 0xD83D, 0xD83D, 0xDE00], [120, 0x3D, 0x3D, 0x00]
    ),
    (
      "'ab'.repeat(2000)", Array(String(repeating: "ab", count: 2000).utf8),
      Array(String(repeating: "ab", count: 2000).utf16),
      Array(String(repeating: "ab", count: 2000).utf8)
    ),
  ]

  @Test(arguments: texts)
  func isReadInEveryEncoding(
    _ source: String, _ utf8: [UInt8], _ utf16: [UInt16], _ latin1: [UInt8]
  ) throws {
    try withEnv { fixture in
      let (env, value) = (fixture.env, try fixture.run(source))
      #expect(get(0) { OH_JSVM_GetValueStringUtf8(env, value, nil, 0, $0) } == utf8.count)
      #expect(get(0) { OH_JSVM_GetValueStringUtf16(env, value, nil, 0, $0) } == utf16.count)
      #expect(get(0) { OH_JSVM_GetValueStringLatin1(env, value, nil, 0, $0) } == latin1.count)
      for extra in [1, 2, 100] {
        let (size8, size16) = (utf8.count + extra, utf16.count + extra)
        let bytes: [CChar]? = read(size8) { OH_JSVM_GetValueStringUtf8(env, value, $0, size8, $1) }
        #expect(bytes?.map { UInt8(bitPattern: $0) } == utf8)
        let units: [UInt16]? = read(size16) {
          OH_JSVM_GetValueStringUtf16(env, value, $0, size16, $1)
        }
        #expect(units == utf16)
        let narrow: [CChar]? = read(size16) {
          OH_JSVM_GetValueStringLatin1(env, value, $0, size16, $1)
        }
        #expect(narrow?.map { UInt8(bitPattern: $0) } == latin1)
      }
    }
  }

  @Test func truncationNeverSplitsACharacterOfUTF8() throws {
    try withEnv { fixture in
      let (env, value) = (fixture.env, try fixture.run("'a\\xE9\\u20AC\\u{1F600}'"))
      // Bytes that fit for each room: 1, 2, 3 and 4 to a character.
      let lengths = [0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10]
      for (room, length) in lengths.enumerated() {
        let bytes: [CChar]? = read(room + 1) {
          OH_JSVM_GetValueStringUtf8(env, value, $0, room + 1, $1)
        }
        #expect(bytes?.count == length, "room \(room)")
      }
    }
  }

  @Test func truncationCountsUnitsOfUTF16AndLatin1() throws {
    try withEnv { fixture in
      let (env, value) = (fixture.env, try fixture.run("'a\\u{1F600}b'"))
      for size in 1...6 {
        let units: [UInt16]? = read(size) { OH_JSVM_GetValueStringUtf16(env, value, $0, size, $1) }
        #expect(units == Array([97, 0xD83D, 0xDE00, 98].prefix(size - 1)))
        let bytes: [CChar]? = read(size) { OH_JSVM_GetValueStringLatin1(env, value, $0, size, $1) }
        #expect(bytes == Array([97, 0x3D, 0, 98].prefix(size - 1)))
      }
    }
  }

  @Test func aBufferOfNoSizeIsNotTouched() throws {
    try withEnv { fixture in
      let (env, value) = (fixture.env, try fixture.string("abc"))
      let utf8: [CChar]? = read(0) { OH_JSVM_GetValueStringUtf8(env, value, $0, 0, $1) }
      let utf16: [UInt16]? = read(0) { OH_JSVM_GetValueStringUtf16(env, value, $0, 0, $1) }
      let latin1: [CChar]? = read(0) { OH_JSVM_GetValueStringLatin1(env, value, $0, 0, $1) }
      #expect(utf8 == [] && utf16 == [] && latin1 == [])
    }
  }

  @Test func theResultIsOptionalWithABufferOnly() throws {
    try withEnv { fixture in
      let (env, value) = (fixture.env, try fixture.string("abc"))
      var bytes = [CChar](repeating: 1, count: 8)
      var units = [UInt16](repeating: 1, count: 8)
      #expect(OH_JSVM_GetValueStringUtf8(env, value, &bytes, 8, nil) == JSVM_OK && bytes[3] == 0)
      #expect(OH_JSVM_GetValueStringLatin1(env, value, &bytes, 2, nil) == JSVM_OK && bytes[1] == 0)
      #expect(OH_JSVM_GetValueStringUtf16(env, value, &units, 8, nil) == JSVM_OK && units[3] == 0)
      #expect(OH_JSVM_GetValueStringUtf8(env, value, nil, 8, nil) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_GetValueStringLatin1(env, value, nil, 8, nil) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_GetValueStringUtf16(env, value, nil, 8, nil) == JSVM_INVALID_ARG)
    }
  }

  @Test func autoLengthCanBeAHugeBufferSize() throws {
    try withEnv { fixture in
      let (env, value) = (fixture.env, try fixture.string("abc"))
      var bytes = [CChar](repeating: 1, count: 8)
      var copied = 0
      #expect(OH_JSVM_GetValueStringUtf8(env, value, &bytes, autoLength, &copied) == JSVM_OK)
      #expect(copied == 3 && bytes[3] == 0 && bytes[4] == 1)
    }
  }

  @Test func isMadeFromEveryEncoding() throws {
    try withEnv { fixture in
      let env = fixture.env
      try fixture.set("a", latin1([0x61, 0xE9, 0xFF, 0], in: env))
      try #expect(fixture.text("a === 'a\\xE9\\xFF\\0'") == "true")
      try fixture.set("b", utf8([0x61, 0xC3, 0xA9, 0xF0, 0x9F, 0x98, 0x80, 0], in: env))
      try #expect(fixture.text("b === 'a\\xE9\\u{1F600}\\0'") == "true")
      try fixture.set("c", utf16([0x61, 0xD83D, 0xDE00, 0xD83D, 0], in: env))
      try #expect(fixture.text("c === 'a\\u{1F600}\\uD83D\\0'") == "true")
    }
  }

  @Test func autoLengthEndsAtTheTerminator() throws {
    try withEnv { fixture in
      let env = fixture.env
      try #expect(fixture.text(of: latin1([97, 98, 0, 99, 0], autoLength, in: env)) == "ab")
      try #expect(fixture.text(of: utf8([97, 98, 0, 99, 0], autoLength, in: env)) == "ab")
      try #expect(fixture.text(of: utf16([97, 98, 0, 99, 0], autoLength, in: env)) == "ab")
      try #expect(fixture.text(of: utf8([0], autoLength, in: env)) == "")
    }
  }

  @Test func aShorterLengthTakesAPart() throws {
    try withEnv { fixture in
      let env = fixture.env
      try #expect(fixture.text(of: latin1([97, 98, 99], 2, in: env)) == "ab")
      try #expect(fixture.text(of: utf8([97, 98, 99], 1, in: env)) == "a")
      try #expect(fixture.text(of: utf16([97, 98, 99], 0, in: env)) == "")
    }
  }

  static let invalid: [([UInt8], String)] = [
    ([0xFF], "\u{FFFD}"), ([0x61, 0xC3], "a\u{FFFD}"), ([0xC3, 0x61], "\u{FFFD}a"),
    ([0xE2, 0x82], "\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0x80], "\u{FFFD}"),
    ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
  ]

  @Test(arguments: invalid)
  func invalidUTF8IsReplaced(_ bytes: [UInt8], _ text: String) throws {
    try withEnv { fixture in
      try #expect(fixture.text(of: utf8(bytes, in: fixture.env)) == text)
    }
  }

  @Test func aNullTextIsAnEmptyOneIfItsLengthIsZero() throws {
    try withEnv { fixture in
      let env = fixture.env
      let empty = [
        try make { OH_JSVM_CreateStringLatin1(env, nil, 0, $0) },
        try make { OH_JSVM_CreateStringUtf8(env, nil, 0, $0) },
        try make { OH_JSVM_CreateStringUtf16(env, nil, 0, $0) },
      ]
      for value in empty { #expect(fixture.contents(of: value).isEmpty) }
    }
  }

  static let lengths = [
    Int(Int32.max) + 1, Int(UInt32.max), Int.max, Int.min, -2, -3, 1 << 40,
  ]

  @Test(arguments: lengths)
  func aLengthBeyondIntIsInvalid(_ length: Int) throws {
    try withEnv { fixture in
      let env = fixture.env
      var result: JSVM_Value? = OpaquePointer(bitPattern: 1)
      let units: [UInt16] = [97, 0]
      #expect(OH_JSVM_CreateStringLatin1(env, "a", length, &result) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_CreateStringUtf8(env, "a", length, &result) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_CreateStringUtf16(env, units, length, &result) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_SymbolFor(env, "a", length, &result) == JSVM_INVALID_ARG)
      let native = Native { _, _ in nil }
      fixture.kept.append(native)
      #expect(
        OH_JSVM_CreateFunction(env, "a", length, native.callback, &result) == JSVM_INVALID_ARG)
      #expect(result == nil && fixture.lastStatus == JSVM_INVALID_ARG && !fixture.isPending)
    }
  }

  @Test func whatIsTooLongForTheEngineFails() throws {
    try withEnv { fixture in
      let length = 1 << 29
      let memory = UnsafeMutableRawPointer.allocate(byteCount: length, alignment: 8)
      memory.initializeMemory(as: UInt8.self, repeating: 97, count: length)
      defer { memory.deallocate() }
      var result: JSVM_Value?
      let text = memory.assumingMemoryBound(to: CChar.self)
      #expect(
        OH_JSVM_CreateStringLatin1(fixture.env, text, length, &result) == JSVM_GENERIC_FAILURE)
      #expect(OH_JSVM_CreateStringUtf8(fixture.env, text, length, &result) == JSVM_GENERIC_FAILURE)
      #expect(result == nil && !fixture.isPending)
    }
  }
}
