// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Testing

@testable import JSVM

/// A file with a text, until the body is done.
func withFile<Result>(
  _ text: String, _ body: (_ path: String) throws -> Result
) throws -> Result {
  var template = Array("/tmp/jsvm-map-XXXXXX".utf8CString)
  let descriptor = mkstemp(&template)
  try #require(descriptor >= 0)
  defer { unlink(template) }
  let count = text.withCString { write(descriptor, $0, text.utf8.count) }
  close(descriptor)
  #expect(count == text.utf8.count)
  return try body(template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
}

/// A map of one source; `mappings` begins at the generated text's first line.
func sourceMap(_ source: String, _ mappings: String) -> String {
  #"{"version":3,"sources":["\#(source)"],"names":[],"mappings":"\#(mappings)"}"#
}

/// Runs a script whose first position is line 10, column 5 of app.ts, with the map in use.
func withMapped(
  _ name: String, _ source: String, _ check: (Fixture, String) throws -> Void
) throws {
  try withEnv { fixture in
    try withFile(sourceMap("app.ts", "AASI")) { path in
      try check(fixture, fixture.stack(name, path, source))
    }
  }
}

extension Fixture {
  /// Runs a script with an origin and gives its result as text.
  func stack(
    _ script: String, _ path: String?, _ source: String, line: Int = 0,
    column: Int = 0, uses: Bool? = true
  ) throws -> String {
    try withOrigin(script, line: line, column: column, map: path) { origin in
      var options: [CompileOption] = [.origin(origin)]
      if let uses { options.append(.sourceMap(uses)) }
      return try text(source, options)
    }
  }
}
