// SPDX-License-Identifier: Apache-2.0

public import Control

/// What stands behind a control door.
public protocol DoorTarget: Sendable {
  /// Answers a request by calling `reply` once, on any thread, now or later.
  ///
  /// Called on the thread for sockets; must not block it. A client that has left is not told of: its
  /// reply goes nowhere.
  func answer(_ request: ControlRequest, _ reply: @escaping @Sendable (DoorReply) -> Void)
}

/// What a target answers.
public enum DoorReply: Sendable {
  /// The text of a JSON value.
  case result(String)
  case failure(ControlFailure)
  /// The text of a JSON value, and bytes behind it.
  case file(String, SpoolFile)
}

/// How much a door bears.
public struct DoorLimits: Sendable {
  /// Connections at one time; later ones are told so and closed.
  public var clients = 64
  /// The bytes of a request.
  public var lineLength = 65_536
  /// From the first byte of a request to its last.
  public var requestMilliseconds: Int64 = 10_000
  /// Between requests.
  public var idleMilliseconds: Int64 = 300_000
  /// For a client to take a reply, or each megabyte of a long one.
  public var writeMilliseconds: Int64 = 30_000

  public init() {}
}
