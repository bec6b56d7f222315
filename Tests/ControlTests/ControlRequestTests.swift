// SPDX-License-Identifier: Apache-2.0

import Control
import JSON
import Testing

@Suite struct ControlRequestTests {
  @Test func readsWhatItWrites() throws {
    let request = ControlRequest(
      id: 7, "refs", ["vm": .number(1), "since": .text("a\"\n"), "x": .flag(true)])
    #expect(
      request.line
        == #"{"version":1,"id":7,"verb":"refs","since":"a\"\n","vm":1,"x":true}"# + "\n")
    #expect(try ControlRequest(line: request.line.dropLast().utf8) == request)
  }

  @Test func argumentsAreOfTheirTypes() throws {
    let request = ControlRequest(
      "v", ["n": .number(3), "h": .number(0.5), "t": .text("x"), "z": .null])
    #expect(try request.number("n") == 3)
    #expect(try request.number("none", Int.self) == nil)
    #expect(try request.number("z", Int.self) == nil)
    #expect(try request.text("t") == "x")
    #expect(try request.flag("none") == false)
    #expect(throws: ControlFailure(.argument, "v: h must be a whole number")) {
      try request.number("h", Int.self)
    }
    #expect(throws: ControlFailure(.argument, "v: n must be a text")) { try request.text("n") }
    #expect(throws: ControlFailure(.argument, "v: t must be true or false")) {
      try request.flag("t")
    }
  }

  @Test(arguments: ["", "{", "{}x", "null", "{\"version\":1,\"verb\":1}"])
  func refusesOtherLines(_ line: String) {
    #expect(throws: ControlFailure.self) { try ControlRequest(line: line.utf8) }
  }

  @Test func replyTellsResultOrFailure() throws {
    let result = ControlReply.line(3, result: "{\"a\":1}", bytes: 9)
    #expect(result == "{\"version\":1,\"id\":3,\"bytes\":9,\"result\":{\"a\":1}}\n")
    let reply = try ControlReply(line: result.dropLast().utf8)
    #expect(reply.id == 3 && reply.bytes == 9 && reply.result["a"]?.integer() == 1)
    let failure = ControlFailure(.busy, "busy")
    #expect(throws: failure) {
      try ControlReply(line: ControlReply.line(3, failure).dropLast().utf8)
    }
    #expect(throws: ControlFailure(.version, "the door speaks version 9")) {
      try ControlReply(line: "{\"version\":9,\"id\":1,\"answer\":1}".utf8)
    }
  }

  @Test func pathsAreTheUsersOwn() {
    #expect(DoorPath.directory(user: 7, runtimeDirectory: nil) == "/tmp/jsvm-7")
    #expect(DoorPath.directory(user: 7, runtimeDirectory: "relative") == "/tmp/jsvm-7")
    #expect(DoorPath.directory(user: 7, runtimeDirectory: "/run/user/7") == "/run/user/7/jsvm")
    #expect(DoorPath.name(of: 12) == "12.sock")
    #expect(DoorPath.pid(of: "12.sock") == 12)
    for name in ["012.sock", "-1.sock", "0.sock", "12.socket", ".sock", "+5.sock"] {
      #expect(DoorPath.pid(of: name) == nil)
    }
  }
}
