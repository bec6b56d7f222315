// SPDX-License-Identifier: Apache-2.0

/// Which part of a process's memory grows: a verdict on each, from records over time.
public struct MemoryVerdict: Equatable, Sendable {
  public struct Part: Equatable, Sendable {
    public let name: String
    /// Of the part's resident and swapped pages, not of the live objects in them.
    public let growth: Growth
  }

  /// The JavaScript heap, the native heap and other memory without a file, in this order.
  public let parts: [Part]
  /// Which of them grow, the fastest first.
  public let growing: [Part]
  /// By what the memory grew that objects of JavaScript keep outside the heap, from the first record to the
  /// last; nil if the process did not say.
  public let externalGrowth: Double?

  /// The name of the JavaScript heap's part.
  public static var heapName: String { "JS heap" }

  /// The parts by the names that the verdict line uses, and the rows they are.
  private static let names: [(String, MemoryGroup)] = [
    (heapName, .engineHeap), ("native heap", .nativeHeap), ("AnonPage other", .anonymousOther),
  ]

  public init(_ records: [MemoryRecord]) {
    parts = Self.names.map { name, group in
      let samples = records.map { record in
        let usage = record[group]
        return Growth.Sample(seconds: record.seconds, bytes: Double(usage.pss + usage.swapPss))
      }
      return Part(name: name, growth: Growth(samples))
    }
    growing = parts.filter { $0.growth.verdict == .growing }
      .sorted { ($0.growth.line?.slope ?? 0) > ($1.growth.line?.slope ?? 0) }
    let external = [records.first, records.last].compactMap { $0?.use?.external }
    externalGrowth = external.count == 2 ? Double(external[1]) - Double(external[0]) : nil
  }

  /// Growing if any part grows, flat if all are flat.
  public var verdict: Growth.Verdict {
    if !growing.isEmpty { return .growing }
    return parts.contains { $0.growth.verdict == .undecided } ? .undecided : .flat
  }

  /// Those of `growing` that grow at least a tenth as fast as the first: what V8 keeps about its heap, for
  /// one, grows with it in the native heap.
  public var leading: [Part] {
    let slope = { (part: Part) in part.growth.line?.slope ?? 0 }
    return growing.filter { slope($0) >= (growing.first.map(slope) ?? 0) / 10 }
  }

  /// What the JavaScript heap gained between the first record and the last, by the slope of its line;
  /// nil if it does not grow.
  public var heapGrowth: Double? {
    growing.first { $0.name == Self.heapName }?.growth.line.map { $0.slope * spanSeconds }
  }

  /// How much of what the fastest part gained is memory of JavaScript's objects outside the heap, at most
  /// 1; nil unless that is most of it.
  public var externalShare: Double? {
    guard let first = growing.first, first.name != Self.heapName, let line = first.growth.line,
      let externalGrowth
    else { return nil }
    let share = min(externalGrowth / (line.slope * spanSeconds), 1)
    return share >= 0.5 ? share : nil
  }

  /// From the first record to the last.
  public var spanSeconds: Double { parts.first?.growth.spanSeconds ?? 0 }
  public var sampleCount: Int { parts.first?.growth.samples.count ?? 0 }
}
