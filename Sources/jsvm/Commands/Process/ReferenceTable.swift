// SPDX-License-Identifier: Apache-2.0

internal import JSON
internal import Ledger

/// The reference table of a VM as a person reads it.
struct ReferenceTable {
  private let reply: JSONValue

  /// `reply` is the door's to `refs`.
  init(_ reply: JSONValue) { self.reply = reply }

  func lines(_ output: OutputOptions) -> [String] {
    [head] + entries(output) + rows(output) + rest
  }

  private var head: String {
    let totals = reply["totals"] ?? .null
    let name = reply["name"]?.text.map { "vm \"\($0)\"" } ?? "vm \(count(reply, "vm"))"
    let live = Self.grouped(count(totals, "existing"))
    let states = ["strong", "weak", "cleared", "emptied"].compactMap { state in
      let number = count(totals, state)
      return number > 0 || state == "strong" || state == "weak"
        ? "\(Self.grouped(number)) \(state)" : nil
    }.joined(separator: ", ")
    let engine = Self.grouped(count(totals, "engine_handles"))
    let untracked = Self.grouped(count(totals, "untracked_handles"))
    let since = reply["since"]?.text.map { "; since mark \"\($0)\"" } ?? ""
    return "JSVM reference table of pid \(count(reply, "pid")), \(name): \(live) live (\(states));"
      + " engine has \(engine) handles (\(untracked) made outside the API)\(since)"
  }

  /// The newest references.
  private func entries(_ output: OutputOptions) -> [String] {
    let newest = reply["newest"]?.elements ?? []
    guard !newest.isEmpty else { return [] }
    let existing = (reply["totals"]?["existing"]).map { count($0) } ?? 0
    let counted = newest.count == 1 ? "entry" : "\(newest.count) entries"
    var table = TextTable([
      .number(""), .text(""), .text(""), .text(""), .text(""), .text(""), .number(""),
    ])
    for (index, entry) in newest.enumerated() {
      let id = count(entry, "id")
      table.append([
        "\(existing - UInt64(index)):", entry["handle"]?.text ?? "", entry["state"]?.text ?? "",
        "rc=\(count(entry, "refcount"))",
        (entry["class"]?.text ?? "") + (id > 0 ? " @\(id)" : ""), entry["key"]?.text ?? "",
        Self.age(entry, "age_ms"),
      ])
    }
    return ["  Last \(counted) (of \(existing)):"]
      + table.lines(output.ink).dropFirst().map { "  " + $0 } + ["  Summary:"]
  }

  private func rows(_ output: OutputOptions) -> [String] {
    let rows = reply["rows"]?.elements ?? []
    let word = reply["by"]?.text ?? "site"
    let isBySite = word == "site"
    let hasHeld = rows.contains { $0["exclusive"] != nil }
    let held: [TextTable.Column] = hasHeld ? [.number("HELD(excl)"), .number("HELD(incl)")] : []
    let title: TextTable.Column = .text(word.uppercased())
    let ages: [TextTable.Column] = held + [.number("OLDEST"), .number("NEWEST"), title]
    var table = TextTable(
      isBySite
        ? [.number("COUNT"), .number("CREATED"), .number("EXISTING"), .number("RELEASED")] + ages
        : [.number("COUNT"), .number("STRONG"), .number("WEAK"), .number("CLEARED")] + ages)
    for row in rows {
      let existing = "\(count(row, "existing"))"
      let counts =
        isBySite
        ? [existing, "\(count(row, "created"))", existing, "\(count(row, "released"))"]
        : [existing] + ["strong", "weak", "cleared"].map { "\(count(row, $0))" }
      let sizes = hasHeld ? ["exclusive", "inclusive"].map { output.size(count(row, $0)) } : []
      table.append(
        counts + sizes + [
          Self.age(row, "oldest_ms"), Self.age(row, "newest_ms"), row["key"]?.text ?? "",
        ])
    }
    return rows.isEmpty ? ["  none"] : table.lines(output.ink).map { "  " + $0 }
  }

  /// What the table leaves out.
  private var rest: [String] {
    let left = Int(count(reply, "row_count")) - (reply["rows"]?.elements.count ?? 0)
    return left > 0 ? ["  \(left) more; --top \(count(reply, "row_count")) shows them"] : []
  }

  private func count(_ value: JSONValue, _ member: String) -> UInt64 {
    value[member].map { count($0) } ?? 0
  }

  private func count(_ value: JSONValue) -> UInt64 { value.integer() ?? 0 }

  private static func age(_ value: JSONValue, _ member: String) -> String {
    guard let milliseconds: Int64 = value[member]?.integer() else { return "-" }
    return Quantity.age(.milliseconds(milliseconds))
  }

  /// A number with its thousands apart.
  private static func grouped(_ number: UInt64) -> String {
    var digits = Array(String(number))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(" ", at: index)
      index -= 3
    }
    return String(digits)
  }
}
