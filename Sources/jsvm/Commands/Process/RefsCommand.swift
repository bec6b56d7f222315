// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import JSON

/// `jsvm refs`.
struct RefsCommand: ParsableCommand {
  /// What references are counted by.
  enum Grouping: String, CaseIterable, ExpressibleByArgument {
    case site, `class`, age, thread, held
  }

  static let configuration = CommandConfiguration(
    commandName: "refs",
    abstract: "Lists the references of a running process, by the place that made them.",
    discussion: """
      COUNT and EXISTING are references that are there now, CREATED those made, RELEASED those \
      deleted again; with --since, of what was made since that mark. HELD(excl) is what would be \
      freed if the place let go of all its references, HELD(incl) adds what others hold too: for \
      both the process takes a heap snapshot, as `snapshot take` does. In JSON every place has its \
      whole stack.
      """)

  @OptionGroup var process: DoorOptions

  @Option(help: "Count by site, class, age or thread; held: by site, those that hold most first.")
  var by = Grouping.site

  @Option(help: "At most so many rows.")
  var top = 10

  @Option(help: "Only what was made since the mark of this name (see: jsvm mark).")
  var since: String?

  @Flag(help: "Tell how much each place keeps alive.")
  var held = false

  @Option(help: "Tell what would be freed without the references of a place, as SITE names it.")
  var whatIfDelete: String?

  @OptionGroup var source: SnapshotSource
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard !held || by == .site || by == .held else {
      throw ValidationError("--held is told by site")
    }
    guard (0...10_000).contains(top) else { throw ValidationError("--top must be from 0 to 10000") }
  }

  func run() throws {
    let door = try process.connect()
    if let whatIfDelete {
      let vm = try door.onlyVM(named: process.vm)
      return try HeldBySite.measure(process, vm, door, source).printWithout(whatIfDelete, output)
    }
    var printer = StandardOutput()
    for (index, vm) in try door.vms(named: process.vm).enumerated() {
      let reply = try reply(of: vm, door)
      if output.json {
        var json = JSONWriter()
        json.value(reply)
        printer.line(json.text)
      } else {
        if index > 0 { printer.line("") }
        for line in ReferenceTable(reply).lines(output) { printer.line(line) }
      }
    }
    try printer.flush()
  }

  /// What a VM says of its references, with what they hold if that was asked for.
  private func reply(of vm: UInt64, _ door: DoorClient) throws -> JSONValue {
    var arguments = process.arguments(for: vm)
    arguments["by"] = .text(by == .held ? "site" : by.rawValue)
    // Those that hold most may be few.
    arguments["top"] = .number(by == .held ? 10_000 : Double(top))
    if let since { arguments["since"] = .text(since) }
    let reply = try door.ask("refs", arguments)
    guard held || by == .held, case .object(var members) = reply else { return reply }
    let rows = members["rows"]?.elements ?? []
    let sizes = try HeldBySite.measure(process, vm, door, source).held(by: rows)
    var all = zip(rows, sizes).map { row, held in
      (row: Self.row(row, with: held), exclusive: held?.exclusive ?? 0)
    }
    if by == .held { all.sort { $0.exclusive > $1.exclusive } }
    members["rows"] = .list(all.prefix(top).map(\.row))
    return .object(members)
  }

  private static func row(_ row: JSONValue, with held: HeldBySite.Held?) -> JSONValue {
    guard case .object(var members) = row else { return row }
    members["exclusive"] = .number(Double(held?.exclusive ?? 0))
    members["inclusive"] = .number(Double(held?.inclusive ?? 0))
    return .object(members)
  }
}
