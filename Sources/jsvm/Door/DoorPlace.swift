// SPDX-License-Identifier: Apache-2.0

internal import Control
internal import Glibc
internal import Ledger
internal import Telemetry

/// Finds the control door of a process.
enum DoorPlace {
  /// The paths to try, likeliest first: where its environment puts the door, then where it would be
  /// without.
  static func candidates(for pid: Int32) throws(CommandFailure) -> [String] {
    var status = stat()
    guard stat("/proc/\(pid)", &status) == 0 else { throw CommandFailure("no process \(pid)") }
    let environment = environment(of: pid)
    var options = Options()
    _ = options.apply(environment["JSVM_OPTIONS"] ?? "")
    let own = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) }
    let runtime = environment["XDG_RUNTIME_DIR"] ?? own
    let directories = [runtime, "/run/user/\(status.st_uid)", nil].map {
      DoorPath.directory(user: status.st_uid, runtimeDirectory: $0)
    }
    var paths = options.control?.path.map { [$0] } ?? []
    for directory in directories {
      let path = directory + "/" + DoorPath.name(of: pid)
      if !paths.contains(path) { paths.append(path) }
    }
    return paths
  }

  /// What a process was started with, as far as it may be read.
  private static func environment(of pid: Int32) -> [String: String] {
    guard let bytes = try? ProcessFile.environment(of: pid) else { return [:] }
    var variables: [String: String] = [:]
    for entry in bytes.split(separator: 0) {
      guard let end = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: entry[..<end], as: UTF8.self)
      variables[name] = String(decoding: entry[(end + 1)...], as: UTF8.self)
    }
    return variables
  }

  /// Why a process has no door that can be used: one line.
  static func complaint(about pid: Int32) -> CommandFailure {
    do throws(ProcessError) {
      let map = MemoryMap(smaps: try ProcessFile.memoryMap(of: pid))
      let name = try ProcessFile.name(of: pid)
      guard map.hasEngine else { return CommandFailure("process \(pid) (\(name)) runs no V8") }
      guard map.hasLibrary else {
        return CommandFailure("process \(pid) (\(name)) runs V8 without libjsvm: it has no door")
      }
      return CommandFailure(
        "process \(pid) (\(name)) has no control door: start it with JSVM_OPTIONS=control=1")
    } catch {
      return CommandFailure("\(error)")
    }
  }
}
