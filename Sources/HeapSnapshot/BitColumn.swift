// SPDX-License-Identifier: Apache-2.0

/// A bit for each node: small enough to stay in the processor's cache when the columns do not.
struct BitColumn: Sendable {
  private let words: Column<UInt64>
  let count: Int

  /// All false.
  init(count: Int) {
    self.count = count
    words = Column(zeros: (count + 63) / 64)
  }

  @inline(__always)
  subscript(index: Int) -> Bool {
    get { (words[index &>> 6] &>> UInt64(truncatingIfNeeded: index & 63)) & 1 != 0 }
    nonmutating set {
      let bit = 1 as UInt64 &<< UInt64(truncatingIfNeeded: index & 63)
      if newValue { words[index &>> 6] |= bit } else { words[index &>> 6] &= ~bit }
    }
  }
}
