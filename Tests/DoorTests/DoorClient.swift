// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A client of a door, as raw as a hostile one.
final class DoorClient {
  let socket: Int32
  private var received: [UInt8] = []

  struct Refused: Error { let code: Int32 }

  init(_ path: String) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    let code = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 ? 0 : errno
      }
    }
    if code != 0 { throw Refused(code: code) }
  }

  deinit { close(socket) }

  /// Sends as much as the socket takes within the time; returns how much.
  @discardableResult
  func send(_ text: some Sequence<UInt8>, within milliseconds: Int32 = 5_000) -> Int {
    let bytes = Array(text)
    var sent = 0
    while sent < bytes.count {
      var event = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
      guard poll(&event, 1, milliseconds) == 1 else { break }
      let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, flags)
      }
      if count < 0, errno == EAGAIN { continue }
      guard count > 0 else { break }
      sent += count
    }
    return sent
  }

  @discardableResult
  func send(_ text: String) -> Int { send(text.utf8) }

  func shutdownWriting() { shutdown(socket, Int32(SHUT_WR)) }

  /// The next line without its end; nil when the connection ends, or nothing comes in time.
  func line(within milliseconds: Int32 = 10_000) -> String? {
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        defer { received.removeFirst(end + 1) }
        return String(decoding: received[..<end], as: UTF8.self)
      }
      guard receive(milliseconds) else { return nil }
    }
  }

  /// As many bytes, or fewer if the connection ends.
  func bytes(_ count: Int) -> [UInt8] {
    while received.count < count, receive(10_000) {}
    defer { received.removeFirst(min(count, received.count)) }
    return Array(received.prefix(count))
  }

  /// Whether the connection ends within the time, whatever comes before.
  func ends(within milliseconds: Int32 = 10_000) -> Bool {
    while true {
      var event = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      guard poll(&event, 1, milliseconds) == 1 else { return false }
      if !receive(milliseconds) { return true }
      received = []
    }
  }

  private func receive(_ milliseconds: Int32) -> Bool {
    var event = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    guard poll(&event, 1, milliseconds) == 1 else { return false }
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = piece.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
    guard count > 0 else { return false }
    received.append(contentsOf: piece[..<count])
    return true
  }
}
