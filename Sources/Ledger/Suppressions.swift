// SPDX-License-Identifier: Apache-2.0

/// Rules about leaks that are known, as suppression and baseline files hold them.
public struct Suppressions: Sendable {
  /// What of a site a rule looks at.
  enum Subject: String {
    /// A function, `FILE:LINE` or module of any native frame.
    case leak
    /// A module.
    case lib
    /// A function or `SCRIPT:LINE` of script.
    case js
  }

  /// One line of a file.
  struct Rule {
    let subject: Subject
    let pattern: Pattern
    /// The rule holds while it covers at most so many objects.
    let most: UInt64?
    /// The line without its comment.
    let text: String
  }

  /// A line that is no rule.
  public struct Invalid: Error, Hashable {
    /// From 1.
    public let line: Int
    /// What was expected.
    public let reason: String
  }

  /// What a rule took out of a report.
  public struct Use: Hashable, Sendable {
    /// The rule as written.
    public let rule: String
    /// How many objects it covered.
    public var objects: UInt64
    /// How many sites they came from.
    public var sites: Int
  }

  private var rules: [Rule] = []

  /// No rules.
  public init() {}

  /// Whether there are none.
  public var isEmpty: Bool { rules.isEmpty }

  /// Adds the rules of a text, or none of them. Linear in its length.
  public mutating func add(_ text: String) throws(Invalid) {
    var added: [Rule] = []
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let words = line.prefix { $0 != UInt8(ascii: "#") }.split { $0 <= 0x20 }
        .map { String(decoding: $0, as: UTF8.self) }
      guard !words.isEmpty else { continue }
      switch Rule.read(words) {
      case .success(let rule): added.append(rule)
      case .failure(let reason): throw Invalid(line: index + 1, reason: reason.text)
      }
    }
    rules += added
  }

  /// Takes out the groups that a rule covers; the first rule that matches a group counts.
  ///
  /// Groups of a rule whose ceiling they exceed stay, all of them, and say so.
  public func apply(to groups: [LeakGroup]) -> (kept: [LeakGroup], used: [Use]) {
    let chosen = groups.map { group in rules.firstIndex { $0.covers(group) } }
    var uses: [Int: Use] = [:]
    for (group, rule) in zip(groups, chosen) {
      guard let rule else { continue }
      uses[rule, default: Use(rule: rules[rule].text, objects: 0, sites: 0)].objects +=
        group.existing
      uses[rule]?.sites += 1
    }
    let exceeded = uses.filter { rule, use in rules[rule].most.map { use.objects > $0 } ?? false }
    let kept: [LeakGroup] = zip(groups, chosen).compactMap { group, rule in
      guard let rule else { return group }
      guard exceeded[rule] != nil else { return nil }
      var group = group
      group.exceeded = rules[rule].text
      return group
    }
    let used = uses.filter { exceeded[$0.key] == nil }.sorted { $0.key < $1.key }.map(\.value)
    return (kept, used)
  }
}

extension Suppressions.Rule {
  /// Why words are no rule.
  struct Reason: Error {
    let text: String
  }

  /// `leak:PATTERN`, and `max=N` behind it. A pattern may contain spaces.
  static func read(_ words: [String]) -> Result<Self, Reason> {
    var words = words
    var most: UInt64?
    if words.count > 1, let last = words.last, last.hasPrefix("max=") {
      guard let number = UInt64(last.dropFirst(4)) else {
        return .failure(Reason(text: "max= takes a number"))
      }
      most = number
      words.removeLast()
    }
    let text = words.joined(separator: " ")
    guard let colon = text.firstIndex(of: ":"),
      let subject = Suppressions.Subject(rawValue: String(text[..<colon]))
    else { return .failure(Reason(text: "leak:, lib: or js: expected")) }
    guard let pattern = Pattern(String(text[text.index(after: colon)...])) else {
      return .failure(Reason(text: "the pattern would match everything"))
    }
    let limit = most.map { " max=\($0)" } ?? ""
    return .success(Self(subject: subject, pattern: pattern, most: most, text: text + limit))
  }

  /// Whether the rule is about this group's site.
  func covers(_ group: LeakGroup) -> Bool {
    switch subject {
    case .leak: group.frames.contains { $0.words.contains(where: pattern.matches) }
    case .lib: group.frames.contains { $0.module.map(pattern.matches) ?? false }
    case .js:
      group.script.contains {
        pattern.matches($0.function) || pattern.matches("\($0.script):\($0.line)")
      }
    }
  }
}

extension Frame {
  /// What rules compare: function, file and line, module.
  fileprivate var words: [String] {
    [function, file.map { "\($0):\(line)" }, module].compactMap(\.self)
  }
}
