// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import JSON

/// `jsvm mark`.
struct MarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mark",
    abstract: "Sets a mark in a running process; `refs --since` and `leaks --since` begin there.")

  @OptionGroup var process: DoorOptions

  @Argument(help: "What to call it. A later mark of the same name takes its place.")
  var name: String

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard !name.isEmpty else { throw ValidationError("NAME must not be empty") }
  }

  func run() throws {
    let door = try process.connect()
    var printer = StandardOutput()
    for vm in try door.vms(named: process.vm) {
      var arguments = process.arguments(for: vm)
      arguments["name"] = .text(name)
      let reply = try door.ask("mark", arguments)
      if output.json {
        var json = JSONWriter()
        json.value(reply)
        printer.line(json.text)
      } else {
        let references = reply["references"]?.integer(UInt64.self) ?? 0
        printer.line("mark \"\(name)\" set in vm \(vm) at \(references) references")
      }
    }
    try printer.flush()
  }
}
