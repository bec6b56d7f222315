// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import JSON
internal import Ledger

/// `jsvm gc`.
struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Has a running process collect all garbage that there is.",
    discussion: "Finalizers of what went run afterwards, as after any collection.")

  @OptionGroup var process: DoorOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let door = try process.connect()
    var printer = StandardOutput()
    for vm in try door.vms(named: process.vm) {
      let reply = try door.ask("gc", process.arguments(for: vm))
      if output.json {
        var json = JSONWriter()
        json.value(reply)
        printer.line(json.text)
      } else {
        let (before, after) = (size(reply, "used_before"), size(reply, "used"))
        let pause = reply["pause_ms"]?.number ?? 0
        printer.line("vm \(vm): \(before) -> \(after) in \(Milliseconds.text(pause))")
      }
    }
    try printer.flush()
  }

  private func size(_ reply: JSONValue, _ member: String) -> String {
    output.size(reply[member]?.integer() ?? 0)
  }
}

/// How pauses are spelt.
enum Milliseconds {
  /// With one decimal: `8.4 ms`.
  static func text(_ milliseconds: Double) -> String {
    Quantity.tenths(of: UInt64(max(milliseconds, 0) * 1000), unit: 1000) + " ms"
  }
}
