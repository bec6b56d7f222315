// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import JSON

/// `jsvm refs`.
struct RefsCommand: ParsableCommand {
  /// What references are counted by.
  enum Grouping: String, CaseIterable, ExpressibleByArgument {
    case site, `class`, age, thread
  }

  static let configuration = CommandConfiguration(
    commandName: "refs",
    abstract: "Lists the references of a running process, by the place that made them.",
    discussion: """
      COUNT and EXISTING are references that are there now, CREATED those made, RELEASED those \
      deleted again; with --since, of what was made since that mark. In JSON every place has its \
      whole stack.
      """)

  @OptionGroup var process: DoorOptions

  @Option(help: "Count by site, class, age or thread.")
  var by = Grouping.site

  @Option(help: "At most so many rows.")
  var top = 10

  @Option(help: "Only what was made since the mark of this name (see: jsvm mark).")
  var since: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (0...10_000).contains(top) else { throw ValidationError("--top must be from 0 to 10000") }
  }

  func run() throws {
    let door = try process.connect()
    var printer = StandardOutput()
    for (index, vm) in try door.vms(named: process.vm).enumerated() {
      var arguments = process.arguments(for: vm)
      arguments["by"] = .text(by.rawValue)
      arguments["top"] = .number(Double(top))
      if let since { arguments["since"] = .text(since) }
      let reply = try door.ask("refs", arguments)
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
}
