// SPDX-License-Identifier: Apache-2.0

/// What an API object is: everything a caller makes and must give back.
///
/// Raw values are stable within one process only; reports spell the words.
public enum ObjectKind: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// A `JSVM_Ref` to a value, strong or weak.
  case reference
  /// A `JSVM_Ref` to a private key; always strong.
  case dataReference
  /// A native pointer tied to a JavaScript object.
  case wrap
  /// A finalizer that waits for its object to die.
  case finalizer
  /// A promise that was neither resolved nor rejected.
  case deferred
  /// A script kept beyond its handle scope.
  case script
  /// A handle scope, escapable or not.
  case handleScope
  /// An env scope.
  case envScope
  /// A VM scope.
  case vmScope
  /// A running CPU profiler.
  case profiler
  /// Memory for array buffers that the caller frees.
  case backingStore
  /// An env.
  case env
}

extension ObjectKind: CustomStringConvertible {
  /// The word for one object of this kind.
  public var singular: String {
    switch self {
    case .reference: "reference"
    case .dataReference: "data reference"
    case .wrap: "wrap"
    case .finalizer: "finalizer"
    case .deferred: "deferred"
    case .script: "script"
    case .handleScope: "handle scope"
    case .envScope: "env scope"
    case .vmScope: "VM scope"
    case .profiler: "profiler"
    case .backingStore: "backing store"
    case .env: "env"
    }
  }

  /// The word for several objects of this kind.
  public var plural: String { singular + "s" }

  /// The singular word.
  public var description: String { singular }
}
