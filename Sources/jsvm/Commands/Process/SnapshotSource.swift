// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import JSON

/// How a running process takes a snapshot; `@OptionGroup var source: SnapshotSource`.
struct SnapshotSource: ParsableArguments {
  enum Fork: String, CaseIterable, ExpressibleByArgument {
    case auto, never
  }

  @Option(help: "auto: a copy of the process takes it, where that can be; never: it stops for it.")
  var fork = Fork.auto

  @Option(help: "How long such a copy may take: 30, 30s or 5m.")
  var maxTime = Seconds(count: 30)

  @Flag(
    name: .customLong("no-gc"), help: "Do not collect all garbage first; V8 collects once anyway.")
  var skipsCollection = false

  /// Has a VM take a snapshot and writes it to a file that is whole or not there.
  func take(
    _ process: DoorOptions, _ vm: UInt64, _ door: DoorClient, to path: String
  ) throws(CommandFailure) -> JSONValue {
    // Readable by its owner only: it has every text of the program.
    var file = try OutputFile(path, mode: 0o600)
    var arguments = process.arguments(for: vm)
    arguments["max_s"] = .number(Double(maxTime.count))
    arguments["in_process"] = .flag(fork == .never)
    arguments["no_gc"] = .flag(skipsCollection)
    let reply = try door.ask("snapshot", arguments) { piece throws(CommandFailure) in
      try file.write(piece)
    }
    try file.finish()
    return reply
  }

  /// What a person is told of it.
  static func pause(_ reply: JSONValue) -> String {
    let pause = Milliseconds.text(reply["pause_ms"]?.number ?? 0)
    return reply["forked"]?.flag == true
      ? "by a copy of the process, which paused for \(pause)"
      : "in process, which paused for \(pause)"
  }
}

/// A time in whole seconds: `30`, `30s`, `5m`.
struct Seconds: ExpressibleByArgument {
  let count: UInt32

  init(count: UInt32) { self.count = count }

  init?(argument: String) {
    let unit: UInt32 = argument.hasSuffix("m") ? 60 : 1
    let digits =
      argument.hasSuffix("m") || argument.hasSuffix("s") ? argument.dropLast() : argument[...]
    guard let number = UInt32(digits), number > 0, number * unit <= 3600 else { return nil }
    count = number * unit
  }

  var defaultValueDescription: String { "\(count)s" }
}
