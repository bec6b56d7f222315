// SPDX-License-Identifier: Apache-2.0

import Foundation
import HeapSnapshot
import Testing

/// A recorded heap snapshot with what Chrome DevTools computes from it.
struct Sample: CustomTestStringConvertible, Sendable {
  let name: String

  /// One process at three moments, one with allocation tracking, and one of V8 10.2.
  static let all = [
    "leak-1-before", "leak-2-during", "leak-3-after", "timeline", "v10-leak-1-before",
  ]
  .map(Sample.init(name:))

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Samples")

  var testDescription: String { name }

  var path: String { Self.folder.appending(path: name + ".heapsnapshot.zst").path }

  func snapshot() throws -> Snapshot { try Snapshot(path: path) }

  /// DevTools' figures.
  func expected() throws -> Figures { try Self.figures(name) }

  static func figures(_ name: String) throws -> Figures { try json(name + ".devtools") }

  /// What the recorded program left behind on purpose.
  static func planted() throws -> Figures { try json("leak.planted") }

  private static func json(_ name: String) throws -> Figures {
    let data = try Data(contentsOf: folder.appending(path: name + ".json"))
    return Figures(value: try JSONSerialization.jsonObject(with: data))
  }
}

/// A JSON value that is read by keys.
struct Figures {
  let value: Any?

  subscript(key: String) -> Figures { Figures(value: (value as? [String: Any])?[key]) }
  var int: Int? { (value as? NSNumber)?.intValue }
  var string: String? { value as? String }
  var list: [Figures] { (value as? [Any])?.map(Figures.init(value:)) ?? [] }
  var entries: [String: Figures] {
    (value as? [String: Any])?.mapValues(Figures.init(value:)) ?? [:]
  }
}
