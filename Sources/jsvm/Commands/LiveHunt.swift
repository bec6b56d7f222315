// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import JSON

/// Three snapshots of a running process, with something done between them.
struct LiveHunt: ~Copyable {
  /// In the order of the alphabet, as memlab wants them too.
  private static let names = ["s1-baseline", "s2-target", "s3-final"]

  private let process: DoorOptions
  private let door: DoorClient
  private let vm: UInt64
  private let directory: String
  private let isKept: Bool
  private var paths: [String] { Self.names.map { "\(directory)/\($0).heapsnapshot" } }

  private init(
    _ process: DoorOptions, _ door: DoorClient, _ vm: UInt64, _ directory: String, isKept: Bool
  ) {
    self.process = process
    self.door = door
    self.vm = vm
    self.directory = directory
    self.isKept = isKept
  }

  /// Connects to the process; the snapshots are put into a directory, or into one that goes away.
  static func start(_ pid: Int32, _ vm: UInt64?, in directory: String?) throws -> LiveHunt {
    let process = try DoorOptions.parse(["\(pid)"])
    let door = try process.connect()
    let vm = try door.onlyVM(named: vm)
    if let directory, mkdir(directory, 0o700) != 0, errno != EEXIST {
      throw CommandFailure(file: directory, errno: errno)
    }
    let isKept = directory != nil
    return LiveHunt(
      process, door, vm, try directory ?? TemporaryDirectory.make("jsvm-hunt"), isKept: isKept)
  }

  deinit {
    guard !isKept else { return }
    for path in Self.names.map({ "\(directory)/\($0).heapsnapshot" }) { unlink(path) }
    rmdir(directory)
  }

  /// Takes the snapshots and hands them on.
  func run<Result>(
    _ action: String?, _ loops: UInt, then analyse: ([String]) throws -> Result
  ) throws -> Result {
    let source = try SnapshotSource.parse([])
    for (index, path) in paths.enumerated() {
      if index > 0 { try act(action, loops) }
      let reply = try source.take(process, vm, door, to: path)
      let number = index + 1
      StandardError.write("snapshot \(number) of 3 taken \(SnapshotSource.pause(reply))\n")
    }
    return try analyse(paths)
  }

  /// Does what is suspected of leaking: runs the command, or has the user do it.
  private func act(_ action: String?, _ loops: UInt) throws(CommandFailure) {
    guard let action else {
      StandardError.write("Now do what leaks, then press Enter. ")
      guard readLine() != nil else {
        throw CommandFailure("nobody to do it: use --action", status: .usage)
      }
      return
    }
    for _ in 0..<loops {
      let status = system(action)
      guard status == 0 else {
        let code =
          status & 0x7F == 0 ? "exit code \(status >> 8 & 0xFF)" : "signal \(status & 0x7F)"
        throw CommandFailure("--action failed with \(code): \(action)")
      }
    }
  }
}
