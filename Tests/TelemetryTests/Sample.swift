// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

/// Files that real processes gave, beside the tests.
enum Sample {
  static func bytes(_ name: String, file: StaticString = #filePath) throws -> [UInt8] {
    let directory = "\(file)".split(separator: "/").dropLast().joined(separator: "/")
    let stream = try #require(fopen("/\(directory)/Samples/\(name)", "r"))
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, stream)
    return Array(bytes[..<count])
  }

  static func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }
}
