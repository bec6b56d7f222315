// SPDX-License-Identifier: Apache-2.0

internal import Control
internal import Glibc

/// The directory of a user's doors: nobody else can put anything into it or replace it.
enum DoorDirectory {
  /// Makes it if it is not there, and proves what it is. Returns its path.
  static func prepare() throws(DoorError) -> String {
    let path = DoorPath.directory(user: geteuid(), runtimeDirectory: runtimeDirectory)
    try prepare(path)
    return path
  }

  /// `XDG_RUNTIME_DIR`, if it is a directory of this user's own.
  private static var runtimeDirectory: String? {
    guard let value = variable("XDG_RUNTIME_DIR") else { return nil }
    var status = stat()
    guard stat(value, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
      status.st_uid == geteuid(), status.st_mode & 0o022 == 0
    else { return nil }
    return value
  }

  /// An environment variable; nil in a program with more rights than the one who started it.
  static func variable(_ name: String) -> String? {
    guard getuid() == geteuid(), getgid() == getegid() else { return nil }
    return getenv(name).map { String(cString: $0) }
  }

  static func prepare(_ path: String) throws(DoorError) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw DoorError(path, errno: errno) }
    // A link is not followed: its owner could turn it elsewhere afterwards.
    let directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard directory >= 0 else {
      let code = errno
      let isLink = code == ELOOP || code == ENOTDIR
      throw isLink ? DoorError("\(path): not a directory") : DoorError(path, errno: code)
    }
    defer { close(directory) }
    var status = stat()
    guard fstat(directory, &status) == 0 else { throw DoorError(path, errno: errno) }
    guard status.st_uid == geteuid() else {
      throw DoorError("\(path): belongs to user \(status.st_uid)")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw DoorError("\(path): others may enter it; chmod 700 it")
    }
  }

  /// Removes the doors of processes that have ended without doing so.
  static func removeStale(in path: String) {
    guard let directory = opendir(path) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let pid = DoorPath.pid(of: name), kill(pid, 0) != 0, errno == ESRCH else { continue }
      unlinkat(dirfd(directory), name, 0)
    }
  }
}
