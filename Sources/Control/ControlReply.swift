// SPDX-License-Identifier: Apache-2.0

public import JSON

/// The line that answers a request.
///
/// `{"version":1,"id":1,"result":{…}}`, with `"bytes":N` if N bytes follow the line as they are; or
/// `{"version":1,"id":1,"error":{"code":"busy","message":"…"}}`.
public struct ControlReply: Hashable, Sendable {
  /// The request's.
  public let id: UInt32
  public let result: JSONValue
  /// How many bytes follow.
  public let bytes: UInt64

  /// Reads a line; throws the failure that it tells.
  public init(line: some Collection<UInt8>) throws(ControlFailure) {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue(line, depth: 64) } catch {
      throw ControlFailure(.malformed, "no reply: \(error)")
    }
    guard let version: Int = value["version"]?.integer() else {
      throw ControlFailure(.malformed, "no reply: it has no version")
    }
    if let error = value["error"] {
      let code = error["code"]?.text.flatMap(ControlFailure.Code.init(rawValue:)) ?? .failed
      throw ControlFailure(code, error["message"]?.text ?? "no reason given")
    }
    guard version == ControlRequest.version, let result = value["result"] else {
      throw ControlFailure(.version, "the door speaks version \(version)")
    }
    id = value["id"]?.integer() ?? 0
    self.result = result
    bytes = value["bytes"]?.integer() ?? 0
  }

  /// The line of a result, which is given as the text of a JSON value.
  public static func line(_ id: UInt32, result: String, bytes: UInt64? = nil) -> String {
    let count = bytes.map { ",\"bytes\":\($0)" } ?? ""
    return "{\"version\":\(ControlRequest.version),\"id\":\(id)\(count),\"result\":\(result)}\n"
  }

  /// The line of a failure.
  public static func line(_ id: UInt32, _ failure: ControlFailure) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("version", ControlRequest.version)
      json.member("id", id)
      json.member("error") { json in
        json.object { json in
          json.member("code", failure.code.rawValue)
          json.member("message", failure.message)
        }
      }
    }
    return json.text + "\n"
  }
}
