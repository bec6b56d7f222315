// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Glibc
internal import Ledger
internal import Synchronization

/// What is one per process: whether V8 runs, the options, which VMs exist.
final class Process: Sendable {
  static let shared = Process()

  /// How many destroyed envs and VMs are kept, so that late calls on them are answered.
  private static let graveyardSize = 1024

  private struct State: @unchecked Sendable {
    var isStarted = false
    var vms: [UInt64: VM] = [:]
    /// Destroyed objects whose addresses callers may still hold; the oldest is overwritten.
    var graveyard: [AnyObject] = []
    var nextGrave = 0
    var lastID: UInt64 = 0
    var lastEnvID: UInt32 = 0
    var hasLeaked = false
  }

  let options: Options
  /// The options of V8 that the library itself acts on.
  let exposesGC = Atomic<Bool>(false)
  let dumpsNearLimit = Atomic<Bool>(false)
  let dumps = Atomic<Int>(0)
  /// What callers did wrong, on any thread.
  let misuse = Mutex(MisuseLog())
  let misuseHandler = Mutex(MisuseHandler())
  let misuseRate = Mutex(LogRate(lines: 20))
  let warmups = Mutex(Warmups())
  let sourceMaps = Mutex(SourceMaps())
  let traceLock = Mutex(())
  let descent = Atomic<Descent>(.original)
  /// The number of the thread that opens VMs which nobody has open; 0 before it has opened any.
  let visitor = Atomic<UInt>(0)
  /// Whether any VM ever had a handler that wakes its owner.
  let hasWakeHandlers = Atomic<Bool>(false)
  /// The process is about to end: that thread opens none any more.
  let hasEnded = Atomic<Bool>(false)
  let door = Mutex(OpenDoor())
  /// In a child that does the library's own work: what the program registered is its parent's.
  let callsNobody = Atomic<Bool>(false)
  let suppressions = Mutex(Suppressions())
  let backingStores = Mutex(BackingStores())
  let testFailures = Atomic<UInt64>(0)
  /// The addresses that startup snapshots may hold.
  private let listed = Mutex(Set<Int>())
  private let state = Mutex(State())

  private init() {
    var options = Options()
    var warnings: [String] = []
    for text in [program_default_options(), getenv("JSVM_OPTIONS").map { UnsafePointer($0) }] {
      if let text { warnings += options.apply(String(cString: text)) }
    }
    self.options = options
    for warning in warnings { log("\(warning)\n") }
    if options.help { log(Options.helpText) }
    readSuppressions(program_default_suppressions())
  }

  /// Starts V8 with the caller's flags. Only the first call does; the others wait for it and fail.
  func start(_ given: JSVM_InitOptions) throws(Failure) {
    let isFirst = state.withLock { state in
      guard !state.isStarted else { return false }
      setFlags(given)
      setReferences(given.externalReferences)
      installHooks()
      v8s_platform_start()
      state.isStarted = true
      return true
    }
    guard isFirst else { throw .generic }
    followForks()
    atexit {
      Process.shared.leaveDoor()
      Process.shared.checkAtExit()
    }
    openDoorOfOptions()
  }

  var isStarted: Bool { state.withLock { $0.isStarted } }

  /// Hands V8 its flags one by one: given together, it drops all that follow an unknown one.
  private func setFlags(_ given: JSVM_InitOptions) {
    _ = v8s_flags_set("--enable-experimental-regexp-engine")
    // Only optimised WebAssembly code can be serialized.
    _ = v8s_flags_set("--no-liftoff")
    guard let count = given.argc, let arguments = given.argv, count.pointee > 1 else { return }
    var kept: Int32 = 1
    for index in 1..<count.pointee {
      guard let argument = arguments[Int(index)] else { continue }
      let text = String(cString: argument)
      if text == "--expose-gc" || text == "--expose_gc" {
        exposesGC.store(true, ordering: .relaxed)
      }
      let isKnown = takeDumpFlag(text) || text.hasPrefix("-") && v8s_flags_set(argument)
      guard given.removeFlags, !isKnown else { continue }
      arguments[Int(kept)] = argument
      kept += 1
    }
    guard given.removeFlags else { return }
    for index in kept..<count.pointee { arguments[Int(index)] = nil }
    count.pointee = kept
  }

  /// Tells V8 which of the caller's addresses startup snapshots may hold; the list ends with 0.
  private func setReferences(_ references: UnsafePointer<Int>?) {
    guard let references else { return }
    var count = 0
    while references[count] != 0 { count += 1 }
    v8s_references_set(references, count)
    listed.withLock { $0 = Set(UnsafeBufferPointer(start: references, count: count)) }
  }

