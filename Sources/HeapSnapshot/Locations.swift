// SPDX-License-Identifier: Apache-2.0

/// A place in a script; line and column count from 0.
public struct Location: BitwiseCopyable, Hashable, Sendable {
  public let scriptID: UInt32
  public let line: UInt32
  public let column: UInt32
}

/// The `locations` of a snapshot: where closures and the classes of objects are defined.
public struct Locations: Sendable {
  let values: Column<UInt32>
  private let width: Int
  private let fields: (node: Int, script: Int, line: Int, column: Int)?
  private let nodeWidth: Int

  init(_ values: Column<UInt32>, _ meta: Meta) {
    self.values = values
    let names = meta.locationFields
    width = max(1, names.count)
    nodeWidth = max(1, meta.nodeFields.count)
    if let node = names.firstIndex(of: "object_index"),
      let script = names.firstIndex(of: "script_id"), let line = names.firstIndex(of: "line"),
      let column = names.firstIndex(of: "column")
    {
      fields = (node, script, line, column)
    } else {
      fields = nil
    }
  }

  public var count: Int { fields == nil ? 0 : values.count / width }

  /// Calls `body` with each node that has a location; nodes out of range are left out.
  public func forEach(nodeCount: Int, _ body: (Int, Location) -> Void) {
    guard let fields else { return }
    for index in 0..<count {
      let at = index * width
      let node = Int(values[at + fields.node]) / nodeWidth
      guard node < nodeCount else { continue }
      body(
        node,
        Location(
          scriptID: values[at + fields.script], line: values[at + fields.line],
          column: values[at + fields.column]))
    }
  }
}
