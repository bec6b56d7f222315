// SPDX-License-Identifier: Apache-2.0

/// Takes what users typed and servers stored out of a snapshot, so that it can be shown to others.
///
/// Texts are replaced; the graph, sizes, ids, classes and every other number stay. What is kept are
/// the engine's own names, names of classes and functions, and names of properties and variables
/// that are identifiers, since without them nobody could read the file. `keepsNames = false`
/// replaces those too.
public struct Redaction: Sendable {
  /// Names of classes, functions, properties and variables stay.
  public var keepsNames = true
  /// Strings that contain one of these are replaced whatever they name.
  public var secrets: [String] = []
  /// Mixed into the marks of replaced strings, which tell equal texts of two files from different
  /// ones only if both were redacted with the same salt.
  public var salt: UInt64

  public init(salt: UInt64 = UInt64.random(in: .min ... .max)) { self.salt = salt }

  /// Hands the redacted text to `write`, piece by piece.
  ///
  /// Returns how many strings were replaced. Everything but `strings` is copied byte by byte.
  public func write(
    _ snapshot: Snapshot, to write: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    let text = snapshot.strings.text
    let uses = Uses(snapshot)
    var stand = StandIns(salt: salt)
    var copied = 0
    var replaced = 0
    for index in 0..<snapshot.strings.count
    where !isKept(snapshot.strings[UInt32(index)], uses, index) {
      let range = snapshot.strings.range(of: UInt32(index))
      let original = EscapedText.plain(text.slice(range))
      try unsafe write(text.bytes(copied..<range.lowerBound))
      let other = Array(stand.standIn(for: original, isProperty: uses.isProperty[index]).utf8)
      try unsafe other.withUnsafeBytes { try unsafe write($0) }
      copied = range.upperBound
      replaced += 1
    }
    try unsafe write(text.bytes(copied..<text.count))
    return replaced
  }

  private func isKept(_ text: String, _ uses: Uses, _ index: Int) -> Bool {
    // Without these names a WeakMap's values would belong to somebody else.
    if uses.isEphemeron[index] { return true }
    if secrets.contains(where: { text.holds($0) }) { return false }
    if isEngineName(text) || uses.isEngine[index] { return true }
    guard keepsNames, !text.hasPrefix("<") else { return false }
    return uses.isName[index] || (uses.isProperty[index] && isIdentifier(text))
  }

  /// `(array)`, `system / Map` and the like, but not `(code for login)`. Two characters hold no
  /// secret.
  private func isEngineName(_ text: String) -> Bool {
    text.utf8.count <= 2 || text.hasPrefix("system / ") || text == "<dummy>"
      || (text.hasPrefix("(") && text.hasSuffix(")") && text.utf8.count < 40
        && !text.holds(" for "))
  }

  private func isIdentifier(_ text: String) -> Bool {
    guard text.utf8.count <= 40, let first = text.utf8.first, !isDigit(first) else { return false }
    return text.utf8.allSatisfy { byte in
      isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
        || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
  }
}

/// What stands in the place of replaced strings. Equal texts have equal ones.
private struct StandIns {
  let salt: UInt64
  private var taken: Set<String> = []

  init(salt: UInt64) { self.salt = salt }

  mutating func standIn(for text: String, isProperty: Bool) -> String {
    if isProperty { return property(text) }
    let mark = "[\(text.utf16.count) chars #\(digits(of: text, 0).prefix(16))]"
    // DevTools' class of a DOM node is its tag.
    guard text.hasPrefix("<"), let end = text.firstIndex(where: { " >".contains($0) }) else {
      return mark
    }
    return "\(text[..<end]) \(mark)>"
  }

  /// Letters of the same length: classes of plain objects are told apart by the lengths of their
  /// properties' names, among others, and must stay the same.
  private mutating func property(_ text: String) -> String {
    let length = text.utf16.count
    for attempt in 0..<100 {
      var letters = ""
      var block = 0
      while letters.utf8.count < length {
        letters += digits(of: text, attempt << 32 + block).map {
          String(UnicodeScalar(UInt8(ascii: "a") + UInt8($0.hexDigitValue ?? 0)))
        }.joined()
        block += 1
      }
      let candidate = String(letters.prefix(length))
      if taken.insert(candidate).inserted { return candidate }
    }
    return text.utf16.map { _ in "?" }.joined()
  }

  private func digits(of text: String, _ number: Int) -> String {
    var hash = SHA256()
    for word in [salt, UInt64(number)] {
      hash.update((0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) })
    }
    hash.update(text.utf8)
    return hash.hexadecimal()
  }
}

/// What each string of a snapshot is used for.
private struct Uses {
  private let snapshot: Snapshot
  /// Names a class, a function or something of the engine.
  var isName: [Bool]
  /// Names an edge of the engine's own: internal, hidden, shortcut, weak.
  var isEngine: [Bool]
  /// Names a property or a variable.
  var isProperty: [Bool]
  /// Tells of a WeakMap's pair.
  var isEphemeron: [Bool]

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    let none = [Bool](repeating: false, count: snapshot.strings.count)
    (isName, isEngine, isProperty, isEphemeron) = (none, none, none, none)
    collectNodes()
    collectEdges()
  }

  private mutating func collectNodes() {
    for node in 0..<snapshot.nodes.count {
      let name = Int(snapshot.nodes.name[node])
      guard name < isName.count else { continue }
      switch snapshot.type(of: node) {
      case .object, .closure, .native: isName[name] = true
      case .hidden, .synthetic, .array, .code, .objectShape, .wasmObject:
        // Scripts' sources and similar texts hang at such nodes: only the short ones are names.
        if snapshot.strings.writtenLength(of: UInt32(name)) <= 80 { isName[name] = true }
      default: break
      }
    }
  }

  private mutating func collectEdges() {
    for edge in 0..<snapshot.edges.count {
      let name = Int(snapshot.edges.name[edge])
      let type = snapshot.type(ofEdge: edge)
      guard !type.isIndexed, name < isName.count else { continue }
      switch type {
      case .internal, .weak, .shortcut:
        if snapshot.names.isKind(.ephemeron, UInt32(name)) { isEphemeron[name] = true }
        // V8 puts texts into some of these names.
        if snapshot.strings.writtenLength(of: UInt32(name)) <= 40 { isEngine[name] = true }
      default: isProperty[name] = true
      }
    }
  }
}

extension String {
  /// Whether a text, spelt with these or equivalent characters, is part of this one.
  ///
  /// `contains` would link Swift's regular expressions, 1.3 MB of the library.
  fileprivate func holds(_ part: String) -> Bool {
    part.isEmpty || indices.contains { self[$0...].hasPrefix(part) }
  }
}
