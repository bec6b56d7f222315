// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import JSON

/// `jsvm leaks`.
struct LeaksOfProcessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leaks",
    abstract: "Reports what a running process has not given back, as it would at exit.",
    discussion: """
      Everything that exists now is reported, unless the process's suppressions leave it out: set a \
      mark, have the process do something that should give all back, and use --since. Ends with \
      exit code 23 when anything is reported.
      """)

  @OptionGroup var process: DoorOptions

  @Option(help: "Only what was made since the mark of this name (see: jsvm mark).")
  var since: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let door = try process.connect()
    var printer = StandardOutput()
    var leaked: UInt64 = 0
    for vm in try door.vms(named: process.vm) {
      var arguments = process.arguments(for: vm)
      if let since { arguments["since"] = .text(since) }
      let reply = try door.ask("leaks", arguments)
      let count = reply["leaked"]?.integer(UInt64.self) ?? 0
      leaked += count
      if output.json {
        printer.write(reply["report"]?.text ?? "")
      } else if count == 0 {
        printer.write((reply["text"]?.text ?? "") + "vm \(vm): nothing is left\n")
      } else {
        printer.write(reply["text"]?.text ?? "")
      }
    }
    try printer.flush()
    if leaked > 0 { throw CommandFailure(verdict: .leaks) }
  }
}
