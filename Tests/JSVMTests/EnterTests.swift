// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

/// Claims about how every exported call begins and ends, for every function in the tables.
struct EnterTests {
  static let rows =
    ValueRows.all + SymbolRows.all + ObjectRows.all
    + ClassRows.all + EnvRows.all
  static let vmRows = EnvRows.ofVM + ClassRows.ofVM
  static let scopeUsers: Set = [
    "CloseVMScope", "CloseEnvScope", "CloseHandleScope", "CloseEscapableHandleScope",
    "EscapeHandle",
  ]

  /// One argument of one function.
  struct Argument: Sendable, CustomTestStringConvertible {
    let row: Row
    let index: Int
    var testDescription: String { "\(row.name) \(index)" }
  }

  static let pointers = (rows + vmRows).flatMap { row in
    (0..<row.arguments.pointers).map { Argument(row: row, index: $0) }
  }
  static let values = rows.flatMap { row in
    row.arguments.values.indices.filter { !row.arguments.values[$0].refused.isEmpty }
      .map { Argument(row: row, index: $0) }
  }

  /// Runs a call in an env of its own, with one of everything at hand.
  private func withCall(_ body: (Fixture, Palette, Call) throws -> Void) throws {
    try withEnv(leaks: true) { fixture in
      let palette = try Palette(fixture)
      try body(fixture, palette, Call(fixture.env, fixture.vm, palette))
      palette.close(fixture)
    }
  }

  @Test(arguments: rows)
  func aGoodCallIsFineAndSaysSo(_ row: Row) throws {
    try withCall { fixture, _, call in
      #expect(OH_JSVM_OpenHandleScope(fixture.env, nil) == JSVM_INVALID_ARG)
      #expect(row.call(call) == JSVM_OK)
      #expect(call.isFilled)
      #expect(fixture.lastStatus == (row.access == .none ? JSVM_INVALID_ARG : JSVM_OK))
    }
  }

  @Test(arguments: vmRows)
  func aGoodCallOnAVMIsFine(_ row: Row) throws {
    try withCall { _, _, call in
      #expect(row.call(call) == JSVM_OK)
      #expect(call.isFilled)
    }
  }

  @Test(arguments: pointers)
  func aNullArgumentIsInvalid(_ argument: Argument) throws {
    try withCall { fixture, _, call in
      call.broken = argument.index
      #expect(argument.row.call(call) == JSVM_INVALID_ARG)
      #expect(call.isEmptied)
      #expect(!fixture.isPending)
    }
  }

  @Test(arguments: rows + vmRows)
  func aNullEnvOrVMIsInvalid(_ row: Row) throws {
    try withEnv(leaks: true) { fixture in
      let palette = try Palette(fixture)
      let call = Call(nil, nil, palette)
      #expect(row.call(call) == JSVM_INVALID_ARG)
      #expect(call.isEmptied)
      palette.close(fixture)
    }
  }

  @Test(arguments: rows)
  func aDestroyedEnvIsInvalid(_ row: Row) throws {
    try withEnv(leaks: true) { fixture in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      let palette = try Palette(fixture)
      let call = Call(env, fixture.vm, palette)
      #expect(row.call(call) == JSVM_INVALID_ARG)
      #expect(call.isEmptied)
      palette.close(fixture)
    }
  }

  @Test(arguments: rows + vmRows)
  func aDestroyedVMIsInvalid(_ row: Row) throws {
    try withEnv(leaks: true) { fixture in
      let vm = try Engine.createVM()
      let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
      #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
      let palette = try Palette(fixture)
      let call = Call(env, vm, palette)
      #expect(row.call(call) == JSVM_INVALID_ARG)
      #expect(call.isEmptied)
      palette.close(fixture)
    }
  }

  @Test(arguments: rows)
  func aPendingExceptionStopsWhatMayRunScript(_ row: Row) throws {
    try withCall { fixture, palette, call in
      #expect(OH_JSVM_Throw(fixture.env, palette[.error]) == JSVM_OK)
      let expected = row.access == .js ? JSVM_PENDING_EXCEPTION : JSVM_OK
      #expect(row.call(call) == expected)
      #expect(row.access == .js ? call.isEmptied : call.isFilled)
      #expect(fixture.isPending == (row.name != "GetAndClearLastException"))
      if row.access == .js {
        #expect(row.call(Call(fixture.env, fixture.vm, palette)) == JSVM_PENDING_EXCEPTION)
      }
    }
  }

  @Test(arguments: rows.filter { $0.access == .js })
  func aPendingExceptionIsTheLastError(_ row: Row) throws {
    try withCall { fixture, palette, call in
      #expect(OH_JSVM_Throw(fixture.env, palette[.error]) == JSVM_OK)
      #expect(fixture.lastStatus == JSVM_OK)
      // Also before a bad argument.
      call.broken = 0
      #expect(row.call(call) == JSVM_PENDING_EXCEPTION)
      #expect(fixture.lastStatus == JSVM_PENDING_EXCEPTION)
    }
  }

