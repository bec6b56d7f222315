// SPDX-License-Identifier: Apache-2.0

/// An entry of `sources`, with the root it stands under.
///
/// Joined only when asked for: all sources of a map share one root, and a file of a megabyte
/// could otherwise ask for a hundred gigabytes of names.
struct Source: Sendable {
  /// The map's `sourceRoot`, empty for none.
  let root: String
  /// Nil for a null entry.
  let path: String?

  /// Root and path joined by one slash; a path that is absolute or a URL stands for itself.
  var name: String? {
    guard let path, !root.isEmpty, !Self.isAbsolute(path) else { return path }
    return root.utf8.last == UInt8(ascii: "/") ? root + path : root + "/" + path
  }

  /// Whether a path begins with a slash or a scheme, such as `webpack:` or a drive.
  private static func isAbsolute(_ path: String) -> Bool {
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: ":"):
        return path.utf8.first != byte
      case UInt8(ascii: "/"):
        return path.utf8.first == byte
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."):
        continue
      default:
        return false
      }
    }
    return false
  }
}
