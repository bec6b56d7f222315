// SPDX-License-Identifier: Apache-2.0

extension LeakGroup {
  /// Whether the objects are references, to values or to data.
  var isOfReferences: Bool { kind == .reference || kind == .dataReference }

  /// This group's part of a report: headline, stacks, details, each line ending in a newline.
  var paragraph: String {
    var lines = [headline]
    lines += Self.stackLines(frames, script)
    lines.append("  " + details)
    if let example { lines.append("  keeps alive, e.g.: " + example) }
    if let cycle { lines += cycle.lines }
    if let exceeded { lines.append("  more than the baseline allows: " + exceeded) }
    if isStackShort { lines.append("  " + FrameTrim.shortStackNote) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `Strong reference leak: 5120 ref(s) from 1 site, created at:`
  private var headline: String {
    let title: String
    switch (kind, state) {
    case (.reference, .strong): title = "Strong reference"
    case (.reference, .emptied): title = "Empty reference"
    case (.reference, _): title = "Weak reference"
    default: title = kind.singular.prefix(1).uppercased() + kind.singular.dropFirst()
    }
    let noun: String
    switch kind {
    case .reference: noun = "ref"
    case .dataReference: noun = "data ref"
    default: noun = kind.singular
    }
    let native = nativeBytes.map { " (\(Quantity.bytes($0)) native)" } ?? ""
    let fate =
      switch state {
      case .strong, .weak: ""
      case .cleared: ", targets collected but never deleted\(native)"
      case .emptied: ", values dropped at count 0 but never deleted"
      }
    return "\(title) leak: \(existing) \(noun)(s) from 1 site\(holding)\(fate), created at:"
  }

  /// A native stack and the script that called it.
  static func stackLines(_ frames: [Frame], _ script: [ScriptFrame]) -> [String] {
    var lines = frames.enumerated().map { "    #\($0) \($1)" }
    if frames.isEmpty { lines.append("    <no stack>") }
    if !script.isEmpty {
      lines.append("    JS " + script.map(\.description).joined(separator: " < "))
    }
    return lines
  }

  /// ` holding 38.2 MB of JS heap (exclusive; 38.9 MB with shared)`
  private var holding: String {
    guard let heldBytes else { return "" }
    let shared = heldWithShared.map { " (exclusive; \(Quantity.bytes($0)) with shared)" } ?? ""
    return " holding \(Quantity.bytes(heldBytes)) of JS heap\(shared)"
  }

  /// `deleted 0 of 5120; refcount 1; oldest 14m03s, newest 2s`
  private var details: String {
    var parts = ["deleted \(deleted) of \(created)"]
    if state == .strong, isOfReferences, let refcounts {
      let (low, high) = (refcounts.lowerBound, refcounts.upperBound)
      parts.append(low == high ? "refcount \(low)" : "refcount \(low) to \(high)")
    }
    let collection = oldestCollection.map { " (GC #\($0))" } ?? ""
    let ages = [
      oldest.map { "oldest " + Quantity.age($0) + collection },
      newest.map { "newest " + Quantity.age($0) },
    ]
    let known = ages.compactMap(\.self)
    if !known.isEmpty { parts.append(known.joined(separator: ", ")) }
    if let growth { parts.append(growth) }
    return parts.joined(separator: "; ")
  }

  /// How fast the objects that are left became so many, once that took a minute: `+41.0 refs/min over
  /// 20 min`.
  private var growth: String? {
    guard let oldest, let newest, existing > 1, oldest - newest >= .seconds(60) else { return nil }
    let seconds = UInt64((oldest - newest).components.seconds)
    let tenths = ((existing - 1) * 600 + seconds / 2) / seconds
    let noun = isOfReferences ? "refs" : kind.plural
    return "+\(tenths / 10).\(tenths % 10) \(noun)/min over \(seconds / 60) min"
  }
}
