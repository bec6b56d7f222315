// SPDX-License-Identifier: Apache-2.0

/// What the process says by ending; the same for every command.
enum ExitStatus: Int32, CaseIterable {
  case success = 0
  case failure = 1
  case growing = 3
  case undecided = 4
  case leaks = 23
  case usage = 64
  case badInput = 65
  case inputOutput = 74

  /// When a command ends with it, as the help says it.
  var meaning: String {
    switch self {
    case .success: "done; for a verdict: flat, or nothing found"
    case .failure: "any other failure: no such process, no permission, no V8 in it"
    case .growing: "verdict: memory grows"
    case .undecided: "verdict: undecided, too few samples or too unsteady"
    case .leaks: "leaks found"
    case .usage: "the command line was wrong"
    case .badInput: "an input file is damaged or of another kind"
    case .inputOutput: "reading or writing failed"
    }
  }

  /// The table of all of them, for the help.
  static var table: String {
    let rows = allCases.map { status in
      let number = String(status.rawValue)
      return String(repeating: " ", count: 4 - number.utf8.count) + number + "  " + status.meaning
    }
    return (["EXIT CODES:"] + rows).joined(separator: "\n")
  }
}
