// SPDX-License-Identifier: Apache-2.0

internal import HeapSnapshot
internal import JSON

/// How commands print the nodes of one snapshot.
struct HeapView {
  let snapshot: Snapshot
  let names: NodeNames
  /// Absent where a command need not compute them.
  let retained: RetainedSizes?

  init(_ snapshot: Snapshot, _ retained: RetainedSizes? = nil, _ states: Detachedness? = nil) {
    self.snapshot = snapshot
    self.retained = retained
    names = NodeNames(of: snapshot, states ?? Detachedness(of: snapshot))
  }

  var pathText: PathText { PathText(snapshot, names, retained) }

  /// `Widget @20817`
  func title(_ node: Int) -> String { "\(names[node]) @\(snapshot.nodes.id[node])" }

  /// Members of an object that describes a node.
  func members(of node: Int, _ json: inout JSONWriter) {
    json.member("id", snapshot.nodes.id[node])
    json.member("name", names[node])
    json.member("type", snapshot.meta.nodeTypeName(snapshot.type(of: node)))
    json.member("selfSize", snapshot.nodes.selfSize(node))
    if let retained { json.member("retained", retained[node]) }
  }

  /// A path as an array, the nearest retainer first.
  func path(_ path: RetainingPath, _ json: inout JSONWriter) {
    json.array { json in
      for step in path.steps { json.object { json in self.step(step, &json) } }
    }
  }

  /// Members of an object that describes an edge and the node that it leaves.
  func step(_ step: RetainingPath.Step, _ json: inout JSONWriter) {
    json.member("edge", snapshot.name(ofEdge: step.edge))
    json.member("edgeType", snapshot.meta.edgeTypeName(snapshot.type(ofEdge: step.edge)))
    members(of: step.retainer, &json)
  }
}
