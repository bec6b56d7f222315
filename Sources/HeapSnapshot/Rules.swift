// SPDX-License-Identifier: Apache-2.0

/// By whose rules sizes are computed. The default is Chrome DevTools'.
public struct Rules: Sendable, Equatable {
  /// Sizes of objects without an owner of their own (arrays behind objects, V8's internals) are
  /// counted for the one object that holds them.
  public var movesSizes = true
  /// A WeakMap's key keeps the value alive, the map does not.
  public var keysHoldValues = true
  /// What the page can reach is not retained by what only the system reaches.
  public var separatesPageObjects = true

  public init() {}

  /// Chrome DevTools.
  public static let devTools = Rules()
  /// memlab: DevTools without moved sizes, without the WeakMap rule, without page objects.
  public static let memlab: Rules = {
    var rules = Rules()
    rules.movesSizes = false
    rules.keysHoldValues = false
    rules.separatesPageObjects = false
    return rules
  }()
  /// Sizes as the file has them, otherwise as DevTools.
  public static let raw: Rules = {
    var rules = Rules()
    rules.movesSizes = false
    return rules
  }()
}
