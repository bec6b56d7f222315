// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How much memory this process may still take, so that a heap that does not fit is an error and not
/// the end of a process on this machine.
enum AvailableMemory {
  /// In bytes, now; `Int.max` when the system does not say.
  static var bytes: Int {
    min(free ?? .max, group ?? .max, addressSpace)
  }

  /// Throws when there is not so much.
  static func check(_ needed: Int) throws(SnapshotError) {
    let available = bytes
    guard needed > available else { return }
    throw .outOfMemory(needed: needed, available: available)
  }

  /// What the kernel could give without swapping, and what it could swap.
  private static var free: Int? {
    guard let text = content(of: "/proc/meminfo"), let memory = value("MemAvailable:", in: text)
    else { return nil }
    return (memory + (value("SwapFree:", in: text) ?? 0)) * 1024
  }

  /// What the container leaves.
  private static var group: Int? {
    guard let limit = content(of: "/sys/fs/cgroup/memory.max").flatMap(firstNumber),
      let used = content(of: "/sys/fs/cgroup/memory.current").flatMap(firstNumber)
    else { return nil }
    return max(0, limit - used)
  }

  private static var addressSpace: Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else {
      return .max
    }
    let limited = Int(clamping: limit.rlim_cur)
    guard limited < .max, let pages = content(of: "/proc/self/statm").flatMap(firstNumber) else {
      return limited
    }
    return max(0, limited - pages * 4096)
  }

  /// The number behind a key, in kibibytes as the file has it.
  private static func value(_ key: String, in text: [UInt8]) -> Int? {
    for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: key.utf8) {
      return firstNumber(Array(line.dropFirst(key.utf8.count)))
    }
    return nil
  }

  private static func firstNumber(_ text: [UInt8]) -> Int? {
    let digits = text.drop { !isDigit($0) }.prefix { isDigit($0) }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  private static func content(of path: String) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { _ = close(file) }
    var buffer = [UInt8](repeating: 0, count: 8192)
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
    return count > 0 ? Array(buffer[..<count]) : nil
  }
}
