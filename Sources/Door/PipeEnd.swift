// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import NIOCore
internal import NIOPosix

extension IOThread {
  /// Reads a pipe on the thread for sockets and hands on, on the second thread, whether a byte came
  /// before its end. The descriptor, for reading, is given away.
  public static func whenWritten(
    _ descriptor: Int32, _ next: @escaping @Sendable (Bool) -> Void
  ) {
    let opening = NIOPipeBootstrap(group: loop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(PipeEnd(next))
        }
      }
      .takingOwnershipOfDescriptor(input: descriptor)
    opening.whenFailure { _ in
      close(descriptor)
      work { next(false) }
    }
  }
}

/// Waits for the first byte of a pipe, or its end.
private final class PipeEnd: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let next: @Sendable (Bool) -> Void
  private var isDone = false

  init(_ next: @escaping @Sendable (Bool) -> Void) { self.next = next }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    finish(true)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { finish(false) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func finish(_ isWritten: Bool) {
    guard !isDone else { return }
    isDone = true
    IOThread.work { [next] in next(isWritten) }
  }
}
