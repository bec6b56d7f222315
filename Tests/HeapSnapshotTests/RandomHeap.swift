// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import SplitMix

extension HandMade {
  /// A small graph of few classes, the same for each seed.
  static func random(_ seed: UInt64, smallestSize: UInt64 = 1) -> HandMade {
    var random = SplitMix(state: seed)
    var heap = HandMade()
    let count = Int.random(in: 2...24, using: &random)
    for index in 1..<count {
      heap.add(
        .object, "Node\(index % 5)", size: UInt64.random(in: smallestSize...100, using: &random))
    }
    let types: [EdgeType] = [.property, .element, .internal, .context, .weak, .shortcut, .hidden]
    for _ in 0..<Int.random(in: count...(3 * count), using: &random) {
      let type = types.randomElement(using: &random)!
      let source = Int.random(in: 0..<count, using: &random)
      // Shortcuts of the root would make page objects, whose rule has tests of its own.
      if source == 0, type == .shortcut { continue }
      heap.connect(
        source, Int.random(in: 0..<count, using: &random), type, type.isIndexed ? "1" : "x")
    }
    return heap
  }
}
