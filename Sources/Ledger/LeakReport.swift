// SPDX-License-Identifier: Apache-2.0

/// The text about references that were not deleted in time, in LeakSanitizer's shape.
public struct LeakReport: Sendable {
  /// The moment at which references should have been gone.
  public enum Occasion: Hashable, Sendable {
    /// An env is destroyed: its address and, if it has one, its name.
    case destroyEnv(UInt, name: String? = nil)
    /// A VM is destroyed.
    case destroyVM(UInt, name: String? = nil)
    /// The process ends.
    case exit
    /// The program asked, and calls the occasion so.
    case check(String)
  }

  /// When the check took place.
  public let occasion: Occasion
  /// The process.
  public let pid: Int32
  /// What is left, strong references first, then by what they hold, then by count.
  public let groups: [LeakGroup]
  /// What rules took out of it.
  public let suppressed: [Suppressions.Use]
  /// Bytes of JavaScript heap that would be freed if all were given back: also what only several
  /// sites together hold.
  public var heldTogether: UInt64?
  /// Why nobody knows what they hold, if somebody asked.
  public var unmeasured: String?

  /// A report of these groups, in any order.
  public init(
    _ occasion: Occasion, pid: Int32, groups: [LeakGroup], suppressed: [Suppressions.Use] = []
  ) {
    self.suppressed = suppressed
    self.occasion = occasion
    self.pid = pid
    self.groups = groups.sorted { $0.precedes($1) }
  }

  /// How many objects are left.
  public var existing: UInt64 { groups.reduce(0) { $0 + $1.existing } }

  /// How many sites they come from; one with strong and weak references counts once.
  public var siteCount: Int { Set(groups.map(\.site)).count }

  /// The whole report, ending in a newline; empty when nothing is left and no rule was used.
  public var text: String { leaks + usedRules }

  /// What is left, paragraph by paragraph.
  private var leaks: String {
    guard !groups.isEmpty else { return "" }
    var text = String(repeating: "=", count: 65) + "\n"
    text += "==\(pid)==ERROR: JSVM: detected leaked \(noun)s at \(occasion)\n\n"
    for group in groups { text += group.paragraph + "\n" }
    if let unmeasured { text += "note: how much they hold is not known: \(unmeasured)\n\n" }
    text += "SUMMARY: JSVM: \(existing) \(noun)(s) leaked at \(siteCount) site(s)"
    if let heldTogether { text += ", \(Quantity.bytes(heldTogether)) of JS heap held" }
    if !suppressed.isEmpty {
      let objects = suppressed.reduce(0) { $0 + $1.objects }
      let patterns = suppressed.count == 1 ? "pattern" : "patterns"
      return text + ". (\(objects) suppressed: \(suppressed.count) \(patterns))\n"
    }
    return text + ".\n"
  }

  /// The rules that took something out, as LeakSanitizer lists them.
  private var usedRules: String {
    guard !suppressed.isEmpty else { return "" }
    let line = String(repeating: "-", count: 53) + "\n"
    let rows = suppressed.map { use in
      let count = "\(use.objects)"
      return String(repeating: " ", count: max(0, 7 - count.count)) + count + " " + use.rule + "\n"
    }
    return line + "Suppressions used:\n  count template\n" + rows.joined() + line
  }

  /// One line that names the first site, ending in a newline; empty when nothing is left.
  public var summary: String {
    guard let first = groups.first else { return "" }
    let place = first.frames.first?.brief ?? first.script.first?.description
    return """
      JSVM: \(existing) \(noun)(s) created at \(siteCount) site(s) were not deleted before \
      \(occasion.name) (first: \(place ?? "<no stack>")); \
      JSVM_OPTIONS=leak_check_at_exit=1 prints all.

      """
  }

  /// What to call the objects: references, unless others are among them.
  private var noun: String {
    groups.allSatisfy(\.isOfReferences) ? "reference" : "object"
  }
}

extension LeakReport.Occasion: CustomStringConvertible {
  /// The event alone: `DestroyEnv`.
  public var name: String {
    switch self {
    case .destroyEnv: "DestroyEnv"
    case .destroyVM: "DestroyVM"
    case .exit: "exit"
    case .check(let name): name
    }
  }

  /// The event and what it happened to: `DestroyEnv (env 0x55d0c0a1 "main")`.
  public var description: String {
    switch self {
    case .destroyEnv(let address, let name): described("env", address, name)
    case .destroyVM(let address, let name): described("vm", address, name)
    case .exit, .check: name
    }
  }

  /// The event with address and name in parentheses.
  private func described(_ noun: String, _ address: UInt, _ label: String?) -> String {
    let label = label.map { " \"\($0)\"" } ?? ""
    return "\(name) (\(noun) \(hexadecimal(address))\(label))"
  }
}
