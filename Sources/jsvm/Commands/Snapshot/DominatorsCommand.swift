// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot dominators`.
struct DominatorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dominators",
    abstract: "Tells what only an object keeps alive, and what alone keeps the object alive.")

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Argument(help: "An object, @ID; the root when there is none.")
  var object: ObjectID?

  @Flag(help: "Put children of one name together.")
  var byName = false

  @Option(help: "At most so many children.")
  var top: UInt = 20

  @OptionGroup var input: SnapshotInput
  @OptionGroup var cache: AnalysisCache
  @OptionGroup var output: OutputOptions

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
      ? tree.groups(of: node, by: retained) { view.names[$0] }.prefix(Int(clamping: top)).map {
        ($0.example, $0)
      }
      : tree.children(of: node, by: retained, limit: Int(clamping: top)).map { child in
        (child, DominatorTree.Group?.none)
      }
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
}
