// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct FingerprintsTests {
  @Test(arguments: Sample.all)
  func everyNodeIsAsInDevTools(_ sample: Sample) throws {
    let snapshot = try sample.snapshot()
    let expected = try sample.expected()
    let prints = Fingerprints(of: snapshot)
    #expect(snapshot.nodes.count == expected["nodeCount"].int)
    #expect(snapshot.edges.count == expected["edgeCount"].int)
    #expect(
      Int(ShallowSizes(of: snapshot).total) == expected["totalSelfSizeAfterReattribution"].int)
    #expect(prints.retainedSizes.hasPrefix(expected["retainedSizesSha256"].string ?? "-"))
    #expect(prints.dominators.hasPrefix(expected["dominatorsSha256"].string ?? "-"))
    #expect(prints.distances.hasPrefix(expected["distancesSha256"].string ?? "-"))
  }

  @Test(arguments: Sample.all)
  func detachedNodesAreAsInDevTools(_ sample: Sample) throws {
    let expected = try sample.expected()["detachedness"]
    let states = Detachedness(of: try sample.snapshot())
    #expect(states.count(of: .detached) == expected["detached"].int)
    #expect(states.count(of: .attached) == expected["attached"].int)
  }
}
