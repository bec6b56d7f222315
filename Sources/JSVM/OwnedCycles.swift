// SPDX-License-Identifier: Apache-2.0

internal import CV8Shim
internal import HeapSnapshot
internal import Ledger

/// A reference that is in a cycle with its owner, as a snapshot shows it.
struct OwnedCycle {
  let ownership: Ownership
  let example: String
}

extension VM {
  /// Which of the references that native objects hold lead back to those, in the snapshot that was
  /// just taken.
  func cycles(among owned: [Ownership], _ analysis: Analysis) -> [OwnedCycle] {
    guard !owned.isEmpty else { return [] }
    let snapshot = analysis.snapshot
    let nodes = snapshot.nodes(
      ids: Set(owned.map { snapshotID(of: $0.finalizer.pointee.record.object) }))
    let edges = snapshot.referenceEdges
    let seen = owned.compactMap { ownership -> (Ownership, OwnerCycles.Ownership)? in
      guard let wrapper = nodes[snapshotID(of: ownership.finalizer.pointee.record.object)],
        let edge = edges["#\(ownership.reference.pointee.key.index)"]
      else { return nil }
      return (ownership, OwnerCycles.Ownership(edge: edge, wrapper: wrapper))
    }
    let text = HoldingText(analysis)
    return OwnerCycles(of: seen.map(\.1), in: snapshot).cycles.map { cycle in
      let (ownership, places) = seen[cycle.ownership]
      return OwnedCycle(
        ownership: ownership,
        example: Self.description(of: cycle, ownership, places, text))
    }
  }

  /// The id that snapshots give to what a full handle holds; 0 if it has been in none.
  func snapshotID(of object: v8s_global) -> UInt32 {
    withUnsafePointer(to: object) { v8s_graph_value_id(isolate, $0) }
  }

  private static func description(
    of cycle: OwnerCycles.Cycle, _ ownership: Ownership, _ places: OwnerCycles.Ownership,
    _ text: HoldingText
  ) -> String {
    var way = text.text(of: places.edge, over: cycle.way ?? [])
    if cycle.way == nil { way += " --(native objects)---> \(text.title(places.wrapper))" }
    let owner = UInt(bitPattern: ownership.finalizer.pointee.record.data)
    let holder = "whose native object 0x\(String(owner, radix: 16))"
    return "\(way), \(holder) holds #\(ownership.reference.pointee.key.index)"
  }
}

extension HeldSizes {
  /// Notes the cycles with the sites of their references.
  mutating func add(_ cycles: [OwnedCycle]) {
    let bySite = Dictionary(grouping: cycles) { $0.ownership.reference.pointee.record.site }
    for index in sites.indices {
      guard let found = bySite[sites[index].site] else { continue }
      let owners = Dictionary(grouping: found) { $0.ownership.finalizer.pointee.record.site }
      // Of equally many the older, so that reports compare.
      let most = owners.max { one, other in
        (one.value.count, other.key?.rawValue ?? 0) < (other.value.count, one.key?.rawValue ?? 0)
      }
      guard let most, let owner = most.key else { continue }
      let references = Set(found.map { UInt64($0.ownership.reference.pointee.key.bits) })
      sites[index].cycle = Cycle(
        count: UInt64(references.count), owner: owner, example: most.value[0].example)
    }
  }
}

extension Snapshot {
  /// The nodes with these ids.
  fileprivate func nodes(ids: Set<UInt32>) -> [UInt32: Int] {
    var found: [UInt32: Int] = [:]
    for node in 0..<nodes.count where ids.contains(nodes.id[node]) { found[nodes.id[node]] = node }
    return found
  }

  /// The edges of strong references, by their names.
  fileprivate var referenceEdges: [String: Int] {
    var edges: [String: Int] = [:]
    for rootEdge in self.edges(of: root) {
      let exporter = Int(self.edges.target[rootEdge])
      guard name(of: exporter) == String(describing: Exporter.references.name) else { continue }
      for siteEdge in self.edges(of: exporter) {
        for edge in self.edges(of: Int(self.edges.target[siteEdge]))
        where type(ofEdge: edge) == .internal { edges[name(ofEdge: edge)] = edge }
      }
    }
    return edges
  }
}
