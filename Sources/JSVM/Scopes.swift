// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Ledger

/// The open handle scopes of a VM, innermost last, each with a handle of its own.
///
/// V8 wants its scopes closed strictly in reverse; callers do not always oblige. A handle here holds
/// the scope's position and a serial number that is never used twice, so that a stale one is found
/// out. Scopes of a level up to the running user code's belong to its callers and cannot be closed.
/// The entry of a closed scope stays readable until the next scope takes its position.
struct ScopeStack {
  enum Kind: UInt8 {
    /// The VM's own, which catches values made while the caller has no scope open.
    case base
    case plain
    case escapable
  }

  struct Entry {
    var storage: v8s_scope
    var serial: UInt64
    /// The VM's scope level inside it.
    let level: Int
    var env: UInt32
    var kind: Kind
    var isEscaped: Bool
    /// Where it was opened; nil for the VM's own.
    let birth: Birth?
  }

  private static var indexBits: UInt64 { 20 }
  /// The open scopes, and behind them closed ones.
  private var entries: [Entry] = []
  /// How many are open.
  private(set) var count = 0
  private var lastSerial: UInt64

  /// Serials of different VMs begin far apart, so that one does not know the other's scopes.
  init(vm: UInt64) { lastSerial = (vm &* 0x9E37_79B9_7F4A_7C15) >> 23 }

  var hasBase: Bool { count > 0 && entries[0].kind == .base }

  /// Opens a scope; nil when 2²⁰ are open.
  mutating func open(
    _ kind: Kind, env: UInt32, level: Int, isolate: v8s_isolate, birth: Birth? = nil
  ) -> OpaquePointer? {
    guard count < 1 << Self.indexBits else { return nil }
    lastSerial += 1
    var entry = Entry(
      storage: v8s_scope(), serial: lastSerial, level: level, env: env, kind: kind,
      isEscaped: false, birth: birth)
    if kind == .escapable {
      v8s_escapable_open(isolate, &entry.storage)
    } else {
      v8s_scope_open(isolate, &entry.storage)
    }
    if count < entries.count { entries[count] = entry } else { entries.append(entry) }
    count += 1
    return handle(serial: lastSerial, index: count - 1)
  }

  /// The entry that a handle names or, until another has its position, named.
  private func entry(_ handle: OpaquePointer) -> (entry: Entry, index: Int)? {
    let bits = UInt64(UInt(bitPattern: handle))
    let index = Int(bits & (1 << Self.indexBits - 1))
    guard index < entries.count, entries[index].serial == bits >> Self.indexBits else { return nil }
    return (entries[index], index)
  }

  /// The position of an open scope of this env and kind that lies above `floor`.
  func find(_ handle: OpaquePointer, _ kind: Kind, env: UInt32, above floor: Int) -> Int? {
    guard let (entry, index) = entry(handle), index < count, entry.kind == kind, entry.env == env,
      entry.level > floor
    else { return nil }
    return index
  }

  /// Where a scope of any env and kind was opened, as long as its entry is readable.
  func birth(of handle: OpaquePointer) -> Birth? { entry(handle)?.entry.birth }

  private var innermost: Entry? { count > 0 ? entries[count - 1] : nil }

  /// Whether the innermost scope lies above `floor`.
  func isOpen(above floor: Int) -> Bool { innermost.map { $0.level > floor } ?? false }

  /// Closes a scope; returns where it was opened.
  @discardableResult
  mutating func closeInnermost() -> Birth? {
    count -= 1
    var entry = entries[count]
    if entry.kind == .escapable {
      v8s_escapable_close(&entry.storage)
    } else {
      v8s_scope_close(&entry.storage)
    }
    return entry.birth
  }

  /// Copies a value out of an escapable scope; nil the second time.
  mutating func escape(_ value: v8s_value, from index: Int) -> v8s_value? {
    guard !entries[index].isEscaped else { return nil }
    entries[index].isEscaped = true
    return v8s_escapable_escape(&entries[index].storage, value)
  }

