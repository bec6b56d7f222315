// SPDX-License-Identifier: Apache-2.0

import CJSVM
import SplitMix
import Testing

@testable import JSVM

/// Claims about texts in UTF-8 on both sides of the length up to which the library converts them itself.
struct ShortTextsTests {
  /// Characters of one to four bytes, and with `isBroken` bytes that begin, continue or end none.
  private func text(_ random: inout SplitMix, size: Int, isBroken: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    let limits: [UInt32] = [0x80, 0x100, 0x800, 0x1_0000, 0x11_0000]
    while bytes.count < size {
      if isBroken, Int.random(in: 0..<8, using: &random) == 0 {
        bytes.append(UInt8.random(in: 0x80...0xFF, using: &random))
        continue
      }
      let code = UInt32.random(in: 0..<limits.randomElement(using: &random)!, using: &random)
      guard let scalar = Unicode.Scalar(code) else { continue }
      bytes += Array(String(Character(scalar)).utf8)
    }
    return Array(bytes.prefix(size))
  }

  private func made(_ bytes: [UInt8], in env: JSVM_Env) throws -> JSVM_Value {
    try bytes.withUnsafeBytes { bytes in
      let text = bytes.assumingMemoryBound(to: CChar.self).baseAddress
      return try make { OH_JSVM_CreateStringUtf8(env, text, bytes.count, $0) }
    }
  }

  private func units(of value: JSVM_Value, in env: JSVM_Env) -> [UInt16] {
    var (buffer, count) = ([UInt16](repeating: 0, count: 2000), 0)
    #expect(OH_JSVM_GetValueStringUtf16(env, value, &buffer, buffer.count, &count) == JSVM_OK)
    return Array(buffer[..<count])
  }

  @Test(arguments: [false, true], [0, 1, 2, 3, 4, 7, 8, 9, 31, 100, 509, 510, 511, 512, 513, 700])
  func bytesBecomeTheUnitsThatTheyMean(_ isBroken: Bool, _ size: Int) throws {
    try withEnv { fixture in
      var random = SplitMix(state: UInt64(size))
      for _ in 0..<40 {
        let bytes = text(&random, size: size, isBroken: isBroken)
        let value = try made(bytes, in: fixture.env)
        #expect(
          units(of: value, in: fixture.env) == Array(String(decoding: bytes, as: UTF8.self).utf16))
      }
    }
  }

  /// The corners of what is well-formed.
  @Test(
    arguments: [
      [0xC1, 0xBF], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0x9F, 0xBF], [0xE0, 0xA0, 0x80],
      [0xED, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xEE, 0x80, 0x80],
      [0xEF, 0xBB, 0xBF, 0x61], [0xEF, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF0, 0x90, 0x80, 0x80],
      [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0x61, 0xE2, 0x82],
      [0xC3], [0xE2, 0x82, 0x28], [0xF0, 0x9F, 0x98], [0xFF],
    ] as [[UInt8]])
  func cornersAreWhatUnicodeSays(_ bytes: [UInt8]) throws {
    try withEnv { fixture in
      let value = try made(bytes, in: fixture.env)
      #expect(
        units(of: value, in: fixture.env) == Array(String(decoding: bytes, as: UTF8.self).utf16))
    }
  }

  @Test(arguments: [5, 60, 600])
  func whatDoesNotFitIsCutBetweenCharacters(_ size: Int) throws {
    try withEnv { fixture in
      let env = fixture.env
      var random = SplitMix(state: UInt64(size))
      let scalars = String(decoding: text(&random, size: size, isBroken: false), as: UTF8.self)
        .unicodeScalars.dropLast()
      let all = Array(String(String.UnicodeScalarView(scalars)).utf8)
      let value = try made(all, in: env)
      for room in 0...all.count {
        var (buffer, copied) = ([CChar](repeating: 42, count: room + 8), 0)
        #expect(OH_JSVM_GetValueStringUtf8(env, value, &buffer, room + 1, &copied) == JSVM_OK)
        var expected: [UInt8] = []
        for scalar in scalars {
          let bytes = Array(String(Character(scalar)).utf8)
          guard expected.count + bytes.count <= room else { break }
          expected += bytes
        }
        #expect(buffer[..<copied].map { UInt8(bitPattern: $0) } == expected)
        #expect(buffer[copied] == 0 && buffer[(copied + 1)...].allSatisfy { $0 == 42 })
      }
    }
  }
}
