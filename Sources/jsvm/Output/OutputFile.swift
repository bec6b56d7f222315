// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A file that appears whole or not at all: written under a temporary name beside its place, then
/// renamed. What was there before stays until then.
struct OutputFile: ~Copyable {
  private let path: String
  /// Where the file is until it is finished.
  let temporary: String
  private let file: Int32
  private var isFinished = false

  init(_ path: String, mode: mode_t = 0o666) throws(CommandFailure) {
    self.path = path
    temporary = path + ".\(getpid()).partial"
    file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard file >= 0 else { throw CommandFailure(file: path, errno: errno) }
  }

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(CommandFailure) {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(file, bytes.baseAddress! + done, bytes.count - done)
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        throw CommandFailure(file: path, errno: errno)
      }
    }
  }

  mutating func write(_ text: String) throws(CommandFailure) {
    var text = text
    let result: Result<Void, CommandFailure> = text.withUTF8 { bytes in
      Result { () throws(CommandFailure) in try write(UnsafeRawBufferPointer(bytes)) }
    }
    try result.get()
  }

  mutating func write(_ bytes: [UInt8]) throws(CommandFailure) {
    let result: Result<Void, CommandFailure> = bytes.withUnsafeBytes { bytes in
      Result { () throws(CommandFailure) in try write(bytes) }
    }
    try result.get()
  }

  /// Puts the file in its place.
  mutating func finish() throws(CommandFailure) {
    guard fsync(file) == 0 || errno == EINVAL, rename(temporary, path) == 0 else {
      throw CommandFailure(file: path, errno: errno)
    }
    isFinished = true
  }

  deinit {
    close(file)
    if !isFinished { unlink(temporary) }
  }
}
