// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks that classes are no larger than allowed; ends with 1 if one is.",
    discussion: """
      A limit is class=NAME:LIMIT or total:LIMIT; sizes in B, KB, MB or GB. A class is all classes \
      of its name. Each can be given several times:
        jsvm snapshot check after.heapsnapshot --max-count class=Session:0 --max-retained total:64MB
      """)

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Option(help: "At most so many objects.")
  var maxCount: [HeapLimit] = []

  @Option(help: "At most so many bytes of the objects themselves.")
  var maxShallow: [HeapLimit] = []

  @Option(help: "At most so many bytes kept alive.")
  var maxRetained: [HeapLimit] = []

  @OptionGroup var input: SnapshotInput
  @OptionGroup var cache: AnalysisCache
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if maxCount.isEmpty, maxShallow.isEmpty, maxRetained.isEmpty {
      throw ValidationError("nothing to check: give --max-count, --max-shallow or --max-retained")
    }
  }

  private struct Finding {
    let measure: Growth.Measure
    let limit: HeapLimit
    let value: UInt64

    var isViolation: Bool { value > limit.limit }
  }

  func run() throws {
    var progress = ProgressBar("analysing \(file)")
    let table = try summary(progress).tableByName()
    progress.finish()
    let findings = [
      (Growth.Measure.count, maxCount), (.shallow, maxShallow), (.retained, maxRetained),
    ].flatMap { measure, limits in
      limits.map { Finding(measure: measure, limit: $0, value: value(of: $0, measure, table)) }
    }
    let violations = findings.filter(\.isViolation)
    var out = StandardOutput()
    if output.json {
      out.line(json(findings))
    } else if violations.isEmpty {
      out.line("\(file): ok, \(findings.count) limits kept")
    } else {
      for violation in violations { out.line(text(violation)) }
    }
    try out.flush()
    if !violations.isEmpty { throw CommandFailure(verdict: .failure) }
  }

  private func summary(_ progress: ProgressBar) throws(CommandFailure) -> Summary {
    if cache.isOn { return Summary(try cache.analysis(of: file, input, progress)) }
    return try input.summary(
      of: try input.read(file, progress.reading), file, isShallow: maxRetained.isEmpty,
      progress: progress.analysing)
  }

  /// A class that is not there has nothing.
  private func value(
    of limit: HeapLimit, _ measure: Growth.Measure, _ table: ClassTable
  ) -> UInt64 {
    guard let name = limit.className else {
      return measure == .count ? UInt64(table.total.count) : table.total.bytes
    }
    guard let number = table.names.number(named: name) else { return 0 }
    return switch measure {
    case .count: UInt64(table.counts[number])
    case .shallow: table.shallow[number]
    case .retained: table.retained[number]
    }
  }

  private func text(_ finding: Finding) -> String {
    func amount(_ value: UInt64) -> String {
      finding.measure == .count ? String(value) : output.size(value)
    }
    return "\(file): \(finding.limit.subject): \(finding.measure.rawValue) "
      + "\(amount(finding.value)) is above the limit of \(amount(finding.limit.limit))"
  }

  private func json(_ findings: [Finding]) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("file", file)
      json.member("ok", !findings.contains(where: \.isViolation))
      json.member("limits") { json in
        json.array { json in
          for finding in findings {
            json.object { json in
              if let name = finding.limit.className { json.member("class", name) }
              json.member("measure", finding.measure.rawValue)
              json.member("limit", finding.limit.limit)
              json.member("value", finding.value)
              json.member("ok", !finding.isViolation)
            }
          }
        }
      }
    }
    return json.text
  }
}
