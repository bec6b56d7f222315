// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Why a snapshot could not be read, with the place.
public enum SnapshotError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The text is not what it should be at this byte (of the uncompressed text).
  case malformed(byte: Int, expected: String)
  /// The text ends too early; what had been read until there is in `read`.
  case truncated(byte: Int, section: String, read: String)
  /// The system refused, with its error number.
  case system(operation: String, code: Int32)
  /// The compressed stream is damaged at this byte of the file.
  case compression(byte: Int, format: String)
  /// A count exceeds what the analyser's columns can hold.
  case tooLarge(what: String, count: Int)
  /// The machine, the container or a limit has too little memory left; both in bytes.
  case outOfMemory(needed: Int, available: Int)

  public var description: String {
    switch self {
    case .malformed(let byte, let expected): "byte \(byte): expected \(expected)"
    case .truncated(let byte, let section, let read):
      "byte \(byte): the file ends inside \(section)" + (read.isEmpty ? "" : " (\(read))")
    case .system(let operation, let code):
      unsafe "\(operation): \(String(cString: strerror(code)))"
    case .compression(let byte, let format): "byte \(byte): the \(format) stream is damaged"
    case .outOfMemory(let needed, let available):
      "\(needed) bytes of memory are needed and \(available) are available"
    case .tooLarge(let what, let count): "\(count) \(what) are more than can be analysed"
    }
  }

  /// The system refused or has too little memory: not the file's fault.
  public var isSystem: Bool {
    switch self {
    case .system, .outOfMemory: true
    default: false
    }
  }
}

/// The same where there are several files.
public struct SnapshotFileError: Error, Equatable, Sendable, CustomStringConvertible {
  public let path: String
  public let error: SnapshotError

  public var description: String { "\(path): \(error)" }
}
