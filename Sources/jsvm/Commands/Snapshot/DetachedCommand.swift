// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot detached`.
struct DetachedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detached",
    abstract: "Lists DOM nodes outside of every document, and contexts of closed frames.")

  enum Order: String, CaseIterable, ExpressibleByArgument { case retained, count, name }

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Option(help: "The order of names: retained, count or name.")
  var sort = Order.retained

  @Option(help: "At most so many names, and so many contexts.")
  var top: UInt = 20

  @OptionGroup var input: SnapshotInput
  @OptionGroup var cache: AnalysisCache
  @OptionGroup var output: OutputOptions

  func run() throws {
    var progress = ProgressBar("analysing \(file)")
    let analysis = try cache.analysis(of: file, input, progress)
    let snapshot = analysis.snapshot
    let states = Detachedness(of: snapshot)
    let retained = analysis.retainedSizes
    let detached = DetachedObjects(of: snapshot, states, analysis.dominators, retained)
    let groups = detached.groups.ordered { group in
      switch sort {
      case .retained: .bytes(group.retained)
      case .count: .number(group.nodes.count)
      case .name: .text(group.name)
      }
    }
    progress.update(0.9)
    let view = HeapView(snapshot, retained, states)
    let paths = RetainingPaths(snapshot, Retainers(of: snapshot), analysis.distances)
    progress.finish()
    var out = StandardOutput()
    if output.json {
      var json = JSONWriter()
      json.object { json in
        json.member("nodes") { json in
          json.array { json in
            for group in groups.prefix(Int(clamping: top)) {
              json.object { json in
                json.member("name", group.name)
                json.member("count", group.nodes.count)
                json.member("retained", group.retained)
                json.member("example", snapshot.nodes.id[group.nodes[0]])
                json.member("path") { json in
                  view.path(paths.nearest(to: group.nodes[0]), &json)
                }
              }
            }
          }
        }
        json.member("contexts") { json in
          json.array { json in
            for context in detached.contexts.prefix(Int(clamping: top)) {
              json.object { json in
                view.members(of: context, &json)
                json.member("path") { json in view.path(paths.nearest(to: context), &json) }
              }
            }
          }
        }
      }
      out.line(json.text)
    } else {
      if detached.groups.isEmpty, detached.contexts.isEmpty { out.line("Nothing is detached.") }
      for context in detached.contexts.prefix(Int(clamping: top)) {
        out.line(
          output.ink("context @\(snapshot.nodes.id[context]) of a closed frame", .heading)
            + ", \(output.size(retained[context])) retained:")
        for line in view.pathText.lines(paths.nearest(to: context)) { out.line(line) }
        out.line("")
      }
      for group in groups.prefix(Int(clamping: top)) {
        out.line(
          output.ink("\(group.nodes.count) × \(group.name)", .heading)
            + ", \(output.size(group.retained)) retained, for example:")
        for line in view.pathText.lines(paths.nearest(to: group.nodes[0])) { out.line(line) }
        out.line("")
      }
    }
    try out.flush()
  }
}
