// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import CV8Shim
internal import Ledger
internal import Synchronization

/// An engine instance: one V8 isolate, its envs, and everything the API made in it.
///
/// Belongs to the thread that has it open; `owner` says which. A `JSVM_VM` is the address of one of
/// these; `Process` keeps destroyed ones for a while, so that a late call finds `isAlive` false.
final class VM {
  // What every call looks at comes first.
  private(set) var isolate: v8s_isolate
  /// Open handle scopes and running callbacks: whether V8 has a scope for a new value.
  var scopeLevel = 0
  /// Finalizers whose objects are gone, oldest first.
  var firstReady: FinalizerSlot?
  /// How many collections are being reported to handlers, nested.
  var reporting = 0
  /// The innermost running call into the user's code.
  var callback: UnsafeMutablePointer<Callback>?
  /// No env scope and no script that ends with its scope is of a higher level than this.
  var highestLoose = 0
  /// The env, as long as the VM has never had a second one: functions need not ask whose they are.
  private(set) var onlyEnv: Unmanaged<Env>?
  /// V8's stack limit: below it native functions are not called either.
  private(set) var stackLimit: UInt = 0

  let id: UInt64
  private(set) var isAlive = true

  /// What can save the VM, if it was made for that. V8 keeps it open on the thread that made it.
  let creator: v8s_creator?
  let creatorThread: UInt
  let isFromSnapshot: Bool
  var isSaved = false
  var holdsUnlisted = false

  /// The thread that has the VM open, or 0.
  let owner = Atomic<UInt>(0)
  /// How often that thread has it open.
  private var ownerDepth = 0
  /// The thread for which V8's stack limit is set.
  private var limitedThread: UInt = 0

  /// The VM was locked at some time: V8 demands the lock from then on.
  let usesLock = Atomic<Bool>(false)
  var lock: Lock?

  var vmScopes: [VMScope] = []
  /// What other threads want to be done in the VM, and whether there may be anything.
  let posts = Mutex(Posts())
  let hasPosts = Atomic<Bool>(false)
  var isRunningPosts = false
  /// Who has the VM open, for the records of those who should not.
  let opening = Mutex(Opening())
  /// Who acquired the lock last.
  let locking = Mutex(Opening())
  var envScopes: [EnvScope] = []
  var lastScopeSerial: UInt = 0
  var scopes: ScopeStack
  var scopeCheck: ScopeCheck?

  var references: Slab<Reference>
  var finalizers: Slab<Finalizer>
  var deferreds: Slab<Deferred>
  var scripts: Slab<Script>
  var classes: Slab<ClassRecord>
  var profilers: Slab<Profiler>
  var scopedScripts: [ScopedScript] = []

  /// The newest of the finalizers that are ready.
  var lastReady: FinalizerSlot?
  var isSettling = false
  /// The isolate is being deleted: what it drops now is told at once.
  private(set) var isDisposing = false
  var hasInterrupt = false
  var rewritesStacks = false

  var handlers = GCHandlers()
  /// Why the library itself is collecting.
  var collectionCause: CollectionCause?
  /// What the collections that are under way were reported with, outermost first.
  var toldFlags: [JSVM_GCCallbackFlags] = []
  var collections: UInt32 = 0
  var epochs = Epochs(nanoseconds: monotonicNow())
  var marks = Marks()
  var externalMemory: Int64 = 0
  /// What the innermost snapshot that is being taken says about references; nil if it says nothing.
  var attribution: SnapshotAttribution?
  var siteLabels = SiteLabels()
  /// How many snapshots V8 is taking, nested, and those that cannot be freed before it has.
  var snapshotsUnderWay = 0
  var endedSnapshots: [v8s_snapshot] = []

  var outOfMemoryHandler: JSVM_HandlerForOOMError?
  var fatalErrorHandler: JSVM_HandlerForFatalError?
  var rejectionHandler: JSVM_HandlerForPromiseReject?
  var heapThreshold: HeapThreshold?
  var isInHeapThreshold = false
  var hasDumped = false
  var isDumping = false

  private(set) var envs: [UInt32: Env] = [:]
  private var hasHadEnv = false
  /// The private properties that hold a wrap's link, a class's record, and a type tag.
  private(set) var wrapKey = v8s_global()
  private(set) var classKey = v8s_global()
  private(set) var tagKey = v8s_global()

