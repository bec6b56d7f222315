// SPDX-License-Identifier: Apache-2.0

/// How much a leak report at the end of an env or VM says.
public enum LeakReportForm: String, CaseIterable, Sendable {
  /// Nothing.
  case off
  /// One line.
  case summary
  /// Every site with its stack.
  case full
}

/// What the check of values' scopes does with a stale one.
public enum ScopeCheckForm: String, CaseIterable, Sendable {
  /// Ends the process, as OpenHarmony's does.
  case abort
  /// Says so; the call fails.
  case report
}

/// What heap snapshots say about who holds what.
public enum SnapshotForm: String, CaseIterable, Sendable {
  /// What V8 says, and nothing else.
  case plain = "0"
  /// A node per creation site, above what was made there.
  case sites = "1"
  /// One list of everything that strong references hold.
  case flat
}

/// What of a script's stack belongs to a creation site.
public enum ScriptFramesForm: String, CaseIterable, Sendable {
  /// Nothing.
  case off
  /// The function that called.
  case top
  /// Its callers too.
  case full
}

/// How leak reports are written.
public enum LeakReportFormat: String, CaseIterable, Sendable {
  /// For people, in LeakSanitizer's shape.
  case text
  /// One JSON object a line.
  case json
  /// Rules for a baseline file, with what exists as ceilings.
  case baseline
}

/// Where the control door is opened.
public enum ControlChoice: Hashable, Sendable {
  /// Where the command line looks for it.
  case standard
  case at(String)

  /// The path, if it was given one.
  public var path: String? {
    guard case .at(let path) = self else { return nil }
    return path
  }
}

/// What `JSVM_OPTIONS` sets.
public struct Options: Hashable, Sendable {
  /// Whether leaks are looked for when the process ends, and change its exit code.
  public var leakCheckAtExit = false
  /// What the caller asked for, if anything.
  public var requestedLeakReport: LeakReportForm?
  /// The exit code of a process that leaked; LeakSanitizer's.
  public var exitCode = 23
  /// The file for reports, with `%p` for the process; nil for the standard error stream.
  public var logPath: String?
  /// Whether each misuse is printed as it happens.
  public var logMisuse = false
  /// Whether the stacks of a misuse are printed with it.
  public var misuseStacks = false
  /// Whether the stacks of deletions are kept.
  public var trackDeletions = false
  /// What of a script's stack belongs to a creation site, if the caller asked for something.
  public var requestedScriptFrames: ScriptFramesForm?
  /// How leak reports are written, if the caller asked for something.
  public var requestedLeakReportFormat: LeakReportFormat?
  /// Heaps of more megabytes are not measured when they leak; 0: none is.
  public var heldLimit = 512
  /// A file of rules about known leaks.
  public var suppressions: String?
  /// A file of rules with ceilings.
  public var baseline: String?
  /// What the caller asked for when a stale value is found, if anything.
  public var requestedScopeCheck: ScopeCheckForm?
  /// What the caller asked heap snapshots to say, if anything.
  public var requestedSnapshotForm: SnapshotForm?
  /// The control door that is opened at start, if one is.
  public var control: ControlChoice?
  /// Whether to print the options at start.
  public var help = false
  /// How many native frames a creation site has at most.
  public var stackDepth = 16

  /// Every option as it is when nothing is set.
  public init() {}

  /// The form of leak reports: as asked, else full when leaks count, else one line.
  public var leakReport: LeakReportForm {
    requestedLeakReport ?? (leakCheckAtExit ? .full : .summary)
  }

  /// What of a script's stack belongs to a creation site: as asked, else the topmost frame.
  public var scriptFrames: ScriptFramesForm { requestedScriptFrames ?? .top }

  /// How leak reports are written: as asked, else as text.
  public var leakReportFormat: LeakReportFormat { requestedLeakReportFormat ?? .text }

  /// What to do with a stale value: as asked, else abort.
  public var scopeCheck: ScopeCheckForm { requestedScopeCheck ?? .abort }

  /// What heap snapshots say: as asked, else who made what.
  public var snapshotForm: SnapshotForm { requestedSnapshotForm ?? .sites }

  /// The file for reports of a process; nil for the standard error stream.
  public func logPath(pid: Int32) -> String? {
    logPath.map { path in
      let parts = path.utf8.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
      return parts.dropFirst().reduce(String(parts[0]) ?? "") { expanded, part in
        guard part.first == UInt8(ascii: "p") else { return expanded + "%" + (String(part) ?? "") }
        return expanded + "\(pid)" + (String(part.dropFirst()) ?? "")
      }
    }
  }
}
