// SPDX-License-Identifier: Apache-2.0

/// Finds the known word that a misspelt one was meant to be.
enum EditDistance {
  /// The candidate with the fewest edits to `word`, the first of equal ones; nil if there is none.
  static func nearest(to word: String, in candidates: [String]) -> String? {
    candidates.min { between(word, $0) < between(word, $1) }
  }

  /// The number of bytes to insert, delete or replace to make one word of the other.
  ///
  /// Looks at the first 64 bytes of each: time and memory are bounded whatever the input.
  static func between(_ a: String, _ b: String) -> Int {
    let (first, second) = (Array(a.utf8.prefix(64)), Array(b.utf8.prefix(64)))
    var row = Array(0...second.count)
    for (line, byte) in first.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for (column, other) in second.enumerated() {
        let replaced = diagonal + (byte == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[second.count]
  }
}
