// SPDX-License-Identifier: Apache-2.0

/// One key that `JSVM_OPTIONS` knows.
struct OptionRow: Sendable {
  /// The key as users write it.
  let key: String
  /// The values it takes, in words.
  let accepts: String
  /// What it does, in one sentence.
  let help: String
  /// Sets the option from a value and says whether the value was one.
  let set: @Sendable (inout Options, String) -> Bool
  /// The option's present value as a user would write it.
  let get: @Sendable (Options) -> String
}

extension Options {
  /// Every option, in the order of `helpText`. Adding one is a property and a line here.
  static let rows: [OptionRow] = [
    .flag("leak_check_at_exit", \.leakCheckAtExit, "Report leaks at process exit; sets exit code."),
    .choice(
      "leak_report", \.requestedLeakReport, standard: "full with leak_check_at_exit, else summary",
      "What is printed about leaks when an env, a VM or the process ends."),
    .choice(
      "leak_report_format", \.requestedLeakReportFormat, standard: "text",
      "How full leak reports are written; baseline: as rules for a file."),
    .number(
      "held", \.heldLimit, 0...(1 << 20),
      "Largest heap, in MB, whose full leak reports say how much is held; 0: never."),
    .text("suppressions", \.suppressions, "File of rules about leaks that are not reported."),
    .text("baseline", \.baseline, "File of such rules with ceilings (max=N)."),
    .number("exitcode", \.exitCode, 0...255, "Exit code of a process that leaked."),
    .text("log_path", \.logPath, "File for reports (%p: process id) instead of standard error."),
    .number("stack_depth", \.stackDepth, 1...64, "Native frames kept per creation site."),
    .choice(
      "js", \.requestedScriptFrames, standard: "top",
      "Frames of script that belong to a creation site."),
    .flag("log_misuse", \.logMisuse, "Print misuse of the API as it happens."),
    .flag("misuse_stacks", \.misuseStacks, "Print the stacks of each misuse with it."),
    .flag("track_deletions", \.trackDeletions, "Keep the stacks of deletions for such records."),
    .choice(
      "scope_check", \.requestedScopeCheck, standard: "abort",
      "What JSVM_SCOPE_CHECK does with a value whose scope was closed."),
    .choice(
      "attribute_snapshots", \.requestedSnapshotForm, standard: "1",
      "Whether heap snapshots show what holds objects: per creation site, or in one flat list."),
    OptionRow(
      key: "control", accepts: "0, 1 or a path",
      help: "Open a Unix socket at which the command jsvm can ask about the process."
    ) { options, value in
      switch value {
      case "0", "": options.control = nil
      case "1": options.control = .standard
      default:
        guard value.contains("/") else { return false }
        options.control = .at(value)
      }
      return true
    } get: { options in
      options.control.map { $0.path ?? "1" } ?? "0"
    },
    .flag("help", \.help, "Print this list."),
  ]
}

extension OptionRow {
  /// A key that is on or off.
  static func flag(
    _ key: String, _ path: any WritableKeyPath<Options, Bool> & Sendable, _ help: String
  ) -> OptionRow {
    OptionRow(key: key, accepts: "0 or 1", help: help) { options, value in
      switch value {
      case "1", "true", "yes": options[keyPath: path] = true
      case "0", "false", "no": options[keyPath: path] = false
      default: return false
      }
      return true
    } get: {
      $0[keyPath: path] ? "1" : "0"
    }
  }

  /// A key that takes a whole number of a range.
  static func number(
    _ key: String, _ path: any WritableKeyPath<Options, Int> & Sendable, _ range: ClosedRange<Int>,
    _ help: String
  ) -> OptionRow {
    let accepts = "a number from \(range.lowerBound) to \(range.upperBound)"
    return OptionRow(key: key, accepts: accepts, help: help) { options, value in
      guard let number = Int(value), range.contains(number) else { return false }
      options[keyPath: path] = number
      return true
    } get: {
      "\($0[keyPath: path])"
    }
  }

  /// A key that takes any text; an empty one unsets it.
  static func text(
    _ key: String, _ path: any WritableKeyPath<Options, String?> & Sendable, _ help: String
  ) -> OptionRow {
    OptionRow(key: key, accepts: "a text", help: help) { options, value in
      options[keyPath: path] = value.isEmpty ? nil : value
      return true
    } get: {
      $0[keyPath: path] ?? "none"
    }
  }

  /// A key that takes one of an enum's words; `standard` says what holds while it is unset.
  static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ key: String, _ path: any WritableKeyPath<Options, Choice?> & Sendable, standard: String,
    _ help: String
  ) -> OptionRow {
    let words = Choice.allCases.map(\.rawValue)
    let accepts = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    return OptionRow(key: key, accepts: accepts, help: help) { options, value in
      guard let choice = Choice(rawValue: value) else { return false }
      options[keyPath: path] = choice
      return true
    } get: {
      $0[keyPath: path]?.rawValue ?? standard
    }
  }
}
