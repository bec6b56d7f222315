// SPDX-License-Identifier: Apache-2.0

/// What should have gone with a page: DOM nodes outside of every document that is shown, and
/// contexts of frames that were closed.
public struct DetachedObjects: Sendable {
  /// Detached nodes of one name.
  public struct Group: Sendable {
    public let name: String
    /// The one that retains most first.
    public let nodes: [Int]
    /// Bytes that all of them retain.
    public let retained: UInt64
  }

  /// Those that retain most first.
  public let groups: [Group]
  /// Native contexts whose window is gone; the one that retains most first.
  public let contexts: [Int]

  public init(
    of snapshot: Snapshot, _ states: Detachedness, _ dominators: Dominators,
    _ retained: RetainedSizes
  ) {
    let intervals = DominatorIntervals(dominators)
    var byName: [String: [Int]] = [:]
    for node in 0..<snapshot.nodes.count where states[node] == .detached {
      byName[Self.name(of: node, snapshot), default: []].append(node)
    }
    groups = byName.map { name, nodes in
      Group(
        name: name, nodes: Self.sorted(nodes, retained),
        retained: intervals.topmost(nodes).reduce(0) { $0 &+ retained[$1] })
    }.sorted { $0.retained == $1.retained ? $0.name < $1.name : $0.retained > $1.retained }
    let frames = Frames(snapshot, states)
    contexts = Self.sorted(frames.contexts.filter { frames.isDetached($0) }, retained)
  }

  private static func sorted(_ nodes: [Int], _ retained: RetainedSizes) -> [Int] {
    nodes.sorted { retained[$0] == retained[$1] ? $0 < $1 : retained[$0] > retained[$1] }
  }

  /// Without attributes and without the word that says what all of them are.
  private static func name(of node: Int, _ snapshot: Snapshot) -> String {
    var name = Substring(snapshot.name(of: node))
    let prefix = "Detached "
    if name.hasPrefix(prefix) { name = name.dropFirst(prefix.count) }
    if name.hasPrefix("<"), let space = name.firstIndex(of: " ") { return name[..<space] + ">" }
    return String(name)
  }
}

/// Contexts with globals, and whether somebody shows them.
private struct Frames {
  let snapshot: Snapshot
  let states: Detachedness
  let contexts: [Int]
  /// Globals that the root lists: those of contexts that are open. Empty in files without user roots.
  private let open: Set<Int>
  private let globalNames: Set<UInt32>

  init(_ snapshot: Snapshot, _ states: Detachedness) {
    self.snapshot = snapshot
    self.states = states
    contexts = (0..<snapshot.nodes.count).filter {
      let type = snapshot.type(of: $0)
      return (type == .hidden || type == .native || type == .object)
        && snapshot.isNativeContext(name: snapshot.nodes.name[$0])
    }
    open = Set(
      snapshot.edges(of: snapshot.root).filter { snapshot.type(ofEdge: $0) == .shortcut }
        .map { Int(snapshot.edges.target[$0]) })
    // Up to V8 11 the global object is the context's extension.
    let found = snapshot.strings.indexes(of: ["global_object", "global_proxy_object", "extension"])
    globalNames = Set(found.values)
  }

  /// In a browser, the window's document hangs in no tree; elsewhere, the root does not list the
  /// context's global.
  func isDetached(_ context: Int) -> Bool {
    let globals = snapshot.edges(of: context).filter {
      snapshot.type(ofEdge: $0) == .internal && globalNames.contains(snapshot.edges.name[$0])
    }.map { Int(snapshot.edges.target[$0]) }
    for window in globals where snapshot.type(of: window) == .native {
      let children = snapshot.edges(of: window).map { Int(snapshot.edges.target[$0]) }
      let documents = children.filter {
        snapshot.strings.string(snapshot.nodes.name[$0], hasSuffix: "Document")
      }
      if documents.contains(where: { states[$0] == .attached }) { return false }
      if documents.contains(where: { states[$0] == .detached }) { return true }
    }
    return !open.isEmpty && !globals.isEmpty && open.isDisjoint(with: globals)
  }
}

extension Snapshot {
  /// `system / NativeContext`, in newer files with the page's origin behind it.
  fileprivate func isNativeContext(name: UInt32) -> Bool {
    names.isKind(.nativeContext, name)
      || strings.string(name, hasPrefix: "system / NativeContext / ")
  }
}

extension StringTable {
  /// The string ends with these characters, which need no escape.
  fileprivate func string(_ index: UInt32, hasSuffix suffix: StaticString) -> Bool {
    guard index < count else { return false }
    let range = range(of: index)
    let length = suffix.utf8CodeUnitCount
    return range.count >= length && text.matches(suffix, at: range.upperBound - length)
  }
}
