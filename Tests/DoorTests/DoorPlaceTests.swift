// SPDX-License-Identifier: Apache-2.0

import Control
import Glibc
import Testing

@testable import Door

@Suite struct DoorPlaceTests {
  private let directory = TestDirectory()

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "none"
    } catch {
      return (error as? DoorError)?.message ?? "\(error)"
    }
  }

  @Test func socketIsItsOwnersFromTheBeginning() throws {
    let old = umask(0)
    defer { umask(old) }
    let path = directory.path + "/door"
    let socket = try DoorSocket.listen(at: path)
    defer { close(socket) }
    #expect(mode(path) == 0o600)
  }

  @Test func directoryIsMadeForItsOwner() throws {
    let path = directory.path + "/jsvm"
    try DoorDirectory.prepare(path)
    #expect(mode(path) == 0o700)
    try DoorDirectory.prepare(path)
  }

  @Test func directoryThatOthersMayEnterIsRefused() {
    let path = directory.path + "/open"
    mkdir(path, 0o700)
    chmod(path, 0o755)
    #expect(
      message { try DoorDirectory.prepare(path) } == "\(path): others may enter it; chmod 700 it")
  }

  @Test func linkIsNotFollowed() {
    let path = directory.path + "/link"
    mkdir(directory.path + "/real", 0o700)
    symlink(directory.path + "/real", path)
    #expect(message { try DoorDirectory.prepare(path) } == "\(path): not a directory")
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a directory away"))
  func directoryOfAnotherUserIsRefused() {
    let path = directory.path + "/other"
    mkdir(path, 0o700)
    chown(path, 65534, 65534)
    #expect(message { try DoorDirectory.prepare(path) } == "\(path): belongs to user 65534")
  }

  @Test func leftOverSocketIsReplaced() throws {
    let path = directory.path + "/door"
    let old = try DoorSocket.listen(at: path)
    // Another test may fork now: its child has a copy, which only this ends too.
    shutdown(old, Int32(SHUT_RDWR))
    close(old)
    let socket = try DoorSocket.listen(at: path)
    defer { close(socket) }
    #expect(mode(path) == 0o600)
  }

  @Test func socketInUseIsNotReplaced() throws {
    let path = directory.path + "/door"
    let socket = try DoorSocket.listen(at: path)
    defer { close(socket) }
    #expect(
      message { close(try DoorSocket.listen(at: path)) } == "\(path): another process listens there"
    )
  }

  @Test func fileIsNotReplaced() {
    let path = directory.path + "/door"
    close(open(path, O_CREAT | O_WRONLY, 0o600))
    #expect(
      message { close(try DoorSocket.listen(at: path)) }
        == "\(path): there is a file that is no door of this user's")
    #expect(access(path, F_OK) == 0)
  }

  @Test func pathThatIsTooLongIsRefused() {
    let path = "/tmp/" + String(repeating: "x", count: 200)
    #expect(
      message { close(try DoorSocket.listen(at: path)) }
        == "\(path): a path of 1 to 107 bytes is needed")
  }

  @Test func doorsOfProcessesThatEndedAreRemoved() throws {
    var pid: pid_t = 0
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
    #expect(posix_spawnp(&pid, "true", nil, nil, &arguments, nil) == 0)
    free(arguments[0])
    waitpid(pid, nil, 0)
    let (gone, own, other) = ("\(pid).sock", "\(getpid()).sock", "notes.sock")
    for name in [gone, own, other] {
      close(open(directory.path + "/" + name, O_CREAT | O_WRONLY, 0o600))
    }
    DoorDirectory.removeStale(in: directory.path)
    #expect(access(directory.path + "/" + gone, F_OK) != 0)
    #expect(access(directory.path + "/" + own, F_OK) == 0)
    #expect(access(directory.path + "/" + other, F_OK) == 0)
  }

  @Test func peerIsThisUser() throws {
    let path = directory.path + "/door"
    let listener = try DoorSocket.listen(at: path)
    let client = try DoorClient(path)
    let socket = accept(listener, nil, nil)
    #expect(DoorSocket.peer(of: socket) == geteuid())
    _ = client
    close(socket)
    close(listener)
  }

  @Test func copiesOfSocketsAreClosedUnlessTheyAreOtherFilesByThen() throws {
    let socket = try DoorSocket.listen(at: directory.path + "/door")
    let other = try DoorSocket.listen(at: directory.path + "/other")
    let descriptors = OpenDescriptors()
    #expect(descriptors.add(socket) == 0)
    #expect(descriptors.add(other) == 1)
    // Its number now belongs to a file of the program's.
    close(other)
    let file = open("/dev/null", O_RDONLY)
    #expect(file == other)
    descriptors.closeAll()
    #expect(fcntl(socket, F_GETFD) == -1)
    #expect(fcntl(file, F_GETFD) >= 0)
    close(file)
  }
}
