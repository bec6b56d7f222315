// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// An analysis kept beside its snapshot, as columns that are mapped and not computed again.
///
/// It is about as large as the snapshot. Opening trusts nothing: a file that is stale, cut short or
/// made to harm is ignored with a reason.
public enum SideFile {
  public enum Opening: Sendable {
    case analysis(Analysis)
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

  /// Where the side file of a snapshot is.
  public static func path(for snapshotPath: String) -> String { snapshotPath + ".jsvm-columns" }

  /// Writes an analysis beside the file that its snapshot was read from: under a temporary name
  /// first, so that no other process ever sees a part of it.
  public static func write(_ analysis: Analysis, for snapshotPath: String) -> Writing {
    let snapshot = analysis.snapshot
    guard snapshot.strings.text.isFile else {
      return .refused(reason: "only uncompressed files have one")
    }
    guard snapshot.truncation == nil else { return .refused(reason: "the snapshot is truncated") }
    guard let header = SideFileHeader(analysis, for: snapshotPath) else {
      return .refused(reason: "the snapshot has changed since it was read")
    }
    let temporary = path(for: snapshotPath) + ".\(getpid())"
    let file = unsafe Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { return .refused(reason: described(errno)) }
    var output = SideFileOutput(file)
    output.append(header, analysis)
    let problem = output.finish()
    guard problem == 0 else {
      unsafe _ = unlink(temporary)
      return .refused(reason: described(problem))
    }
    guard unsafe rename(temporary, path(for: snapshotPath)) == 0 else {
      let reason = described(errno)
      unsafe _ = unlink(temporary)
      return .refused(reason: reason)
    }
    return .written(bytes: output.size)
  }

  /// Opens the side file of a snapshot that has not changed since.
  public static func open(for snapshotPath: String, _ rules: Rules = .devTools) -> Opening {
    let file = unsafe Glibc.open(path(for: snapshotPath), O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      return errno == ENOENT ? .absent : .ignored(reason: described(errno))
    }
    defer { _ = close(file) }
    do throws(SideFileProblem) {
      return .analysis(try SideFileInput(file).analysis(of: snapshotPath, rules))
    } catch {
      return .ignored(reason: error.reason)
    }
  }

  private static func described(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}

/// Why a side file does not serve.
struct SideFileProblem: Error {
  let reason: String
  static let damaged = Self(reason: "it is damaged")
}
