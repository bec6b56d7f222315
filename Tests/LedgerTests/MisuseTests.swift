// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `MisuseKind`.
struct MisuseTests {
  @Test(arguments: [
    (MisuseKind.noVMScope, "E01"), (.otherVMScope, "E02"), (.wrongThread, "E03"),
    (.vmScopeOtherThread, "E04"), (.vmScopeOtherVM, "E05"), (.envScopeOtherThread, "E06"),
    (.doubleDelete, "M01"), (.useAfterDelete, "M02"), (.useAfterEnv, "M03"),
    (.foreignVM, "M04"), (.unknownHandle, "M05"), (.scopeOrder, "M06"), (.scopeUnknown, "M07"),
    (.scopeLeftOpen, "M08"), (.noHandleScope, "M09"), (.envAlreadyDestroyed, "M10"),
    (.vmAlreadyDestroyed, "M11"), (.countBelowZero, "M12"), (.otherReferenceKind, "M13"),
    (.staleValue, "M14"), (.vmInUse, "M15"), (.lockMissing, "M16"), (.envInUse, "M17"),
    (.useAfterVM, "M18"),
  ])
  func codesNeverChange(kind: MisuseKind, code: String) {
    #expect(kind.code == code)
    #expect(MisuseKind(code: code) == kind)
  }

  @Test(arguments: ["", "E07", "M99", "e01", "M1"])
  func otherCodesAreUnknown(_ code: String) {
    #expect(MisuseKind(code: code) == nil)
  }

  @Test func codesAndSentencesAreDistinct() {
    #expect(Set(MisuseKind.allCases.map(\.code)).count == MisuseKind.allCases.count)
    #expect(Set(MisuseKind.allCases.map(\.sentence)).count == MisuseKind.allCases.count)
  }
}
