// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HeapSnapshot

@Suite struct RetentionTreeTests {
  /// A list of three, the last with two values; a second root object with a value of its own.
  private func heap() -> HandMade {
    var heap = HandMade()
    let links = (0..<3).map { _ in heap.add(.object, "Link", size: 10) }
    heap.connect(0, links[0], .element, "1")
    heap.connect(links[0], links[1])
    heap.connect(links[1], links[2])
    for _ in 0..<2 { heap.connect(links[2], heap.add(.object, "Value", size: 100)) }
    let other = heap.add(.object, "Other;\nName", size: 5)
    heap.connect(0, other, .element, "2")
    heap.connect(other, heap.add(.object, "Value", size: 7))
    return heap
  }

  private func tree(_ heap: HandMade, greatestDepth: Int = 128) throws -> (
    RetentionTree, ClassNames
  ) {
    let analysed = Analysed(try heap.snapshot())
    let classes = analysed.table.names
    return (
      RetentionTree(
        classes, analysed.dominators, analysed.shallow, greatestDepth: greatestDepth), classes
    )
  }

  @Test func objectsOfOneClassInARowAreOneEntry() throws {
    let (tree, classes) = try tree(heap())
    let found = tree.entries.map {
      "\(classes.name(of: $0.name)) \($0.depth) \($0.count) \($0.shallow) \($0.retained)"
    }
    #expect(
      found.sorted() == [
        "(synthetic) 0 1 0 242", "Link 1 3 30 230", "Other;\nName 1 1 5 12", "Value 2 1 7 7",
        "Value 2 2 200 200",
      ])
    #expect(tree.entries.indices.dropFirst().allSatisfy { tree.entries[$0].parent < $0 })
  }

  @Test func entriesBeyondTheDepthJoinTheirAncestor() throws {
    let (tree, classes) = try tree(heap(), greatestDepth: 1)
    #expect(
      tree.entries.map { "\(classes.name(of: $0.name)) \($0.count) \($0.shallow)" }.sorted()
        == ["(synthetic) 1 0", "Link 5 230", "Other;\nName 2 12"])
  }

  @Test(arguments: 0..<200) func everyByteAndObjectIsInOneEntry(_ seed: UInt64) throws {
    let heap = HandMade.random(seed)
    let (tree, _) = try tree(heap)
    #expect(tree.entries.reduce(0) { $0 + $1.shallow } == heap.nodes.reduce(0) { $0 + $1.size })
    #expect(tree.entries.reduce(0) { $0 + Int($1.count) } == heap.nodes.count)
    #expect(tree.entries[0].retained == tree.entries.reduce(0) { $0 + $1.shallow })
  }

  @Test func stacksAreLinesWithTheRootFirst() throws {
    let (tree, classes) = try tree(heap())
    var lines: [String] = []
    FoldedStacks(tree, classes).forEachLine { lines.append($0) }
    #expect(
      lines.sorted() == [
        "(synthetic);Link 30", "(synthetic);Link;Value 200", "(synthetic);Other  Name 5",
        "(synthetic);Other  Name;Value 7",
      ])
  }
}
