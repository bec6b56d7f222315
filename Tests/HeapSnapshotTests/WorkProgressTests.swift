// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Synchronization
import Testing

@Suite struct WorkProgressTests {
  private final class Reports: Sendable {
    private let all = Mutex<[Double]>([])
    var fractions: [Double] { all.withLock { $0 } }
    func add(_ fraction: Double) { all.withLock { $0.append(fraction) } }
  }

  @Test func readingReportsFractions() throws {
    let reports = Reports()
    let sample = Sample(name: "leak-1-before")
    _ = try Snapshot(path: sample.path, progress: WorkProgress { reports.add($0) })
    #expect(reports.fractions.count > 5)
    #expect(reports.fractions.allSatisfy { (0...1).contains($0) })
    #expect((reports.fractions.max() ?? 0) > 0.9)
  }

  @Test func aPartStaysWithinItsBounds() throws {
    let reports = Reports()
    let progress = WorkProgress { reports.add($0) }.part(from: 0.5, to: 1).part(from: 0, to: 0.5)
    _ = try Snapshot(path: Sample(name: "leak-1-before").path, progress: progress)
    #expect(reports.fractions.allSatisfy { (0.5...0.75).contains($0) })
    #expect((reports.fractions.max() ?? 0) > 0.7)
  }
}
