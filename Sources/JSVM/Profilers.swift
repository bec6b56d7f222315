// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Ledger

/// A CPU profiler that is running.
struct Profiler: Born {
  let handle: v8s_profiler
  let birth: Birth

  var site: SiteID { birth.site }
}

extension VM {
  func startProfiler() throws(Failure) -> JSVM_CpuProfiler {
    guard let handle = v8s_profiler_new(isolate) else { throw .generic }
    guard
      let slot = profilers.insert(
        Profiler(handle: handle, birth: birth(of: .profiler)))
    else {
      v8s_profiler_delete(handle)
      throw .generic
    }
    note(slot.pointee.record.birth)
    return slot.pointee.key.handle
  }

  /// Ends a profiler and streams its `.cpuprofile`.
  func stopProfiler(
    _ profiler: JSVM_CpuProfiler, _ stream: JSVM_OutputStream, _ data: UnsafeMutableRawPointer?
  ) throws(Failure) {
    guard let slot = profilers.find(SlabKey(profiler)) else {
      recordUnknown(SlabKey(profiler), in: \.profilers, isDelete: true)
      throw .invalidArgument
    }
    if tracksDeletions { trackDeletion(of: slot) }
    let handle = slot.pointee.record.handle
    noteEnd(slot.pointee.record.birth)
    profilers.remove(slot)
    defer { v8s_profiler_delete(handle) }
    guard let profile = v8s_profiler_stop(isolate, handle) else { throw .generic }
    defer { v8s_profile_delete(profile) }
    var writer = ProfileWriter(stream: stream, data: data)
    writer.write(profile)
  }

  /// Ends the profilers that were never stopped.
  func endProfilers() {
    for slot in profilers.slots {
      if let profile = v8s_profiler_stop(isolate, slot.pointee.record.handle) {
        v8s_profile_delete(profile)
      }
      v8s_profiler_delete(slot.pointee.record.handle)
      noteEnd(slot.pointee.record.birth)
      profilers.remove(slot)
    }
  }
}
