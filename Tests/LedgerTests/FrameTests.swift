// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `Frame`.
struct FrameTests {
  private static let bind = "Widget::Bind(JSVM_Env__*, JSVM_Value__*)"

  @Test(arguments: [
    (
      Frame(address: 0x55d0_a1b2_a111, function: bind, file: "src/widget.cpp", line: 42, column: 9),
      "0x55d0a1b2a111 in \(bind) src/widget.cpp:42:9", "Widget::Bind src/widget.cpp:42"
    ),
    (
      Frame(address: 0x40_1000, function: "main", file: "a.c", line: 7),
      "0x000000401000 in main a.c:7", "main a.c:7"
    ),
    (
      Frame(address: 0x40_1000, function: "main", file: "a.c", column: 3),
      "0x000000401000 in main a.c", "main a.c"
    ),
    (
      Frame(address: 0x7F00_0000_1234, function: "f", module: "/lib/libf.so", moduleOffset: 0x1234),
      "0x7f0000001234 in f (/lib/libf.so+0x1234)", "f (/lib/libf.so+0x1234)"
    ),
    (
      Frame(address: 0x7F00_0000_1234, module: "/lib/libf.so", moduleOffset: 0x1234),
      "0x7f0000001234 (/lib/libf.so+0x1234)", "(/lib/libf.so+0x1234)"
    ),
    (Frame(address: 0x12), "0x000000000012 (<unknown module>)", "(<unknown module>)"),
  ])
  func textSaysWhatIsKnown(frame: Frame, text: String, brief: String) {
    #expect(frame.description == text)
    #expect(frame.brief == brief)
  }

  @Test(arguments: [
    (
      Frame(address: 1, function: bind, file: "/src/a/widget.cpp", line: 42),
      "widget.cpp:42 Widget::Bind"
    ),
    (Frame(address: 1, function: bind, file: "widget.cpp"), "widget.cpp Widget::Bind"),
    (Frame(address: 1, file: "src/widget.cpp", line: 42), "widget.cpp:42"),
    (Frame(address: 1, function: bind, module: "/lib/libui.so"), "Widget::Bind (libui.so)"),
    (Frame(address: 1, function: "f"), "f"),
    (Frame(address: 1, module: "/lib/libui.so", moduleOffset: 0x12F0), "libui.so+0x12f0"),
    (Frame(address: 1), "<unknown module>"),
  ])
  func shortTextLeavesDirectoriesOut(frame: Frame, text: String) { #expect(frame.short == text) }
}
