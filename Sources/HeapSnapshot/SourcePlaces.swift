// SPDX-License-Identifier: Apache-2.0

/// Where in the source functions and classes of objects are defined, with the names of scripts.
///
/// Files number scripts; their names are found through a function of each.
public struct SourcePlaces: Sendable {
  /// `app.js:31:12`; line and column count from 1.
  public struct Place: Sendable, Equatable, CustomStringConvertible {
    public let location: Location
    /// The script's URL or file, if the snapshot has it.
    public let script: String?

    public var description: String {
      (script ?? "script \(location.scriptID)") + ":\(location.line + 1):\(location.column + 1)"
    }
  }

  private let locations: [Int: Location]
  private let scripts: [UInt32: String]

  /// Of all nodes that have places.
  public init(of snapshot: Snapshot) {
    let parts = FunctionParts(snapshot)
    var locations: [Int: Location] = [:]
    var scripts: [UInt32: String] = [:]
    snapshot.locations.forEach(nodeCount: snapshot.nodes.count) { node, location in
      locations[node] = location
      guard scripts[location.scriptID] == nil, snapshot.type(of: node) == .closure,
        let shared = parts.shared(of: node), let script = parts.script(of: shared)
      else { return }
      scripts[location.scriptID] = parts.name(of: script)
    }
    self.locations = locations
    self.scripts = scripts
  }

  public subscript(node: Int) -> Place? {
    locations[node].map { Place(location: $0, script: scripts[$0.scriptID]) }
  }

  /// The nodes that have places, in no order.
  var nodes: some Sequence<Int> { locations.keys }
}
