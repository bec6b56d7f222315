// SPDX-License-Identifier: Apache-2.0

/// FIPS 180-4's SHA-256, for fingerprints of results.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// The words of the block that is being filled, then those made from them.
  private var schedule = [UInt32](repeating: 0, count: 64)
  private var length: UInt64 = 0

  public init() {}

  /// Adds bytes behind those that were added before.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(byte) }
  }

  /// The digest in hexadecimal digits; nothing can be added afterwards.
  public consuming func hexadecimal() -> String {
    let digits = Array("0123456789abcdef")
    return String(digest().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  /// The digest in Base64, with its padding; nothing can be added afterwards.
  public consuming func base64() -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bytes = digest() + [0]
    var text = ""
    for index in stride(from: 0, to: bytes.count, by: 3) {
      let group = Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
      for shift in [18, 12, 6, 0] { text.append(digits[group >> shift & 63]) }
    }
    // 32 bytes are ten groups and two bytes: the last digit stands for nothing.
    return text.dropLast() + "="
  }

  private consuming func digest() -> [UInt8] {
    let bits = length &* 8
    add(0x80)
    while length % 64 != 56 { add(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      add(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    return state.flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }

  @inline(__always)
  private mutating func add(_ byte: UInt8) {
    let word = Int(length >> 2 & 15)
    schedule[word] = schedule[word] << 8 | UInt32(byte)
    length &+= 1
    if length & 63 == 0 { digestBlock() }
  }

  /// Plain operators on local values only: debug builds hash megabytes with this in tests.
  private mutating func digestBlock() {
    var index = 16
    while index < 64 {
      let early = schedule[index &- 15]
      let late = schedule[index &- 2]
      let first = (early >> 7 | early << 25) ^ (early >> 18 | early << 14) ^ (early >> 3)
      let second = (late >> 17 | late << 15) ^ (late >> 19 | late << 13) ^ (late >> 10)
      schedule[index] = schedule[index &- 16] &+ first &+ schedule[index &- 7] &+ second
      index &+= 1
    }
    var a = state[0]
    var b = state[1]
    var c = state[2]
    var d = state[3]
    var e = state[4]
    var f = state[5]
    var g = state[6]
    var h = state[7]
    index = 0
    while index < 64 {
      let high = (e >> 6 | e << 26) ^ (e >> 11 | e << 21) ^ (e >> 25 | e << 7)
      let choice = (e & f) ^ (~e & g)
      let first = h &+ high &+ choice &+ Self.constants[index] &+ schedule[index]
      let low = (a >> 2 | a << 30) ^ (a >> 13 | a << 19) ^ (a >> 22 | a << 10)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      h = g
      g = f
      f = e
      e = d &+ first
      d = c
      c = b
      b = a
      a = first &+ low &+ majority
      index &+= 1
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
