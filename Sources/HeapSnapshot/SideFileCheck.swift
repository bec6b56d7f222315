// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Whether every index of an analysis from a file leads somewhere, and every chain of them ends.
///
/// What is not checked can be wrong, but can't lead out of a column.
struct SideFileCheck {
  private let analysis: Analysis

  init(_ analysis: Analysis) { self.analysis = analysis }

  var holds: Bool {
    let (snapshot, dominators) = (analysis.snapshot, analysis.dominators)
    let (nodes, edges, strings) = (snapshot.nodes, snapshot.edges, snapshot.strings)
    let (nodeCount, edgeCount) = (nodes.count, edges.count)
    let names = UInt32(strings.count)
    let firstEdge = snapshot.firstEdge
    guard firstEdge[0] == 0, Int(firstEdge[nodeCount]) == edgeCount,
      Int(dominators.number[snapshot.root]) == 1, textEnds(strings.text)
    else { return false }
    let (number, node, dominator) = (dominators.number, dominators.node, dominators.dominator)
    return all(nodeCount) { index in
      guard nodes.name[index] < names, firstEdge[index] <= firstEdge[index + 1] else {
        return false
      }
      // Node and number lead to each other, so that numbers fall on the way to the root.
      let own = Int(number[index])
      return own >= 1 && own <= nodeCount && Int(node[own]) == index
        && (own == 1 || (dominator[own] >= 1 && Int(dominator[own]) < own))
    }
      && all(edgeCount) { index in
        Int(edges.target[index]) < nodeCount
          && (edges.name[index] < names || EdgeType(rawValue: edges.type[index]).isIndexed)
      }
      && areInText(strings) && ephemeronsHold
  }

  /// Behind a whole snapshot stand no digits and no letters, at which a comparison would run on.
  private func textEnds(_ text: SnapshotText) -> Bool {
    guard text.count > 0 else { return false }
    let last = text[text.count - 1]
    return last == UInt8(ascii: "}") || isSpace(last)
  }

  private func areInText(_ strings: StringTable) -> Bool {
    let (starts, count, end) = (strings.starts, strings.count, strings.text.count)
    guard starts[0] >= 1, starts[count] < end else { return false }
    return all(count) { index in
      starts[index + 1] >= starts[index] && starts[index + 1] < end
        // Two quotes at least lie between two strings.
        && (index + 1 == count || starts[index + 1] - starts[index] >= 2)
    }
  }

  private var ephemeronsHold: Bool {
    let ephemerons = analysis.snapshot.names.ephemerons
    let count = UInt32(ephemerons.table.count)
    let pairs = UInt32(ephemerons.pairCount)
    return all(ephemerons.place.count) { ephemerons.place[$0] <= count }
      && all(ephemerons.number.count) { ephemerons.number[$0] < pairs }
  }

  /// Asks for all numbers below a count, by all processors.
  @inline(__always)
  private func all(_ count: Int, _ holds: @escaping @Sendable (Int) -> Bool) -> Bool {
    let step = 1 << 18
    let failures = Failures()
    inParallel((count + step - 1) / step) { block in
      for index in (block * step)..<min(count, (block + 1) * step) where !holds(index) {
        failures.add()
        return
      }
    }
    return failures.isEmpty
  }

  private final class Failures: Sendable {
    private let count = Atomic<Int>(0)
    var isEmpty: Bool { count.load(ordering: .relaxed) == 0 }
    func add() { count.add(1, ordering: .relaxed) }
  }
}
