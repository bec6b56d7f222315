// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Glibc
internal import Synchronization

// The flag `--heap-dump-on-oom`, which V8 itself does not know: a heap snapshot is written into the
// current directory when a heap nears its limit, once for each VM.
extension Process {
  /// Whether this is the flag; V8 is not told of it.
  func takeDumpFlag(_ text: String) -> Bool {
    guard text == "--heap-dump-on-oom" || text == "--heap_dump_on_oom" else { return false }
    dumpsNearLimit.store(true, ordering: .relaxed)
    return true
  }

  /// Node's name for a snapshot: when, process, thread, and how many there were before.
  private func dumpName() -> String {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    let date = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
      let length = strftime(text.baseAddress!, text.count, "%Y%m%d.%H%M%S", &local)
      return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    let count = dumps.wrappingAdd(1, ordering: .relaxed).newValue
    return "Heap.\(date).\(getpid()).\(native_thread_id()).\(count).heapsnapshot"
  }

  /// Writes a snapshot of a VM whose heap nears its limit. A forked child takes it where there can be
  /// one: a snapshot needs several times the memory, and when that is not to be had the child ends and
  /// not this process.
  func dump(_ vm: VM) {
    let name = dumpName()
    var isWhole = false
    let child = inForkedChild(endingWithin: 600) {
      vm.callNobody()
      return vm.writeSnapshot(to: name) ? 0 : 1
    }
    if let child {
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
      isWhole = status == 0
      if !isWhole { unlink(VM.temporary(name)) }
    } else {
      isWhole = vm.writeSnapshot(to: name)
    }
    let limit = vm.heapStatistics().heapSizeLimit >> 20
    log(
      isWhole
        ? "JSVM: the heap nears its limit of \(limit) MB: snapshot written to \(name)\n"
        : "JSVM: the heap nears its limit of \(limit) MB, and there is no snapshot of it\n")
  }
}

extension VM {
  /// Tells V8 to call back before the heap meets its limit, if dumps were asked for.
  func watchLimit() {
    guard Process.shared.dumpsNearLimit.load(ordering: .relaxed) else { return }
    v8s_isolate_watch_limit(isolate)
  }

  /// The heap is about to meet its limit, inside a collection. Returns the limit from now on: a snapshot
  /// collects, and has to get past it.
  func reportNearLimit(_ limit: Int) -> Int {
    if isDumping { return limit * 2 }
    guard !hasDumped else { return limit }
    hasDumped = true
    isDumping = true
    reporting += 1
    Process.shared.dump(self)
    reporting -= 1
    isDumping = false
    return limit
  }

  /// In a child: the application's handlers are the parent's, and one that leaves by longjmp would make
  /// a second application of the child.
  func callNobody() {
    outOfMemoryHandler = nil
    fatalErrorHandler = nil
    heapThreshold = nil
    handlers = GCHandlers()
    Process.shared.callsNobody.store(true, ordering: .relaxed)
  }

  fileprivate static func temporary(_ name: String) -> String { name + ".part" }

  /// Writes a snapshot under a temporary name that it loses when it is whole.
  fileprivate func writeSnapshot(to name: String) -> Bool {
    let temporary = Self.temporary(name)
    guard let file = fopen(temporary, "we") else { return false }
    let status = Result { () throws(Failure) in
      try takeHeapSnapshot(
        { bytes, size, file in
          guard let bytes, let file else { return true }
          return fwrite(bytes, 1, Int(size), file.assumingMemoryBound(to: FILE.self)) == Int(size)
        }, UnsafeMutableRawPointer(file))
    }
    let isWritten = ferror(file) == 0
    guard fclose(file) == 0, isWritten, case .success = status, rename(temporary, name) == 0 else {
      unlink(temporary)
      return false
    }
    return true
  }
}
