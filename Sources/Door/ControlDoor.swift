// SPDX-License-Identifier: Apache-2.0

internal import Control
internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A Unix socket at which the user who runs the process, and root, can ask about it.
public final class ControlDoor: Sendable {
  /// Where it is.
  public let path: String
  private let owner = getpid()
  private let channel: any Channel
  private let clients: Clients

  private init(_ path: String, _ channel: any Channel, _ clients: Clients) {
    self.path = path
    self.channel = channel
    self.clients = clients
  }

  /// Opens a door at a path, or at this process's place in the directory of its user's doors.
  ///
  /// Starts the thread for sockets. Not for a forked child: that has no such thread.
  public static func open(
    at given: String? = nil, limits: DoorLimits = DoorLimits(), for target: any DoorTarget
  ) throws(DoorError) -> ControlDoor {
    let path: String
    if let given { path = given } else { path = try place() }
    let socket = try DoorSocket.listen(at: path)
    IOThread.start()
    let clients = Clients()
    let bootstrap = ServerBootstrap(group: IOThread.loop)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try clients.admit(channel, limits, target)
        }
      }
    do {
      let channel = try IOThread.keepingSIGPIPE { try bootstrap.withBoundSocket(socket).wait() }
      if let slot = OpenDescriptors.shared.add(socket) {
        channel.closeFuture.whenComplete { _ in OpenDescriptors.shared.remove(at: slot) }
      }
      return ControlDoor(path, channel, clients)
    } catch {
      unlink(path)
      throw DoorError("\(path): \(error)")
    }
  }

  /// This process's place.
  private static func place() throws(DoorError) -> String {
    let directory = try DoorDirectory.prepare()
    DoorDirectory.removeStale(in: directory)
    return directory + "/" + DoorPath.name(of: getpid())
  }

  /// Removes the file: nobody finds the door any more. What is connected stays so.
  public func remove() {
    // A forked child leaves its parent's alone.
    if getpid() == owner { unlink(path) }
  }

  /// Closes the door and its connections. Waits for the thread for sockets, not for clients; not to be
  /// called on that thread.
  public func close() {
    guard getpid() == owner else { return }
    remove()
    try? channel.close().wait()
    clients.closeAll()
  }

  /// In a forked child: closes its copies of all doors' sockets.
  public static func leaveToParent() { OpenDescriptors.shared.closeAll() }
}

/// Who is connected to a door.
private final class Clients: Sendable {
  private let channels = Mutex([ObjectIdentifier: any Channel]())

  /// Lets a connection in, or tells it why not and closes it.
  func admit(
    _ channel: any Channel, _ limits: DoorLimits, _ target: any DoorTarget
  ) throws {
    let pipeline = channel.pipeline.syncOperations
    let (peer, slot) =
      try pipeline.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
        socket in
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        return (DoorSocket.peer(of: socket), OpenDescriptors.shared.add(socket))
      } ?? (nil, nil)
    let id = ObjectIdentifier(channel)
    let count = channels.withLock { channels in
      channels[id] = channel
      return channels.count
    }
    channel.closeFuture.whenComplete { [self] _ in
      channels.withLock { $0[id] = nil }
      if let slot { OpenDescriptors.shared.remove(at: slot) }
    }
    if peer != geteuid(), peer != 0 {
      let failure = ControlFailure(.denied, "this door is user \(geteuid())'s")
      try pipeline.addHandler(Refusal(failure))
    } else if count > limits.clients || slot == nil {
      let failure = ControlFailure(.full, "this door has \(limits.clients) clients already")
      try pipeline.addHandler(Refusal(failure))
    } else {
      try pipeline.addHandler(ControlSession(target, limits))
    }
  }

  func closeAll() {
    let open = channels.withLock { Array($0.values) }
    for channel in open { channel.close(promise: nil) }
  }
}

/// Tells a client why it may not come in.
private final class Refusal: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let failure: ControlFailure

  init(_ failure: ControlFailure) { self.failure = failure }

  func channelActive(context: ChannelHandlerContext) {
    let line = context.channel.allocator.buffer(string: ControlReply.line(0, failure))
    context.writeAndFlush(wrapOutboundOut(line), promise: nil)
    context.close(promise: nil)
  }
}
