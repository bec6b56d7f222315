// SPDX-License-Identifier: Apache-2.0

import Control
import Door
import Glibc
import JSON
import Testing

@Suite struct ControlDoorTests {
  @Test func answersRequestsInTheirOrder() throws {
    try withDoor { path in
      let client = try DoorClient(path)
      client.send(
        request("late", ["size": .number(50)], id: 1) + request("echo", ["a": .text("ü")], id: 2))
      #expect(client.line() == #"{"version":1,"id":1,"result":"late"}"#)
      #expect(client.line() == #"{"version":1,"id":2,"result":{"a":"ü"}}"#)
      client.send(request("worker", id: 3))
      #expect(client.line() == #"{"version":1,"id":3,"result":"worked"}"#)
    }
  }

  @Test func readsARequestThatComesByteByByte() throws {
    try withDoor { path in
      let client = try DoorClient(path)
      for byte in request("echo").utf8 { client.send([byte]) }
      #expect(client.line() == #"{"version":1,"id":1,"result":{}}"#)
    }
  }

  @Test func answersAClientThatSendsNoMore() throws {
    try withDoor { path in
      let client = try DoorClient(path)
      client.send(request("late", ["size": .number(50)]))
      client.shutdownWriting()
      #expect(client.line()?.contains("late") == true)
      #expect(client.ends())
    }
  }

  @Test func endsWithAClientThatLeavesAHalfRequest() throws {
    try withDoor { path in
      let client = try DoorClient(path)
      client.send("{\"version\":1,")
      client.shutdownWriting()
      #expect(client.ends())
    }
  }

  @Test(arguments: [
    ("nonsense\n", "malformed"), ("[]\n", "malformed"), ("{}\n", "version"), ("\n", "malformed"),
    ("{\"version\":2,\"verb\":\"echo\"}\n", "version"), ("{\"version\":1}\n", "malformed"),
    (String(repeating: "[", count: 5000) + "\n", "malformed"),
  ])
  func refusesGarbageAndCloses(_ text: String, _ code: String) throws {
    try withDoor { path in
      let client = try DoorClient(path)
      client.send(text)
      #expect(client.line()?.contains("\"code\":\"\(code)\"") == true)
      #expect(client.ends())
      try #expect(answers(path))
    }
  }

