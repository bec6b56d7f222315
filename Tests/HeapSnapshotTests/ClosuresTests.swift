// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct ClosuresTests {
  @Test func closuresOfOneFunctionAreOneRow() throws {
    let analysis = try Analysis(of: Sample(name: "leak-3-after").snapshot())
    let closures = Closures(of: analysis.snapshot, analysis.dominators, analysis.retainedSizes)
    let listener = try #require(closures.functions.first { $0.name == "leakedListener" })
    #expect(listener.count == 1500)
    #expect(listener.contexts == 1500)
    #expect(listener.place.script?.hasSuffix("/make-snapshots.js") == true)
    // A closure of 64 bytes, its context of 40, the state of 96.
    #expect(listener.retained == 1500 * 200)
    #expect(listener.contextBytes == 1500 * 136)
    let all = (0..<analysis.snapshot.nodes.count)
      .count { analysis.snapshot.type(of: $0) == .closure }
    #expect(closures.functions.reduce(closures.unplaced) { $0 + $1.count } == all)
  }
}
