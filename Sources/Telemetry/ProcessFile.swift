// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Why a process could not be read.
public enum ProcessError: Error, Equatable, Sendable {
  /// There is no process of this number, or it ended while it was read.
  case vanished(pid: Int32)
  /// It belongs to someone else, or the kernel protects it.
  case notPermitted(pid: Int32)
  /// Another failure of the system, an `errno`.
  case failed(pid: Int32, errno: Int32)
}

extension ProcessError: CustomStringConvertible {
  /// One line without an end, for a person.
  public var description: String {
    switch self {
    case .vanished(let pid): "no process \(pid)"
    case .notPermitted(let pid):
      "process \(pid): not permitted to read its memory map: it belongs to another user"
    case .failed(let pid, let code): "process \(pid): \(String(cString: strerror(code)))"
    }
  }
}

/// Files of `/proc/PID`.
public enum ProcessFile {
  /// The whole of `smaps`; walks the process's page tables, milliseconds for each GB.
  public static func memoryMap(of pid: Int32) throws(ProcessError) -> [UInt8] {
    let text = try read("smaps", of: pid)
    // A process that has ended but is not yet waited for, and the kernel's own, have no memory.
    guard !text.isEmpty else { throw .vanished(pid: pid) }
    return text
  }

  /// The program's name, at most 15 bytes of it.
  public static func name(of pid: Int32) throws(ProcessError) -> String {
    let text = try read("comm", of: pid)
    return String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  /// The variables that the program was started with, each `NAME=value` and a NUL.
  public static func environment(of pid: Int32) throws(ProcessError) -> [UInt8] {
    try read("environ", of: pid)
  }

  private static func read(_ file: String, of pid: Int32) throws(ProcessError) -> [UInt8] {
    let descriptor = open("/proc/\(pid)/\(file)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw error(of: pid) }
    defer { close(descriptor) }
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return text }
      if count > 0 {
        text.append(contentsOf: piece[..<count])
      } else if errno != EINTR {
        throw error(of: pid)
      }
    }
  }

  private static func error(of pid: Int32) -> ProcessError {
    switch errno {
    case ENOENT, ESRCH: .vanished(pid: pid)
    case EACCES, EPERM: .notPermitted(pid: pid)
    case let code: .failed(pid: pid, errno: code)
    }
  }
}
