// SPDX-License-Identifier: Apache-2.0

/// Whether memory grows: a verdict over samples of its size.
///
/// Best judged from sizes right after full collections; sizes between them go up and down by
/// garbage, which takes more samples to see through. Collections that a heap snapshot forced
/// belong to no verdict: leave their samples out.
public struct Growth: Equatable, Sendable {
  /// A size of memory at a time.
  public struct Sample: Equatable, Sendable {
    /// Since any fixed moment.
    public let seconds: Double
    public let bytes: Double

    public init(seconds: Double, bytes: Double) {
      self.seconds = seconds
      self.bytes = bytes
    }
  }

  public enum Verdict: String, Sendable {
    case growing = "GROWING"
    case flat = "FLAT"
    case undecided = "UNDECIDED"
  }

  /// Why the verdict is what it is.
  public enum Reason: Equatable, Sendable {
    case tooFewSamples(needed: Int)
    /// The samples span no time.
    case noTime
    /// The slope is above zero beyond doubt, and the rise above what is negligible.
    case rises
    /// The slope is above zero, but the rise is one that no leak is told by.
    case negligible
    case falls
    /// Zero is among the likely slopes, and so are no steep ones.
    case level
    /// It rose in the first half and does no more: a program that warms up.
    case warmedUp
    /// It rises in the last half too, but less than half as fast: warm-up or a leak.
    case slowing
    /// Zero is among the likely slopes, but so are steep ones.
    case unsteady
  }

  public let verdict: Verdict
  public let reason: Reason
  public let samples: [Sample]
  /// Bytes against seconds since the first sample; nil where the samples are too few for one.
  public let line: TheilSen?
  /// The slope of the last half over the first half's; nil if the first half did not rise.
  public let halvesRatio: Double?

  /// Of all samples that have one before them, how many are larger than it.
  public var rises: Int { zip(samples, samples.dropFirst()).count { $0.bytes < $1.bytes } }

  /// From the first sample to the last.
  public var spanSeconds: Double { (samples.last?.seconds ?? 0) - (samples.first?.seconds ?? 0) }

  /// Whether the points lie so close to the line that the verdict hardly depends on chance.
  public var isHighConfidence: Bool { samples.count >= 10 && (line?.rSquared ?? 0) >= 0.9 }

  /// Until the size is twice today's, if it goes on; nil unless it grows.
  public var doublingSeconds: Double? {
    guard verdict == .growing, let line else { return nil }
    return line.value(at: spanSeconds) / line.slope
  }

  /// Until the size reaches `limit` bytes, if it goes on; 0 if it has, nil unless it grows.
  public func seconds(toLimit limit: Double) -> Double? {
    guard verdict == .growing, let line else { return nil }
    return max((limit - line.value(at: spanSeconds)) / line.slope, 0)
  }

  /// Samples in the order of time.
  public init(_ samples: [Sample]) {
    self.samples = samples
    line = Self.line(through: samples)
    // Each half takes the middle sample, if there is one.
    let half = (samples.count + 1) / 2
    let first = Self.line(through: Array(samples.prefix(half)))
    let last = Self.line(through: Array(samples.suffix(half)))
    var ratio: Double?
    if let first, let last, first.slope > 0 { ratio = last.slope / first.slope }
    halvesRatio = ratio
    let test = GrowthTest(samples, line: line, first: first, last: last)
    (verdict, reason) = test.judgement
  }

  private static func line(through samples: [Sample]) -> TheilSen? {
    guard let start = samples.first?.seconds else { return nil }
    return TheilSen(samples.map { ($0.seconds - start, $0.bytes) })
  }
}
