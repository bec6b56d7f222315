// SPDX-License-Identifier: Apache-2.0

import CJSVM
import CV8Shim
import Glibc
import Synchronization
import Testing

@testable import JSVM

/// How a child ended: its exit code, or the number of the signal below zero.
private func end(of child: pid_t) -> Int32 {
  var status: Int32 = 0
  guard waitpid(child, &status, 0) == child else { return -1 }
  return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
}

/// Runs something in a child made with fork(2), as the caller of the library would.
private func inPlainChild(_ body: () -> Int32) -> Int32 {
  let child = v8s_fork()
  guard child == 0 else { return end(of: child) }
  alarm(60)
  _exit(body())
}

private func snapshotStatus(_ vm: JSVM_VM) -> JSVM_Status {
  OH_JSVM_TakeHeapSnapshot(vm, { _, _, _ in true }, nil)
}

/// A finalizer's memory, and whether a thread of V8's is stuck in the finalizer.
private final class Plug: Sendable {
  private enum State: Int, AtomicRepresentable {
    case unused, stuck, held, pulled
  }

  let user = pthread_self()
  private let state = Atomic<State>(.unused)
  var hint: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  private func move(from old: State, to new: State) -> Bool {
    state.compareExchange(expected: old, desired: new, ordering: .sequentiallyConsistent).exchanged
  }

  /// Keeps a thread that is stuck; false if none is.
  func hold() -> Bool { move(from: .stuck, to: .held) }

  func pull() { state.store(.pulled, ordering: .sequentiallyConsistent) }

  /// Stays until the plug is pulled, if it is called on a thread of V8's. Not for long unless it is held:
  /// a collection on the user's thread may be waiting for this one.
  static let block: JSVM_FinalizeArrayBuffer = { _, data, hint, _ in
    free(data)
    guard let hint else { return }
    let plug = Unmanaged<Plug>.fromOpaque(hint).takeUnretainedValue()
    guard pthread_equal(pthread_self(), plug.user) == 0, plug.move(from: .unused, to: .stuck)
    else { return }
    usleep(100_000)
    if plug.move(from: .stuck, to: .unused) { return }
    while plug.state.load(ordering: .sequentiallyConsistent) != .pulled { usleep(1000) }
  }
}

/// Claims about forked copies of the process. The children are those of a process of their own.
struct ForksTests {
  @Test func aChildDoesTheWork() async {
    await #expect(processExitsWith: .success) {
      try withEnv { fixture in
        try fixture.run("globalThis.a = 6; 0")
        let child = Process.shared.inForkedChild(endingWithin: 60) {
          guard Process.shared.descent.load(ordering: .relaxed) == .child,
            snapshotStatus(fixture.vm) == JSVM_OK,
            (try? fixture.text("a * 7")) == "42"
          else { return 1 }
          return 7
        }
        try #expect(end(of: #require(child)) == 7)
        #expect(Process.shared.descent.load(ordering: .relaxed) == .original)
        try #expect(fixture.text("a") == "6")
      }
    }
  }

  @Test func aChildEndsInTime() async {
    await #expect(processExitsWith: .success) {
      try withEnv { _ in
        let child = Process.shared.inForkedChild(endingWithin: 1) {
          while true { pause() }
        }
        try #expect(end(of: #require(child)) == -SIGALRM)
      }
    }
  }

  @Test func childrenHaveChildren() async {
    await #expect(processExitsWith: .success) {
      try withEnv { fixture in
        let code = inPlainChild {
          inPlainChild { Int32(bitPattern: snapshotStatus(fixture.vm).rawValue) }
        }
        #expect(code == 0)
      }
    }
  }

  /// Its owner is not in the child.
  @Test func aVMThatAnotherThreadHasOpenIsRefused() async {
    await #expect(processExitsWith: .success) {
      try withEnv { fixture in
        let vm = UInt(bitPattern: UnsafeRawPointer(fixture.vm))
        onThread {
          let code = inPlainChild {
            Int32(bitPattern: snapshotStatus(JSVM_VM(bitPattern: vm)!).rawValue)
          }
          #expect(code == Int32(bitPattern: JSVM_GENERIC_FAILURE.rawValue))
        }
      }
    }
  }

  @Test func theProcessGoesOnAfterAFork() async {
    await #expect(processExitsWith: .success) {
      try withEnv { fixture in
        for _ in 0..<20 { #expect(inPlainChild { 0 } == 0) }
        // Work for the workers, which wait for nothing any more.
        let source = "let k = []; for (let i = 0; i < 200000; i++) k[i % 5000] = {i}; k.length"
        try #expect(fixture.text(source) == "5000")
        fixture.collect()
        #expect(snapshotStatus(fixture.vm) == JSVM_OK)
      }
    }
  }

  @Test func withAWorkerThatDoesNotRestNoChildWorks() async {
    await #expect(processExitsWith: .success) {
      let plug = Plug()
      try withEnv { fixture in
        var isHeld = false
        for _ in 0..<1000 where !isHeld {
          try fixture.scope {
            _ = try make {
              OH_JSVM_CreateArrayBufferFromExternalMemory(
                fixture.env, malloc(64), 64, Plug.block, plug.hint, nil, $0)
            }
          }
          // Not much more than one collection's worth: the next one waits for who is stuck.
          try fixture.run("for (let i = 0; i < 20000; i++) ({i}); 0")
          usleep(1000)
          isHeld = plug.hold()
        }
        #expect(isHeld)
        #expect(Process.shared.inForkedChild(endingWithin: 60) { 0 } == nil)
        let code = inPlainChild {
          guard Process.shared.descent.load(ordering: .relaxed) == .brokenChild,
            Process.shared.inForkedChild(endingWithin: 60, { 0 }) == nil
          else { return 100 }
          return Int32(bitPattern: snapshotStatus(fixture.vm).rawValue)
        }
        #expect(code == Int32(bitPattern: JSVM_GENERIC_FAILURE.rawValue))
        plug.pull()
        #expect(inPlainChild { Int32(bitPattern: snapshotStatus(fixture.vm).rawValue) } == 0)
      }
      withExtendedLifetime(plug) {}
    }
  }
}
