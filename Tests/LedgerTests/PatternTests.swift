// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `Pattern`.
struct PatternTests {
  @Test(arguments: [
    ("widget.cpp", "src/widget.cpp:42", true), ("widget.cpp:4", "src/widget.cpp:42", true),
    ("widget.cpp:4$", "src/widget.cpp:42", false), ("^widget", "src/widget.cpp:42", false),
    ("^src/*:42$", "src/widget.cpp:42", true), ("src*42", "src/widget.cpp:42", true),
    ("42*src", "src/widget.cpp:42", false), ("Widget::*", "ui::Widget::Bind(int)", true),
    ("^a*a$", "a", false), ("^a*a$", "aa", true), ("^abc$", "abc", true),
    ("^abc$", "abcd", false), ("^abc$", "xabc", false), ("a*b*c", "a1b2c3", true),
    ("a*b*c", "acb", false), ("b*$", "abc", true), ("aab", "aaab", true),
    ("*x*", "axb", true), ("ab*ab$", "ab", false), ("é", "café", true), ("x", "", false),
  ])
  func matchesAsLeakSanitizersDo(pattern: String, text: String, expected: Bool) throws {
    #expect(try #require(Pattern(pattern)).matches(text) == expected)
  }

  @Test(arguments: ["", "*", "**", "^", "$", "^*$"])
  func aPatternForEverythingIsNone(_ text: String) {
    #expect(Pattern(text) == nil)
  }

  /// A few thousand stars against a long text: the time is bounded.
  @Test func manyStarsAreNoTrap() throws {
    let pattern = try #require(Pattern(String(repeating: "a*", count: 2000) + "b"))
    #expect(!pattern.matches(String(repeating: "a", count: 5000)))
  }
}
