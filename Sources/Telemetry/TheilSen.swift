// SPDX-License-Identifier: Apache-2.0

/// A line through points of which up to 29 in 100 may be wild, by Theil and Sen: its slope is the
/// median of the slopes of all pairs.
///
/// A collection or a burst of allocation bends a line of least squares; it does not bend this one.
public struct TheilSen: Equatable, Sendable {
  /// What one unit of `x` adds to `y`.
  public let slope: Double
  /// Holds the slope with a probability of 95 %, by Sen's method over Kendall's S.
  public let interval: ClosedRange<Double>
  /// `y` at `x` = 0.
  public let intercept: Double
  /// The share of the variance that a line of least squares explains, from 0 to 1.
  public let rSquared: Double

  /// The most points that enter; of more, as many evenly spaced ones do.
  ///
  /// The pairs of 1,000 points take 4 MB and 40 ms.
  public static let pointLimit = 1000

  /// nil for fewer than two points, or when all have the same `x`.
  public init?(_ all: [(x: Double, y: Double)]) {
    let points = Self.thinned(all)
    var slopes: [Double] = []
    slopes.reserveCapacity(points.count * max(points.count - 1, 0) / 2)
    for (index, first) in points.enumerated() {
      for second in points[(index + 1)...] where second.x != first.x {
        slopes.append((second.y - first.y) / (second.x - first.x))
      }
    }
    guard !slopes.isEmpty else { return nil }
    slopes.sort()
    let slope = Self.median(ofSorted: slopes)
    self.slope = slope
    interval = Self.interval(slopes, points)
    intercept = Self.median(ofSorted: points.map { $0.y - slope * $0.x }.sorted())
    rSquared = Self.rSquared(points)
  }

  /// The line's `y` at an `x`.
  public func value(at x: Double) -> Double { intercept + slope * x }

  private static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    guard points.count > pointLimit else { return points }
    return (0..<pointLimit).map { points[$0 * (points.count - 1) / (pointLimit - 1)] }
  }

  private static func median(ofSorted values: [Double]) -> Double {
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
  }

  /// The slopes whose ranks are 1.96 standard deviations of S apart around the middle.
  private static func interval(
    _ slopes: [Double], _ points: [(x: Double, y: Double)]
  ) -> ClosedRange<Double> {
    let count = Double(points.count)
    let unties = count * (count - 1) * (2 * count + 5)
    let ties = runs(of: points.map(\.y)).reduce(0) { $0 + $1 * ($1 - 1) * (2 * $1 + 5) }
    let width = 1.96 * ((unties - ties) / 18).squareRoot()
    let lower = Int(((Double(slopes.count) - width) / 2).rounded(.down)) - 1
    let upper = Int(((Double(slopes.count) + width) / 2).rounded(.up))
    return slopes[max(lower, 0)]...slopes[min(upper, slopes.count - 1)]
  }

  /// The lengths of runs of equal values.
  private static func runs(of values: [Double]) -> [Double] {
    var lengths: [Double] = []
    var previous: Double?
    for value in values.sorted() {
      if value == previous { lengths[lengths.count - 1] += 1 } else { lengths.append(1) }
      previous = value
    }
    return lengths
  }

  private static func rSquared(_ points: [(x: Double, y: Double)]) -> Double {
    let count = Double(points.count)
    let meanX = points.reduce(0) { $0 + $1.x } / count
    let meanY = points.reduce(0) { $0 + $1.y } / count
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (x, y) in points {
      xx += (x - meanX) * (x - meanX)
      yy += (y - meanY) * (y - meanY)
      xy += (x - meanX) * (y - meanY)
    }
    return xx > 0 && yy > 0 ? min(xy * xy / (xx * yy), 1) : 0
  }
}
