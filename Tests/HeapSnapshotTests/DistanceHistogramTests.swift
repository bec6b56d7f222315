// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct DistanceHistogramTests {
  @Test(arguments: Sample.all) func isAsInDevTools(_ sample: Sample) throws {
    let expected = try sample.expected()["distances"]
    let histogram = DistanceHistogram(of: Distances(of: try sample.snapshot()))
    #expect(histogram.unreachable == expected["unreachable"].int)
    #expect(histogram.system == expected["systemOnly"].int)
    #expect(histogram.reachable == expected["reachableFromUserRoots"].int)
    #expect(histogram.largest == expected["max"].int)
    let rows = expected["histogramUpTo30"].entries
    #expect(rows.count > 10)
    for (distance, count) in histogram.counts.enumerated() {
      #expect(count == rows[String(distance)]?.int ?? 0, "distance \(distance)")
    }
  }
}
