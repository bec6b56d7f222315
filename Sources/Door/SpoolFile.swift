// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A file without a name, for a reply that is longer than should be held in memory.
///
/// Who writes it does not wait for the client who reads it. Closed with its last owner.
public final class SpoolFile: Sendable {
  /// Open for reading and writing.
  public let descriptor: Int32

  /// Makes one in `TMPDIR` or `/tmp`; nil with `errno` set if that fails.
  public init?() {
    let directory = DoorDirectory.variable("TMPDIR") ?? "/tmp"
    var name = Array((directory + "/jsvm.XXXXXX").utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { return nil }
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    unlink(name)
    descriptor = file
  }

  deinit { close(descriptor) }

  /// Its length in bytes.
  public var length: Int64 {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
  }
}
