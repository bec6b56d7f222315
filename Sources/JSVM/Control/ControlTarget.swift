// SPDX-License-Identifier: Apache-2.0

internal import CNativeStack
internal import Control
internal import Door
internal import Glibc
internal import JSON

/// What the control door's requests mean.
struct ControlTarget: DoorTarget {
  typealias Reply = @Sendable (DoorReply) -> Void

  /// How long a request waits for a VM when it does not say.
  private static let patience: Int64 = 1_000
  private static let longestPatience: Int64 = 600_000

  func answer(_ request: ControlRequest, _ reply: @escaping Reply) {
    do throws(ControlFailure) {
      switch request.verb {
      case "hello": reply(.result(hello))
      case "refs": try answerReferences(request, reply)
      case "mark": try answerMark(request, reply)
      case "leaks": try answerLeaks(request, reply)
      case "moment": try answerMoment(request, reply)
      case "held": try answerHeld(request, reply)
      case "heap": try answerHeap(request, reply)
      case "gc": try answerCollection(request, reply)
      case "snapshot": try answerSnapshot(request, reply)
      default: throw ControlFailure(.verb, "this door knows no request \"\(request.verb)\"")
      }
    } catch { reply(.failure(error)) }
  }

  /// Which VMs there are, and what the process has from malloc.
  private var hello: String {
    var native = native_heap()
    native_heap_read(&native)
    var json = JSONWriter()
    json.object { json in
      json.member("pid", getpid())
      json.member("vms") { json in
        json.array { json in for vm in Process.shared.addresses { json.value(vm.id) } }
      }
      json.member("malloc") { json in
        json.object { json in
          json.member("size", native.size)
          json.member("used", native.used)
          json.member("free", native.free)
        }
      }
    }
    return json.text
  }

  /// The VM that a request is about; without a number the only one.
  func vm(of request: ControlRequest) throws(ControlFailure) -> PostAddress {
    let vms = Process.shared.addresses
    if let id: UInt64 = try request.number("vm") {
      guard let vm = vms.first(where: { $0.id == id }) else {
        throw ControlFailure(.vm, "there is no VM \(id)")
      }
      return vm
    }
    guard let vm = vms.first else { throw ControlFailure(.vm, "the process has no VM now") }
    guard vms.count == 1 else {
      let ids = vms.map { "\($0.id)" }.joined(separator: ", ")
      throw ControlFailure(.argument, "the process has VMs \(ids): which one?")
    }
    return vm
  }

  /// Has a VM asked as a request wants it, and the answer written on the library's second thread.
  func ask<Answer: Sendable>(
    _ request: ControlRequest, _ reply: @escaping Reply,
    _ work: @escaping @Sendable (VM) throws(ControlFailure) -> Answer,
    then write: @escaping @Sendable (Answer) throws(ControlFailure) -> DoorReply
  ) throws(ControlFailure) {
    try askLater(request, reply, work) { answer throws(ControlFailure) in
      reply(try write(answer))
    }
  }

  /// The same where `next` itself replies, unless it throws.
  func askLater<Answer: Sendable>(
    _ request: ControlRequest, _ reply: @escaping Reply,
    _ work: @escaping @Sendable (VM) throws(ControlFailure) -> Answer,
    then next: @escaping @Sendable (Answer) throws(ControlFailure) -> Void
  ) throws(ControlFailure) {
    let patience = min(
      max(try request.number("patience_ms") ?? Self.patience, 0), Self.longestPatience)
    try vm(of: request).ask(within: patience, work) { answer in
      do throws(ControlFailure) { try next(try answer.get()) } catch { reply(.failure(error)) }
    }
  }
}
