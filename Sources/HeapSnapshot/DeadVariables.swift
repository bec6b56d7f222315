// SPDX-License-Identifier: Apache-2.0

/// Variables that are kept alive although no code that is left can read them.
///
/// All closures made in one call share one context with all of its captured variables. A variable of
/// it is dead when no function that still has the context mentions it. Needs the scopes that V8 15
/// writes; other files have none.
public struct DeadVariables: Sendable {
  public struct Variable: Sendable {
    public let name: String
    /// The context that keeps it, and its value.
    public let context: Int
    public let value: Int
    /// Bytes that would be freed.
    public let retained: UInt64
    /// The script in which it is declared, if it has a name.
    public let script: String?
    /// A closure that keeps the context, if one does.
    public let closure: Int?
  }

  /// Those that retain most first.
  public let variables: [Variable]
  /// The file tells of scopes.
  public let isKnown: Bool

  public init(of snapshot: Snapshot, _ retained: RetainedSizes) {
    let table = ScopeTable(of: snapshot)
    isKnown = !table.scopes.isEmpty
    guard isKnown else {
      variables = []
      return
    }
    let parts = FunctionParts(snapshot)
    let uses = ContextUses(snapshot, table, parts)
    var found: [Variable] = []
    for (context, use) in uses.contexts where !use.isOpen {
      // Scripts share the outermost scope; other scripts' code is not looked at.
      guard let scope = table.scopes[use.key], use.key.scope >= 0 else { continue }
      for (index, name) in scope.variables.enumerated()
      where !use.slots.contains(ScopeTable.Slot(scope: use.key.scope, index: index)) {
        guard let value = Self.value(of: name, in: context, snapshot) else { continue }
        found.append(
          Variable(
            name: snapshot.strings[name], context: context, value: value,
            retained: retained[value], script: parts.name(of: use.key.script),
            closure: use.closure))
      }
    }
    variables = found.sorted {
      $0.retained == $1.retained
        ? ($0.context, $0.name) < ($1.context, $1.name) : $0.retained > $1.retained
    }
  }

  private static func value(of name: UInt32, in context: Int, _ snapshot: Snapshot) -> Int? {
    snapshot.edges(of: context).first {
      snapshot.type(ofEdge: $0) == .context && snapshot.edges.name[$0] == name
    }.map { Int(snapshot.edges.target[$0]) }
  }
}

/// Which variables of each context the functions mention that have it.
private struct ContextUses {
  struct Use {
    let key: ScopeTable.Key
    var slots: Set<ScopeTable.Slot> = []
    var closure: Int?
    /// Something else than functions has the context: it may be running.
    var isOpen = false
  }

  private struct Pair: Hashable {
    let context: Int
    let shared: Int
  }

  private(set) var contexts: [Int: Use] = [:]
  private let snapshot: Snapshot
  private let table: ScopeTable
  private let parts: FunctionParts
  /// Deeper than any source nests.
  private static let deepest = 4096

  init(_ snapshot: Snapshot, _ table: ScopeTable, _ parts: FunctionParts) {
    self.snapshot = snapshot
    self.table = table
    self.parts = parts
    // Alike closures in one context say the same; looking at one is enough.
    var seen: Set<Pair> = []
    for node in 0..<snapshot.nodes.count {
      guard let context = parts.context(of: node) else { continue }
      let closure = snapshot.type(of: node) == .closure ? node : parts.function(of: node)
      guard let closure, let shared = parts.shared(of: closure) else { continue }
      if seen.insert(Pair(context: context, shared: shared)).inserted {
        use(context, shared, closure)
      }
    }
    openHeldOtherwise()
  }

  private mutating func use(_ context: Int, _ shared: Int, _ closure: Int) {
    guard let script = parts.script(of: shared) else { return }
    let scope = parts.scope(ofShared: shared).flatMap {
      table.scopes[ScopeTable.Key(script: script, scope: $0)]
    }
    var here: Int? = context
    for _ in 0..<Self.deepest {
      guard let context = here else { return }
      if let number = parts.scope(ofContext: context) {
        let key = ScopeTable.Key(script: script, scope: number)
        var known = contexts[context] ?? Use(key: key)
        known.closure = known.closure ?? closure
        if let scope {
          known.slots.formUnion(scope.uses)
        } else {
          // A function that the file tells nothing of may mention anything.
          known.isOpen = true
        }
        contexts[context] = known
      }
      here = parts.previous(of: context)
    }
  }

  /// A context that the stack or anything but functions and inner contexts has may be in use.
  private mutating func openHeldOtherwise() {
    for node in 0..<snapshot.nodes.count {
      var ownContexts: [Int?]?
      for edge in snapshot.edges(of: node)
      where snapshot.edges.type[edge] != EdgeType.weak.rawValue {
        let target = Int(snapshot.edges.target[edge])
        guard contexts[target] != nil else { continue }
        let own = ownContexts ?? [parts.context(of: node), parts.previous(of: node)]
        ownContexts = own
        if !own.contains(target) { contexts[target]?.isOpen = true }
      }
    }
  }
}
