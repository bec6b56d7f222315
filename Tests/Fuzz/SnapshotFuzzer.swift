// SPDX-License-Identifier: Apache-2.0

// Compiled into one module with the analyser by `Tests/Fuzz/run`; libFuzzer brings `main`.

/// Reads the bytes as a snapshot, whole or in part, and runs every phase on what it reads.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  for allowsTruncation in [false, true] {
    guard let snapshot = try? Snapshot(bytes: bytes, allowsTruncation: allowsTruncation) else {
      continue
    }
    for rules in [Rules.devTools, .memlab, .raw] {
      let sizes = RetainedSizes(Dominators(of: snapshot, rules), ShallowSizes(of: snapshot, rules))
      // Wraps around as the sizes of a file do that claims more bytes than there are.
      precondition(sizes[snapshot.root] == ShallowSizes(of: snapshot, rules).total)
    }
    if let analysis = try? Analysis(of: snapshot) {
      let summary = Summary(analysis)
      _ = summary.table.top(10, by: .retained).map(summary.table.names.name(of:))
      _ = NativeReferences(of: snapshot, analysis.dominators, analysis.retainedSizes).sites
      let strings = DuplicateStrings(of: snapshot, analysis.shallowSizes)
      _ = strings.groups.map(strings.text(of:))
      _ = Collections(of: snapshot).sparse()
      _ = Closures(of: snapshot, analysis.dominators, analysis.retainedSizes).functions
      _ = DeadVariables(of: snapshot, analysis.retainedSizes).variables
      let paths = RetainingPaths(snapshot, Retainers(of: snapshot), analysis.distances)
      for node in 0..<min(8, snapshot.nodes.count) {
        _ = RetainingWays(of: node, in: paths, limit: 4).ways
        _ = RetainingPath(
          toMostOf: node, in: snapshot, analysis.dominators, analysis.retainedSizes)
      }
    }
    let retainers = Retainers(of: snapshot)
    _ = Detachedness(of: snapshot)
    for node in 0..<snapshot.nodes.count {
      _ = snapshot.name(of: node)
      for edge in retainers.edges(to: node) { _ = snapshot.name(ofEdge: edge) }
    }
    snapshot.locations.forEach(nodeCount: snapshot.nodes.count) { _, _ in }
  }
  return 0
}
