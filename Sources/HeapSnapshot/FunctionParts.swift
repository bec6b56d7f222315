// SPDX-License-Identifier: Apache-2.0

/// What V8 hangs from a function: its code's description, its scope, its script.
struct FunctionParts: Sendable {
  private let snapshot: Snapshot
  private let shared: UInt32?
  private let context: UInt32?
  private let previous: UInt32?
  private let scopeInfo: UInt32?
  private let scopeID: UInt32?
  private let value: UInt32?
  private let name: UInt32?
  private let function: UInt32?
  /// Versions of V8 differ.
  private let scripts: [UInt32]

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    let found = snapshot.strings.indexes(of: [
      "shared", "context", "previous", "scope_info", "scope_id", "value", "name", "script",
      "script_or_debug_info", "function",
    ])
    shared = found["shared"]
    context = found["context"]
    previous = found["previous"]
    scopeInfo = found["scope_info"]
    scopeID = found["scope_id"]
    value = found["value"]
    name = found["name"]
    function = found["function"]
    scripts = [found["script"], found["script_or_debug_info"]].compactMap(\.self)
  }

  /// The description that all closures of one function share.
  func shared(of closure: Int) -> Int? { snapshot.target(of: closure, internal: shared) }

  /// The context in which a closure or a suspended function runs.
  func context(of node: Int) -> Int? { snapshot.target(of: node, internal: context) }

  /// The context around a context.
  func previous(of context: Int) -> Int? { snapshot.target(of: context, internal: previous) }

  /// The function of a suspended generator.
  func function(of generator: Int) -> Int? { snapshot.target(of: generator, internal: function) }

  /// The script of a function's description.
  func script(of shared: Int) -> Int? {
    scripts.lazy.compactMap { snapshot.target(of: shared, internal: $0) }.first
  }

  /// A script's URL or file; nil when it has none.
  func name(of script: Int) -> String? {
    snapshot.target(of: script, internal: name).map { snapshot.name(of: $0) }.flatMap {
      $0.isEmpty ? nil : $0
    }
  }

  /// The number of a function's scope (files of V8 15).
  func scope(ofShared shared: Int) -> Int64? { number(of: shared, scopeID) }

  /// The number of the scope whose variables a context has.
  func scope(ofContext context: Int) -> Int64? {
    snapshot.target(of: context, internal: scopeInfo).flatMap { number(of: $0, scopeID) }
  }

  /// Numbers are nodes whose value is a string.
  private func number(of node: Int, _ edgeName: UInt32?) -> Int64? {
    snapshot.target(of: node, internal: edgeName).flatMap {
      snapshot.target(of: $0, internal: value)
    }
    .flatMap { Int64(snapshot.name(of: $0)) }
  }
}