  /// Nil once the VM is destroyed: what is kept for late calls should be small.
  private(set) var ledger: Ledger!
  /// The ledger without reference counting, for every creation and deletion.
  let hotLedger: Unmanaged<Ledger>
  /// Where a stack is captured before the ledger interns it.
  let frames: UnsafeMutablePointer<UInt>
  let stackDepth: Int
  /// The sites of the stacks that created lately; nil once the VM is destroyed.
  private(set) var walks: UnsafeMutablePointer<native_walks>?
  /// What reports call the VM.
  var name: String?
  /// Where script called the native functions that created something lately.
  let scriptCallers = ScriptCallers()
  var scriptFramesForm = Process.shared.options.scriptFrames
  var tracksDeletions = Process.shared.options.trackDeletions
  var deletions = Deletions()
  /// Where VM and env scopes, and with `tracksDeletions` handle scopes, were opened and closed.
  var closings = Deletions(capacity: 256)
  var handleScopeClosings = Deletions()
  /// Handles of the engine that were there before anything was made.
  private(set) var firstHandles = 0
  /// The places whose missing scopes are in the log already.
  var toldPlaces: Set<UInt64> = []
  /// Where it was made and destroyed.
  private(set) var created: [UInt] = []
  private(set) var destroyed: [UInt] = []

  /// Makes a VM from V8's own startup snapshot, from a saved one, or one that can be saved.
  init(_ limits: v8s_limits, from blob: StartupBlob? = nil, forSaving: Bool) throws(Failure) {
    let process = Process.shared
    id = process.nextID()
    stackDepth = process.options.stackDepth
    frames = .allocate(capacity: stackDepth)
    let ledger = Ledger()
    self.ledger = ledger
    hotLedger = .passUnretained(ledger)
    scopes = ScopeStack(vm: id)
    references = Slab(seed: id * 8)
    finalizers = Slab(seed: id * 8 + 1)
    deferreds = Slab(seed: id * 8 + 2)
    scripts = Slab(seed: id * 8 + 3)
    classes = Slab(seed: id * 8 + 4)
    profilers = Slab(seed: id * 8 + 5)
    var limits = limits
    var isolate: v8s_isolate?
    creator = forSaving ? v8s_creator_new(&isolate) : nil
    if !forSaving { isolate = v8s_isolate_new(&limits, blob?.bytes, blob?.size ?? 0) }
    guard let isolate else { throw .invalidArgument }
    self.isolate = isolate
    walks = native_walks_new(stackDepth)
    creatorThread = native_thread_id()
    isFromSnapshot = blob != nil
    v8s_isolate_set_data(isolate, Unmanaged.passUnretained(self).toOpaque())
    v8s_isolate_enter(isolate)
    var scope = v8s_scope()
    v8s_scope_open(isolate, &scope)
    makeKey(&wrapKey, 0, "jsvm:wrap")
    makeKey(&classKey, 1, "jsvm:class")
    makeKey(&tagKey, 2, "jsvm:tag")
    v8s_scope_close(&scope)
    firstHandles = engineHandles
    v8s_isolate_exit(isolate)
    created = callerFrames()
    process.register(self)
    watchLimit()
  }

  deinit { frames.deallocate() }

  /// Objects of a saved context carry the keys that were saved with it.
  private func makeKey(_ key: inout v8s_global, _ index: Int, _ name: String) {
    let saved = isFromSnapshot ? v8s_isolate_saved_key(isolate, index) : nil
    let name = v8s_string_utf8(isolate, name, name.utf8.count)
    v8s_global_set_data(isolate, &key, saved ?? v8s_private(isolate, name))
  }

  func add(_ env: Env) {
    onlyEnv = hasHadEnv ? nil : .passUnretained(env)
    hasHadEnv = true
    envs[env.id] = env
  }

  func remove(_ env: Env) {
    onlyEnv = nil
    envs[env.id] = nil
  }

  /// What callers hold.
  var handle: JSVM_VM { JSVM_VM(Unmanaged.passUnretained(self).toOpaque()) }

  /// Makes sure that this thread has the VM open and that V8 has a handle scope. True when the VM
  /// was opened for this call: a missing VM scope is repaired, not refused.
  ///
  /// A call on an env is expected in a VM scope: `wantsScope` has a missing one recorded.
  @inline(__always)
  func visit(wantsScope: Bool = false) throws(Failure) -> Bool {
    if v8s_isolate_is_current(isolate), scopeLevel != 0 { return false }
    return try repair(wantsScope)
  }

  /// Makes up for a VM scope or handle scope that the caller has not opened.
  @inline(never)
  private func repair(_ wantsScope: Bool) throws(Failure) -> Bool {
    let isMissing = !v8s_isolate_is_current(isolate)
    if isMissing {
      let hasOther = v8s_current_data() != nil
      try acquire()
      if wantsScope { recordOnce(hasOther ? .otherVMScope : .noVMScope) }
    }
    if scopeLevel == 0 { openBaseScope() }
    return isMissing
  }

