// SPDX-License-Identifier: Apache-2.0

extension LeakReport {
  /// What is left as rules of a baseline file, what exists being their ceilings; see `Suppressions`.
  public var baseline: String {
    var ceilings: [(rule: String, most: UInt64)] = []
    for group in groups {
      guard let rule = group.rule else { continue }
      if let known = ceilings.firstIndex(where: { $0.rule == rule }) {
        ceilings[known].most += group.existing
      } else {
        ceilings.append((rule, group.existing))
      }
    }
    return ceilings.map { "\($0.rule) max=\($0.most)\n" }.joined()
  }
}

extension LeakGroup {
  /// What names the site in a rule: the place of the first frame, else its function, else script.
  fileprivate var rule: String? {
    if let frame = frames.first {
      if let file = frame.file, frame.line > 0 { return "leak:\(file):\(frame.line)$" }
      if let function = frame.function { return "leak:\(function)" }
      if let module = frame.module { return "lib:\(module)" }
    }
    return script.first.map { "js:\($0.script):\($0.line)$" }
  }
}
