// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Glibc
internal import Ledger

/// The values that a VM with `JSVM_SCOPE_CHECK` has handed out and that are still valid.
///
/// A handle of V8 is the address of a slot, and slots are used again: a stale one cannot be told from
/// the one that has the slot now. So such a VM hands out numbers instead, each once, and knows for
/// every number the slot and the scope that it ends with. Numbers are odd; addresses of slots are not.
struct ScopeCheck {
  /// The slots of the living numbers.
  private var slots: [UInt: v8s_value] = [:]
  /// The numbers by the depth of the scope that they end with.
  private var levels: [[UInt]] = []
  private var last: UInt = 1
  /// The numbers that ended last, by the scopes that they ended with.
  private var ended = Deletions(capacity: 1 << 16)
  /// Argument lists in V8's form, until the scope of the call ends.
  private var arguments: [[UnsafeMutablePointer<v8s_value?>]] = []
  let aborts: Bool
  /// How many of the VM's envs asked for the check.
  var users = 0

  init(aborts: Bool) { self.aborts = aborts }

  /// A number for a value that ends with the scope at `depth`.
  mutating func hand(out value: v8s_value, depth: Int) -> JSVM_Value {
    last += 2
    slots[last] = value
    while levels.count <= depth { levels.append([]) }
    levels[depth].append(last)
    return JSVM_Value(bitPattern: last)!
  }

  func value(of handle: JSVM_Value) -> v8s_value? { slots[UInt(bitPattern: handle)] }

  /// Keeps an argument list while the scope at `depth` is open.
  mutating func keep(_ list: UnsafeMutablePointer<v8s_value?>, depth: Int) {
    while arguments.count <= depth { arguments.append([]) }
    arguments[depth].append(list)
  }

  /// Where the scope of a value that ended was opened and closed, if it is remembered.
  func ending(of handle: JSVM_Value) -> Deletions.Entry? {
    ended.find(UInt64(UInt(bitPattern: handle)))
  }

  /// Forgets what ends with the scopes deeper than `depth`, but for where they were opened and closed.
  mutating func close(above depth: Int, made: StackID = .none, ended stack: StackID = .none) {
    while levels.count > depth + 1 {
      for number in levels.removeLast() {
        slots[number] = nil
        ended.add(UInt64(number), made: made, ended: stack)
      }
    }
    while arguments.count > depth + 1 {
      for list in arguments.removeLast() { list.deallocate() }
    }
  }
}

extension VM {
  /// The VM that this thread has entered.
  static var current: VM? {
    v8s_current_data().map { Unmanaged<VM>.fromOpaque($0).takeUnretainedValue() }
  }

  func setScopeCheck(_ isOn: Bool, of env: Env) {
    guard isOn != env.checksScopes else { return }
    env.checksScopes = isOn
    if isOn {
      highestLoose = .max
      if scopeCheck == nil {
        scopeCheck = ScopeCheck(aborts: Process.shared.options.scopeCheck == .abort)
        v8s_handles_checked_add(1)
      }
      scopeCheck?.users += 1
      return
    }
    scopeCheck?.users -= 1
    if scopeCheck?.users == 0 { endScopeCheck() }
  }

  func endScopeCheck() {
    guard scopeCheck != nil else { return }
    scopeCheck?.close(above: -1)
    scopeCheck = nil
    v8s_handles_checked_add(-1)
  }

  /// Ends the values of a handle scope that is being closed; nothing without the check.
  func endValues(of scope: Birth?, isByCaller: Bool) {
    guard scopeCheck != nil else { return }
    scopeCheck?.close(
      above: scopeLevel, made: scope.map { stackID(of: $0.site) } ?? .none,
      ended: isByCaller ? endingStack() : .none)
  }

  /// The slot behind a number that the check handed out. A wrong one ends the process, or is told and
  /// gives nil.
  func checked(_ handle: JSVM_Value) -> v8s_value? {
    guard let check = scopeCheck else { return v8s_value(handle) }
    if let value = check.value(of: handle) { return value }
    record(.staleValue, check.ending(of: handle).map { history(of: $0) } ?? History())
    Process.shared.log("JSVM: Run in wrong HandleScope\n")
    if check.aborts { abort() }
    return nil
  }
}

extension Env {
  /// There is one debug option.
  func setDebugOption(_ option: JSVM_DebugOption, _ isOn: Bool) throws(Failure) {
    guard option == JSVM_SCOPE_CHECK else { throw .invalidArgument }
    vm.setScopeCheck(isOn, of: self)
  }
}

/// The value behind a handle, when some VM checks its handles.
@inline(never)
func checkedValue(_ handle: JSVM_Value) -> v8s_value? {
  VM.current.map { $0.checked(handle) } ?? v8s_value(handle)
}

/// The handle of a value, when some VM checks its handles.
@inline(never)
func checkedHandle(_ value: v8s_value) -> JSVM_Value {
  guard let vm = VM.current, vm.scopeCheck != nil else { return JSVM_Value(value) }
  return vm.scopeCheck!.hand(out: value, depth: vm.scopeLevel)
}
