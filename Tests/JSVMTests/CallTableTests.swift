// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Foundation
import Testing

@testable import JSVM

/// Claims about handles and values whose time is over, and about the table of calls itself.
struct CallTableTests {
  @Test(arguments: CallTable.handles)
  func anEndedHandleIsRefused(_ argument: CallTable.Argument) throws {
    let row = argument.row
    try withEnv(leaks: true) { fixture in
      let ended = try Palette(fixture)
      try row.prepare(ended, fixture)
      if row.isInCallback {
        let function = try fixture.function { _, info in
          ended.info = info
          return nil
        }
        #expect(OH_JSVM_CallFunction(fixture.env, function, function, 0, nil, nil) == JSVM_OK)
      }
      ended.end()
      try CallTable.withPalette(of: row, fixture) { palette in
        palette.ended = ended
        let call = Call(fixture.env, fixture.vm, palette)
        call.stale = argument.index
        #expect(row.call(call) == row.arguments.handles[argument.index])
        #expect(call.isEmptied)
        #expect(!fixture.isPending)
        #expect(row.call(Call(fixture.env, fixture.vm, palette)) == row.good)
      }
    }
  }

  @Test(arguments: CallTable.values)
  func aValueWhoseScopeIsClosedIsFound(_ argument: CallTable.Argument) throws {
    let row = argument.row
    try withEnv(leaks: true) { fixture in
      #expect(OH_JSVM_SetDebugOption(fixture.env, JSVM_SCOPE_CHECK, true) == JSVM_OK)
      try CallTable.withPalette(of: row, fixture) { palette in
        palette.dead = try fixture.scope { try fixture.object() }
        let call = Call(fixture.env, fixture.vm, palette)
        call.dead = argument.index
        #expect(row.call(call) == JSVM_INVALID_ARG)
        #expect(call.isEmptied)
        #expect(!fixture.isPending)
        #expect(row.call(Call(fixture.env, fixture.vm, palette)) == row.good)
      }
    }
  }

  /// The functions that the header declares, as a file that is compared with it lists them.
  private func declared() throws -> Set<String> {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../CABI/headers/functions.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    return Set(lines.map { String($0.dropFirst("OH_JSVM_".count)) })
  }

  @Test func everyFunctionIsInTheTable() throws {
    let names = CallTable.everyRow.map { row -> String in
      // The same function in several rows; one row for each of the symbols.
      let words = row.name.split(whereSeparator: { $0 == " " || $0 == "," })
      guard words[0] == "GetSymbol" else { return String(words[0]) }
      return "GetSymbol\(words[1].prefix(1).uppercased())\(words[1].dropFirst())"
    }
    try #expect(Set(names).symmetricDifference(declared()) == [])
  }

  /// How many calls the table makes in which one thing is wrong.
  @Test func thousandsOfCallsAreTried() {
    let types = CallTable.typed.map { $0.row.arguments.values[$0.index].refused.count }
    let withEnvOrVM = CallTable.rows.count + CallTable.vmRows.count
    let counts = [
      "NULL": CallTable.pointers.count + withEnvOrVM,
      // With scopes and without.
      "wrong type": 2 * types.reduce(0, +),
      "pending exception": CallTable.everyRow.count,
      // An env, or a VM with it; a handle; a value under the scope check.
      "stale": 2 * CallTable.rows.count + CallTable.vmRows.count + CallTable.handles.count
        + CallTable.values.count,
      "no scope": CallTable.everyRow.count,
      "another thread": withEnvOrVM,
      "GC handler": withEnvOrVM,
    ]
    for (what, least) in [("NULL", 600), ("wrong type", 2900), ("stale", 590)] {
      #expect(counts[what] ?? 0 >= least)
    }
    #expect(counts.values.reduce(0, +) >= 5000)
  }
}
