// SPDX-License-Identifier: Apache-2.0

internal import Control
internal import Glibc
internal import JSON

/// A connection to the control door of a process.
final class DoorClient {
  private static let longestLine = 256 << 20

  let pid: Int32
  /// The numbers of its VMs, oldest first.
  private(set) var vms: [UInt64] = []
  /// What the process has from malloc: `size`, `used`, `free`.
  private(set) var malloc: JSONValue = .null
  private let socket: Int32
  private var received: [UInt8] = []
  private var lastID: UInt32 = 0

  /// Connects to the door of a process, at a path if one is given.
  init(_ pid: Int32, at path: String? = nil) throws(CommandFailure) {
    self.pid = pid
    let paths = if let path { [path] } else { try DoorPlace.candidates(for: pid) }
    var failure: CommandFailure?
    var connected: Int32?
    for path in paths where connected == nil {
      do throws(DoorSocketError) {
        connected = try Self.connect(path)
      } catch {
        if case .failed(let code) = error {
          failure = CommandFailure("\(path): \(String(cString: strerror(code)))")
        }
      }
    }
    guard let connected else {
      if let path, failure == nil { throw CommandFailure("\(path): nobody listens there") }
      throw failure ?? DoorPlace.complaint(about: pid)
    }
    socket = connected
    let hello = try ask("hello")
    vms = hello["vms"]?.elements.compactMap { $0.integer() } ?? []
    malloc = hello["malloc"] ?? .null
    guard path == nil || hello["pid"]?.integer() == pid else {
      throw CommandFailure("\(path ?? ""): is the door of process \(hello["pid"]?.integer() ?? 0)")
    }
  }

  deinit { close(socket) }

  private enum DoorSocketError: Error {
    /// There is no door, or nobody behind it.
    case absent
    case failed(Int32)
  }

  private static func connect(_ path: String) throws(DoorSocketError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw .failed(ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let socket = Glibc.socket(
      AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { throw .failed(errno) }
    let code = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 ? 0 : errno
      }
    }
    guard code != 0 else { return socket }
    close(socket)
    switch code {
    case ENOENT, ENOTDIR, ECONNREFUSED, ENOTSOCK: throw .absent
    default: throw .failed(code)
    }
  }

  /// The VMs that a command is about: the one that was named, or all.
  func vms(named id: UInt64?) throws(CommandFailure) -> [UInt64] {
    guard let id else {
      guard !vms.isEmpty else { throw CommandFailure("process \(pid) has no VM now") }
      return vms
    }
    guard vms.contains(id) else { throw CommandFailure("process \(pid) has no VM \(id)") }
    return [id]
  }

  /// The VM that was named, or the only one.
  func onlyVM(named id: UInt64?) throws(CommandFailure) -> UInt64 {
    let vms = try vms(named: id)
    guard vms.count == 1 else {
      let ids = vms.map { "\($0)" }.joined(separator: ", ")
      throw CommandFailure("process \(pid) has VMs \(ids): name one with --vm")
    }
    return vms[0]
  }

  /// Sends a request and waits for its result.
  func ask(
    _ verb: String, _ arguments: [String: JSONValue] = [:]
  ) throws(CommandFailure) -> JSONValue {
    try send(verb, arguments).result
  }

  /// Sends a request whose result has bytes behind it; `take` gets them piece by piece.
  func ask(
    _ verb: String, _ arguments: [String: JSONValue],
    take: (UnsafeRawBufferPointer) throws(CommandFailure) -> Void
  ) throws(CommandFailure) -> JSONValue {
    let reply = try send(verb, arguments)
    var rest = reply.bytes
    while rest > 0 {
      if received.isEmpty { try receive() }
      let count = min(Int(clamping: rest), received.count)
      let result: Result<Void, CommandFailure> = received[..<count].withUnsafeBytes { bytes in
        Result { () throws(CommandFailure) in try take(bytes) }
      }
      try result.get()
      received.removeFirst(count)
      rest -= UInt64(count)
    }
    return reply.result
  }

  private func send(
    _ verb: String, _ arguments: [String: JSONValue]
  ) throws(CommandFailure) -> ControlReply {
    lastID += 1
    var rest = Array(ControlRequest(id: lastID, verb, arguments).line.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        rest.removeFirst(count)
      } else if errno != EINTR {
        // The door may have said why before it closed.
        break
      }
    }
    do throws(ControlFailure) { return try ControlReply(line: try line()) } catch {
      throw CommandFailure("process \(pid): \(error.message)")
    }
  }

  private func line() throws(ControlFailure) -> [UInt8] {
    var searched = 0
    while true {
      if let end = received[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { received.removeFirst(end + 1) }
        return Array(received[..<end])
      }
      searched = received.count
      guard searched < Self.longestLine else {
        throw ControlFailure(.tooLong, "its reply has no end")
      }
      do throws(CommandFailure) { try receive() } catch {
        throw ControlFailure(.failed, "it closed the connection: it may have ended")
      }
    }
  }

  private func receive() throws(CommandFailure) {
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = piece.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw CommandFailure("process \(pid) closed the connection: it may have ended")
      }
      received.append(contentsOf: piece[..<count])
      return
    }
  }
}
