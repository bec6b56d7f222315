// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Foundation
import Testing

/// What an output stream was given.
final class Received {
  var bytes: [UInt8] = []
  var sizes: [Int] = []
  var ends = 0
  /// How many pieces the stream takes before it says no.
  var limit = Int.max

  var data: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The text as the JSON object that it must be.
  func object(_ location: SourceLocation = #_sourceLocation) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(bytes))
    return try #require(object as? [String: Any], sourceLocation: location)
  }
}

/// The C function that goes with `Received.data`.
func receive(
  _ bytes: UnsafePointer<CChar>?, _ size: Int32, _ data: UnsafeMutableRawPointer?
) -> Bool {
  guard let data else { return false }
  let received = Unmanaged<Received>.fromOpaque(data).takeUnretainedValue()
  guard let bytes else {
    #expect(size == 0)
    received.ends += 1
    return true
  }
  received.sizes.append(Int(size))
  received.bytes += UnsafeRawBufferPointer(start: bytes, count: Int(size))
  return received.sizes.count < received.limit
}
