// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Testing

/// Claims about `TheilSen`.
struct TheilSenTests {
  private func line(_ ys: [Double]) throws -> TheilSen {
    try #require(TheilSen(ys.enumerated().map { (Double($0), $1) }))
  }

  @Test func findsALineExactly() throws {
    let line = try line([3, 5, 7, 9, 11, 13])
    #expect(line.slope == 2 && line.intercept == 3 && line.rSquared == 1)
    #expect(line.interval == 2...2)
    #expect(line.value(at: 10) == 23)
  }

  /// Sen's own example of 1968: seven points, slope 4, and an interval at 93 % from 26/7 to 35/8.
  @Test func agreesWithSen() throws {
    let xs: [Double] = [1, 2, 3, 4, 10, 12, 18]
    let ys: [Double] = [9, 15, 19, 20, 45, 55, 78]
    let line = try #require(TheilSen(zip(xs, ys).map { ($0, $1) }))
    #expect(line.slope == 4)
    #expect(line.interval.contains(26.0 / 7) && line.interval.contains(35.0 / 8))
  }

  @Test func wildPointsDoNotBendIt() throws {
    var ys = (0..<20).map { Double($0) * 10 }
    for index in [3, 7, 11, 16] { ys[index] += 5000 }
    let line = try line(ys)
    #expect(abs(line.slope - 10) < 0.5)
  }

  @Test func levelPointsHaveNoSlope() throws {
    let line = try line([7, 7, 7, 7, 7, 7])
    #expect(line.slope == 0 && line.interval == 0...0 && line.rSquared == 0)
  }

  /// A noisy rise, and what SciPy's `theilslopes` makes of it.
  @Test func agreesWithSciPy() throws {
    let line = try line([
      99.2, 102.3, 100.9, 101.5, 100.4, 103.4, 108.1, 106.9, 109.5, 107.9, 109.2, 109.4, 104.6, 113,
    ])
    #expect(abs(line.slope - 0.9444444444) < 1e-9)
    // The ranks of the interval's ends are rounded outward here.
    #expect(line.interval.lowerBound <= 0.525 && line.interval.lowerBound > 0.45)
    #expect(line.interval.upperBound >= 1.16 && line.interval.upperBound < 1.25)
  }

  @Test func needsTwoPlaces() {
    #expect(TheilSen([]) == nil)
    #expect(TheilSen([(1, 1)]) == nil)
    #expect(TheilSen([(1, 1), (1, 2)]) == nil)
  }

  @Test func manyPointsAreThinned() throws {
    let line = try line((0..<50_000).map { Double($0) * 3 })
    #expect(line.slope == 3)
  }
}
