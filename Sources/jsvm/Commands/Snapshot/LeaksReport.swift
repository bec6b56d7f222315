// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// The leaks between snapshots: a table of clusters, and a trace of each in memlab's text.
struct LeaksReport {
  let files: [String]
  let hunt: LeakHunt
  let view: HeapView
  /// Those that are listed.
  private let clusters: [LeakClusters.Cluster]
  let output: OutputOptions

  enum Order: String, CaseIterable, ExpressibleByArgument { case retained, count, `class` }

  /// Reads three snapshots and finds the leaks.
  init(
    _ files: [String], _ input: SnapshotInput, top: Int, by order: Order, _ output: OutputOptions
  ) throws(CommandFailure) {
    var progress = ProgressBar("comparing \(files.count) snapshots")
    let found = try input.hunt(files[0], files[1], files[2], progress.work)
    progress.finish()
    hunt = found.hunt
    view = HeapView(found.snapshot, hunt.retained)
    self.files = files
    clusters = Array(
      hunt.clusters.ordered { cluster in
        switch order {
        case .retained: .bytes(cluster.retained)
        case .count: .number(cluster.members.count)
        case .class: .text(cluster.name)
        }
      }.prefix(top))
    self.output = output
  }

  /// Bytes that the leaked objects retain together.
  var retained: UInt64 { hunt.clusters.reduce(0) { $0 &+ $1.retained } }

  func write() throws(CommandFailure) {
    var out = StandardOutput()
    if output.json {
      out.line(json)
    } else {
      for line in lines { out.line(line) }
    }
    try out.flush()
  }

  private var lines: [String] {
    guard !hunt.clusters.isEmpty else {
      return ["No object allocated between \(files[0]) and \(files[1]) is alive in \(files[2])."]
    }
    var lines = [
      "\(hunt.leaked.count) objects allocated between \(files[0]) and \(files[1]) are alive in "
        + "\(files[2]): \(hunt.clusters.count) kinds, \(output.size(retained)) retained.", "",
    ]
    var table = TextTable([
      .number("COUNT"), .number("RETAINED"), .text("CLASS"), .text("DEFINED AT"),
    ])
    for cluster in clusters {
      table.append([
        String(cluster.members.count), output.size(cluster.retained), cluster.name,
        cluster.place?.description ?? "",
      ])
    }
    lines += table.lines(output.ink)
    for cluster in clusters {
      lines += [
        "", "--Similar leaks in this run: \(cluster.members.count)--",
        "--Retained size of leaked objects: \(PathText.bytes(cluster.retained))--",
      ]
      lines += view.pathText.lines(cluster.path)
    }
    let rest = hunt.clusters.count - clusters.count
    if rest > 0 { lines += ["", "… \(rest) more kinds: --top"] }
    return lines
  }

  private var json: String {
    var json = JSONWriter()
    json.object { json in
      json.member("objects", hunt.leaked.count)
      json.member("selfSize", hunt.shallow)
      json.member("retained", retained)
      json.member("kinds", hunt.clusters.count)
      json.member("leaks") { json in
        json.array { json in
          for cluster in clusters {
            json.object { json in
              json.member("class", cluster.name)
              json.member("count", cluster.members.count)
              json.member("retained", cluster.retained)
              if let place = cluster.place { json.member("definedAt", place.description) }
              json.member("example") { json in
                json.object { json in view.members(of: cluster.path.node, &json) }
              }
              json.member("path") { json in view.path(cluster.path, &json) }
            }
          }
        }
      }
    }
    return json.text
  }
}