  @Test(arguments: vmRows)
  func aPendingExceptionDoesNotStopAVM(_ row: Row) throws {
    try withCall { fixture, palette, call in
      #expect(OH_JSVM_Throw(fixture.env, palette[.error]) == JSVM_OK)
      #expect(row.call(call) == JSVM_OK)
    }
  }

  @Test(arguments: values)
  func aWrongTypeIsAnsweredWithItsStatus(_ argument: Argument) throws {
    let wanted = argument.row.arguments.values[argument.index]
    try withCall { fixture, palette, _ in
      for kind in wanted.refused.sorted(by: { $0.rawValue < $1.rawValue }) {
        let call = Call(fixture.env, fixture.vm, palette)
        call.wrong = (argument.index, kind)
        #expect(argument.row.call(call) == wanted.status, "\(kind)")
        #expect(fixture.lastStatus == wanted.status, "\(kind)")
        #expect(call.isEmptied, "\(kind)")
        #expect(fixture.isPending == wanted.throwing, "\(kind)")
        _ = try make { OH_JSVM_GetAndClearLastException(fixture.env, $0) }
      }
    }
  }

  @Test(arguments: rows + vmRows)
  func whatMayRunScriptCannotInAHandler(_ row: Row) throws {
    try withCall { fixture, _, call in
      var statuses: [JSVM_Status] = []
      let watch = Watch { watch in
        guard watch.events.count == 1 else { return }
        statuses.append(row.call(call))
      }
      #expect(watch.add(to: fixture.vm, JSVM_CB_TRIGGER_AFTER_GC) == JSVM_OK)
      fixture.collect()
      #expect(watch.remove(from: fixture.vm) == JSVM_OK)
      #expect(statuses == [row.access == .js ? JSVM_CANNOT_RUN_JS : row.inHandler])
      if row.access == .js { #expect(call.isEmptied) }
    }
  }

  @Test(arguments: rows + vmRows)
  func anotherThreadFailsWhileTheVMIsOpen(_ row: Row) throws {
    try withCall { fixture, _, call in
      var status = JSVM_OK
      var last = JSVM_OK
      onThread {
        status = row.call(call)
        last = fixture.lastStatus
      }
      guard row.access == .js || row.access == .isolate || row.name.hasSuffix("EnvScope") else {
        #expect(status == JSVM_OK)
        return
      }
      #expect(status == JSVM_GENERIC_FAILURE)
      #expect(call.isEmptied)
      if call.env != nil, !Self.vmRows.contains(where: { $0.name == row.name }) {
        #expect(last == JSVM_GENERIC_FAILURE)
      }
    }
  }

  /// Calls that crash with no env scope open; see the last test.
  static let crashing: Set = ["ObjectSetPrototypeOf"]

  /// Runs a call on an env of a VM that was never opened.
  private func withoutScopes(_ body: (Fixture, Palette) throws -> Void) throws {
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let fixture = Fixture(vm: vm, env: env)
    let palette = try Palette(fixture, opensScopes: false)
    try body(fixture, palette)
    palette.close(fixture)
    for scope in core(vm).envScopes {
      #expect(OH_JSVM_CloseEnvScope(env, OpaquePointer(bitPattern: scope.handle)) == JSVM_OK)
    }
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    withExtendedLifetime((fixture, palette)) {}
  }

  @Test(arguments: (rows + vmRows).filter { !crashing.contains($0.name) })
  func worksWithNoScopeOpen(_ row: Row) throws {
    try withoutScopes { fixture, palette in
      let expected = Self.scopeUsers.contains(row.name) ? JSVM_INVALID_ARG : JSVM_OK
      #expect(row.call(Call(fixture.env, fixture.vm, palette)) == expected)
    }
  }

  @Test(arguments: values.filter { !crashing.contains($0.row.name) })
  func aWrongTypeIsAnsweredWithNoScopeOpen(_ argument: Argument) throws {
    let wanted = argument.row.arguments.values[argument.index]
    guard !Self.scopeUsers.contains(argument.row.name) else { return }
    try withoutScopes { fixture, palette in
      for kind in wanted.refused.sorted(by: { $0.rawValue < $1.rawValue }) {
        let call = Call(fixture.env, fixture.vm, palette)
        call.wrong = (argument.index, kind)
        #expect(argument.row.call(call) == wanted.status, "\(kind)")
        #expect(fixture.isPending == wanted.throwing, "\(kind)")
        _ = try make { OH_JSVM_GetAndClearLastException(fixture.env, $0) }
      }
    }
  }

  @Test(
    arguments: crashing.sorted())
  func worksWithNoEnvScopeOpen(_ name: String) async {
    await #expect(processExitsWith: .success) { [name] in
      try EnterTests().withoutScopes { fixture, palette in
        for row in EnterTests.rows where row.name == name {
          guard row.call(Call(fixture.env, fixture.vm, palette)) == JSVM_OK else { exit(2) }
        }
      }
      exit(0)
    }
  }
}
