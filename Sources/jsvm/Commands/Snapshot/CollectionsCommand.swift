// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot collections`.
struct CollectionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collections",
    abstract: "Lists maps, sets, arrays and dictionaries that are large, or mostly empty.",
    discussion: """
      Elements are counted where they are objects of their own: small integers, undefined and the \
      like are not seen, so counts are lower bounds.
      """)

  enum Order: String, CaseIterable, ExpressibleByArgument { case elements, capacity, store, unused }

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Flag(help: "Those of which little is used, most unused bytes first.")
  var sparse = false

  @Option(help: "With at least so many elements.")
  var elements = 100

  @Option(
    help: "The order: elements, capacity, store (bytes) or unused (bytes); of sparse ones, unused.")
  var sort: Order?

  @Option(help: "At most so many collections.")
  var top: UInt = 20

  @OptionGroup var input: SnapshotInput
  @OptionGroup var output: OutputOptions

  func run() throws {
    var progress = ProgressBar("analysing \(file)")
    let snapshot = try input.read(file, progress.reading)
    progress.update(0.5)
    let all = Collections(of: snapshot)
    let rows = ordered(sparse ? all.sparse() : all.large(elements)).prefix(Int(clamping: top))
    let view = HeapView(snapshot)
    let paths = RetainingPaths(of: snapshot)
    progress.finish()
    var out = StandardOutput()
    if output.json {
      var json = JSONWriter()
      json.array { json in
        for row in rows {
          json.object { json in
            view.members(of: row.node, &json)
            json.member("kind", row.kind.rawValue)
            json.member("elements", row.elements)
            json.member("capacity", row.capacity)
            json.member("storeBytes", row.storeBytes)
            json.member("fill", row.fill)
            json.member("path") { json in view.path(paths.nearest(to: row.node), &json) }
          }
        }
      }
      out.line(json.text)
    } else {
      var table = TextTable([
        .number("ELEMENTS"), .number("CAPACITY"), .number("FILL"), .number("STORE"),
        .text("COLLECTION"), .text("HELD BY"),
      ])
      for row in rows {
        let holder = paths.nearest(to: row.node).steps.first
        table.append([
          String(row.elements), String(row.capacity), "\(Int(row.fill * 100)) %",
          output.size(row.storeBytes), "\(row.kind.rawValue) @\(snapshot.nodes.id[row.node])",
          holder.map { "\(view.title($0.retainer)) \(view.pathText.arrow($0.edge))" } ?? "",
        ])
      }
      for line in table.lines(output.ink) { out.line(line) }
    }
    try out.flush()
  }

  private func ordered(_ rows: [Collections.Collection]) -> [Collections.Collection] {
    switch sort {
    case .elements: rows.ordered { .number($0.elements) }
    case .capacity: rows.ordered { .number($0.capacity) }
    case .store: rows.ordered { .bytes($0.storeBytes) }
    case .unused: rows.ordered { .bytes($0.unusedBytes) }
    case nil: rows
    }
  }
}
