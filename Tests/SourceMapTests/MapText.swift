// SPDX-License-Identifier: Apache-2.0

@testable import SourceMap

/// Writes source maps: the inverse of what is tested.
struct MapText {
  /// By generated line.
  var lines: [[Segment]] = []
  var sources: [String?] = []
  var names: [String] = []
  var sourceRoot: String?

  /// A number as base64 digits, lowest first.
  static func vlq(_ number: Int) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var rest = number < 0 ? -number << 1 | 1 : number << 1
    var text = ""
    repeat {
      let digit = rest & 31
      rest >>= 5
      text.append(alphabet[rest > 0 ? digit | 32 : digit])
    } while rest > 0
    return text
  }

  /// The `mappings` string.
  var mappings: String {
    var last = Segment(column: 0, source: 0, name: 0)
    var texts: [String] = []
    for line in lines {
      last.column = 0
      texts.append(line.map { Self.encode($0, after: &last) }.joined(separator: ","))
    }
    return texts.joined(separator: ";")
  }

  /// The whole file.
  var json: String {
    let root = sourceRoot.map { "\"sourceRoot\":\(Self.quote($0))," } ?? ""
    let sources = sources.map { $0.map(Self.quote) ?? "null" }.joined(separator: ",")
    let names = names.map(Self.quote).joined(separator: ",")
    return #"{"version":3,\#(root)"sources":[\#(sources)],"names":[\#(names)],"#
      + #""mappings":"\#(mappings)"}"#
  }

  /// A string with every character escaped that must be.
  static func quote(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case "\u{0}"..<" ":
        result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func encode(_ segment: Segment, after last: inout Segment) -> String {
    func difference(_ field: WritableKeyPath<Segment, Int32>) -> String {
      defer { last[keyPath: field] = segment[keyPath: field] }
      return vlq(Int(segment[keyPath: field]) - Int(last[keyPath: field]))
    }
    var text = difference(\.column)
    guard segment.source >= 0 else { return text }
    text += difference(\.source) + difference(\.originalLine) + difference(\.originalColumn)
    return segment.name >= 0 ? text + difference(\.name) : text
  }
}
