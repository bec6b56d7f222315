// SPDX-License-Identifier: Apache-2.0

import CJSVM
import CV8Shim
import Testing

@testable import JSVM

/// Claims about `ScopeStack`.
struct ScopeStackTests {
  @Test func scopesAreFoundByHandleKindAndEnv() throws {
    try withEnv { fixture in
      let isolate = fixture.coreVM.isolate
      var stack = ScopeStack(vm: 1)
      let plain = try #require(open(&stack, .plain, 1, isolate))
      let escapable = try #require(open(&stack, .escapable, 2, isolate))
      #expect(stack.find(plain, .plain, env: 1, above: 0) == 0)
      #expect(stack.find(plain, .plain, env: 2, above: 0) == nil)
      #expect(stack.find(plain, .escapable, env: 1, above: 0) == nil)
      #expect(stack.find(plain, .base, env: 1, above: 0) == nil)
      #expect(stack.find(escapable, .escapable, env: 2, above: 0) == 1)
      #expect(stack.count == 2 && !stack.hasBase)
      stack.closeInnermost()
      #expect(stack.find(escapable, .escapable, env: 2, above: 0) == nil)
      stack.closeInnermost()
      #expect(stack.find(plain, .plain, env: 1, above: 0) == nil && stack.count == 0)
    }
  }

  @Test func whatIsNotAboveTheFloorIsOutOfReach() throws {
    try withEnv { fixture in
      let isolate = fixture.coreVM.isolate
      var stack = ScopeStack(vm: 1)
      let below = try #require(open(&stack, .plain, 1, isolate, level: 1))
      #expect(!stack.isOpen(above: 2))
      let above = try #require(open(&stack, .plain, 1, isolate, level: 3))
      #expect(stack.find(below, .plain, env: 1, above: 2) == nil)
      #expect(stack.find(above, .plain, env: 1, above: 2) == 1)
      #expect(stack.isOpen(above: 2) && stack.innermost(of: 1, above: 2) == 1)
      #expect(stack.find(below, .plain, env: 1, above: 0) == 0)
      #expect(stack.innermost(of: 1, above: 0) == 2)
      stack.closeInnermost()
      stack.closeInnermost()
    }
  }

  @Test func theInnermostOfAnEnvEndAtAnothers() throws {
    try withEnv { fixture in
      let isolate = fixture.coreVM.isolate
      var stack = ScopeStack(vm: 1)
      for env in [1, 1, 2, 1, 1, 1] as [UInt32] {
        #expect(open(&stack, .plain, env, isolate) != nil)
      }
      #expect(stack.innermost(of: 1, above: 0) == 3 && stack.innermost(of: 2, above: 0) == 0)
      while stack.count > 0 { stack.closeInnermost() }
      #expect(stack.innermost(of: 1, above: 0) == 0)
    }
  }

  @Test func handlesAreNotUsedTwice() throws {
    try withEnv { fixture in
      let isolate = fixture.coreVM.isolate
      var stack = ScopeStack(vm: 1)
      var handles: Set<OpaquePointer> = []
      for _ in 0..<1000 {
        handles.insert(try #require(open(&stack, .plain, 1, isolate)))
        stack.closeInnermost()
      }
      #expect(handles.count == 1000)
    }
  }

  private func open(
    _ stack: inout ScopeStack, _ kind: ScopeStack.Kind, _ env: UInt32, _ isolate: v8s_isolate,
    level: Int? = nil
  ) -> OpaquePointer? {
    stack.open(kind, env: env, level: level ?? stack.count + 1, isolate: isolate)
  }
}
