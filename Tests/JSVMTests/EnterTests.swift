// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

/// Claims about how every exported call begins and ends, for every function in the tables.
struct EnterTests {
  static let scopeUsers: Set = [
    "CloseVMScope", "CloseEnvScope", "CloseHandleScope", "CloseEscapableHandleScope",
    "EscapeHandle",
  ]

  @Test(arguments: CallTable.rows)
  func aGoodCallIsFineAndSaysSo(_ row: Row) throws {
    try CallTable.withCall(of: row) { fixture, _, call in
      #expect(OH_JSVM_OpenHandleScope(fixture.env, nil) == JSVM_INVALID_ARG)
      #expect(row.call(call) == row.good)
      guard row.good == JSVM_OK else { return }
      #expect(call.isFilled)
      #expect(fixture.lastStatus == (row.access == .none ? JSVM_INVALID_ARG : JSVM_OK))
    }
  }

  @Test(arguments: CallTable.vmRows + ToolRows.ofProcess)
  func aGoodCallOnAVMIsFine(_ row: Row) throws {
    try CallTable.withCall(of: row) { _, _, call in
      #expect(row.call(call) == row.good)
      #expect(row.good == JSVM_OK ? call.isFilled : call.isEmptied)
    }
  }

  @Test(arguments: CallTable.pointers)
  func aNullArgumentIsInvalid(_ argument: CallTable.Argument) throws {
    try CallTable.withCall(of: argument.row) { fixture, _, call in
      call.broken = argument.index
      #expect(argument.row.call(call) == JSVM_INVALID_ARG)
      #expect(call.isEmptied)
      #expect(!fixture.isPending)
    }
  }

  @Test(arguments: CallTable.rows + CallTable.vmRows)
  func aNullEnvOrVMIsInvalid(_ row: Row) throws {
    try withEnv(leaks: true) { fixture in
      try CallTable.withPalette(of: row, fixture) { palette in
        let call = Call(nil, nil, palette)
        #expect(row.call(call) == JSVM_INVALID_ARG)
        #expect(call.isEmptied)
      }
    }
  }

  @Test(arguments: CallTable.rows)
  func aDestroyedEnvIsInvalid(_ row: Row) throws {
    try withEnv(leaks: true) { fixture in
      let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
      #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      try CallTable.withPalette(of: row, fixture) { palette in
        let call = Call(env, fixture.vm, palette)
        #expect(row.call(call) == JSVM_INVALID_ARG)
        #expect(call.isEmptied)
      }
    }
  }

  @Test(arguments: CallTable.rows + CallTable.vmRows)
  func aDestroyedVMIsInvalid(_ row: Row) throws {
    try withEnv(leaks: true) { fixture in
      let vm = try Engine.createVM()
      let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
      #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
      try CallTable.withPalette(of: row, fixture) { palette in
        let call = Call(env, vm, palette)
        #expect(row.call(call) == JSVM_INVALID_ARG)
        #expect(call.isEmptied)
      }
    }
  }

  @Test(arguments: CallTable.rows)
  func aPendingExceptionStopsWhatMayRunScript(_ row: Row) throws {
    try CallTable.withCall(of: row) { fixture, palette, call in
      #expect(OH_JSVM_Throw(fixture.env, palette[.error]) == JSVM_OK)
      if let spare = palette.spareEnv { #expect(OH_JSVM_ThrowError(spare, nil, "e") == JSVM_OK) }
      let expected = row.access == .js ? JSVM_PENDING_EXCEPTION : row.good
      #expect(row.call(call) == expected)
      #expect(row.access == .js ? call.isEmptied : call.isFilled)
      #expect(fixture.isPending == (row.name != "GetAndClearLastException"))
      if row.access == .js {
        #expect(row.call(Call(fixture.env, fixture.vm, palette)) == JSVM_PENDING_EXCEPTION)
      }
    }
  }

  @Test(arguments: CallTable.rows.filter { $0.access == .js })
  func aPendingExceptionIsTheLastError(_ row: Row) throws {
    try CallTable.withCall(of: row) { fixture, palette, call in
      #expect(OH_JSVM_Throw(fixture.env, palette[.error]) == JSVM_OK)
      #expect(fixture.lastStatus == JSVM_OK)
      // Also before a bad argument.
      call.broken = 0
      #expect(row.call(call) == JSVM_PENDING_EXCEPTION)
      #expect(fixture.lastStatus == JSVM_PENDING_EXCEPTION)
    }
  }

  @Test(arguments: CallTable.vmRows + ToolRows.ofProcess)
  func aPendingExceptionDoesNotStopAVM(_ row: Row) throws {
    try CallTable.withCall(of: row) { fixture, palette, call in
      #expect(OH_JSVM_Throw(fixture.env, palette[.error]) == JSVM_OK)
      #expect(row.call(call) == row.good)
    }
  }

  @Test(arguments: CallTable.typed)
  func aWrongTypeIsAnsweredWithItsStatus(_ argument: CallTable.Argument) throws {
    let wanted = argument.row.arguments.values[argument.index]
    try CallTable.withCall(of: argument.row) { fixture, palette, _ in
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

  @Test(arguments: CallTable.rows + CallTable.vmRows)
  func whatMayRunScriptCannotInAHandler(_ row: Row) throws {
    try CallTable.withCall(of: row) { fixture, _, call in
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

  @Test(arguments: CallTable.rows + CallTable.vmRows)
  func anotherThreadFailsWhileTheVMIsOpen(_ row: Row) throws {
    try CallTable.withCall(of: row) { fixture, _, call in
      var status = JSVM_OK
      var last = JSVM_OK
      onThread {
        status = row.call(call)
        last = fixture.lastStatus
      }
      guard row.access == .js || row.access == .isolate || row.name.hasSuffix("EnvScope") else {
        #expect(status == row.good)
        return
      }
      #expect(status == JSVM_GENERIC_FAILURE)
      #expect(call.isEmptied)
      if call.env != nil, !CallTable.vmRows.contains(where: { $0.name == row.name }) {
        #expect(last == JSVM_GENERIC_FAILURE)
      }
    }
  }

  @Test(arguments: CallTable.everyRow)
  func worksWithNoScopeOpen(_ row: Row) throws {
    try CallTable.withoutScopes(of: row) { fixture, palette in
      let expected = Self.scopeUsers.contains(row.name) ? JSVM_INVALID_ARG : row.good
      #expect(row.call(Call(fixture.env, fixture.vm, palette)) == expected)
    }
  }

  @Test(arguments: CallTable.typed)
  func aWrongTypeIsAnsweredWithNoScopeOpen(_ argument: CallTable.Argument) throws {
    let wanted = argument.row.arguments.values[argument.index]
    guard !Self.scopeUsers.contains(argument.row.name) else { return }
    try CallTable.withoutScopes(of: argument.row) { fixture, palette in
      for kind in wanted.refused.sorted(by: { $0.rawValue < $1.rawValue }) {
        let call = Call(fixture.env, fixture.vm, palette)
        call.wrong = (argument.index, kind)
        #expect(argument.row.call(call) == wanted.status, "\(kind)")
        #expect(fixture.isPending == wanted.throwing, "\(kind)")
        _ = try make { OH_JSVM_GetAndClearLastException(fixture.env, $0) }
      }
    }
  }
}
