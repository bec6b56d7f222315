// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Ledger

/// A compiled script that the user holds. It ends with the handle scope in which it was compiled
/// unless it is retained.
struct Script: Born {
  var object: v8s_global
  let env: UInt32
  /// Where it was compiled, and once the user keeps it where that began.
  var birth: Birth
  /// Whether the user keeps it: only then it is counted.
  var isRetained = false

  var site: SiteID { birth.site }
}

/// A script that ends when fewer than `depth` handle scopes and callbacks are open.
struct ScopedScript {
  let key: SlabKey
  var depth: Int
}

extension Env {
  func compile(
    _ source: JSVM_Value?, _ options: v8s_compile_options,
    rejected: UnsafeMutablePointer<Bool>?
  ) throws(Failure) -> JSVM_Script {
    let source = try require(source, v8s_value_is_string, else: JSVM_STRING_EXPECTED)
    var options = options
    var caught = v8s_caught()
    var isRejected = false
    guard
      let script = v8s_script_compile(
        vm.isolate, context, source, &options, &isRejected, &caught)
    else { throw keep(caught, JSVM_GENERIC_FAILURE) }
    if options.cache != nil { rejected?.pointee = isRejected }
    let record = Script(object: v8s_global(), env: id, birth: vm.birth(of: .script))
    guard let slot = vm.scripts.insert(record) else { throw .generic }
    v8s_global_set_script(vm.isolate, &slot.pointee.record.object, script)
    vm.scopedScripts.append(ScopedScript(key: slot.pointee.key, depth: vm.scopeLevel))
    vm.noteLoose()
    return slot.pointee.key.handle
  }

  private func slot(
    _ script: JSVM_Script?, isDelete: Bool = false
  ) throws(Failure) -> UnsafeMutablePointer<Slab<Script>.Slot> {
    guard let script else { throw .invalidArgument }
    if let slot = vm.scripts.find(SlabKey(script)) { return slot }
    vm.recordUnknown(SlabKey(script), in: \.scripts, isDelete: isDelete)
    throw .invalidArgument
  }

  func script(_ handle: JSVM_Script?) throws(Failure) -> v8s_script {
    v8s_global_get_script(vm.isolate, &(try slot(handle)).pointee.record.object)
  }

  func retain(_ script: JSVM_Script?) throws(Failure) {
    let slot = try slot(script)
    guard !slot.pointee.record.isRetained else { throw .invalidArgument }
    let birth = vm.birth(of: .script)
    vm.note(birth)
    slot.pointee.record.birth = birth
    slot.pointee.record.isRetained = true
  }

  func release(_ script: JSVM_Script?) throws(Failure) {
    let slot = try slot(script, isDelete: true)
    guard slot.pointee.record.isRetained else { throw .invalidArgument }
    if vm.tracksDeletions { vm.trackDeletion(of: slot) }
    vm.end(slot)
  }
}

extension VM {
  /// Ends the scripts of the scopes that closed when `depth` are left, or hands them to the scope
  /// outside, as an escapable scope does.
  func endScripts(above depth: Int, free: Bool) {
    while let last = scopedScripts.last, last.depth > depth {
      if !free {
        for index in scopedScripts.indices.reversed() {
          guard scopedScripts[index].depth > depth else { break }
          scopedScripts[index].depth = depth
        }
        return
      }
      scopedScripts.removeLast()
      guard let slot = scripts.find(last.key), !slot.pointee.record.isRetained else { continue }
      end(slot)
    }
  }

  fileprivate func end(_ slot: UnsafeMutablePointer<Slab<Script>.Slot>) {
    v8s_global_reset(&slot.pointee.record.object)
    if slot.pointee.record.isRetained { noteEnd(slot.pointee.record.birth) }
    scripts.remove(slot)
  }

  /// Ends every script of an env, retained ones too.
  func endScripts(of env: UInt32) {
    for slot in scripts.slots where slot.pointee.record.env == env {
      end(slot)
    }
  }
}
