// SPDX-License-Identifier: Apache-2.0

internal import JSON
internal import Telemetry

/// The verdict on which memory of a process grows, for a person and for a program.
struct MemoryVerdictText {
  private let verdict: MemoryVerdict
  private let record: MemoryRecord
  /// Who holds what the JavaScript heap grew by, if that is known.
  private let holders: GrowthHolders?
  /// Whether all garbage was collected before each sample.
  private let isCollected: Bool

  init(
    _ verdict: MemoryVerdict, of record: MemoryRecord, _ holders: GrowthHolders?,
    isCollected: Bool
  ) {
    self.verdict = verdict
    self.record = record
    self.holders = holders
    self.isCollected = isCollected
  }

  /// `Verdict over 20s (10 samples): JS heap +9.2 MB/min, … → JS heap grows; … → run: …`, and below it the
  /// native sites that hold most of what the heap grew by.
  func lines(_ output: OutputOptions) -> [String] {
    let rates = verdict.parts.map { part in
      part.name + " " + (part.growth.line.map { Rate.perMinute($0.slope) } ?? "unknown")
    }
    let span = Rate.duration(verdict.spanSeconds)
    let samples = "\(verdict.sampleCount) samples" + (isCollected ? ", after GC" : "")
    let head = "Verdict over \(span) (\(samples)): " + rates.joined(separator: ", ")
    return [head + " → " + conclusion(output.ink)] + sites(output)
  }

  private func conclusion(_ ink: Ink) -> String {
    switch verdict.verdict {
    case .growing:
      let names = verdict.leading.map(\.name).joined(separator: " and ")
      let verb = verdict.leading.count > 1 ? "grow" : "grows"
      return ink("\(names) \(verb)", .bad) + blame + external
        + next.map { "; next: \($0)" }.joined()
    case .flat: return ink("flat", .good)
    case .undecided: return ink("undecided: \(doubt); take more samples", .warning)
    }
  }

  /// What the first part that is undecided lacks.
  private var doubt: String {
    let part = verdict.parts.first { $0.growth.verdict == .undecided }
    switch part?.growth.reason {
    case .tooFewSamples(let needed): return "\(needed) samples are needed"
    case .slowing: return "\(part?.name ?? "") rises more slowly than it did, and may warm up"
    default: return "\(part?.name ?? "") goes up and down"
    }
  }

  /// `; 97% of it is held by 1 native site → run: jsvm refs 13973`; empty if nobody knows.
  private var blame: String {
    guard let holders, let command else { return "" }
    let isAlone = verdict.leading.map(\.name) == [MemoryVerdict.heapName]
    let percent = { (bytes: UInt64) in Int((holders.share(of: bytes) * 100).rounded()) }
    let part = isAlone ? "of it" : "of the JS heap's growth"
    let words =
      switch holders.holder {
      case .sites:
        "\(percent(holders.held))% \(part) is held by \(holders.siteCount) native "
          + (holders.siteCount == 1 ? "site" : "sites")
      case .scopes: "\(percent(holders.inScopes))% \(part) is held by open handle scopes"
      case .script:
        "no native site holds \(isAlone ? "it" : "what the JS heap gained"): script's own"
      }
    return "; \(words) → run: \(command)"
  }

  /// `; 98% of it is memory of array buffers and external strings → run: jsvm refs 13973 --by held`; empty
  /// if it is not, or nobody knows.
  private var external: String {
    guard let share = verdict.externalShare, let part = verdict.growing.first else { return "" }
    let whole = verdict.leading.count == 1 ? "it" : "the \(part.name)'s growth"
    let percent = Int((share * 100).rounded())
    return "; \(percent)% of \(whole) is memory of array buffers and external strings → run: "
      + externalCommand
  }

  private var externalCommand: String { "jsvm refs \(record.pid) --by held" }

  /// What shows more of the holders.
  private var command: String? {
    guard let holders else { return nil }
    switch holders.holder {
    case .sites:
      let isListed = holders.sites.first?.kind.hasSuffix("reference") ?? false
      return "jsvm \(isListed ? "refs" : "leaks") \(record.pid)"
    case .scopes: return "jsvm leaks \(record.pid)"
    case .script: return "jsvm hunt \(record.pid)"
    }
  }

  private func sites(_ output: OutputOptions) -> [String] {
    guard let holders, holders.holder == .sites else { return [] }
    return holders.sites.map { "  \(output.size($0.held)) held by \($0.key)" }
  }

  /// What to do about the part that grows fastest, unless `blame` says it: a command where there is one.
  private var next: [String] {
    verdict.growing.prefix(1).compactMap { part in
      switch part.name {
      case MemoryVerdict.heapName where holders != nil: nil
      case MemoryVerdict.heapName where record.hasLibrary: "jsvm refs \(record.pid)"
      case _ where verdict.externalShare != nil: nil
      case MemoryVerdict.heapName: "compare two heap snapshots of it"
      default: "not JavaScript; heaptrack -p \(record.pid)"
      }
    }
  }

  /// The same as one JSON object.
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("schema", "jsvm.mem.verdict/1")
      json.member("pid", record.pid)
      json.member("verdict", verdict.verdict.rawValue)
      json.member("seconds", verdict.spanSeconds)
      json.member("samples", verdict.sampleCount)
      json.member("after_gc", isCollected)
      json.member("parts") { json in
        json.array { json in for part in verdict.parts { Self.write(part, to: &json) } }
      }
      if let external = verdict.externalGrowth { json.member("external_growth", external) }
      if let holders {
        json.member("growth") { json in Self.write(holders, to: &json) }
      }
      json.member("next") { json in
        let steps = [command, verdict.externalShare.map { _ in externalCommand }].compactMap(\.self)
        json.array { json in for step in steps + next { json.value(step) } }
      }
    }
  }

  private static func write(_ part: MemoryVerdict.Part, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", part.name)
      json.member("verdict", part.growth.verdict.rawValue)
      guard let line = part.growth.line else { return }
      json.member("bytes_per_second", line.slope)
      json.member("low", line.interval.lowerBound)
      json.member("high", line.interval.upperBound)
      json.member("r_squared", line.rSquared)
    }
  }

  private static func write(_ holders: GrowthHolders, to json: inout JSONWriter) {
    json.object { json in
      json.member("bytes", holders.growth)
      json.member("holder", holders.holder.rawValue)
      json.member("held", holders.held)
      json.member("share", holders.share(of: holders.held))
      json.member("site_count", holders.siteCount)
      json.member("scopes", holders.inScopes)
      json.member("sites") { json in
        json.array { json in for site in holders.sites { write(site, holders, to: &json) } }
      }
    }
  }

  private static func write(
    _ site: GrowthHolders.Site, _ holders: GrowthHolders, to json: inout JSONWriter
  ) {
    json.object { json in
      json.member("vm", site.vm)
      json.member("site", site.number)
      json.member("kind", site.kind)
      json.member("key", site.key)
      if let file = site.file { json.member("file", file) }
      if let line = site.line { json.member("line", line) }
      json.member("held", site.held)
      json.member("share", holders.share(of: site.held))
    }
  }
}

extension Growth.Verdict {
  /// Ends the command by the verdict, which has been printed.
  func end() throws(CommandFailure) {
    switch self {
    case .flat: return
    case .growing: throw CommandFailure(verdict: .growing)
    case .undecided: throw CommandFailure(verdict: .undecided)
    }
  }
}
