// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct HeapProfileTests {
  /// The fields of a message in the order they were written; messages and texts as bytes.
  private func fields(_ bytes: some Sequence<UInt8>) -> [(number: Int, value: Value)] {
    var rest = Array(bytes)[...]
    func varint() -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while let byte = rest.popFirst() {
        value |= UInt64(byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      return value
    }
    var fields: [(number: Int, value: Value)] = []
    while !rest.isEmpty {
      let key = varint()
      if key & 7 == 0 {
        fields.append((Int(key >> 3), .number(varint())))
      } else {
        let length = Int(varint())
        fields.append((Int(key >> 3), .bytes(Array(rest.prefix(length)))))
        rest = rest.dropFirst(length)
      }
    }
    return fields
  }

  private enum Value: Equatable {
    case number(UInt64)
    case bytes([UInt8])

    var bytes: [UInt8]? {
      guard case .bytes(let bytes) = self else { return nil }
      return bytes
    }
    var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
  }

  private let profile = HeapProfile([
    .init(frames: ["Leaf", "Root"], objects: 3, bytes: 300, labels: [("strength", "strong")]),
    .init(frames: ["Root"], objects: 1, bytes: 16),
  ])

  @Test func namesAreInTheStringTableOnceBehindTheEmptyOne() {
    let texts = fields(profile.encoded()).filter { $0.number == 6 }.map(\.value.text)
    #expect(texts.first == "")
    #expect(Set(texts).count == texts.count)
    for text in ["inuse_space", "bytes", "Leaf", "Root", "strength", "strong"] {
      #expect(texts.contains(text))
    }
  }

  @Test func samplesHaveTheirPlacesLeafFirstAndFourValues() throws {
    let samples = fields(profile.encoded()).filter { $0.number == 2 }
      .compactMap(\.value.bytes)
    try #require(samples.count == 2)
    // Packed: places 1 and 2; 3, 300, 3, 300; then the label as a message.
    #expect(samples[0].prefix(12) == [0x0A, 2, 1, 2, 0x12, 6, 3, 0xAC, 0x02, 3, 0xAC, 0x02])
    #expect(samples[1] == [0x0A, 1, 2, 0x12, 4, 1, 16, 1, 16])
  }

  @Test func aPlaceIsALocationAndAFunction() {
    let all = fields(profile.encoded(time: 7))
    #expect(all.filter { $0.number == 4 }.count == 2)
    #expect(all.filter { $0.number == 5 }.count == 2)
    #expect(all.filter { $0.number == 9 }.map(\.value) == [.number(7)])
  }
}
