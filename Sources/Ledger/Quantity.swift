// SPDX-License-Identifier: Apache-2.0

/// How reports spell amounts.
public enum Quantity {
  /// Bytes with one decimal above a kilobyte: `512 B`, `1.2 KB`, `38.2 MB`; powers of 1024.
  public static func bytes(_ count: UInt64) -> String {
    if count < 1024 { return "\(count) B" }
    var unit: UInt64 = 1024
    var names = ["KB", "MB", "GB", "TB"][...]
    // The next unit begins where rounding would print 1024.0 of this one.
    while names.count > 1, count >= unit * 1024 - unit / 20 {
      unit *= 1024
      names.removeFirst()
    }
    return "\(tenths(of: count, unit: unit)) \(names.first ?? "TB")"
  }

  /// Bytes in a unit of `unit` bytes, above 0, with one decimal and without its name.
  public static func tenths(of count: UInt64, unit: UInt64) -> String {
    let whole = count / unit
    let tenths = (count % unit * 10 + unit / 2) / unit
    return "\(whole + tenths / 10).\(tenths % 10)"
  }

  /// A duration in its two largest units: `0.4s`, `8s`, `14m03s`, `3h07m`, `2d04h`.
  public static func age(_ duration: Duration) -> String {
    let (seconds, attoseconds) = max(duration, .zero).components
    if seconds == 0 { return "0.\(attoseconds / 100_000_000_000_000_000)s" }
    if seconds < 60 { return "\(seconds)s" }
    if seconds < 3600 { return "\(seconds / 60)m\(twoDigits(seconds % 60))s" }
    if seconds < 86400 { return "\(seconds / 3600)h\(twoDigits(seconds / 60 % 60))m" }
    return "\(seconds / 86400)d\(twoDigits(seconds / 3600 % 24))h"
  }

  /// A number below 100 in two digits.
  private static func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
