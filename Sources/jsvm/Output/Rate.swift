// SPDX-License-Identifier: Apache-2.0

internal import Ledger

/// How changes of sizes are spelt.
enum Rate {
  /// A change with its sign: `+9.2 MB`, `-512 B`, `+0 B`.
  static func change(_ bytes: Double) -> String {
    let size = UInt64(min(abs(bytes).rounded(), 0x1p62))
    return (bytes < 0 && size > 0 ? "-" : "+") + Quantity.bytes(size)
  }

  /// A change in a minute, from one in a second: `+9.2 MB/min`.
  static func perMinute(_ bytesPerSecond: Double) -> String { change(bytesPerSecond * 60) + "/min" }

  /// A time: `14m03s`; a year and more is `over a year`.
  static func duration(_ seconds: Double) -> String {
    guard seconds < 365 * 86_400 else { return "over a year" }
    return Quantity.age(.seconds(max(seconds, 0)))
  }
}
