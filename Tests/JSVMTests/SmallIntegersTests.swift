// SPDX-License-Identifier: Apache-2.0

import CJSVM
import CV8Shim
import SplitMix
import Testing

@testable import JSVM

/// Claims about handles of small integers, which the library puts where V8 would put them.
struct SmallIntegersTests {
  @Test func thisEngineIsOneWhoseHandlesAreUnderstood() throws {
    try withEnv { _ in #expect(v8s_handles_offset() != 0) }
  }

  /// Scopes, handles of ours and handles of V8's in any order, over several of the blocks that V8 takes
  /// handles from, with collections: no value changes.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func valuesStayWhatTheyAre(_ seed: UInt64) throws {
    try withEnv { fixture in
      let env = fixture.env
      var random = SplitMix(state: seed)
      var scopes: [(handle: JSVM_HandleScope, first: Int)] = []
      var values: [(handle: JSVM_Value, number: Int32)] = []
      for step in 0..<4000 {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<4:
          scopes.append((try make { OH_JSVM_OpenHandleScope(env, $0) }, values.count))
        case ..<8:
          guard let scope = scopes.popLast() else { continue }
          #expect(OH_JSVM_CloseHandleScope(env, scope.handle) == JSVM_OK)
          values.removeSubrange(scope.first...)
        case ..<40:
          let number = Int32.random(in: 0..<1000, using: &random)
          values.append((try make { OH_JSVM_CreateDouble(env, Double(number), $0) }, number))
          _ = try make { OH_JSVM_CreateObject(env, $0) } as JSVM_Value
        default:
          let number = Int32.random(in: .min ... .max, using: &random)
          values.append((try make { OH_JSVM_CreateInt32(env, number, $0) }, number))
        }
        if step % 1000 == 999 {
          let level = JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL
          #expect(OH_JSVM_MemoryPressureNotification(env, level) == JSVM_OK)
          for value in values {
            #expect(get(0) { OH_JSVM_GetValueInt32(env, value.handle, $0) } == value.number)
          }
        }
      }
      #expect(Set(values.map(\.handle)).count == values.count)
      while let scope = scopes.popLast() {
        #expect(OH_JSVM_CloseHandleScope(env, scope.handle) == JSVM_OK)
      }
    }
  }
}
