// SPDX-License-Identifier: Apache-2.0

/// What rows are ordered by, for `--sort`: numbers fall, words rise.
enum RowValue {
  case number(Int)
  case bytes(UInt64)
  case text(String)

  /// Stands before the other.
  fileprivate func precedes(_ other: RowValue) -> Bool {
    switch (self, other) {
    case (.number(let one), .number(let two)): one > two
    case (.bytes(let one), .bytes(let two)): one > two
    case (.text(let one), .text(let two)): one < two
    default: false
    }
  }
}

extension Sequence {
  /// The rows by what stands in one of their columns; what is equal stays in the order it had.
  func ordered(by value: (Element) -> RowValue) -> [Element] {
    let rows = enumerated().map { (value: value($1), index: $0, row: $1) }
    let sorted = rows.sorted { one, two in
      one.value.precedes(two.value)
        || (!two.value.precedes(one.value) && one.index < two.index)
    }
    return sorted.map(\.row)
  }
}
