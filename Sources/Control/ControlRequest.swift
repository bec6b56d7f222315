// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What a client asks through the control door: one JSON object on a line.
///
/// `{"version":1,"id":1,"verb":"refs","vm":1,"top":10}`
public struct ControlRequest: Hashable, Sendable {
  /// The protocol's version. A door answers requests of its own version only.
  public static var version: Int { 1 }

  /// Comes back in the reply.
  public var id: UInt32
  /// What to do.
  public var verb: String
  /// What else the object has.
  public var arguments: [String: JSONValue]

  /// A request with arguments.
  public init(id: UInt32 = 0, _ verb: String, _ arguments: [String: JSONValue] = [:]) {
    self.id = id
    self.verb = verb
    self.arguments = arguments
  }

  /// Reads a line, without its end.
  public init(line: some Collection<UInt8>) throws(ControlFailure) {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue(line, depth: 8) } catch {
      throw ControlFailure(.malformed, "no request: \(error)")
    }
    guard case .object(var members) = value else {
      throw ControlFailure(.malformed, "no request: byte 0: expected an object")
    }
    guard members["version"]?.integer() == Self.version else {
      throw ControlFailure(.version, "this door speaks version \(Self.version)")
    }
    guard let verb = members["verb"]?.text else {
      throw ControlFailure(.malformed, "no request: it has no verb")
    }
    id = members["id"]?.integer() ?? 0
    self.verb = verb
    for known in ["version", "id", "verb"] { members[known] = nil }
    arguments = members
  }

  /// The line, with its end.
  public var line: String {
    var json = JSONWriter()
    json.object { json in
      json.member("version", Self.version)
      json.member("id", id)
      json.member("verb", verb)
      for (name, argument) in arguments.sorted(by: { $0.key < $1.key }) {
        json.member(name) { $0.value(argument) }
      }
    }
    return json.text + "\n"
  }
}

extension ControlRequest {
  /// A whole number among the arguments; nil if there is none of this name.
  public func number<Number: FixedWidthInteger>(
    _ name: String, _: Number.Type = Number.self
  ) throws(ControlFailure) -> Number? {
    guard let value = arguments[name], value != .null else { return nil }
    guard let number: Number = value.integer() else { throw unfit(name, "a whole number") }
    return number
  }

  /// A text among the arguments; nil if there is none of this name.
  public func text(_ name: String) throws(ControlFailure) -> String? {
    guard let value = arguments[name], value != .null else { return nil }
    guard let text = value.text else { throw unfit(name, "a text") }
    return text
  }

  /// A flag among the arguments; false if there is none of this name.
  public func flag(_ name: String) throws(ControlFailure) -> Bool {
    guard let value = arguments[name], value != .null else { return false }
    guard let flag = value.flag else { throw unfit(name, "true or false") }
    return flag
  }

  private func unfit(_ name: String, _ expected: String) -> ControlFailure {
    ControlFailure(.argument, "\(verb): \(name) must be \(expected)")
  }
}
