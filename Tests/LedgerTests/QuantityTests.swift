// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `Quantity`.
struct QuantityTests {
  @Test(
    arguments: [
      (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KB"), (1229, "1.2 KB"), (1_048_520, "1023.9 KB"),
      (1_048_575, "1.0 MB"), (40_055_603, "38.2 MB"), (1 << 40, "1.0 TB"),
      (.max, "16777216.0 TB"),
    ] as [(UInt64, String)])
  func bytesHaveOneDecimal(count: UInt64, text: String) {
    #expect(Quantity.bytes(count) == text)
  }

  @Test(
    arguments: [
      (.milliseconds(-5), "0.0s"), (.milliseconds(450), "0.4s"), (.seconds(8), "8s"),
      (.seconds(60), "1m00s"), (.seconds(843), "14m03s"), (.seconds(11_220), "3h07m"),
      (.seconds(187_200), "2d04h"),
    ] as [(Duration, String)])
  func agesHaveTwoUnits(age: Duration, text: String) {
    #expect(Quantity.age(age) == text)
  }
}
