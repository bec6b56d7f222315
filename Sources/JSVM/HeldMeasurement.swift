// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Ledger

/// The search for who holds what, under way in a forked child or done already.
///
/// `result` may be asked for by any thread, one at a time: the VM goes on meanwhile. A measurement that
/// is dropped ends its child.
final class HeldMeasurement: @unchecked Sendable {
  private enum Source {
    case child(pid_t, pipe: Int32, deadline: UInt64)
    case done(Result<HeldSizes, HeldFailure>)
  }

  private var source: Source
  /// What has come of the child's answer.
  private var received: [UInt8] = []
  /// How long the VM stood still for it, in nanoseconds.
  let pause: UInt64
  let isForked: Bool

  fileprivate init(child: pid_t, pipe: Int32, pause: UInt64, seconds: UInt32) {
    // Behind the child's own alarm, so that it is the child that says it took too long.
    let deadline = monotonicNow() &+ (UInt64(seconds) &+ 1) &* 1_000_000_000
    source = .child(child, pipe: pipe, deadline: deadline)
    self.pause = pause
    isForked = true
  }

  fileprivate init(_ result: Result<HeldSizes, HeldFailure>, pause: UInt64) {
    source = .done(result)
    self.pause = pause
    isForked = false
  }

  deinit {
    guard case .child(let child, let pipe, _) = source else { return }
    Self.end(child, pipe, kills: true)
  }

  /// Waits for the answer.
  func result() -> Result<HeldSizes, HeldFailure> { result(until: .max) ?? .failure(.tooLong) }

  /// The answer if it is there, without waiting; nil if it is not.
  func resultNow() -> Result<HeldSizes, HeldFailure>? { result(until: 0) }

  private func result(until time: UInt64) -> Result<HeldSizes, HeldFailure>? {
    guard case .child(let child, let pipe, let deadline) = source else {
      guard case .done(let result) = source else { return .failure(.ended) }
      return result
    }
    let isWhole = receive(from: pipe, until: min(time, deadline))
    guard isWhole || monotonicNow() >= deadline else { return nil }
    let status = Self.end(child, pipe, kills: !isWhole)
    let isLate = !isWhole || status & 0x7F == SIGALRM
    let result = isLate ? .failure(.tooLong) : HeldSizes.decoded(received)
    source = .done(result)
    received = []
    return result
  }

  /// Reads to the end; false when that does not come in time. What is there is read in any case.
  private func receive(from pipe: Int32, until time: UInt64) -> Bool {
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let now = monotonicNow()
      let rest = time > now ? Int32(clamping: (time - now) / 1_000_000 + 1) : 0
      var wait = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, rest)
      guard ready != 0, ready > 0 || errno == EINTR else { return false }
      guard ready > 0 else { continue }
      let count = read(pipe, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return true }
      received += piece[..<count]
    }
  }

  @discardableResult
  private static func end(_ child: pid_t, _ pipe: Int32, kills: Bool) -> Int32 {
    close(pipe)
    if kills { kill(child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status
  }
}

extension VM {
  /// Begins to find out what each site keeps alive, and what would become of the heap without one.
  ///
  /// A forked child does the work where there can be one: the VM stands still for the milliseconds of
  /// the fork, and the answer comes through a pipe. Else it is done here, if the request allows it,
  /// and `pause` says how long that took. The VM must be open on this thread.
  func attributeHeap(_ request: HeldRequest = HeldRequest()) throws(Failure) -> HeldMeasurement {
    if let site = request.deleting, site.rawValue >= ledger.sites.count { throw .invalidArgument }
    let begin = monotonicNow()
    let pipe = Pipe()
    if let pipe, let child = fork(request, pipe) {
      Glibc.close(pipe.input)
      return HeldMeasurement(
        child: child, pipe: pipe.output, pause: monotonicNow() &- begin, seconds: request.seconds)
    }
    pipe?.close()
    guard request.fallsBack else {
      return HeldMeasurement(.failure(pipe == nil ? .noPipe : .noChild), pause: 0)
    }
    return HeldMeasurement(heldSizes(request), pause: monotonicNow() &- begin)
  }

  private func fork(_ request: HeldRequest, _ pipe: Pipe) -> pid_t? {
    Process.shared.inForkedChild(endingWithin: request.seconds) {
      signal(SIGPIPE, SIG_DFL)
      Glibc.close(pipe.output)
      callNobody()
      // Its finalizers are the parent's to run.
      reporting += 1
      // Only the paths of what would stay name sites.
      if request.deleting == nil { numberSites() }
      let answer = HeldSizes.encoded(heldSizes(request))
      return answer.withUnsafeBytes { writeAll($0, to: pipe.input) } ? 0 : 1
    }
  }
}

/// A way from a child to its parent that other children do not have.
private struct Pipe {
  let output: Int32
  let input: Int32

  /// A pair of sockets: those can be made so at once, while another thread starts a program.
  init?() {
    var ends: [Int32] = [-1, -1]
    let type = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
    guard socketpair(AF_UNIX, Int32(type), 0, &ends) == 0 else { return nil }
    output = ends[0]
    input = ends[1]
  }

  func close() {
    Glibc.close(output)
    Glibc.close(input)
  }
}
