// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Testing

/// Claims about `Growth`: the verdict, and why.
struct GrowthTests {
  private static let megabyte = 1_048_576.0

  /// One sample each second.
  private func growth(_ megabytes: [Double]) -> Growth {
    Growth(
      megabytes.enumerated().map {
        Growth.Sample(seconds: 100 + Double($0), bytes: $1 * Self.megabyte)
      })
  }

  @Test func steadyRiseGrows() throws {
    let growth = growth((0..<15).map { 40 + Double($0) * 0.5 })
    #expect(growth.verdict == .growing && growth.reason == .rises && growth.isHighConfidence)
    #expect(growth.rises == 14 && growth.spanSeconds == 14)
    let line = try #require(growth.line)
    #expect(abs(line.slope - Self.megabyte / 2) < 1)
    #expect(abs(try #require(growth.halvesRatio) - 1) < 1e-9)
    #expect(abs(try #require(growth.doublingSeconds) - 94) < 1e-6)
    #expect(abs(try #require(growth.seconds(toLimit: 64 * Self.megabyte)) - 34) < 1e-6)
    #expect(growth.seconds(toLimit: 1) == 0)
  }

  /// The three-dumps guide's two runs, in bytes: with the leak and without.
  @Test func tellsTheGuidesRunsApart() {
    let leaky: [Double] = [
      3_783_656, 3_919_520, 3_849_976, 3_881_480, 3_907_608, 3_941_752, 3_968_136, 3_994_504,
      4_032_400, 4_058_464, 4_084_656, 4_111_128, 4_137_336, 4_181_240, 4_207_304,
    ]
    let cured: [Double] = [
      3_756_664, 3_862_504, 3_763_208, 3_763_400, 3_763_424, 3_763_448, 3_763_472, 3_763_496,
      3_763_784, 3_763_808, 3_763_832, 3_758_368, 3_758_368, 3_758_368, 3_758_368,
    ]
    #expect(growth(leaky.map { $0 / Self.megabyte }).verdict == .growing)
    #expect(growth(cured.map { $0 / Self.megabyte }).verdict == .flat)
  }

  @Test(
    arguments: [
      ([10, 11, 12, 13], Growth.Verdict.undecided, Growth.Reason.tooFewSamples(needed: 5)),
      ([], .undecided, .tooFewSamples(needed: 5)),
      ([10, 10, 10, 10, 10, 10], .flat, .level),
      ([10, 9, 8, 7, 6, 5, 4, 3], .flat, .falls),
      ([10, 10.001, 10.002, 10.003, 10.004, 10.005, 10.006], .flat, .negligible),
      ([10, 12, 9, 14, 10, 30, 8, 25, 11], .undecided, .unsteady),
      ([10, 14, 18, 22, 26, 30, 30, 30, 30, 30, 30], .flat, .warmedUp),
      ([10, 14, 18, 22, 26, 30, 31, 32, 33, 34, 35], .undecided, .slowing),
      ([10, 11, 12, 13, 14], .growing, .rises),
    ] as [([Double], Growth.Verdict, Growth.Reason)])
  func decides(_ megabytes: [Double], _ verdict: Growth.Verdict, _ reason: Growth.Reason) {
    let growth = growth(megabytes)
    #expect(growth.verdict == verdict && growth.reason == reason)
  }

  /// A young generation of 8 MB that became resident in the first half is no warm-up.
  @Test func oneStepIsNoSlowing() {
    let megabytes: [Double] = [
      62.6, 64, 65.6, 66.9, 74.8, 76.1, 77.3, 78.6, 80, 81.4, 82.7, 84.2,
    ]
    #expect(growth(megabytes).verdict == .growing)
  }

  @Test func onlyGrowthHasAnEnd() {
    let growth = growth([10, 10, 10, 10, 10, 10])
    #expect(growth.doublingSeconds == nil && growth.seconds(toLimit: 1e9) == nil)
  }

  @Test func samplesOfOneMomentDecideNothing() {
    let growth = Growth(Array(repeating: Growth.Sample(seconds: 1, bytes: 1), count: 9))
    #expect(growth.verdict == .undecided && growth.reason == .noTime && growth.line == nil)
  }

  /// What a program between collections shows: it fills 8 MB and empties them, and leaks or not.
  @Test(arguments: [(0.0, Growth.Verdict.flat), (1.5, .growing)])
  func seesThroughGarbage(_ leak: Double, _ verdict: Growth.Verdict) {
    let samples = (0..<60).map { 200 + Double($0 * 3 % 8) + Double($0) * leak }
    #expect(growth(samples).verdict == verdict)
  }
}
