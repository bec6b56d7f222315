// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import JSON
internal import Telemetry

/// `jsvm mem diff A B`.
struct MemoryDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compares two outputs of `jsvm mem --json`.",
    discussion: "Of a file with several samples the last one counts.")

  @Argument(help: "The earlier output.")
  var before: String

  @Argument(help: "The later output.")
  var after: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    let (first, last) = (try Self.lastRecord(in: before), try Self.lastRecord(in: after))
    var printer = StandardOutput()
    if output.json {
      printer.line(json(first, last))
    } else {
      for line in lines(first, last) { printer.line(line) }
    }
    try printer.flush()
  }

  private static func lastRecord(in file: String) throws(CommandFailure) -> MemoryRecord {
    let bytes = try InputFile.bytes(file)
    do throws(JSONError) {
      return try MemoryRecord(lastOf: bytes)
    } catch {
      throw CommandFailure(file: file, reason: "\(error)")
    }
  }

  /// The names of the rows of either record, in the order of the table.
  private static func names(_ first: MemoryRecord, _ last: MemoryRecord) -> [String] {
    let names = Set((first.rows + last.rows).map(\.name))
    return MemoryGroup.allCases.map(\.rawValue).filter { names.contains($0) }
  }

  private func lines(_ first: MemoryRecord, _ last: MemoryRecord) -> [String] {
    let unit = "(\(output.units?.rawValue ?? "kB"))"
    var table = TextTable([
      .text(), .number("Pss", "before", unit), .number("Pss", "after", unit),
      .number("Pss", "change", unit), .number("Swap", "change", unit),
      .number("Heap_Size", "change", unit),
    ])
    for name in Self.names(first, last) {
      let (a, b) = (first.row(name), last.row(name))
      let heap = a.heapSize ?? b.heapSize
      table.append(
        [name] + cells(a.usage, b.usage)
          + (heap == nil ? [] : [change(a.usage.size, b.usage.size)]))
    }
    table.append(["Total"] + cells(first.total, last.total))
    let of = first.pid == last.pid ? "" : " of process \(first.pid) to \(last.pid)"
    let span = Rate.duration(last.seconds - first.seconds)
    return table.lines(output.ink) + ["Change\(of) within \(span)"]
  }

  private func cells(_ a: PageUsage, _ b: PageUsage) -> [String] {
    [
      MemoryTable.size(a.pss, output), MemoryTable.size(b.pss, output), change(a.pss, b.pss),
      change(a.swap, b.swap),
    ]
  }

  private func change(_ a: UInt64, _ b: UInt64) -> String {
    let size = MemoryTable.size(a > b ? a - b : b - a, output)
    return a == b ? size : (a > b ? "-" : "+") + size
  }

  private func json(_ first: MemoryRecord, _ last: MemoryRecord) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "jsvm.mem.diff/1")
      json.member("seconds", last.seconds - first.seconds)
      json.member("unit", "kB")
      json.member("rows") { json in
        json.array { json in
          for name in Self.names(first, last) {
            let (a, b) = (first.row(name).usage, last.row(name).usage)
            json.object { json in
              json.member("name", name)
              json.member("Pss_Total") { json in Self.write(a.pss, b.pss, to: &json) }
              json.member("Swap_Total") { json in Self.write(a.swap, b.swap, to: &json) }
            }
          }
        }
      }
      json.member("Pss_Total") { json in Self.write(first.total.pss, last.total.pss, to: &json) }
    }
    return json.text
  }

  private static func write(_ a: UInt64, _ b: UInt64, to json: inout JSONWriter) {
    json.object { json in
      json.member("before", a / 1024)
      json.member("after", b / 1024)
      json.member("change", Int64(b / 1024) - Int64(a / 1024))
    }
  }
}
