// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct TypeTotalsTests {
  @Test(arguments: Sample.all) func areAsInDevTools(_ sample: Sample) throws {
    let expected = try sample.expected()
    let snapshot = try sample.snapshot()
    let totals = TypeTotals(of: snapshot, ShallowSizes(of: snapshot))
    let nodes = expected["nodeTypes"].entries
    #expect(totals.nodes.count == nodes.count)
    for type in totals.nodes {
      #expect(type.count == nodes[type.name]?["count"].int, "\(type.name)")
      #expect(Int(type.shallow) == nodes[type.name]?["self"].int, "\(type.name)")
    }
    let edges = expected["edgeTypes"].entries
    #expect(totals.edges.count == edges.count)
    for type in totals.edges { #expect(type.count == edges[type.name]?.int, "\(type.name)") }
    #expect(zip(totals.nodes, totals.nodes.dropFirst()).allSatisfy { $0.shallow >= $1.shallow })
  }
}
