// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc

/// When text is coloured: `--color`.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never
}

/// Colours text for a terminal, or leaves it as it is.
struct Ink {
  /// What a colour says, not which one it is.
  enum Role: String {
    case heading = "1"
    case good = "32"
    case warning = "33"
    case bad = "31"
    case faint = "2"
  }

  let isColored: Bool

  /// `.auto` colours on a terminal that knows colours, unless `NO_COLOR` is set and not empty.
  init(_ choice: ColorChoice) {
    switch choice {
    case .always: isColored = true
    case .never: isColored = false
    case .auto:
      isColored =
        isatty(STDOUT_FILENO) == 1 && Self.variable("NO_COLOR").isEmpty
        && !["", "dumb"].contains(Self.variable("TERM"))
    }
  }

  func callAsFunction(_ text: String, _ role: Role) -> String {
    isColored ? "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// An environment variable; empty if there is none.
  private static func variable(_ name: String) -> String {
    getenv(name).map { String(cString: $0) } ?? ""
  }
}
