// SPDX-License-Identifier: Apache-2.0

/// The scopes of scripts as V8 15 tells them: `scopes`, `scope_context_vars` and `scope_uses`.
///
/// Empty for files without them.
struct ScopeTable: Sendable {
  /// A scope of a script by V8's number; the outermost ones are negative.
  struct Key: Hashable, Sendable {
    let script: Int
    let scope: Int64
  }

  /// A variable that lives in contexts.
  struct Slot: Hashable, Sendable {
    let scope: Int64
    let index: Int
  }

  struct Scope: Sendable {
    /// String indexes, by slot.
    let variables: [UInt32]
    /// Variables of this and outer scopes that it or a scope inside mentions.
    fileprivate(set) var uses: Set<Slot>
  }

  private(set) var scopes: [Key: Scope] = [:]

  init(of snapshot: Snapshot) {
    let fields = snapshot.meta.scopeFields
    let names = ["script_node_index", "scope_id", "depth", "scope_context_vars_count"]
    let at = (names + ["scope_uses_count"]).map { fields.firstIndex(of: $0) ?? -1 }
    let useFields = snapshot.meta.scopeUseFields
    guard !at.contains(-1), let declaring = useFields.firstIndex(of: "declaring_scope_id"),
      let slot = useFields.firstIndex(of: "slot_index")
    else { return }
    let nodeWidth = Int64(snapshot.meta.nodeFields.count)
    var (variable, use) = (0, 0)
    // The scopes around the one being read, outermost first.
    var open: [Key] = []
    var record = 0
    while record + fields.count <= snapshot.scopes.count {
      let values = at.map { snapshot.scopes[record + $0] }
      record += fields.count
      let key = Key(script: Int(values[0] / nodeWidth), scope: values[1])
      let depth = Int(clamping: values[2])
      let (variables, uses) = (Int(clamping: values[3]), Int(clamping: values[4]))
      guard depth >= 0, variables >= 0, uses >= 0,
        variables <= snapshot.scopeVariables.count - variable,
        uses <= snapshot.scopeUses.count / useFields.count - use
      else { return }
      let mentioned = (use..<(use + uses)).map {
        Slot(
          scope: snapshot.scopeUses[$0 * useFields.count + declaring],
          index: Int(clamping: snapshot.scopeUses[$0 * useFields.count + slot]))
      }
      let names = (variable..<(variable + variables)).map {
        UInt32(clamping: snapshot.scopeVariables[$0])
      }
      variable += variables
      use += uses
      open.removeSubrange(min(depth, open.count)...)
      scopes[key] = Scope(variables: names, uses: Set(mentioned))
      for outer in open { scopes[outer]?.uses.formUnion(mentioned) }
      open.append(key)
    }
  }
}
