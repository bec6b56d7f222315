// SPDX-License-Identifier: Apache-2.0

internal import Control
internal import NIOCore
internal import NIOPosix

/// One client of a control door: reads a line, has it answered, writes the reply, reads the next.
///
/// While a request is answered nothing is read, so that a client who sends without end fills its own
/// side of the socket and not this process. Everything happens on the thread for sockets.
final class ControlSession: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = IOData

  private static let newline = UInt8(ascii: "\n")
  private static let regionLength: Int64 = 1 << 20

  private let target: any DoorTarget
  private let limits: DoorLimits
  private var received = ByteBuffer()
  /// How many of the received bytes are known to have no line end.
  private var searched = 0
  private var isAnswering = false
  /// The client sends no more.
  private var hasEnded = false
  private var deadline: Scheduled<Void>?

  init(_ target: any DoorTarget, _ limits: DoorLimits) {
    self.target = target
    self.limits = limits
  }

  func channelActive(context: ChannelHandlerContext) {
    expectRequest(context)
    context.read()
  }

  func channelInactive(context: ChannelHandlerContext) { deadline?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    if received.readableBytes == 0, !isAnswering {
      within(limits.requestMilliseconds, context) { [unowned self] context in
        refuse(ControlFailure(.timeout, "the request did not end in time"), context)
      }
    }
    received.writeBuffer(&bytes)
  }

  func channelReadComplete(context: ChannelHandlerContext) { goOn(context) }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case ChannelEvent.inputClosed = event else {
      return context.fireUserInboundEventTriggered(event)
    }
    hasEnded = true
    goOn(context)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  /// Answers the next request that is there, or waits for more of it.
  private func goOn(_ context: ChannelHandlerContext) {
    guard !isAnswering, context.channel.isActive else { return }
    let view = received.readableBytesView
    if let end = view.dropFirst(searched).firstIndex(of: Self.newline) {
      let length = end - view.startIndex
      guard length <= limits.lineLength else { return refuseLength(context) }
      let line = received.readSlice(length: length)!
      received.moveReaderIndex(forwardBy: 1)
      received.discardReadBytes()
      searched = 0
      return answer(line.readableBytesView, context)
    }
    searched = view.count
    if searched > limits.lineLength { return refuseLength(context) }
    if hasEnded { return context.close(promise: nil) }
    context.read()
  }

  private func refuseLength(_ context: ChannelHandlerContext) {
    let most = limits.lineLength
    refuse(ControlFailure(.tooLong, "a request has at most \(most) bytes"), context)
  }

  private func answer(_ line: ByteBufferView, _ context: ChannelHandlerContext) {
    deadline?.cancel()
    isAnswering = true
    let request: ControlRequest
    do throws(ControlFailure) { request = try ControlRequest(line: line) } catch {
      return refuse(error, context)
    }
    let session = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    let loop = context.eventLoop
    target.answer(request) { reply in
      loop.execute {
        let (session, context) = session.value
        session.send(reply, to: request, context)
      }
    }
  }

  private func send(
    _ reply: DoorReply, to request: ControlRequest, _ context: ChannelHandlerContext
  ) {
    switch reply {
    case .failure(let failure):
      write(ControlReply.line(request.id, failure), context) { [unowned self] in expectNext($0) }
    case .result(let result):
      write(ControlReply.line(request.id, result: result), context) { [unowned self] in
        expectNext($0)
      }
    case .file(let result, let file):
      let length = file.length
      let line = ControlReply.line(request.id, result: result, bytes: UInt64(length))
      write(line, context) { [unowned self] in write(file, from: 0, to: length, $0) }
    }
  }

  private func expectNext(_ context: ChannelHandlerContext) {
    isAnswering = false
    expectRequest(context)
    goOn(context)
  }

  private func expectRequest(_ context: ChannelHandlerContext) {
    within(limits.idleMilliseconds, context) { context in context.close(promise: nil) }
  }

  /// Says what is wrong and ends the connection: where the next request begins is not known.
  private func refuse(_ failure: ControlFailure, _ context: ChannelHandlerContext) {
    isAnswering = true
    write(ControlReply.line(0, failure), context) { context in context.close(promise: nil) }
  }

  private func write(
    _ text: String, _ context: ChannelHandlerContext,
    then next: @escaping (ChannelHandlerContext) -> Void
  ) {
    let buffer = context.channel.allocator.buffer(string: text)
    finish(context.writeAndFlush(wrapOutboundOut(.byteBuffer(buffer))), context, next)
  }

  /// Writes a file piece by piece: the kernel copies it, and a client that takes nothing is noticed.
  private func write(
    _ file: SpoolFile, from start: Int64, to end: Int64, _ context: ChannelHandlerContext
  ) {
    guard start < end else { return expectNext(context) }
    let next = min(start + Self.regionLength, end)
    // Lent for one write: the spool closes its file itself.
    let handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: file.descriptor)
    let region = FileRegion(fileHandle: handle, readerIndex: Int(start), endIndex: Int(next))
    let written = context.writeAndFlush(wrapOutboundOut(.fileRegion(region)))
    written.whenComplete { _ in _ = try? handle.takeDescriptorOwnership() }
    finish(written, context) { [unowned self] context in
      withExtendedLifetime(file) { write(file, from: next, to: end, context) }
    }
  }

  /// Goes on when a write is done, unless it fails or takes too long.
  private func finish(
    _ write: EventLoopFuture<Void>, _ context: ChannelHandlerContext,
    _ next: @escaping (ChannelHandlerContext) -> Void
  ) {
    within(limits.writeMilliseconds, context) { context in context.close(promise: nil) }
    write.assumeIsolated().whenComplete { [self] result in
      deadline?.cancel()
      switch result {
      case .success: next(context)
      case .failure: context.close(promise: nil)
      }
    }
  }

  /// Sets what happens when nothing else does for so long.
  private func within(
    _ milliseconds: Int64, _ context: ChannelHandlerContext,
    _ late: @escaping (ChannelHandlerContext) -> Void
  ) {
    deadline?.cancel()
    deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds)) {
      late(context)
    }
  }
}
