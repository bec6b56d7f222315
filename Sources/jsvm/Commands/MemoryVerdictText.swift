// SPDX-License-Identifier: Apache-2.0

internal import JSON
internal import Telemetry

/// The verdict on which memory of a process grows, for a person and for a program.
enum MemoryVerdictText {
  /// `Verdict over 20s (10 samples): JS heap +9.2 MB/min, … → JS heap grows → run: …`.
  static func line(_ verdict: MemoryVerdict, of record: MemoryRecord, _ ink: Ink) -> String {
    let rates = verdict.parts.map { part in
      part.name + " " + (part.growth.line.map { Rate.perMinute($0.slope) } ?? "unknown")
    }
    let span = Rate.duration(verdict.spanSeconds)
    let head = "Verdict over \(span) (\(verdict.sampleCount) samples): "
    return head + rates.joined(separator: ", ") + " → " + conclusion(verdict, record, ink)
  }

  private static func conclusion(
    _ verdict: MemoryVerdict, _ record: MemoryRecord, _ ink: Ink
  ) -> String {
    switch verdict.verdict {
    case .growing:
      let names = verdict.growing.map(\.name).joined(separator: " and ")
      let verb = verdict.growing.count > 1 ? "grow" : "grows"
      return ink("\(names) \(verb)", .bad) + next(verdict, record).map { "; next: \($0)" }.joined()
    case .flat: return ink("flat", .good)
    case .undecided: return ink("undecided: \(doubt(verdict)); take more samples", .warning)
    }
  }

  /// What the first part that is undecided lacks.
  private static func doubt(_ verdict: MemoryVerdict) -> String {
    let part = verdict.parts.first { $0.growth.verdict == .undecided }
    switch part?.growth.reason {
    case .tooFewSamples(let needed): return "\(needed) samples are needed"
    case .slowing: return "\(part?.name ?? "") rises more slowly than it did, and may warm up"
    default: return "\(part?.name ?? "") goes up and down"
    }
  }

  /// What to do about it: a command where there is one.
  private static func next(_ verdict: MemoryVerdict, _ record: MemoryRecord) -> [String] {
    verdict.growing.prefix(1).map { part in
      switch part.name {
      case "JS heap" where record.hasLibrary: "jsvm refs \(record.pid)"
      case "JS heap": "compare two heap snapshots of it"
      default: "not JavaScript; heaptrack -p \(record.pid)"
      }
    }
  }

  /// The same as one JSON object.
  static func write(
    _ verdict: MemoryVerdict, of record: MemoryRecord, to json: inout JSONWriter
  ) {
    json.object { json in
      json.member("schema", "jsvm.mem.verdict/1")
      json.member("pid", record.pid)
      json.member("verdict", verdict.verdict.rawValue)
      json.member("seconds", verdict.spanSeconds)
      json.member("samples", verdict.sampleCount)
      json.member("parts") { json in
        json.array { json in for part in verdict.parts { write(part, to: &json) } }
      }
      json.member("next") { json in
        json.array { json in for step in next(verdict, record) { json.value(step) } }
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
