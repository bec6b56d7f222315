// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `FunctionName`.
struct FunctionNameTests {
  @Test(arguments: [
    ("main", "main"),
    ("Page::Open()", "Page::Open"),
    ("Widget::Bind(int, char const*) const", "Widget::Bind"),
    ("void visit<int (*)(char)>(int)", "void visit<int (*)(char)>"),
    ("(anonymous namespace)::load(int)", "(anonymous namespace)::load"),
    ("Call::operator()(int) const", "Call::operator()"),
    ("main::{lambda(int)#1}::operator()(int) const", "main::{lambda(int)#1}::operator()"),
    ("grow(long) [clone .part.0]", "grow"),
    ("a::{lambda()#1}::_FUN", "a::{lambda()#1}::_FUN"),
    ("a::(anonymous namespace)", "a::(anonymous namespace)"),
    ("operator()", "operator()"),
    ("(x)", "(x)"),
    (")(", ")("),
    ("f)", "f)"),
    ("", ""),
  ])
  func onlyAParameterListAtTheEndGoes(name: String, short: String) {
    #expect(FunctionName.withoutParameters(name) == short)
  }
}
