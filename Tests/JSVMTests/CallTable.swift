// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Every exported function as a call, and what can be wrong with it.
enum CallTable {
  /// Calls on an env.
  static let rows =
    ValueRows.all + SymbolRows.all + ObjectRows.all
    + ClassRows.all + EnvRows.all + ToolRows.all
  static let vmRows = EnvRows.ofVM + ClassRows.ofVM + ToolRows.ofVM
  static let everyRow = rows + vmRows + ToolRows.ofProcess

  /// One argument of one function.
  struct Argument: Sendable, CustomTestStringConvertible {
    let row: Row
    let index: Int
    var testDescription: String { "\(row.name) \(index)" }
  }

  /// Arguments that may not be NULL.
  static let pointers = arguments(of: everyRow) { Array(0..<$0.pointers) }
  /// Handles that can have ended.
  static let handles = arguments(of: everyRow) { Array($0.handles.indices) }
  static let values = arguments(of: rows) { Array($0.values.indices) }
  /// Values that must be of a type.
  static let typed = arguments(of: rows) { arguments in
    arguments.values.indices.filter { !arguments.values[$0].refused.isEmpty }
  }

  private static func arguments(of rows: [Row], _ indices: (Call) -> [Int]) -> [Argument] {
    rows.flatMap { row in indices(row.arguments).map { Argument(row: row, index: $0) } }
  }

  /// Runs a body with one of everything at hand, inside a native function if the call wants it.
  static func withPalette(
    of row: Row, _ fixture: Fixture, opensScopes: Bool = true,
    _ body: @escaping (Palette) throws -> Void
  ) throws {
    let palette = try Palette(fixture, opensScopes: opensScopes)
    try row.prepare(palette, fixture)
    if row.isInCallback {
      var failure: (any Error)?
      let function = try fixture.function { _, info in
        palette.info = info
        do { try body(palette) } catch { failure = error }
        return nil
      }
      // The body may leave an exception.
      _ = OH_JSVM_CallFunction(fixture.env, function, function, 0, nil, nil)
      if let failure { throw failure }
    } else {
      try body(palette)
    }
    palette.close(fixture)
  }

  /// Runs a call in an env of its own, with one of everything at hand.
  static func withCall(
    of row: Row, _ body: @escaping (Fixture, Palette, Call) throws -> Void
  ) throws {
    try withEnv(leaks: true) { fixture in
      try withPalette(of: row, fixture) {
        try body(fixture, $0, Call(fixture.env, fixture.vm, $0))
      }
    }
  }

  /// Runs a call on an env of a VM that was never opened.
  static func withoutScopes(
    of row: Row, _ body: @escaping (Fixture, Palette) throws -> Void
  ) throws {
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let fixture = Fixture(vm: vm, env: env)
    try withPalette(of: row, fixture, opensScopes: false) { try body(fixture, $0) }
    for scope in core(vm).envScopes {
      #expect(OH_JSVM_CloseEnvScope(env, OpaquePointer(bitPattern: scope.handle)) == JSVM_OK)
    }
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    withExtendedLifetime(fixture) {}
  }
}