  @Test func refusesBytesThatAreNoText() throws {
    try withDoor { path in
      let client = try DoorClient(path)
      var random = SystemRandomNumberGenerator()
      client.send((0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) } + [10])
      #expect(client.ends())
      try #expect(answers(path))
    }
  }

  @Test func refusesALineThatIsTooLong() throws {
    var limits = DoorLimits()
    limits.lineLength = 1000
    try withDoor(limits) { path in
      let client = try DoorClient(path)
      client.send(String(repeating: " ", count: 1001))
      #expect(client.line()?.contains("too_long") == true)
      #expect(client.ends())
      let other = try DoorClient(path)
      other.send(String(repeating: " ", count: 900) + request("echo"))
      #expect(other.line() == #"{"version":1,"id":1,"result":{}}"#)
    }
  }

  @Test func doesNotReadWhatItDoesNotAnswerYet() throws {
    try withDoor { path in
      let client = try DoorClient(path)
      client.send(request("never"))
      // Eight megabytes fit neither into the socket nor, if nothing is read, anywhere else.
      let more = [UInt8](repeating: 32, count: 8 << 20)
      #expect(client.send(more, within: 300) < more.count)
      try #expect(answers(path))
    }
  }

  @Test func closesARequestThatDoesNotEndInTime() throws {
    var limits = DoorLimits()
    limits.requestMilliseconds = 100
    try withDoor(limits) { path in
      let client = try DoorClient(path)
      client.send("{\"version\"")
      #expect(client.line()?.contains("timeout") == true)
      #expect(client.ends())
    }
  }

  @Test func closesAClientThatAsksNothing() throws {
    var limits = DoorLimits()
    limits.idleMilliseconds = 100
    try withDoor(limits) { path in
      let client = try DoorClient(path)
      #expect(client.ends())
    }
  }

  @Test(arguments: ["long", "file"])
  func closesAClientThatTakesNoReply(_ verb: String) throws {
    var limits = DoorLimits()
    // Long enough for the client beside it, whose replies have the same limit, on a busy machine.
    limits.writeMilliseconds = 2_000
    try withDoor(limits) { path in
      let stalled = try DoorClient(path)
      stalled.send(request(verb, ["size": .number(Double(16 << 20))]))
      usleep(100_000)
      try #expect(answers(path))
      usleep(5_000_000)
      // What the socket holds is still there; the rest never comes.
      #expect(stalled.bytes(16 << 20).count < 16 << 20)
    }
  }

  @Test func sendsTheBytesOfAFile() throws {
    try withDoor { path in
      let client = try DoorClient(path)
      let size = 5 << 20 | 3
      client.send(request("file", ["size": .number(Double(size))]) + request("echo", id: 2))
      #expect(client.line() == "{\"version\":1,\"id\":1,\"bytes\":\(size),\"result\":\"bytes\"}")
      #expect(client.bytes(size) == (0..<size).map { UInt8(truncatingIfNeeded: $0) })
      #expect(client.line() == #"{"version":1,"id":2,"result":{}}"#)
      client.send(request("file", ["size": .number(0)], id: 3))
      #expect(client.line() == #"{"version":1,"id":3,"bytes":0,"result":"bytes"}"#)
    }
  }

  @Test func serves50ClientsAtATime() throws {
    try withDoor { path in
      let clients = try (0..<50).map { _ in try DoorClient(path) }
      for round in 0..<20 {
        for (index, client) in clients.enumerated() {
          client.send(request("echo", ["n": .number(Double(index))], id: UInt32(round)))
        }
        for (index, client) in clients.enumerated() {
          #expect(client.line() == "{\"version\":1,\"id\":\(round),\"result\":{\"n\":\(index)}}")
        }
      }
    }
  }

  @Test func tellsClientsBeyondItsLimit() throws {
    var limits = DoorLimits()
    limits.clients = 2
    try withDoor(limits) { path in
      let first = try DoorClient(path)
      do {
        let second = try DoorClient(path)
        try #expect(answers(second))
        try #expect(answers(first))
        let third = try DoorClient(path)
        #expect(third.line()?.contains("\"code\":\"full\"") == true)
        #expect(third.ends())
      }
      // A place becomes free when a client leaves.
      var isServed = false
      for _ in 0..<100 where !isServed {
        isServed = try answers(try DoorClient(path))
        usleep(10_000)
      }
      #expect(isServed)
    }
  }

  @Test func closingEndsConnectionsAndRemovesTheSocket() throws {
    let directory = TestDirectory()
    let path = directory.path + "/door"
    let door = try ControlDoor.open(at: path, for: TestTarget())
    let client = try DoorClient(path)
    try #expect(answers(client))
    door.close()
    #expect(client.ends())
    #expect(access(path, F_OK) != 0)
    let again = try ControlDoor.open(at: path, for: TestTarget())
    try #expect(answers(path))
    again.close()
  }

  @Test func leavesWhatTheProgramDoesAboutSIGPIPE() throws {
    signal(SIGPIPE, SIG_DFL)
    try withDoor { path in
      var action = sigaction()
      sigaction(SIGPIPE, nil, &action)
      #expect(action.__sigaction_handler.sa_handler == nil)
      // Nothing ends the process when a client leaves in the middle of its reply.
      let client = try DoorClient(path)
      client.send(request("long", ["size": .number(Double(16 << 20))]))
      _ = client.bytes(10)
    }
  }

  private func answers(_ path: String) throws -> Bool { try answers(try DoorClient(path)) }

  private func answers(_ client: DoorClient) throws -> Bool {
    client.send(request("echo"))
    return client.line() == #"{"version":1,"id":1,"result":{}}"#
  }
}
