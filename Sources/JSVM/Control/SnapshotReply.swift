// SPDX-License-Identifier: Apache-2.0

internal import CV8Shim
internal import Control
internal import Door
internal import Glibc
internal import JSON

/// What a client wants of a snapshot.
private struct SnapshotWish: Sendable {
  /// In a copy of the process where there can be one.
  let forks: Bool
  /// Collect all there is to collect first; the snapshot itself collects once in any case.
  let collects: Bool
  /// How long a copy may take.
  let seconds: UInt32
}

/// How it went on the VM's thread.
private struct SnapshotStart: Sendable {
  let vm: UInt64
  /// The copy that takes it, and the pipe that tells of its end.
  var child: (pid: pid_t, pipe: Int32)?
  /// Whether it is taken already, and whole.
  var isWritten = false
  /// Nanoseconds for which the VM stood still.
  var pause: UInt64 = 0
}

extension ControlTarget {
  private static let longestCopy: UInt32 = 3600

  /// How long a copy of the process may take for a request, in seconds.
  func copySeconds(of request: ControlRequest) throws(ControlFailure) -> UInt32 {
    let seconds: UInt32 = try request.number("max_s") ?? 30
    guard (1...Self.longestCopy).contains(seconds) else {
      throw ControlFailure(
        .argument, "\(request.verb): max_s must be from 1 to \(Self.longestCopy)")
    }
    return seconds
  }

  /// `snapshot`: a heap snapshot, as bytes behind the reply.
  ///
  /// It is written to a file without a name first: neither the VM nor a copy of the process waits for
  /// the client, and no more of it is in memory than a piece.
  func answerSnapshot(_ request: ControlRequest, _ reply: @escaping Reply) throws(ControlFailure) {
    let wish = SnapshotWish(
      forks: try !request.flag("in_process"), collects: try !request.flag("no_gc"),
      seconds: try copySeconds(of: request))
    guard let spool = SpoolFile() else {
      let reason = String(cString: strerror(errno))
      throw ControlFailure(.failed, "no place for a snapshot in TMPDIR: \(reason)")
    }
    try askLater(request, reply) { vm in
      vm.startSnapshot(wish, spool.descriptor)
    } then: { start throws(ControlFailure) in
      guard let child = start.child else {
        guard start.isWritten else {
          throw ControlFailure(.failed, "the snapshot could not be taken or written to TMPDIR")
        }
        return reply(.file(start.json(isForked: false), spool))
      }
      IOThread.whenWritten(child.pipe) { isWhole in
        var status: Int32 = 0
        while waitpid(child.pid, &status, 0) < 0, errno == EINTR {}
        guard !isWhole else { return reply(.file(start.json(isForked: true), spool)) }
        reply(.failure(ControlFailure(.failed, start.complaint(status, wish))))
      }
    }
  }
}

extension SnapshotStart {
  fileprivate func json(isForked: Bool) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "jsvm.snapshot/1")
      json.member("pid", getpid())
      json.member("vm", vm)
      json.member("forked", isForked)
      json.member("pause_ms", Double(pause / 1000) / 1000)
    }
    return json.text
  }

  /// Why a copy did not do it, by its end.
  fileprivate func complaint(_ status: Int32, _ wish: SnapshotWish) -> String {
    switch status & 0x7F {
    case SIGALRM: "the copy of the process took longer than \(wish.seconds) s (--max-time)"
    case 0: "the copy of the process could not take the snapshot or write it to TMPDIR"
    case let signal: "the copy of the process ended by signal \(signal); try --fork never"
    }
  }
}

extension VM {
  /// On the VM's thread: takes a snapshot, or has a copy of the process begin one.
  fileprivate func startSnapshot(_ wish: SnapshotWish, _ descriptor: Int32) -> SnapshotStart {
    var start = SnapshotStart(vm: id)
    let begin = monotonicNow()
    if wish.forks { start.child = snapshotInCopy(wish, descriptor) }
    if start.child == nil {
      start.isWritten = writeSnapshot(to: descriptor, collects: wish.collects)
    }
    start.pause = monotonicNow() - begin
    return start
  }

  private func snapshotInCopy(
    _ wish: SnapshotWish, _ descriptor: Int32
  ) -> (pid: pid_t, pipe: Int32)? {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let child = Process.shared.inForkedChild(endingWithin: wish.seconds) {
      callNobody()
      guard writeSnapshot(to: descriptor, collects: wish.collects) else { return 1 }
      return write(ends[1], "1", 1) == 1 ? 0 : 1
    }
    Glibc.close(ends[1])
    guard let child else {
      Glibc.close(ends[0])
      return nil
    }
    return (child, ends[0])
  }

  private func writeSnapshot(to descriptor: Int32, collects: Bool) -> Bool {
    if collects { collecting(for: .lowMemory) { v8s_heap_low_memory(isolate) } }
    var target = descriptor
    let result = withUnsafeMutablePointer(to: &target) { target in
      Result { () throws(Failure) in
        try takeHeapSnapshot(
          { bytes, size, target in
            guard let bytes, let target else { return true }
            return writeAll(
              UnsafeRawBufferPointer(start: bytes, count: Int(size)),
              to: target.assumingMemoryBound(to: Int32.self).pointee)
          }, target)
      }
    }
    if case .success = result { return true }
    return false
  }
}
