// SPDX-License-Identifier: Apache-2.0

/// Paths in the text of memlab: the root's end first, and an arrow for each edge.
///
/// ```
/// [(GC roots)] (synthetic) @3 [44.1MB]
///   --model (property)--->  [Widget] (object) @20817 [7.5KB]
/// ```
public struct PathText: Sendable {
  /// The nodes of a longer path are left out in its middle.
  public static let longestPath = 60

  private let snapshot: Snapshot
  private let names: NodeNames
  private let retained: RetainedSizes?

  /// Without retained sizes the brackets behind the nodes are left out.
  public init(_ snapshot: Snapshot, _ names: NodeNames, _ retained: RetainedSizes? = nil) {
    self.snapshot = snapshot
    self.names = names
    self.retained = retained
  }

  /// The lines of a path; its middle is elided when there are more than `longest` edges.
  public func lines(_ path: RetainingPath, longest: Int = longestPath) -> [String] {
    var steps = path.steps[...]
    var lines: [String] = []
    if let site = siteLines(path) {
      lines = site
      steps = steps.dropLast()
    } else {
      lines = [node(path.start)]
    }
    let count = steps.count
    let isElided = count > max(2, longest)
    let tail = isElided ? max(2, longest) / 2 : count
    for index in steps.indices.reversed() {
      let fromStart = steps.endIndex - 1 - index
      if isElided, fromStart >= max(2, longest) - tail, index >= tail {
        if index == tail { lines.append("  … \(count - max(2, longest)) more edges …") }
        continue
      }
      let target = index == 0 ? path.node : path.steps[index - 1].retainer
      lines.append("  " + arrow(path.steps[index].edge) + "  " + node(target))
    }
    return lines
  }

  /// `--model (property)--->`
  public func arrow(_ edge: Int) -> String {
    "--\(snapshot.name(ofEdge: edge)) (\(snapshot.meta.edgeTypeName(snapshot.type(ofEdge: edge))))--->"
  }

  /// `[Widget] (object) @20817 [7.5KB]`
  public func node(_ node: Int) -> String {
    let type = snapshot.meta.nodeTypeName(snapshot.type(of: node))
    return "[\(names[node])] (\(type)) @\(snapshot.nodes.id[node])" + size(node)
  }

  private func size(_ node: Int) -> String {
    retained.map { " [\(Self.bytes($0[node]))]" } ?? ""
  }

  /// Sizes as memlab prints them: powers of 1000, cut to tenths.
  public static func bytes(_ count: UInt64) -> String {
    let units: [(UInt64, String)] = [
      (1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB"),
    ]
    for (unit, name) in units where count >= unit {
      let tenths = count / (unit / 10)
      return "\(tenths / 10)" + (tenths % 10 == 0 ? "" : ".\(tenths % 10)") + name
    }
    return count > 1 ? "\(count) bytes" : "\(count) byte"
  }

  /// A path that begins at a creation site's exporter begins at the roots, and the exporter is the
  /// edge: whoever reads it wants to know of the site.
  private func siteLines(_ path: RetainingPath) -> [String]? {
    guard path.steps.count > 1, let last = path.steps.last,
      NativeReferences.isExporter(last.retainer, in: snapshot)
    else { return nil }
    let site = path.steps[path.steps.count - 2].retainer
    let type = snapshot.meta.nodeTypeName(snapshot.type(of: site))
    let count = snapshot.edges(of: site).count
    return [
      node(snapshot.systemRoots ?? snapshot.root),
      "  --\(snapshot.name(of: last.retainer)) (element)--->"
        + "  [\(snapshot.name(of: site)) ×\(count)] (\(type))" + size(site),
    ]
  }
}

extension Snapshot {
  /// The node `(GC roots)`.
  var systemRoots: Int? {
    edges(of: root).lazy.map { Int(edges.target[$0]) }
      .first { strings.string(nodes.name[$0], equals: "(GC roots)") }
  }
}
