// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import Glibc
internal import Ledger

/// C copies of texts, freed together.
struct Texts: ~Copyable {
  private var copies: [UnsafeMutablePointer<CChar>] = []

  deinit { for copy in copies { free(copy) } }

  /// A copy, valid as long as this; NULL for nil.
  mutating func copy(_ text: String?) -> UnsafePointer<CChar>? {
    guard let text, let copy = strdup(text) else { return nil }
    copies.append(copy)
    return UnsafePointer(copy)
  }

  mutating func frame(_ frame: Frame) -> JSVM_Memory_Frame {
    JSVM_Memory_Frame(
      size: UInt32(MemoryLayout<JSVM_Memory_Frame>.size), line: UInt32(clamping: frame.line),
      function: copy(frame.function), file: copy(frame.file), module: copy(frame.module),
      offset: frame.moduleOffset, address: frame.address, isInlined: frame.isInlined)
  }

  mutating func frame(_ frame: ScriptFrame) -> JSVM_Memory_ScriptFrame {
    JSVM_Memory_ScriptFrame(
      size: UInt32(MemoryLayout<JSVM_Memory_ScriptFrame>.size), line: UInt32(clamping: frame.line),
      column: UInt32(clamping: frame.column), function: copy(frame.function),
      script: copy(frame.script))
  }
}

extension FrameTrim {
  /// Leaves out this library's own frames.
  static let own = FrameTrim(ownAddresses: JSVM.ownAddresses())
}

/// A stack as users read it.
func readable(_ addresses: [UInt]) -> [Frame] {
  FrameTrim.own.trimmed(addresses.withUnsafeBufferPointer(describe))
}

/// Hands the frames of a stack to a caller, until it returns false.
func describeStack(
  _ addresses: UnsafePointer<UInt>?, _ count: Int, _ callback: JSVM_Memory_FrameCallback?,
  _ data: UnsafeMutableRawPointer?
) throws(Failure) {
  let callback = try require(callback)
  guard count >= 0, count == 0 || addresses != nil else { throw .invalidArgument }
  for frame in readable(Array(UnsafeBufferPointer(start: addresses, count: count))) {
    var texts = Texts()
    var frame = texts.frame(frame)
    guard callback(&frame, data) else { return }
  }
}

/// A site with what it has had since a mark, apart from its ledger.
struct SiteCount {
  let id: SiteID
  let kind: ObjectKind
  let frames: [UInt]
  let script: [ScriptFrame]
  let peak: UInt64
  let isOverflow: Bool
  var created: UInt64
  var existing: UInt64

  /// Since the beginning.
  init(_ id: SiteID, of ledger: Ledger) {
    let site = ledger.sites[id]
    let counters = ledger.sites.counters(of: id)
    self.id = id
    kind = site.kind
    frames = Array(ledger.stacks.frames(of: site.stack))
    script = ledger.scripts.stack(of: site.script)
    peak = counters.peak
    isOverflow = site.stack == .overflow
    created = counters.created
    existing = counters.existing
  }

  /// Hands it to a caller.
  func hand(
    _ vm: JSVM_VM?, depth: Int, to callback: JSVM_Memory_SiteCallback,
    _ data: UnsafeMutableRawPointer?
  ) -> Bool {
    let all = frames.withUnsafeBufferPointer(describe)
    var texts = Texts()
    let frames = FrameTrim.own.trimmed(all).map { texts.frame($0) }
    let script = script.map { texts.frame($0) }
    return frames.withUnsafeBufferPointer { frames in
      script.withUnsafeBufferPointer { script in
        var told = JSVM_Memory_Site()
        told.size = UInt32(MemoryLayout<JSVM_Memory_Site>.size)
        told.id = id.rawValue
        told.kind = kind.memoryKind
        told.frameCount = UInt32(frames.count)
        told.scriptFrameCount = UInt32(script.count)
        told.isStackShort = !isOverflow && FrameTrim.own.isImplausiblyShort(all, depth: depth)
        told.created = created
        told.existing = existing
        told.transient = created > existing ? created - existing : 0
        told.peak = peak
        told.frames = frames.baseAddress
        told.scriptFrames = script.baseAddress
        return callback(vm, &told, data)
      }
    }
  }
}

extension VM {
  /// Hands the sites that made something since a mark to a caller.
  func visitSites(
    since id: JSVM_Memory_MarkId, _ callback: JSVM_Memory_SiteCallback?,
    _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    let (mark, callback) = (try mark(id), try require(callback))
    var existing = [UInt64](repeating: 0, count: ledger.sites.count)
    if let mark {
      for kind in ObjectKind.allCases {
        forEach(kind) { made in
          if mark.precedes(made.stamp) { existing[Int(made.site.rawValue)] += 1 }
          return true
        }
      }
    }
    for number in existing.indices {
      var site = SiteCount(SiteID(rawValue: UInt32(number)), of: ledger)
      if let mark {
        site.created -= mark.created(at: site.id)
        site.existing = existing[number]
      }
      guard site.created == 0 || site.hand(handle, depth: stackDepth, to: callback, data)
      else { return }
    }
  }

  /// Hands one site to a caller.
  func visitSite(
    _ id: JSVM_Memory_SiteId, _ callback: JSVM_Memory_SiteCallback?,
    _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    let callback = try require(callback)
    guard id < ledger.sites.count else { throw .invalidArgument }
    _ = SiteCount(SiteID(rawValue: id), of: ledger)
      .hand(handle, depth: stackDepth, to: callback, data)
  }
}
