// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot diff`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compares two snapshots by class: what was added, what was removed.",
    discussion: """
      Objects of one process are told apart by their ids. For snapshots of two processes, --by name \
      compares the totals of classes of one name.
      """)

  enum Order: String, CaseIterable, ExpressibleByArgument {
    case size, count, added, removed, name
  }

  @Argument(help: "The older snapshot: .heapsnapshot, also .gz or .zst.")
  var older: String

  @Argument(help: "The newer snapshot.")
  var newer: String

  @Option(help: "Which classes are the same: those of one name and place, or of one name.")
  var by = Choice(JointClasses.Key.place)

  @Option(help: "The order: size or count of the difference, added, removed (objects) or name.")
  var sort = Order.size

  @Option(help: "At most so many classes.")
  var top = 20

  @OptionGroup var input: SnapshotInput
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if top < 0 { throw ValidationError("--top must not be negative") }
  }

  func run() throws {
    var progress = ProgressBar("comparing \(older) and \(newer)")
    let (first, second) = try input.readBoth(
      older, newer, progress.work.part(from: 0, to: 0.8))
    progress.update(0.8)
    let comparison = Comparison(older: first, newer: second, by: by.value)
    progress.finish()
    var out = StandardOutput()
    for line in output.json ? [json(comparison)] : lines(comparison) { out.line(line) }
    try out.flush()
  }

  private func rows(_ comparison: Comparison) -> ArraySlice<Comparison.Row> {
    comparison.rows.ordered { row in
      switch sort {
      case .size: .number(row.sizeDelta)
      case .count: .number(row.delta)
      case .added: .number(row.added)
      case .removed: .number(row.removed)
      case .name: .text(comparison.classes.name(of: row.number))
      }
    }.prefix(top)
  }

  private func lines(_ comparison: Comparison) -> [String] {
    let total = comparison.total
    var table = TextTable([
      .number("ADDED"), .number("REMOVED"), .number("DELTA"), .number("ADDED SIZE"),
      .number("REMOVED SIZE"), .number("SIZE DELTA"), .text("CLASS"),
    ])
    func append(_ row: Comparison.Row, _ title: String) {
      table.append([
        String(row.added), String(row.removed), row.delta.signed, output.size(row.addedSize),
        output.size(row.removedSize), output.signedSize(row.sizeDelta), title,
      ])
    }
    for row in rows(comparison) {
      append(
        row,
        ClassTableText.title(
          comparison.classes.name(of: row.number), comparison.classes.place(of: row.number)))
    }
    append(total, "(total of \(comparison.rows.count) classes)")
    return ["\(older) -> \(newer)", ""] + table.lines(output.ink)
  }

  private func json(_ comparison: Comparison) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("from", older)
      json.member("to", newer)
      json.member("classesChanged", comparison.rows.count)
      json.member("total") { json in json.object { $0.members(of: comparison.total) } }
      json.member("rows") { json in
        json.array { json in
          for row in rows(comparison) {
            json.object { json in
              json.member("name", comparison.classes.name(of: row.number))
              json.members(of: comparison.classes.place(of: row.number))
              json.members(of: row)
            }
          }
        }
      }
    }
    return json.text
  }
}

extension JSONWriter {
  fileprivate mutating func members(of row: Comparison.Row) {
    member("added", row.added)
    member("removed", row.removed)
    member("delta", row.delta)
    member("addedSize", row.addedSize)
    member("removedSize", row.removedSize)
    member("sizeDelta", row.sizeDelta)
  }
}

extension Int {
  /// With a sign, also for what grew.
  var signed: String { self > 0 ? "+\(self)" : String(self) }
}

extension OutputOptions {
  /// A size with its sign.
  func signedSize(_ bytes: Int) -> String {
    (bytes > 0 ? "+" : bytes < 0 ? "-" : "") + size(UInt64(bytes.magnitude))
  }
}
