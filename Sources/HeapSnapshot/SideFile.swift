// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// An analysis kept beside its snapshot, as columns that are mapped and not computed again.
///
/// It is about as large as the snapshot. Opening trusts nothing: a file that is stale, cut short or
/// made to harm is ignored with a reason.
public enum SideFile {
  public enum Opening<Contents: Sendable>: Sendable {
    case opened(Contents)
    /// There is none.
    case absent
    /// There is one, but it does not serve; a clause that says why.
    case ignored(reason: String)
  }

  public enum Writing: Sendable, Equatable {
    case written(bytes: Int)
    /// Nothing was written; a clause that says why.
    case refused(reason: String)
  }

  /// Where the side file of a snapshot is: beside it, or in a directory for the side files of many,
  /// where a hash of the snapshot's whole path tells those of one name apart.
  public static func path(
    for snapshotPath: String, _ rules: Rules = .devTools, in directory: String? = nil
  ) -> String {
    let ending = ".jsvm-columns" + (rules.bits == Rules.devTools.bits ? "" : "-\(rules.bits)")
    guard let directory else { return snapshotPath + ending }
    let whole = wholePath(snapshotPath)
    let name = whole.split(separator: "/").last.map(String.init) ?? ""
    let hash = unsafe Array(whole.utf8).withUnsafeBytes { unsafe $0.hash }
    return directory + "/" + name + "." + String(hash, radix: 16) + ending
  }

  /// Writes an analysis and its classes, of a snapshot that was read from this file: under a
  /// temporary name first, so that no other process ever sees a part of it.
  public static func write(
    _ analysis: Analysis, _ classes: ClassSummary, for snapshotPath: String,
    in directory: String? = nil
  ) -> Writing {
    let snapshot = analysis.snapshot
    guard snapshot.strings.text.isFile else {
      return .refused(reason: "only uncompressed files have one")
    }
    guard snapshot.truncation == nil else { return .refused(reason: "the snapshot is truncated") }
    guard let classes = SideFileClasses(classes) else {
      return .refused(reason: "its classes' names are too long")
    }
    guard let header = SideFileHeader(analysis, classes, for: snapshotPath) else {
      return .refused(reason: "the snapshot has changed since it was read")
    }
    let path = path(for: snapshotPath, analysis.rules, in: directory)
    let temporary = path + ".\(getpid())"
    // As private as snapshots are: it has names of classes.
    let file = unsafe Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return .refused(reason: described(errno)) }
    var output = SideFileOutput(file)
    output.append(header, analysis, classes)
    let problem = output.finish()
    guard problem == 0 else {
      unsafe _ = unlink(temporary)
      return .refused(reason: described(problem))
    }
    guard unsafe rename(temporary, path) == 0 else {
      let reason = described(errno)
      unsafe _ = unlink(temporary)
      return .refused(reason: reason)
    }
    return .written(bytes: output.size)
  }

  /// Opens the side file of a snapshot that has not changed since.
  public static func open(
    for snapshotPath: String, _ rules: Rules = .devTools, in directory: String? = nil
  ) -> Opening<Analysis> {
    opening(path(for: snapshotPath, rules, in: directory)) { input throws(SideFileProblem) in
      try input.analysis(of: snapshotPath, rules)
    }
  }

  /// Opens no more of it than the classes, in milliseconds whatever the snapshot's size.
  public static func openClasses(
    for snapshotPath: String, _ rules: Rules = .devTools, in directory: String? = nil
  ) -> Opening<ClassSummary> {
    opening(path(for: snapshotPath, rules, in: directory)) { input throws(SideFileProblem) in
      try input.classSummary(of: snapshotPath, rules)
    }
  }

  private static func opening<Contents>(
    _ path: String, _ contents: (SideFileInput) throws(SideFileProblem) -> Contents
  ) -> Opening<Contents> {
    let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      return errno == ENOENT ? .absent : .ignored(reason: described(errno))
    }
    defer { _ = close(file) }
    do throws(SideFileProblem) {
      return .opened(try contents(try SideFileInput(file)))
    } catch {
      return .ignored(reason: error.reason)
    }
  }

  /// Without links and relative parts, if the file is there.
  private static func wholePath(_ path: String) -> String {
    guard let whole = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(whole) }
    return unsafe String(cString: whole)
  }

  private static func described(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}

/// Why a side file does not serve.
struct SideFileProblem: Error {
  let reason: String
  static let damaged = Self(reason: "it is damaged")
}
