// SPDX-License-Identifier: Apache-2.0

/// The rules of the verdict, in the order in which they are asked.
struct GrowthTest {
  /// Four points that all rise do so by chance once in 24 times; five, once in 120.
  static let samplesNeeded = 5

  private let count: Int
  private let seconds: Double
  private let line: TheilSen?
  private let first: TheilSen?
  private let last: TheilSen?
  /// The middle of the samples' sizes.
  private let level: Double

  init(
    _ samples: [Growth.Sample], line: TheilSen?, first: TheilSen?, last: TheilSen?
  ) {
    count = samples.count
    seconds = (samples.last?.seconds ?? 0) - (samples.first?.seconds ?? 0)
    self.line = line
    self.first = first
    self.last = last
    let sorted = samples.map(\.bytes).sorted()
    level = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  /// A rise in all that engines show at rest too: feedback, compiled code, caches that settle.
  private var negligible: Double { max(64 * 1024, level * 0.002) }

  /// A rise that no one would call flat.
  private var steep: Double { max(512 * 1024, level * 0.05) }

  var judgement: (Growth.Verdict, Growth.Reason) {
    guard count >= Self.samplesNeeded else {
      return (.undecided, .tooFewSamples(needed: Self.samplesNeeded))
    }
    guard let line, seconds > 0 else { return (.undecided, .noTime) }
    if line.interval.upperBound < 0 { return (.flat, .falls) }
    guard line.interval.lowerBound > 0 else {
      let isLevel = line.interval.upperBound * seconds <= steep
      return isLevel ? (.flat, .level) : (.undecided, .unsteady)
    }
    if line.slope * seconds <= negligible { return (.flat, .negligible) }
    return rising
  }

  /// Between warm-up and a leak: whether the last half is beyond doubt less than half as steep.
  ///
  /// One young generation that fills within a half bends its slope, not the whole interval.
  private var rising: (Growth.Verdict, Growth.Reason) {
    guard let first, let last, last.interval.upperBound < first.interval.lowerBound / 2 else {
      return (.growing, .rises)
    }
    let lastRise = last.slope * seconds / 2
    return lastRise <= negligible ? (.flat, .warmedUp) : (.undecided, .slowing)
  }
}