  /// Lets calls on this thread take the short way, if nothing is in their way: the VM is open, V8 has a
  /// handle scope, no finalizer is due, and handles are V8's own. What changes one of these takes it
  /// back.
  func claimReadiness() {
    guard v8s_isolate_is_current(isolate), scopes.count > 0, firstReady == nil,
      !v8s_handles_checked()
    else { return }
    v8s_set_ready(isolate)
  }

  @inline(__always)
  func leave(_ opened: Bool) {
    if firstReady != nil { settle() }
    if opened { release() }
  }

  /// Opens the VM on this thread; fails when another thread has it open.
  func acquire() throws(Failure) {
    guard !isSaved else { throw .generic }
    guard isLockedIfNeeded else {
      recordOpen(.lockMissing)
      throw .generic
    }
    let thread = native_thread_id()
    if owner.load(ordering: .acquiring) != thread, !take(for: thread) {
      recordOpen(.wrongThread)
      throw .generic
    }
    ownerDepth += 1
    v8s_isolate_enter(isolate)
    if limitedThread != thread { limitStack(thread) }
  }

  /// Makes a thread the owner of a VM that has none.
  private func take(for thread: UInt) -> Bool {
    while true {
      let (isTaken, found) = owner.compareExchange(
        expected: 0, desired: thread, ordering: .acquiringAndReleasing)
      if isTaken { return true }
      guard Process.shared.isVisitor(found) else { return false }
      Process.waitForVisitor()
    }
  }

  func release() {
    v8s_isolate_exit(isolate)
    ownerDepth -= 1
    if ownerDepth == 0 { owner.store(0, ordering: .releasing) }
  }

  /// V8 keeps the limit of the thread that made the isolate and would call every script on another
  /// one a stack overflow. The size is V8's own default.
  private func limitStack(_ thread: UInt) {
    limitedThread = thread
    beginEpoch()
    stackLimit = native_stack_limit(984 * 1024)
    v8s_isolate_set_stack_limit(isolate, stackLimit)
  }

  /// Ends every env, then the isolate. The VM must be open nowhere; V8 calls that a fatal error, and
  /// so it is told to a handler for those.
  func destroy() throws(Failure) {
    while isVisited { Process.waitForVisitor() }
    guard owner.load(ordering: .acquiring) == 0 else {
      recordOpen(.vmInUse)
      fatalErrorHandler?(
        "v8::Isolate::Dispose()", "Disposing the isolate that is entered by a thread.")
      throw .generic
    }
    guard creator == nil || creatorThread == native_thread_id() else {
      record(.wrongThread, created: created)
      throw .generic
    }
    endPosts()
    destroyed = callerFrames()
    if isSaved {
      Process.shared.endWarmups(of: id)
      for env in envs.values { env.bury() }
    } else {
      try withLock { () throws(Failure) in try end() }
    }
    isAlive = false
    if let creator { v8s_creator_delete(creator) } else { v8s_isolate_delete(isolate) }
    endScopeCheck()
    references.free()
    finalizers.free()
    deferreds.free()
    scripts.free()
    classes.free()
    profilers.free()
    siteLabels.free()
    handlers = GCHandlers()
    marks = Marks()
    deletions = Deletions()
    closings = Deletions()
    handleScopeClosings = Deletions()
    ledger = nil
    native_walks_delete(walks)
    walks = nil
    owner.store(0, ordering: .releasing)
    Process.shared.unregister(self)
  }

  /// What of `destroy` needs the engine.
  private func end() throws(Failure) {
    try acquire()
    openBaseScope()
    reportLeaks(of: nil, occasion: .destroyVM)
    for env in envs.values.sorted(by: { $0.id > $1.id }) { env.destroy(reports: false) }
    settle()
    endProfilers()
    Process.shared.endWarmups(of: id)
    while !envScopes.isEmpty { closeInnermostEnvScope() }
    while scopes.count > 0 { closeInnermostScope(freesScripts: true) }
    for slot in finalizers.slots { v8s_global_reset(&slot.pointee.record.object) }
    v8s_global_reset(&wrapKey)
    v8s_global_reset(&classKey)
    v8s_global_reset(&tagKey)
    isDisposing = true
    if let lock {
      v8s_lock_delete(lock.handle)
      self.lock = nil
    }
    v8s_isolate_exit(isolate)
  }
}
