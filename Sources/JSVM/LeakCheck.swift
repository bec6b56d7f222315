// SPDX-License-Identifier: Apache-2.0

internal import CNativeStack
internal import Glibc
internal import Ledger

extension VM {
  enum Occasion {
    case destroyEnv
    case destroyVM
    case exit
  }

  /// Says which references of an env, or of all, were not deleted, and where they were created.
  func reportLeaks(of env: Env?, occasion: Occasion) {
    let process = Process.shared
    guard process.options.leakReport != .off else { return }
    var tally = LeakTally()
    for slot in references.slots {
      let reference = slot.pointee.record
      guard env == nil || reference.env == env?.id else { continue }
      tally.add(reference.site, reference.leakState, refcount: reference.count)
    }
    guard tally.count > 0 else { return }
    process.noteLeak()
    let groups = tally.groups(
      in: ledger, depth: stackDepth, trim: FrameTrim(ownAddresses: ownAddresses()),
      symbolise: { describe($0) })
    let report = LeakReport(occasion.named(self, env), pid: getpid(), groups: groups)
    process.log(process.options.leakReport == .full ? report.text : report.summary)
  }
}

extension Reference {
  fileprivate var leakState: LeakState {
    if isEmpty { return isWeakable ? .cleared : .emptied }
    return count > 0 ? .strong : .weak
  }
}

extension VM.Occasion {
  fileprivate func named(_ vm: VM, _ env: Env?) -> LeakReport.Occasion {
    switch self {
    case .destroyEnv: .destroyEnv(env.map { UInt(bitPattern: $0.handle) } ?? 0)
    case .destroyVM: .destroyVM(UInt(bitPattern: vm.handle))
    case .exit: .exit
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
