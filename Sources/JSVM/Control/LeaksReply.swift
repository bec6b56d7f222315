// SPDX-License-Identifier: Apache-2.0

internal import Control
internal import Door
internal import Glibc
internal import JSON
internal import Ledger
internal import Synchronization

extension ControlTarget {
  /// `leaks`: a leak check of what exists now.
  func answerLeaks(_ request: ControlRequest, _ reply: @escaping Reply) throws(ControlFailure) {
    let since = try request.text("since")
    let occasion = since.map { "jsvm leaks, since mark \"\($0)\"" } ?? "jsvm leaks"
    try ask(request, reply) { vm throws(ControlFailure) in
      let mark = try vm.mark(named: since)
      return (vm.id, vm.stackDepth, vm.unnamedLeaks(since: mark))
    } then: { vm, depth, groups in
      let named = groups.map { $0.symbolised(depth) }
      let (kept, used) = Process.shared.suppressions.withLock { $0.apply(to: named) }
      let report = LeakReport(.check(occasion), pid: getpid(), groups: kept, suppressed: used)
      var json = JSONWriter()
      json.object { json in
        json.member("schema", "jsvm.leaks/1")
        json.member("vm", vm)
        json.member("leaked", report.existing)
        json.member("sites", report.siteCount)
        json.member("text", report.text)
        json.member("report", report.json)
      }
      return .result(json.text)
    }
  }
}

extension LeakGroup {
  /// The same with names in place of the return addresses that `unnamedLeaks` left there.
  fileprivate func symbolised(_ depth: Int) -> LeakGroup {
    var named = self
    let addresses = frames.map(\.address)
    let all = addresses.withUnsafeBufferPointer(describe)
    named.frames = FrameTrim.own.trimmed(all)
    named.isStackShort =
      addresses.count < depth && FrameTrim.own.isImplausiblyShort(all, depth: depth)
    return named
  }
}
