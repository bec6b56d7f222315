// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Ledger

/// The options that say how a command prints; `@OptionGroup var output: OutputOptions`.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON instead of text.")
  var json = false

  @Option(help: "Colour the text: auto (on a terminal), always or never.")
  var color = ColorChoice.auto

  @Option(help: "The unit of sizes: auto, B, KB, MB or GB; powers of 1024.")
  var units: ByteUnit?

  var ink: Ink { Ink(color) }

  /// A size of memory in the unit asked for, or else in `unit`.
  func size(_ bytes: UInt64, else unit: ByteUnit = .auto) -> String {
    (units ?? unit).text(bytes)
  }
}

/// The unit that sizes are printed in: `--units`.
enum ByteUnit: String, CaseIterable, ExpressibleByArgument {
  case auto
  case bytes = "B"
  case kilobytes = "KB"
  case megabytes = "MB"
  case gigabytes = "GB"

  /// `.auto` names the unit it picks (`38.2 MB`); the others are bare numbers for a column.
  func text(_ bytes: UInt64) -> String {
    switch self {
    case .auto: Quantity.bytes(bytes)
    case .bytes: String(bytes)
    case .kilobytes: Quantity.tenths(of: bytes, unit: 1 << 10)
    case .megabytes: Quantity.tenths(of: bytes, unit: 1 << 20)
    case .gigabytes: Quantity.tenths(of: bytes, unit: 1 << 30)
    }
  }
}
