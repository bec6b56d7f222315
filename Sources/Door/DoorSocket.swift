// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Unix sockets, as far as NIO leaves their rights to others.
enum DoorSocket {
  /// Makes a socket that listens at a path, for its owner only. What is left of a door that nobody
  /// listens at any more is replaced; anything else at that path is not.
  static func listen(at path: String) throws(DoorError) -> Int32 {
    let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | cloexec, 0)
    guard socket >= 0 else { throw DoorError(path, errno: errno) }
    do throws(DoorError) {
      // The file gets the rights of the socket, from its first moment on.
      guard fchmod(socket, 0o600) == 0 else { throw DoorError(path, errno: errno) }
      if try !bind(socket, to: path) {
        try removeLeftOver(path)
        guard try bind(socket, to: path) else { throw DoorError(path, errno: EADDRINUSE) }
      }
      guard Glibc.listen(socket, 128) == 0 else {
        let code = errno
        unlink(path)
        throw DoorError(path, errno: code)
      }
      return socket
    } catch {
      close(socket)
      throw error
    }
  }

  private static var cloexec: Int32 { Int32(SOCK_CLOEXEC.rawValue) }

  /// The user at the other end of a connected socket; nil if the kernel does not say.
  static func peer(of socket: Int32) -> uid_t? {
    var credentials = PeerCredentials()
    var size = socklen_t(MemoryLayout<PeerCredentials>.size)
    guard getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0,
      size == MemoryLayout<PeerCredentials>.size
    else { return nil }
    return credentials.user
  }

  /// False if there is something at the path.
  private static func bind(_ socket: Int32, to path: String) throws(DoorError) -> Bool {
    let code = try withAddress(path) { Glibc.bind(socket, $0, $1) == 0 ? 0 : errno }
    guard code == 0 || code == EADDRINUSE else { throw DoorError(path, errno: code) }
    return code == 0
  }

  private static func removeLeftOver(_ path: String) throws(DoorError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK, status.st_uid == geteuid() else {
      throw DoorError("\(path): there is a file that is no door of this user's")
    }
    let client = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | cloexec, 0)
    guard client >= 0 else { throw DoorError(path, errno: errno) }
    defer { close(client) }
    let code = try withAddress(path) { connect(client, $0, $1) == 0 ? 0 : errno }
    guard code == ECONNREFUSED else { throw DoorError("\(path): another process listens there") }
    unlink(path)
  }

  private static func withAddress<Result>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) throws(DoorError) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room, !path.utf8.contains(0), !path.isEmpty else {
      throw DoorError("\(path): a path of 1 to \(room - 1) bytes is needed")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}

/// `struct ucred`, which glibc shows to GNU's own dialect only.
private struct PeerCredentials {
  var process: pid_t = 0
  var user: uid_t = .max
  var group: gid_t = .max
}
