// SPDX-License-Identifier: Apache-2.0

internal import CNativeStack
internal import Glibc
internal import Ledger
internal import Synchronization

extension VM {
  enum Occasion {
    case destroyEnv
    case destroyVM
    case exit
    /// The program asked, and calls it so.
    case check(String)
  }

  /// What callers must give back before their env or VM ends.
  private static let leakKinds: [ObjectKind] = [
    .reference, .dataReference, .deferred, .script, .profiler,
  ]

  /// Says which objects of an env, or of all, were not given back, and where they were created.
  /// `cycles` are those that were found before the env's finalizers ran.
  func reportLeaks(of env: Env?, occasion: Occasion, cycles: LeakReport? = nil) {
    guard Process.shared.options.leakReport != .off else { return }
    guard var report = leaks(of: env, occasion: occasion) else {
      if let cycles { Process.shared.publish(cycles) }
      return
    }
    if Process.shared.options.leakReport == .full { measure(&report, of: env) }
    Process.shared.publish(cycles.map { report.with($0) } ?? report)
  }

  /// What was not given back and is neither ignored nor suppressed; nil if there was nothing at all.
  func leaks(
    of env: Env?, occasion: Occasion, since mark: Mark? = nil,
    kinds: [ObjectKind] = VM.leakKinds
  ) -> LeakReport? {
    let tally = tally(of: env, since: mark, kinds)
    guard tally.count > 0 else { return nil }
    var groups = tally.groups(
      in: ledger, depth: stackDepth, trim: .own, symbolise: { describe($0) })
    for index in groups.indices where groups[index].state == .cleared {
      let size = MemoryLayout<Slab<Reference>.Slot>.stride
      groups[index].nativeBytes = groups[index].existing * UInt64(size)
    }
    let (kept, used) = Process.shared.suppressions.withLock { $0.apply(to: groups) }
    return LeakReport(occasion.named(self, env), pid: getpid(), groups: kept, suppressed: used)
  }

  /// What was not given back and is not ignored, with return addresses for frames: names are for
  /// another thread to find.
  func unnamedLeaks(since mark: Mark?) -> [LeakGroup] {
    tally(of: nil, since: mark, Self.leakKinds)
      .groups(in: ledger, depth: stackDepth) { $0.map { Frame(address: $0) } }
  }

  private func tally(of env: Env?, since mark: Mark?, _ kinds: [ObjectKind]) -> LeakTally {
    let now = monotonicNow()
    var tally = LeakTally()
    for kind in kinds {
      forEach(kind) { made in
        guard env == nil || made.env == env?.id, !made.stamp.isIgnored,
          mark?.precedes(made.stamp) ?? true
        else { return true }
        let moment = epochs.moment(of: made.stamp)
        tally.add(
          made.site, made.state, refcount: made.refcount,
          age: .nanoseconds(Int64(clamping: now &- moment.nanoseconds)),
          collection: moment.collections)
        return true
      }
    }
    return tally
  }
}

extension Process {
  /// Prints a report as options ask; what is left in it counts for the exit code.
  func publish(_ report: LeakReport) {
    if report.existing > 0 { noteLeak() }
    log(options.leakReport == .full ? report.text(as: options.leakReportFormat) : report.summary)
  }
}

extension LeakReport {
  /// The whole report in a form.
  func text(as format: LeakReportFormat) -> String {
    switch format {
    case .text: text
    case .json: json
    case .baseline: baseline
    }
  }
}

extension VM.Occasion {
  fileprivate func named(_ vm: VM, _ env: Env?) -> LeakReport.Occasion {
    switch self {
    case .destroyEnv: .destroyEnv(env.map { UInt(bitPattern: $0.handle) } ?? 0, name: vm.name)
    case .destroyVM: .destroyVM(UInt(bitPattern: vm.handle), name: vm.name)
    case .exit: .exit
    case .check(let name): .check(name)
    }
  }
}

/// Where this library's own code lies, when it is not part of the program itself.
func ownAddresses() -> [Range<UInt>] {
  var low: UInt = 0
  var high: UInt = 0
  return native_stack_own_module(&low, &high) ? [low..<high] : []
}

/// The functions at return addresses, with file and line where debug information has them.
func describe(_ addresses: UnsafeBufferPointer<UInt>) -> [Frame] {
  addresses.flatMap { address -> [Frame] in
    var module: UnsafePointer<CChar>?
    var offset: UInt = 0
    let isKnown = native_stack_module(address - 1, &module, &offset)
    let empty = Frame(
      address: address - 1, module: isKnown ? module.map { String(cString: $0) } : nil,
      moduleOffset: offset)
    var frames: [Frame] = []
    withUnsafeMutablePointer(to: &frames) { frames in
      native_stack_describe(
        address,
        { found, data in
          guard let found = found?.pointee, let data else { return }
          var frame = Frame(
            address: 0, function: found.function.map { String(cString: $0) },
            file: found.file.map { String(cString: $0) }, line: Int(found.line))
          frame.isInlined = found.inlined
          data.assumingMemoryBound(to: [Frame].self).pointee.append(frame)
        }, frames)
    }
    if frames.isEmpty { return [empty] }
    for index in frames.indices {
      frames[index].address = empty.address
      frames[index].module = empty.module
      frames[index].moduleOffset = empty.moduleOffset
    }
    return frames
  }
}
