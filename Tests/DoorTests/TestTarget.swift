// SPDX-License-Identifier: Apache-2.0

import Control
import Door
import Glibc
import JSON

/// Stands behind the doors of these tests.
struct TestTarget: DoorTarget {
  func answer(_ request: ControlRequest, _ reply: @escaping @Sendable (DoorReply) -> Void) {
    let size = request.arguments["size"]?.integer(Int.self) ?? 0
    switch request.verb {
    case "echo":
      var json = JSONWriter()
      json.value(.object(request.arguments))
      reply(.result(json.text))
    case "late":
      IOThread.after(milliseconds: Int64(size)) { reply(.result("\"late\"")) }
    case "worker":
      IOThread.work { reply(.result("\"worked\"")) }
    case "long":
      reply(.result("\"" + String(repeating: "x", count: size) + "\""))
    case "file":
      guard let file = SpoolFile() else {
        return reply(.failure(ControlFailure(.failed, "no file")))
      }
      // In pieces: a sanitizer makes sixteen million turns last longer than a client waits.
      let piece = (0..<65_536).map { UInt8(truncatingIfNeeded: $0) }
      for start in stride(from: 0, to: size, by: piece.count) {
        let length = min(piece.count, size - start)
        let count = piece.withUnsafeBytes { write(file.descriptor, $0.baseAddress, length) }
        guard count == length else { return reply(.failure(ControlFailure(.failed, "short"))) }
      }
      reply(.file("\"bytes\"", file))
    case "never": break
    default: reply(.failure(ControlFailure(.verb, "unknown")))
    }
  }
}

/// A directory that goes away with its last user.
final class TestDirectory {
  let path: String

  init() {
    var name = Array("/tmp/door-tests.XXXXXX".utf8CString)
    mkdtemp(&name)
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { system("rm -rf \(path)") }
}

/// Runs a test with an open door.
func withDoor(_ limits: DoorLimits = DoorLimits(), _ body: (String) throws -> Void) throws {
  let directory = TestDirectory()
  let door = try ControlDoor.open(at: directory.path + "/door", limits: limits, for: TestTarget())
  defer { door.close() }
  try body(door.path)
}

/// A request's line.
func request(_ verb: String, _ arguments: [String: JSONValue] = [:], id: UInt32 = 1) -> String {
  ControlRequest(id: id, verb, arguments).line
}
