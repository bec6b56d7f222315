// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot dominators`.
struct DominatorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dominators",
    abstract: "Tells what only an object keeps alive, and what alone keeps the object alive.")

  enum Order: String, CaseIterable, ExpressibleByArgument { case retained, `self`, count, name }

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Argument(help: "An object, @ID; the root when there is none.")
  var object: ObjectID?

  @Flag(help: "Put children of one name together.")
  var byName = false

  @Option(help: "The order of children: retained, self, name; count with --by-name.")
  var sort = Order.retained

  @Option(help: "At most so many children.")
  var top: UInt = 20

  @OptionGroup var input: SnapshotInput
  @OptionGroup var cache: AnalysisCache
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if sort == .count, !byName { throw ValidationError("--sort count is for --by-name") }
    if sort == .self, byName { throw ValidationError("--sort self is not for --by-name") }
  }

  func run() throws {
    var progress = ProgressBar("analysing \(file)")
    let analysis = try cache.analysis(of: file, input, progress)
    let snapshot = analysis.snapshot
    let node = try object?.node(in: snapshot, file: file) ?? snapshot.root
    progress.update(0.8)
    let retained = analysis.retainedSizes
    let tree = DominatorTree(analysis.dominators, root: snapshot.root)
    let view = HeapView(snapshot, retained)
    progress.finish()
    let groups =
      byName
      ? groups(of: node, tree, view, retained) : children(of: node, tree, view, retained)
    let count = tree.children(of: node).count
    var out = StandardOutput()
    if output.json {
      var json = JSONWriter()
      json.object { json in
        view.members(of: node, &json)
        json.member("chain") { json in
          json.array { json in
            for above in tree.chain(from: node).dropFirst() {
              json.object { json in view.members(of: above, &json) }
            }
          }
        }
        json.member("childCount", count)
        json.member("children") { json in
          json.array { json in
            for (child, group) in groups {
              json.object { json in
                if let group {
                  json.member("name", group.name)
                  json.member("count", group.count)
                  json.member("retained", group.retained)
                  json.member("example", snapshot.nodes.id[child])
                } else {
                  view.members(of: child, &json)
                }
              }
            }
          }
        }
      }
      out.line(json.text)
    } else {
      out.line("\(view.title(node)) retains \(output.size(retained[node]))")
      for above in tree.chain(from: node).dropFirst() {
        out.line("  below \(view.title(above))  \(output.size(retained[above]))")
      }
      var table = TextTable(
        [.number("RETAINED"), .number("SELF"), .number(byName ? "COUNT" : "ID"), .text("NAME")])
      for (child, group) in groups {
        table.append([
          output.size(group?.retained ?? retained[child]),
          output.size(snapshot.nodes.selfSize(child)),
          group.map { String($0.count) } ?? "@\(snapshot.nodes.id[child])",
          group?.name ?? view.names[child],
        ])
      }
      out.line("\(count) children:")
      for line in table.lines(output.ink) { out.line(line) }
    }
    try out.flush()
  }

  /// A child, or the largest of a group of one name.
  private typealias Row = (node: Int, group: DominatorTree.Group?)

  private func children(
    of node: Int, _ tree: DominatorTree, _ view: HeapView, _ retained: RetainedSizes
  ) -> [Row] {
    let limit = Int(clamping: top)
    let sorted =
      switch sort {
      case .self:
        tree.children(of: node).ordered { .bytes(view.snapshot.nodes.selfSize($0)) }.prefix(limit)
      case .name: tree.children(of: node).ordered { .text(view.names[$0]) }.prefix(limit)
      case .retained, .count: tree.children(of: node, by: retained, limit: limit)[...]
      }
    return sorted.map { ($0, nil) }
  }

  private func groups(
    of node: Int, _ tree: DominatorTree, _ view: HeapView, _ retained: RetainedSizes
  ) -> [Row] {
    tree.groups(of: node, by: retained) { view.names[$0] }.ordered { group in
      switch sort {
      case .count: .number(group.count)
      case .name: .text(group.name)
      case .retained, .self: .bytes(group.retained)
      }
    }.prefix(Int(clamping: top)).map { ($0.example, $0) }
  }
}