  func isListed(_ address: UnsafeRawPointer) -> Bool {
    let address = Int(bitPattern: address)
    return listed.withLock { $0.contains(address) }
  }

  func nextID() -> UInt64 {
    state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
  }

  func nextEnvID() -> UInt32 {
    state.withLock { state in
      state.lastEnvID += 1
      return state.lastEnvID
    }
  }

  func register(_ vm: VM) {
    let vm = Unowned(vm)
    state.withLock { $0.vms[vm.object.id] = vm.object }
  }

  func unregister(_ vm: VM) {
    bury(vm)
    let vm = Unowned(vm)
    state.withLock { $0.vms[vm.object.id] = nil }
  }

  /// The VMs, for threads that may only post to them, oldest first.
  var addresses: [PostAddress] {
    state.withLock { state in
      state.vms.values.sorted { $0.id < $1.id }.map { PostAddress($0) }
    }
  }

  /// V8 has something for the thread that owns an isolate: wakes it if it can be woken. The isolate may
  /// be one that is no VM yet, or no longer.
  func wakeOwner(of isolate: v8s_isolate) {
    guard hasWakeHandlers.load(ordering: .relaxed), isOriginal else { return }
    let vms = state.withLock { state in
      state.vms.values.filter { $0.isolate == isolate }.map { PostAddress($0) }
    }
    for vm in vms { vm.wake() }
  }

  /// Keeps a destroyed object for the callers that still hold its address.
  func bury(_ object: AnyObject) {
    let object = Unowned(object)
    state.withLock { state in
      if state.graveyard.count < Self.graveyardSize {
        state.graveyard.append(object.object)
      } else {
        state.graveyard[state.nextGrave] = object.object
        state.nextGrave = (state.nextGrave + 1) % Self.graveyardSize
      }
    }
  }

  /// What is known of a VM or env scope; nil if no VM has the number that its handle begins with.
  func history(ofScope scope: UInt) -> History? {
    state.withLock { state in
      let vm = state.vms.values.first { UInt(truncatingIfNeeded: $0.id) & 0xFF_FFFF == scope >> 40 }
      return vm?.history(ofScope: scope)
    }
  }

  func noteLeak() { state.withLock { $0.hasLeaked = true } }

  /// What another VM that this thread has open knows.
  func inOtherVM<Known>(than vm: VM, _ find: (VM) -> Known?) -> Known? {
    let vm = Unowned(vm)
    return state.withLock { state in
      for other in state.vms.values where other !== vm.object {
        guard other.owner.load(ordering: .acquiring) == native_thread_id() else { continue }
        if let known = find(other) { return known }
      }
      return nil
    }
  }

  /// Says what the VMs that were never destroyed still hold, and ends the process with the code for
  /// leaks if there were any. A VM that another thread has open is left alone.
  private func checkAtExit() {
    // A forked copy has what its parent has, which the parent tells.
    guard options.leakCheckAtExit, descent.load(ordering: .relaxed) == .original else { return }
    let vms = state.withLock { Unowned($0.vms.values.sorted { $0.id < $1.id }) }
    for vm in vms.object {
      let owner = vm.owner.load(ordering: .acquiring)
      guard owner == 0 || owner == native_thread_id() || native_thread_has_ended(owner) else {
        log("JSVM: VM \(vm.id) is open on another thread: not checked for leaks\n")
        continue
      }
      vm.reportLeaks(of: nil, occasion: .exit)
    }
    reportBackingStores()
    guard state.withLock({ $0.hasLeaked }) else { return }
    fflush(nil)
    _exit(Int32(options.exitCode))
  }

  /// Writes a text to standard error or to the file of `log_path`.
  func log(_ text: String) {
    var descriptor = STDERR_FILENO
    if let path = options.logPath(pid: getpid()) {
      descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
      if descriptor < 0 { descriptor = STDERR_FILENO }
    }
    var text = text
    text.withUTF8 { bytes in _ = writeAll(UnsafeRawBufferPointer(bytes), to: descriptor) }
    if descriptor != STDERR_FILENO { close(descriptor) }
  }
}

/// Writes all of the bytes; false with `errno` set if that fails.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
  var rest = bytes
  while let start = rest.baseAddress, !rest.isEmpty {
    let written = write(descriptor, start, rest.count)
    if written < 0 {
      guard errno == EINTR else { return false }
      continue
    }
    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
  }
  return true
}

/// Passes an engine object through a lock. The object is not used by two threads: the lock guards
/// the table that it is put in, its own thread rules guard the object.
private struct Unowned<Object>: @unchecked Sendable {
  let object: Object
  init(_ object: Object) { self.object = object }
}
