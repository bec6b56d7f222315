// SPDX-License-Identifier: Apache-2.0

internal import HeapSnapshot
internal import JSON

/// Why one object is alive, as text and as JSON.
struct RetainersReport {
  let view: HeapView
  let paths: RetainingPaths
  /// Of an older snapshot of the same process.
  let older: RetainingPaths?
  /// How many ways are told at most.
  let ways: Int
  let hasTree: Bool

  func lines(_ node: Int) -> [String] {
    let count = paths.holders(of: node).count
    let head =
      "\(view.title(node)): \(distance(node)), \(count) \(count == 1 ? "retainer" : "retainers")"
    return [head, ""] + (ways > 1 ? wayLines(node) : view.pathText.lines(paths.nearest(to: node)))
      + (hasTree ? treeLines(node) : []) + (older.map { changeLines(node, since: $0) } ?? [])
  }

  private func wayLines(_ node: Int) -> [String] {
    let found = RetainingWays(of: node, in: paths, limit: ways)
    guard !found.ways.isEmpty else { return view.pathText.lines(paths.nearest(to: node)) }
    let lines = found.ways.map { view.pathText.lines($0.path) }.joined(separator: [""])
    return lines + (found.isCapped ? ["", "(there are more ways)"] : [])
  }

  private func distance(_ node: Int) -> String {
    let distance = paths.distances[node]
    if distance == Distances.unreachable { return "nothing reaches it" }
    if distance >= RetainingPaths.onlyIgnored { return "only ignored objects hold it" }
    return distance >= Distances.system ? "only the system reaches it" : "distance \(distance)"
  }

  private func treeLines(_ node: Int) -> [String] {
    let tree = RetainingTree(of: node, in: paths)
    var lines = ["", "all ways:"]
    for branch in tree.branches {
      let indent = String(repeating: "  ", count: branch.depth)
      let edge = branch.edge.map { view.pathText.arrow($0) + "  from " } ?? ""
      let end =
        switch branch.end {
        case .listed: " (listed above)"
        case .capped: " (…)"
        case .goesOn, .root, .nothing: ""
        }
      lines.append(indent + edge + view.pathText.node(branch.node) + end)
      if branch.omitted > 0 { lines.append(indent + "  … \(branch.omitted) more retainers") }
    }
    if tree.isCapped { lines.append("(there are more ways)") }
    return lines
  }

  private func changeLines(_ node: Int, since older: RetainingPaths) -> [String] {
    guard let diff = RetainerDiff(id: view.snapshot.nodes.id[node], older: older, newer: paths)
    else { return ["", "since then: the older snapshot does not have it"] }
    let olderView = HeapView(older.snapshot)
    func line(_ step: RetainerDiff.Step, _ view: HeapView) -> String {
      "  \(step.change.rawValue): \(view.pathText.arrow(step.step.edge))"
        + "  from \(view.title(step.step.retainer))"
    }
    return ["", "since then, nearest retainer first:"]
      + diff.newerSteps.map { line($0, view) }
      + diff.olderSteps.filter { $0.change == .gone }.map { line($0, olderView) }
  }

  func write(_ node: Int, _ json: inout JSONWriter) {
    json.object { json in
      view.members(of: node, &json)
      json.member("distance", paths.distances[node])
      json.member("retainers", paths.retainers.count(of: node))
      json.member("path") { json in view.path(paths.nearest(to: node), &json) }
      if ways > 1 { json.member("paths") { json in writeWays(node, &json) } }
      if hasTree { json.member("tree") { json in writeTree(node, &json) } }
      if let older,
        let diff = RetainerDiff(
          id: view.snapshot.nodes.id[node], older: older, newer: paths)
      {
        let olderView = HeapView(older.snapshot)
        json.member("changes") { json in
          json.array { json in
            for step in diff.newerSteps { writeChange(step, view, &json) }
            for step in diff.olderSteps where step.change == .gone {
              writeChange(step, olderView, &json)
            }
          }
        }
      }
    }
  }

  private func writeWays(_ node: Int, _ json: inout JSONWriter) {
    json.array { json in
      for way in RetainingWays(of: node, in: paths, limit: ways).ways {
        view.path(way.path, &json)
      }
    }
  }

  private func writeChange(_ step: RetainerDiff.Step, _ view: HeapView, _ json: inout JSONWriter) {
    json.object { json in
      json.member("change", step.change.rawValue)
      view.step(step.step, &json)
    }
  }

  private func writeTree(_ node: Int, _ json: inout JSONWriter) {
    json.array { json in
      for branch in RetainingTree(of: node, in: paths).branches {
        json.object { json in
          json.member("depth", branch.depth)
          if let edge = branch.edge {
            view.step(RetainingPath.Step(edge: edge, retainer: branch.node), &json)
          } else {
            view.members(of: branch.node, &json)
          }
          json.member("end", "\(branch.end)")
          if branch.omitted > 0 { json.member("omitted", branch.omitted) }
        }
      }
    }
  }
}
