// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot
import Testing

@Suite struct DeadVariablesTests {
  /// `function make() { const big = …, small = …; function unused() { big } return () => small }`,
  /// as V8 15 writes it; `mentions` are the slots that the closure left over mentions.
  private struct Program {
    var heap = HandMade()
    let context: Int
    let big: Int

    init(mentions: [Int], keepsUnused: Bool = false, isRunning: Bool = false) {
      let global = heap.add(.object, "global")
      let script = heap.add(.code, "system / Script / app.js")
      let url = heap.add(.string, "app.js")
      context = heap.add(.object, "system / Context", size: 32)
      big = heap.add(.object, "Array", size: 4000)
      let small = heap.add(.object, "Object", size: 24)
      heap.connect(0, global, .shortcut, "global")
      heap.connect(script, url, .internal, "name")
      let information = heap.add(.code, "system / ScopeInfo")
      heap.connect(context, information, .internal, "scope_info")
      heap.connect(context, big, .context, "big")
      heap.connect(context, small, .context, "small")
      Self.number(18, of: information, &heap)
      if isRunning {
        let stack = heap.add(.synthetic, "(Stack roots)")
        heap.connect(0, stack, .element, "1")
        heap.connect(stack, context, .element, "0")
      }
      for (scope, name) in [(207, "live"), (151, "unused")]
      where scope == 207 || keepsUnused {
        let closure = heap.add(.closure, name)
        let shared = heap.add(.code, "system / SharedFunctionInfo")
        heap.connect(global, closure, .property, name)
        heap.connect(closure, shared, .internal, "shared")
        heap.connect(closure, context, .internal, "context")
        heap.connect(shared, script, .internal, "script")
        Self.number(scope, of: shared, &heap)
      }
      heap.layout.extraMeta = [
        (
          "scope_fields",
          "[\"script_node_index\",\"scope_id\",\"depth\",\"scope_context_vars_count\",\"scope_uses_count\"]"
        ),
        ("scope_context_var_fields", "[\"name\"]"),
        ("scope_use_fields", "[\"declaring_scope_id\",\"slot_index\"]"),
      ]
      let at = script * heap.layout.nodeFields.count
      let uses = mentions.map { "18,\($0)" } + ["18,0"]
      heap.layout.extraSections = [
        (
          "scopes",
          "[\(at),-2,0,0,0,\(at),18,1,2,0,\(at),207,2,0,\(mentions.count),\(at),151,2,0,1]"
        ),
        ("scope_context_vars", "[\(heap.stringIndex(of: "big")),\(heap.stringIndex(of: "small"))]"),
        ("scope_uses", "[\(uses.joined(separator: ","))]"),
      ]
    }

    private static func number(_ value: Int, of node: Int, _ heap: inout HandMade) {
      let number = heap.add(.number, "int")
      heap.connect(node, number, .internal, "scope_id")
      heap.connect(number, heap.add(.string, "\(value)"), .internal, "value")
    }
  }

  private func dead(_ program: Program) throws -> DeadVariables {
    let snapshot = try program.heap.snapshot()
    return DeadVariables(
      of: snapshot, RetainedSizes(Dominators(of: snapshot), ShallowSizes(of: snapshot)))
  }

  @Test func variablesThatNoClosureMentionsAreDead() throws {
    let program = Program(mentions: [1])
    let dead = try dead(program)
    #expect(dead.isKnown)
    #expect(dead.variables.map(\.name) == ["big"])
    #expect(dead.variables[0].value == program.big)
    #expect(dead.variables[0].context == program.context)
    #expect(dead.variables[0].retained == 4000)
    #expect(dead.variables[0].script == "app.js")
  }

  @Test func mentionedOnesAreAlive() throws {
    #expect(try dead(Program(mentions: [0, 1])).variables.isEmpty)
    #expect(try dead(Program(mentions: [1], keepsUnused: true)).variables.isEmpty)
  }

  @Test func aContextThatSomethingElseHoldsMayBeInUse() throws {
    #expect(try dead(Program(mentions: [1], isRunning: true)).variables.isEmpty)
  }

  @Test func filesWithoutScopesTellNothing() throws {
    var program = Program(mentions: [1])
    program.heap.layout.extraSections = []
    #expect(try !dead(program).isKnown)
  }
}
