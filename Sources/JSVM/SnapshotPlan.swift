// SPDX-License-Identifier: Apache-2.0

internal import CV8Shim
internal import Ledger
internal import SnapshotFilter

/// Works out how the text of an attributed snapshot has to differ from V8's.
///
/// V8 holds each value of ours a second time, through the handle that makes a reference strong. These
/// edges of `(Global handles)` must become weak, or nothing would be held by a site alone.
struct SnapshotPlan {
  /// V8 names the edges of labelled handles "N / label", and our labels begin so.
  private static let labelMark = " / JSVM_"
  /// Before the heap's own nodes come the roots, of which V8 has about thirty.
  private static let rootCount = 64

  private let isolate: v8s_isolate
  private let snapshot: v8s_snapshot
  private let isFlat: Bool
  private var edits: [(ordinal: Int, edit: SnapshotEdits.Edit)] = []
  /// The ids of the values that our strong edges lead to, one for each edge, ascending.
  private var held: [UInt32] = []

  /// The edits of a snapshot that `attribution` has built its nodes into.
  static func edits(
    _ snapshot: v8s_snapshot, _ attribution: SnapshotAttribution, _ isolate: v8s_isolate
  ) -> SnapshotEdits {
    var plan = SnapshotPlan(
      isolate: isolate, snapshot: snapshot, isFlat: attribution.form == .flat)
    plan.editOwnNodes(attribution)
    plan.weakenHandles()
    return SnapshotEdits(plan.edits)
  }

  private init(isolate: v8s_isolate, snapshot: v8s_snapshot, isFlat: Bool) {
    self.isolate = isolate
    self.snapshot = snapshot
    self.isFlat = isFlat
  }

  /// Finds our nodes, which V8 puts after all others.
  private mutating func editOwnNodes(_ attribution: SnapshotAttribution) {
    var missing: [UInt32: Bool] = [:]
    for node in attribution.nodes {
      missing[v8s_graph_id(isolate, node.identity)] = node.site != nil
    }
    var ordinal = Int(v8s_snapshot_node_count(snapshot))
    while !missing.isEmpty, ordinal > 0 {
      ordinal -= 1
      let node = v8s_snapshot_node_at(snapshot, Int32(ordinal))!
      guard let isSite = missing.removeValue(forKey: v8s_snapshot_node_id(node)) else { continue }
      edits.append((ordinal, isSite ? .weakElements : .native))
      if isSite || isFlat { noteHeld(by: node, isSite ? V8S_EDGE_INTERNAL : V8S_EDGE_ELEMENT) }
    }
    held.sort()
  }

  private mutating func noteHeld(by node: v8s_snapshot_node, _ type: v8s_edge_type) {
    for index in 0..<v8s_snapshot_edge_count(node)
    where v8s_snapshot_edge_type(node, index) == type {
      held.append(v8s_snapshot_edge_target(node, index))
    }
  }

  /// Chooses the handles' edges that are ours.
  ///
  /// If as many handles lead to a value as edges of ours do, all of them are. Else the label decides;
  /// reading it costs a microsecond and memory of the heap that was just measured.
  private mutating func weakenHandles() {
    guard !held.isEmpty, let (ordinal, handles) = findHandles() else { return }
    let edges = (0..<v8s_snapshot_edge_count(handles)).lazy
      .filter { v8s_snapshot_edge_type(handles, $0) != V8S_EDGE_WEAK }
      .map { UInt64(v8s_snapshot_edge_target(handles, $0)) << 32 | UInt64($0) }
      .sorted()
    var weakened = EdgePositions()
    var next = 0
    var first = 0
    while first < edges.count {
      let target = UInt32(edges[first] >> 32)
      let end = edges[first...].firstIndex { $0 >> 32 != target } ?? edges.count
      while next < held.count, held[next] < target { next += 1 }
      let firstHeld = next
      while next < held.count, held[next] == target { next += 1 }
      if next > firstHeld {
        let areAllOurs = next - firstHeld == end - first
        for edge in edges[first..<end] {
          let position = Int(edge & 0xFFFF_FFFF)
          if areAllOurs || isLabelled(handles, position) { weakened.insert(position) }
        }
      }
      first = end
    }
    edits.append((ordinal, .weakEdges(weakened)))
  }

  private func findHandles() -> (ordinal: Int, node: v8s_snapshot_node)? {
    let count = min(Self.rootCount, Int(v8s_snapshot_node_count(snapshot)))
    for ordinal in 0..<count {
      let node = v8s_snapshot_node_at(snapshot, Int32(ordinal))!
      let name = text { v8s_snapshot_node_name(isolate, node, $0, $1) }
      if name == "(Global handles)" { return (ordinal, node) }
    }
    return nil
  }

  private func isLabelled(_ handles: v8s_snapshot_node, _ position: Int) -> Bool {
    let name = text { v8s_snapshot_edge_name(isolate, handles, Int32(position), $0, $1) }
    let rest = name.drop { ("0"..."9").contains($0) }
    guard isFlat else { return rest.hasPrefix(Self.labelMark) }
    return rest.hasPrefix(Self.labelMark + "Ref ") || rest.hasPrefix(Self.labelMark + "DataRef ")
  }

  /// The beginning of a text that is copied to a place given by address and size.
  private func text(_ copy: (UnsafeMutablePointer<CChar>, Int) -> Int) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      let count = copy(buffer.baseAddress!, buffer.count)
      return String(decoding: UnsafeRawBufferPointer(buffer)[..<count], as: UTF8.self)
    }
  }
}
