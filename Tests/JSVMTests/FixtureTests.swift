// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about the fixture itself.
struct FixtureTests {
  @Test func runsScript() throws {
    try withEnv { fixture in
      try #expect(fixture.text("6 * 7") == "42")
    }
  }
}
