// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import NIOCore
internal import NIOPosix

/// The library's one thread for sockets, and one for work that takes longer than a socket may wait.
///
/// Both begin with the first door and end with the process. Signals are the application's: none is
/// delivered to either thread.
public enum IOThread {
  static let loop: any EventLoop = withoutSignals {
    MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  }

  private static let worker: NIOThreadPool = withoutSignals {
    let pool = NIOThreadPool(numberOfThreads: 1)
    pool.start()
    return pool
  }

  /// Starts both, so that nobody who posts something later has to.
  static func start() {
    _ = loop
    _ = worker
  }

  /// Does something on the second thread, one after the other.
  public static func work(_ body: @escaping @Sendable () -> Void) {
    worker.submit { state in
      if case .active = state { body() }
    }
  }

  /// Does something on the thread for sockets, later. It must not block.
  public static func after(milliseconds: Int64, _ body: @escaping @Sendable () -> Void) {
    loop.scheduleTask(in: .milliseconds(milliseconds), body)
  }

  /// Threads inherit the mask of the one that makes them.
  private static func withoutSignals<Result>(_ body: () -> Result) -> Result {
    var all = sigset_t()
    var old = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &old)
    defer { pthread_sigmask(SIG_SETMASK, &old, nil) }
    return body()
  }

  /// NIO has the whole process ignore SIGPIPE with its first socket. On our threads it is blocked, and
  /// what the application does about it stays.
  static func keepingSIGPIPE<Result>(_ body: () throws -> Result) rethrows -> Result {
    var action = sigaction()
    sigaction(SIGPIPE, nil, &action)
    defer { sigaction(SIGPIPE, &action, nil) }
    return try body()
  }
}
