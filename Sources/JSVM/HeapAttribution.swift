// SPDX-License-Identifier: Apache-2.0

internal import CV8Shim
internal import HeapSnapshot
internal import Ledger

extension VM {
  /// Finds out here and now what each site keeps alive: takes a snapshot into memory and analyses it.
  func heldSizes(_ request: HeldRequest) -> Result<HeldSizes, HeldFailure> {
    let attribution = SnapshotAttribution(self, .sites, request.selection)
    do {
      let buffer = try snapshotText(attribution)
      let snapshot = try Snapshot(buffer)
      let ignoresScopes = request.selection.isOfLeaks || request.findsFewest
      let seen = ignoresScopes ? snapshot.ignoringHandleScopes : snapshot
      let analysis = try Analysis(of: seen)
      var sizes = HeldSizes(analysis, attribution.ids(isolate), request)
      if request.findsFewest {
        let removal = WhatIf.Removal(edges: Set(snapshot.handleScopeEdges))
        sizes.scopeBytes = WhatIf(snapshot).bytesFreed(by: removal, analysis.shallowSizes)
      }
      // Only now: the snapshot's collection may have ended some.
      let owned = ownerships(of: request.selection.env)
      sizes.add(cycles(among: owned, analysis))
      return .success(sizes)
    } catch let error as HeldFailure {
      return .failure(error)
    } catch {
      return .failure(HeldFailure(description: "\(error)"))
    }
  }

  /// An attributed snapshot as V8 writes it.
  private func snapshotText(
    _ attribution: SnapshotAttribution
  ) throws -> SnapshotBuffer {
    var target = Target()
    let result: Result<Void, Failure> = withUnsafeMutablePointer(to: &target) { target in
      Result { () throws(Failure) in
        try takeHeapSnapshot(
          { bytes, size, target in
            guard let target = target?.assumingMemoryBound(to: Target.self) else { return false }
            return target.pointee.add(UnsafeRawBufferPointer(start: bytes, count: Int(size)))
          }, target, attribution)
      }
    }
    if let error = target.error { throw error }
    guard case .success = result else { throw HeldFailure.noSnapshot }
    return target.buffer
  }

  /// Where the text goes, and why it could not.
  private struct Target {
    var buffer = SnapshotBuffer()
    var error: SnapshotError?

    mutating func add(_ bytes: UnsafeRawBufferPointer) -> Bool {
      do throws(SnapshotError) {
        try buffer.append(bytes)
        return true
      } catch {
        self.error = error
        return false
      }
    }
  }
}

extension SnapshotAttribution {
  /// The sites of the nodes that a snapshot is about, by the nodes' ids.
  fileprivate func ids(_ isolate: v8s_isolate) -> [UInt32: SiteID] {
    var ids: [UInt32: SiteID] = [:]
    for node in nodes where !node.isOther {
      if let site = node.site { ids[v8s_graph_id(isolate, node.identity)] = site }
    }
    return ids
  }
}

extension HeldSizes {
  /// Reads them off an analysis; `ids` are those of the sites' nodes.
  fileprivate init(_ analysis: Analysis, _ ids: [UInt32: SiteID], _ request: HeldRequest) {
    let snapshot = analysis.snapshot
    let found = NativeReferences(of: snapshot, analysis.dominators, analysis.retainedSizes)
      .sites.compactMap { site in
        site.node.flatMap { ids[snapshot.nodes.id[$0]] }.map { (id: $0, site: site) }
      }
    let text = HoldingText(analysis)
    heapBytes = analysis.shallowSizes.total
    sites = found.map { id, site in
      Held(
        site: id, strong: UInt64(site.strong), weak: UInt64(site.weak), exclusive: site.exclusive,
        inclusive: site.inclusive,
        example: site.strong > 0 ? text.text(of: site.edges[0]) : "")
    }
    let whatIf = WhatIf(snapshot)
    let all = Set(found.flatMap(\.site.strongEdges))
    let freed = { whatIf.bytesFreed(by: WhatIf.Removal(edges: $0), analysis.shallowSizes) }
    together = freed(all)
    if request.findsFewest {
      let holders = found.filter { $0.site.strong > 0 }.map { id, site in
        FewestSites.Holder(
          site: id, edges: Set(site.strongEdges), exclusive: site.exclusive,
          inclusive: site.inclusive)
      }
      fewest = FewestSites(freed: freed).among(holders, together: together)
    }
    guard let deleted = request.deleting else { return }
    let edges = Set(found.filter { $0.id == deleted }.flatMap(\.site.strongEdges))
    let outcome = whatIf.removing(WhatIf.Removal(edges: edges), analysis.shallowSizes)
    let paths = PathText(
      snapshot, NodeNames(of: snapshot, Detachedness(of: snapshot)), analysis.retainedSizes)
    deletion = Deletion(
      site: deleted, freedBytes: outcome.freedBytes, freedCount: UInt64(outcome.freedCount),
      survivorCount: UInt64(outcome.survivors.count),
      survivors: outcome.survivors.prefix(Self.survivorLimit).map {
        paths.lines($0.path).joined(separator: "\n")
      })
  }
}
