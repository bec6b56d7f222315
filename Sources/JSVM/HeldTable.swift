// SPDX-License-Identifier: Apache-2.0

internal import Ledger

// How a child hands its answer to its parent: numbers of eight bytes in the machine's order, texts
// behind their lengths. Parent and child are one program, so there is no version.

extension HeldSizes {
  /// What ends a whole answer; a child that died has not written it.
  private static let end: UInt64 = 0x6A73_766D_6865_6C64

  /// An answer as bytes.
  static func encoded(_ answer: Result<HeldSizes, HeldFailure>) -> [UInt8] {
    var bytes: [UInt8] = []
    switch answer {
    case .failure(let failure):
      bytes.append(0 as UInt64)
      bytes.append(failure.description)
    case .success(let sizes):
      bytes.append(1 as UInt64)
      sizes.encode(into: &bytes)
    }
    bytes.append(end)
    return bytes
  }

  private func encode(into bytes: inout [UInt8]) {
    for number in [heapBytes, together, UInt64(sites.count)] { bytes.append(number) }
    for held in sites {
      let numbers = [
        UInt64(held.site.rawValue), held.strong, held.weak, held.exclusive, held.inclusive,
      ]
      for number in numbers { bytes.append(number) }
      bytes.append(held.example)
      bytes.append(held.cycle?.count ?? 0)
      if let cycle = held.cycle {
        bytes.append(UInt64(cycle.owner.rawValue))
        bytes.append(cycle.example)
      }
    }
    bytes.append(scopeBytes)
    bytes.append(UInt64(fewest.count))
    for share in fewest {
      bytes.append(UInt64(share.site.rawValue))
      bytes.append(share.bytes)
    }
    bytes.append(deletion == nil ? 0 : 1 as UInt64)
    guard let deletion else { return }
    let numbers = [
      UInt64(deletion.site.rawValue), deletion.freedBytes, deletion.freedCount,
      deletion.survivorCount, UInt64(deletion.survivors.count),
    ]
    for number in numbers { bytes.append(number) }
    for path in deletion.survivors { bytes.append(path) }
  }

  /// Reads an answer back; `.ended` if it is not whole.
  static func decoded(_ bytes: [UInt8]) -> Result<HeldSizes, HeldFailure> {
    var input = TableInput(bytes: bytes)
    let answer: Result<HeldSizes, HeldFailure>? =
      switch input.number() {
      case 0: input.text().map { .failure(HeldFailure(description: $0)) }
      case 1: HeldSizes(reading: &input).map { .success($0) }
      default: nil
      }
    guard let answer, input.number() == end else { return .failure(.ended) }
    return answer
  }

  private init?(reading input: inout TableInput) {
    guard let heapBytes = input.number(), let together = input.number(),
      let count = input.number()
    else { return nil }
    self.heapBytes = heapBytes
    self.together = together
    for _ in 0..<count {
      guard let site = input.site(), let strong = input.number(), let weak = input.number(),
        let exclusive = input.number(), let inclusive = input.number(),
        let example = input.text(), let inCycles = input.number()
      else { return nil }
      var held = Held(
        site: site, strong: strong, weak: weak, exclusive: exclusive, inclusive: inclusive,
        example: example)
      if inCycles > 0 {
        guard let owner = input.site(), let way = input.text() else { return nil }
        held.cycle = Cycle(count: inCycles, owner: owner, example: way)
      }
      sites.append(held)
    }
    guard let scopeBytes = input.number(), let shares = input.number() else { return nil }
    self.scopeBytes = scopeBytes
    for _ in 0..<shares {
      guard let site = input.site(), let bytes = input.number() else { return nil }
      fewest.append(Share(site: site, bytes: bytes))
    }
    guard let hasDeletion = input.number() else { return nil }
    guard hasDeletion == 1 else { return }
    guard let site = input.site(), let bytes = input.number(), let freed = input.number(),
      let survivors = input.number(), let paths = input.number()
    else { return nil }
    var deletion = Deletion(
      site: site, freedBytes: bytes, freedCount: freed, survivorCount: survivors, survivors: [])
    for _ in 0..<paths {
      guard let path = input.text() else { return nil }
      deletion.survivors.append(path)
    }
    self.deletion = deletion
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ number: UInt64) {
    Swift.withUnsafeBytes(of: number) { append(contentsOf: $0) }
  }

  fileprivate mutating func append(_ text: String) {
    append(UInt64(text.utf8.count))
    append(contentsOf: text.utf8)
  }
}

/// Reads what may end anywhere.
private struct TableInput {
  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func number() -> UInt64? {
    guard bytes.count - position >= 8 else { return nil }
    defer { position += 8 }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: UInt64.self) }
  }

  mutating func site() -> SiteID? {
    number().flatMap { UInt32(exactly: $0) }.map { SiteID(rawValue: $0) }
  }

  mutating func text() -> String? {
    guard let length = number(), length <= UInt64(bytes.count - position) else { return nil }
    defer { position += Int(length) }
    return String(decoding: bytes[position..<position + Int(length)], as: UTF8.self)
  }
}
