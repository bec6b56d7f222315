// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import Ledger

/// The handlers that a VM's collections are reported to, before and after.
///
/// A handler is known by phase, function and data; the type of collection it wants is not part of
/// that. The lists may be changed from inside a handler: one that is removed before its turn does not
/// run, one that is added runs from the next collection on.
struct GCHandlers {
  enum Phase {
    case prologue
    case epilogue

    init(_ time: JSVM_CBTriggerTimeForGC) {
      self = time == JSVM_CB_TRIGGER_BEFORE_GC ? .prologue : .epilogue
    }
  }

  struct Handler {
    let function: JSVM_HandlerForGC
    let data: UnsafeMutableRawPointer?
    let types: UInt32
    var isRemoved = false

    func isKnown(as function: JSVM_HandlerForGC, _ data: UnsafeMutableRawPointer?) -> Bool {
      !isRemoved && self.data == data
        && unsafeBitCast(self.function, to: UInt.self) == unsafeBitCast(function, to: UInt.self)
    }
  }

  private var prologue: [Handler] = []
  private var epilogue: [Handler] = []
  /// How many collections are walking the lists; removed handlers keep their place meanwhile.
  private var walks = 0

  subscript(phase: Phase) -> [Handler] {
    _read { yield phase == .prologue ? prologue : epilogue }
    _modify {
      switch phase {
      case .prologue: yield &prologue
      case .epilogue: yield &epilogue
      }
    }
  }

  mutating func add(
    _ phase: Phase, _ function: JSVM_HandlerForGC, _ type: JSVM_GCType,
    _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    guard !self[phase].contains(where: { $0.isKnown(as: function, data) }) else {
      throw .invalidArgument
    }
    // One of the five types, or all of them: what else is asked for cannot be told apart.
    let all = JSVM_GC_TYPE_ALL.rawValue
    let isSingle = type.rawValue & all == type.rawValue && type.rawValue.nonzeroBitCount == 1
    self[phase].append(
      Handler(function: function, data: data, types: isSingle ? type.rawValue : all))
  }

  mutating func remove(
    _ phase: Phase, _ function: JSVM_HandlerForGC, _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    guard let index = self[phase].firstIndex(where: { $0.isKnown(as: function, data) }) else {
      throw .invalidArgument
    }
    if walks == 0 { self[phase].remove(at: index) } else { self[phase][index].isRemoved = true }
  }

  mutating func beginWalk() { walks += 1 }

  mutating func endWalk() {
    walks -= 1
    guard walks == 0 else { return }
    prologue.removeAll { $0.isRemoved }
    epilogue.removeAll { $0.isRemoved }
  }
}

/// Why the library itself collects, as far as handlers are told.
enum CollectionCause {
  case criticalPressure
  case lowMemory
  case heapSnapshot
  case forced

  var flags: JSVM_GCCallbackFlags {
    switch self {
    case .criticalPressure: JSVM_GC_CALLBACK_COLLECT_ALL_AVAILABLE_GARBAGE
    case .forced: JSVM_GC_CALLBACK_FORCED
    case .lowMemory, .heapSnapshot: JSVM_NO_GC_CALLBACK_FLAGS
    }
  }
}

extension VM {
  /// Runs something that collects, for a reason that handlers are told on both sides: V8 itself says
  /// nothing before a collection.
  func collecting<Result>(for cause: CollectionCause, _ body: () -> Result) -> Result {
    let outer = collectionCause
    collectionCause = cause
    defer { collectionCause = outer }
    return body()
  }

  func reportPrologue(_ type: Int32, _ flags: Int32) {
    collections &+= 1
    beginEpoch()
    let told = collectionCause?.flags ?? GCHandlers.flags(flags)
    toldFlags.append(told)
    if heapThreshold != nil, UInt32(type) == JSVM_GC_TYPE_MARK_SWEEP_COMPACT.rawValue {
      checkHeapThreshold()
    }
    report(.prologue, type, told)
  }

  func reportEpilogue(_ type: Int32, _ flags: Int32) {
    if UInt32(type) != JSVM_GC_TYPE_SCAVENGE.rawValue { scriptCallers.forget() }
    report(.epilogue, type, toldFlags.popLast() ?? GCHandlers.flags(flags))
  }

  private func report(_ phase: GCHandlers.Phase, _ type: Int32, _ flags: JSVM_GCCallbackFlags) {
    let count = handlers[phase].count
    guard count > 0 else { return }
    reporting += 1
    handlers.beginWalk()
    withUserCall(of: nil) {
      for index in 0..<count {
        let handler = handlers[phase][index]
        guard !handler.isRemoved, handler.types & UInt32(type) != 0 else { continue }
        handler.function(handle, JSVM_GCType(UInt32(type)), flags, handler.data)
      }
    }
    handlers.endWalk()
    reporting -= 1
  }
}

extension GCHandlers {
  /// V8's flags are bits, the API's are an enumeration: one bit alone has a name there.
  static func flags(_ bits: Int32) -> JSVM_GCCallbackFlags {
    guard bits > 1, bits.nonzeroBitCount == 1, bits.trailingZeroBitCount <= 6 else {
      return JSVM_NO_GC_CALLBACK_FLAGS
    }
    return JSVM_GCCallbackFlags(UInt32(bits.trailingZeroBitCount))
  }
}