  /// Where the innermost scope was opened.
  var innermostBirth: Birth? { innermost?.birth }
  var innermostHandle: OpaquePointer? {
    innermost.flatMap { handle(serial: $0.serial, index: count - 1) }
  }

  private func handle(serial: UInt64, index: Int) -> OpaquePointer? {
    OpaquePointer(bitPattern: UInt(serial << Self.indexBits | UInt64(index)))
  }

  /// The user's open scopes with their handles, outermost first.
  var opened: [(entry: Entry, handle: OpaquePointer?)] {
    entries[..<count].enumerated().filter { $1.kind != .base }.map { index, entry in
      (entry, handle(serial: entry.serial, index: index))
    }
  }

  /// How many of the innermost scopes above `floor` belong to this env.
  func innermost(of env: UInt32, above floor: Int) -> Int {
    entries[..<count].reversed().prefix { $0.env == env && $0.level > floor }.count
  }
}

extension VM {
  /// Catches the values of callers that have no handle scope open. Lives until the outermost VM
  /// scope closes or the VM is destroyed.
  func openBaseScope() {
    guard scopeLevel == 0 else { return }
    guard scopes.open(.base, env: 0, level: 1, isolate: isolate) != nil else { return }
    scopeLevel += 1
  }

  /// Where the innermost open scope was opened.
  var innermostScopeStack: [UInt] { scopes.innermostBirth.map { stack(of: $0.site) } ?? [] }

  func closeBaseScope() {
    // Running user code does not own the scope: V8 has opened others inside it.
    guard callback == nil, scopes.count == 1, scopes.hasBase else { return }
    closeInnermostScope(freesScripts: true)
  }

  /// `isByCaller` says that the running call closes it, not the end of the code that left it open.
  func closeInnermostScope(freesScripts: Bool, isByCaller: Bool = true) {
    if tracksDeletions { trackClosing(isByCaller: isByCaller) }
    let birth = scopes.closeInnermost()
    noteEnd(birth)
    scopeLevel -= 1
    if scopes.count == 0 { v8s_set_ready(nil) }
    guard highestLoose > scopeLevel else { return }
    endValues(of: birth, isByCaller: isByCaller)
    endLoose(freesScripts: freesScripts)
  }
}

extension Env {
  func openScope(_ kind: ScopeStack.Kind) throws(Failure) -> OpaquePointer {
    let birth = vm.birth(of: .handleScope)
    let level = vm.scopeLevel + 1
    guard
      let handle = vm.scopes.open(
        kind, env: id, level: level, isolate: vm.isolate, birth: birth)
    else { throw .generic }
    vm.note(birth)
    vm.scopeLevel = level
    return handle
  }

  /// Closes a scope, and the ones that were left open inside it first.
  func closeScope(_ handle: OpaquePointer, _ kind: ScopeStack.Kind) throws(Failure) {
    guard let index = vm.scopes.find(handle, kind, env: id, above: vm.floor) else {
      vm.recordUnknownScope(handle)
      throw .scopeMismatch
    }
    if index < vm.scopes.count - 1 {
      vm.record(.scopeOrder, created: vm.innermostScopeStack)
    }
    while vm.scopes.count > index + 1 { vm.closeInnermostScope(freesScripts: true) }
    vm.closeInnermostScope(freesScripts: kind == .plain)
  }

  /// Copies a value into the scope outside.
  func escape(_ value: v8s_value, from handle: OpaquePointer) throws(Failure) -> JSVM_Value {
    guard let index = vm.scopes.find(handle, .escapable, env: id, above: vm.floor) else {
      vm.recordUnknownScope(handle)
      throw Failure(status: JSVM_HANDLE_SCOPE_MISMATCH)
    }
    guard let escaped = vm.scopes.escape(value, from: index) else {
      throw Failure(status: JSVM_ESCAPE_CALLED_TWICE)
    }
    guard vm.scopeCheck != nil else { return JSVM_Value(escaped) }
    let outside = vm.scopeLevel - (vm.scopes.count - index)
    return vm.scopeCheck!.hand(out: escaped, depth: outside)
  }
}
