// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot

/// What a check allows: `class=Widget:1MB`, or `total:64MB` for all objects together.
struct HeapLimit: ExpressibleByArgument {
  /// Nil for all objects.
  let className: String?
  /// Bytes, or a number of objects.
  let limit: UInt64

  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"),
      let limit = Self.amount(argument[argument.index(after: colon)...])
    else { return nil }
    let subject = argument[..<colon]
    let prefix = "class="
    if subject == "total" {
      className = nil
    } else if subject.hasPrefix(prefix), subject.count > prefix.count {
      className = String(subject.dropFirst(prefix.count))
    } else {
      return nil
    }
    self.limit = limit
  }

  /// `12`, `12B`, `1.5KB`, `1MB`, `2GB`; powers of 1024.
  private static func amount(_ text: Substring) -> UInt64? {
    let units: [(String, Double)] = [
      ("KB", 0x1p10), ("MB", 0x1p20), ("GB", 0x1p30), ("B", 1), ("", 1),
    ]
    guard let (unit, factor) = units.first(where: { text.uppercased().hasSuffix($0.0) }) else {
      return nil
    }
    let digits = text.dropLast(unit.count)
    if factor == 1 { return UInt64(digits) }
    guard let number = Double(digits), number.isFinite, number >= 0, number * factor < 0x1p63
    else { return nil }
    return UInt64(number * factor)
  }

  /// What the limit is about, as a message says it.
  var subject: String { className.map { "class \($0)" } ?? "total" }
}
