// SPDX-License-Identifier: Apache-2.0

/// Where the control door of a process is, unless it was given another place.
public enum DoorPath {
  /// The directory that holds a user's doors and nothing else.
  ///
  /// `runtimeDirectory` is the value of `XDG_RUNTIME_DIR`; without an absolute one it is
  /// `/tmp/jsvm-USER`.
  public static func directory(user: UInt32, runtimeDirectory: String?) -> String {
    guard let base = runtimeDirectory, base.utf8.first == UInt8(ascii: "/") else {
      return "/tmp/jsvm-\(user)"
    }
    return base + (base.utf8.last == UInt8(ascii: "/") ? "" : "/") + "jsvm"
  }

  /// The file name of a process's door.
  public static func name(of pid: Int32) -> String { "\(pid).sock" }

  /// The process that a door of this name belongs to; nil for any other name.
  public static func pid(of name: String) -> Int32? {
    guard name.hasSuffix(".sock"), let pid = Int32(name.dropLast(5)), pid > 0,
      self.name(of: pid) == name
    else { return nil }
    return pid
  }
}
