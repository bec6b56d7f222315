// SPDX-License-Identifier: Apache-2.0

/// A heap snapshot as its file tells it: columns of nodes and edges, strings, and what lies beside.
///
/// Nodes and edges are ordinals. A value; copies share the columns, which nobody changes once it is
/// read. Safe to use from many threads.
public struct Snapshot: Sendable {
  public let meta: Meta
  /// Where the description that `meta` was read from stands in the text.
  let metaStart: Int
  public let nodes: NodeColumns
  public internal(set) var edges: EdgeColumns
  /// The first edge of each node; one more behind the last.
  public let firstEdge: Column<UInt32>
  public let strings: StringTable
  /// The node that everything hangs from.
  public let root: Int
  /// Where functions and objects of classes were defined.
  public let locations: Locations
  /// `scopes`, `scope_context_vars`, `scope_uses` as they stand; empty before V8 15.
  let scopes: Column<Int64>
  let scopeVariables: Column<Int64>
  let scopeUses: Column<Int64>
  /// Recorded while allocations were tracked: microseconds and the last object id of each moment.
  let samples: Column<UInt32>
  let traceFunctions: Column<UInt32>
  /// Where `trace_tree` stands in the text; empty without allocation tracking.
  let traceTree: Range<Int>
  let names: KnownNames
  /// Set when the text ended early and reading it was asked for all the same.
  public let truncation: SnapshotError?
}

extension Snapshot {
  /// Reads a file: plain, gzip or Zstandard; also a pipe.
  ///
  /// A file that ends early is an error unless `allowsTruncation`: then what was read is the
  /// snapshot, and `truncation` says what is missing.
  public init(
    path: String, allowsTruncation: Bool = false, progress: WorkProgress? = nil
  ) throws(SnapshotError) {
    self = try Reader(try SnapshotText(path: path), allowsTruncation, progress).snapshot()
  }

  /// Reads two files at the same time, as a comparison needs them.
  public static func reading(
    _ first: String, _ second: String, allowsTruncation: Bool = false
  ) throws(SnapshotError) -> (Snapshot, Snapshot) {
    let (before, after) = both(
      { attempt(first, allowsTruncation) }, { attempt(second, allowsTruncation) })
    return (try before.get(), try after.get())
  }

  private static func attempt(
    _ path: String, _ allowsTruncation: Bool
  ) -> Result<Snapshot, SnapshotError> {
    do throws(SnapshotError) {
      return .success(try Snapshot(path: path, allowsTruncation: allowsTruncation))
    } catch {
      return .failure(error)
    }
  }

  /// Reads a text that is in memory.
  public init(bytes: [UInt8], allowsTruncation: Bool = false) throws(SnapshotError) {
    self = try Reader(try SnapshotText(bytes), allowsTruncation).snapshot()
  }

  /// The edges that leave a node.
  @inlinable @inline(__always)
  public func edges(of node: Int) -> Range<Int> {
    Int(firstEdge[node])..<Int(firstEdge[node + 1])
  }

  public func type(of node: Int) -> NodeType { NodeType(rawValue: nodes.type[node]) }

  /// A node's name as the file has it.
  public func name(of node: Int) -> String { strings[nodes.name[node]] }

  public func type(ofEdge edge: Int) -> EdgeType { EdgeType(rawValue: edges.type[edge]) }

  /// An edge's name, or its number as text.
  public func name(ofEdge edge: Int) -> String {
    let name = edges.name[edge]
    return type(ofEdge: edge).isIndexed ? String(name) : strings[name]
  }

  /// The ordinal of the node with this id; linear in the number of nodes.
  public func node(id: UInt32) -> Int? { (0..<nodes.count).first { nodes.id[$0] == id } }
}
