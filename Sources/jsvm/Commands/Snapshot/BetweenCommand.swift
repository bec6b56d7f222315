// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot between`.
struct BetweenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "between",
    abstract: "Lists what was allocated between two snapshots and is alive in the last one given.",
    discussion: """
      All must be of one process, in the order in which they were taken. With three, what was \
      allocated between the first two and outlived the action after them is likely leaked.
      """)

  @Argument(help: "Two or three snapshots: .heapsnapshot, also .gz or .zst.")
  var files: [String]

  @Option(help: "The order: retained, shallow, count, distance or name.")
  var sort = Choice(ClassTable.Order.retained)

  @Option(help: "At most so many classes.")
  var top = 20

  @Flag(help: "Show where most of it hangs: the object that retains most, opened step by step.")
  var drill = false

  @OptionGroup var input: SnapshotInput
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if top < 0 { throw ValidationError("--top must not be negative") }
    guard (2...3).contains(files.count) else {
      throw ValidationError("two or three snapshots are needed, not \(files.count)")
    }
  }

  func run() throws {
    var progress = ProgressBar("reading \(files[0])")
    // Of the earlier ones no more is needed than their last ids.
    let first = try input.read(files[0], progress.work.part(from: 0, to: 0.2))
      .lastObjectID
    let second = try input.read(files[1], progress.work.part(from: 0.2, to: 0.4))
    let last =
      files.count == 3
      ? try input.read(files[2], progress.work.part(from: 0.4, to: 0.6)) : second
    let between = Between(after: first, through: second.lastObjectID)
    let summary = try input.summary(
      of: last, files[files.count - 1], progress: progress.work.part(from: 0.6, to: 1))
    let table = summary.table(only: between.members(of: last))
    progress.finish()
    guard between.through >= between.after else {
      throw CommandFailure(
        "\(files[1]): taken before \(files[0]): its last object is @\(between.through), "
          + "not above @\(between.after)", status: .badInput)
    }
    let way = drill ? way(summary, between) : nil
    let view = HeapView(last, summary.retained, summary.detachedness)
    var out = StandardOutput()
    if output.json {
      out.line(json(table, between, way, view))
    } else {
      for line in lines(table, between) + lines(way, view) { out.line(line) }
    }
    try out.flush()
  }

  /// From the object that retains most of those that are counted down to where its bytes are.
  private func way(_ summary: Summary, _ between: Between) -> RetainingPath? {
    guard let dominators = summary.dominators, let retained = summary.retained else { return nil }
    let nodes = summary.snapshot.nodes
    let counted = (0..<nodes.count).filter {
      between.contains(nodes.id[$0]) && summary.sizes.bytes[$0] > 0
    }
    return counted.max { retained[$0] < retained[$1] }.map {
      RetainingPath(toMostOf: $0, in: summary.snapshot, dominators, retained)
    }
  }

  private func lines(_ way: RetainingPath?, _ view: HeapView) -> [String] {
    guard let way else { return [] }
    return ["", "What retains most, opened where most of it is:"] + view.pathText.lines(way)
  }

  private func lines(_ table: ClassTable, _ between: Between) -> [String] {
    var text = ClassTableText(table, output)
    let rows = table.top(top, by: sort.value)
    for number in rows { text.append(number) }
    let rest = table.classCount - rows.count
    return [
      "allocated between \(files[0]) and \(files[1]), alive in \(files[files.count - 1]): "
        + "\(table.total.count) objects, \(output.size(table.total.bytes)) "
        + "(ids @\(between.after) to @\(between.through))", "",
    ] + text.lines + (rest > 0 ? ["… \(rest) more classes"] : [])
  }

  private func json(
    _ table: ClassTable, _ between: Between, _ way: RetainingPath?, _ view: HeapView
  ) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("files") { json in
        json.array { json in
          for file in files { json.value(file) }
        }
      }
      json.member("idRange") { json in
        json.array { json in
          json.value(between.after)
          json.value(between.through)
        }
      }
      json.member("total") { json in
        json.object { json in
          json.member("count", table.total.count)
          json.member("shallow", table.total.bytes)
        }
      }
      json.member("classes") { json in
        json.array { json in
          for number in table.top(top, by: sort.value) { json.value(classOf: table, number) }
        }
      }
      if let way {
        json.member("drill") { json in
          json.object { json in
            json.member("object") { json in
              json.object { json in view.members(of: way.node, &json) }
            }
            json.member("path") { json in view.path(way, &json) }
          }
        }
      }
    }
    return json.text
  }
}
