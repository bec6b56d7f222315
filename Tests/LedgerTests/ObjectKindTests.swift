// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `ObjectKind`.
struct ObjectKindTests {
  @Test func wordsAreDistinct() {
    #expect(Set(ObjectKind.allCases.map(\.singular)).count == ObjectKind.allCases.count)
  }

  @Test func pluralsReadWell() {
    #expect("\(ObjectKind.dataReference)" == "data reference")
    #expect(ObjectKind.handleScope.plural == "handle scopes")
    #expect(ObjectKind.deferred.plural == "deferreds")
  }
}
