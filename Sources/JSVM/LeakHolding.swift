// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import Glibc
internal import Ledger
internal import Synchronization

extension VM {
  /// How long a leak report waits for the child that measures.
  private static let patience: UInt32 = 30

  /// Has a report say how much its leaks hold, or why nobody knows.
  ///
  /// Measured in a forked child or not at all: a report must not collect, and the program that is
  /// about to end is not the one to run out of memory for it.
  func measure(_ report: inout LeakReport, of env: Env?, since mark: Mark? = nil) {
    let limit = Process.shared.options.heldLimit
    let sites = Set(report.groups.filter(\.isOnHeap).map(\.site))
    guard limit > 0, !sites.isEmpty, !isSaved else { return }
    let used = heapStatistics().usedHeapSize >> 20
    guard used <= limit else {
      report.unmeasured = "the heap of \(used) MB is larger than held=\(limit) in JSVM_OPTIONS"
      return
    }
    let selection = HeldSelection(env: env?.id, since: mark?.epoch, sites: sites, isOfLeaks: true)
    switch measureForked(HeldRequest(selection: selection, seconds: Self.patience)) {
    case .failure(let failure): report.unmeasured = failure.description
    case .success(let sizes): report = holding(report, sizes)
    }
  }

  /// The leaks of an env that are in cycles with their owners, measured. Asked for while the env's
  /// finalizers have not run, which often delete them: until then they have leaked.
  func cycles(of env: Env) -> LeakReport? {
    let options = Process.shared.options
    guard options.leakReport == .full, options.heldLimit > 0, !ownerships(of: env.id).isEmpty,
      var report = leaks(of: env, occasion: .destroyEnv)
    else { return nil }
    measure(&report, of: env)
    let groups = report.groups.compactMap { group -> LeakGroup? in
      guard let cycle = group.cycle else { return nil }
      var group = group
      group.existing = cycle.count
      group.cycle?.hasEnded = true
      return group
    }
    guard !groups.isEmpty else { return nil }
    var cycles = LeakReport(report.occasion, pid: report.pid, groups: groups)
    cycles.heldTogether = groups.reduce(0) { $0 + ($1.heldBytes ?? 0) }
    return cycles
  }

  /// The same leaks with what they hold, in the order that follows from it.
  private func holding(_ report: LeakReport, _ sizes: HeldSizes) -> LeakReport {
    let groups = report.groups.map { group in
      guard group.isOnHeap else { return group }
      var group = group
      // References to numbers hold nothing.
      let held = sizes[group.site]
      group.heldBytes = held?.exclusive ?? 0
      group.heldWithShared = held?.inclusive ?? 0
      group.example = held.flatMap { $0.example.isEmpty ? nil : $0.example }
      group.cycle = held?.cycle.map { leakCycle($0) }
      return group
    }
    var measured = LeakReport(
      report.occasion, pid: report.pid, groups: groups, suppressed: report.suppressed)
    measured.heldTogether = sizes.together
    return measured
  }

  private func leakCycle(_ cycle: HeldSizes.Cycle) -> LeakCycle {
    let owner = ledger.sites[cycle.owner]
    return LeakCycle(
      count: cycle.count, example: cycle.example, ownerKind: owner.kind,
      frames: readable(stack(of: cycle.owner)), script: ledger.scripts.stack(of: owner.script))
  }

  private func measureForked(_ request: HeldRequest) -> Result<HeldSizes, HeldFailure> {
    var request = request
    request.fallsBack = false
    // When the process ends, a VM may be open nowhere, or on a thread that has ended.
    let thread = owner.load(ordering: .acquiring)
    guard thread == 0 || thread == native_thread_id() else { return .failure(.otherThread) }
    do throws(Failure) {
      return try withLock { () throws(Failure) in
        let opened = try visit()
        defer { leave(opened) }
        return try attributeHeap(request).result()
      }
    } catch { return .failure(.noSnapshot) }
  }
}

extension LeakGroup {
  /// Whether the objects keep values of the JavaScript heap alive.
  fileprivate var isOnHeap: Bool {
    state == .strong && kind.isHolder
  }
}

extension ObjectKind {
  /// Whether strong objects of this kind keep values of the JavaScript heap alive.
  var isHolder: Bool {
    switch self {
    case .reference, .dataReference, .deferred, .script: true
    default: false
    }
  }
}

extension LeakReport {
  /// The same leaks, and those that were in cycles when the env's end began.
  func with(_ cycles: LeakReport) -> LeakReport {
    var groups = groups
    var ended: [LeakGroup] = []
    for cycle in cycles.groups {
      let same = groups.firstIndex { $0.site == cycle.site && $0.state == .strong }
      if let same {
        groups[same].cycle = cycle.cycle
        groups[same].cycle?.hasEnded = false
      } else {
        ended.append(cycle)
      }
    }
    var report = LeakReport(occasion, pid: pid, groups: groups + ended, suppressed: suppressed)
    report.unmeasured = unmeasured
    report.heldTogether = ended.reduce(heldTogether) { ($0 ?? 0) + ($1.heldBytes ?? 0) }
    return report
  }
}
