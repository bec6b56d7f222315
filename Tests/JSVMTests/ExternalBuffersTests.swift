// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Synchronization
import Testing

@testable import JSVM

/// Memory for an external buffer, and what its finalizer was told; ends on whatever thread.
private final class Memory: Sendable {
  struct Told: Sendable {
    var runs = 0
    var isFine = true
  }

  let address: UInt
  let told = Mutex(Told())

  init(_ length: Int = 64) {
    address = UInt(bitPattern: calloc(1, max(length, 8)))
  }

  deinit { free(bytes) }

  var bytes: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: address) }
  var hint: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
  var runs: Int { told.withLock { $0.runs } }
  var isFine: Bool { told.withLock { $0.isFine } }
}

private func endMemory(
  _ env: JSVM_Env?, _ data: UnsafeMutableRawPointer?, _ hint: UnsafeMutableRawPointer?,
  _ copied: Bool
) {
  guard let hint else { return }
  let memory = Unmanaged<Memory>.fromOpaque(hint).takeUnretainedValue()
  memory.told.withLock {
    $0.runs += 1
    $0.isFine = $0.isFine && env == nil && data == memory.bytes && !copied
  }
}

/// Claims about `OH_JSVM_CreateArrayBufferFromExternalMemory`.
struct ExternalBuffersTests {
  private func buffer(
    _ fixture: Fixture, _ memory: Memory, _ length: Int = 64
  ) throws -> JSVM_Value {
    var copied = true
    let buffer = try make {
      OH_JSVM_CreateArrayBufferFromExternalMemory(
        fixture.env, memory.bytes, length, endMemory, memory.hint, &copied, $0)
    }
    #expect(!copied)
    return buffer
  }

  @Test func theMemoryIsSeenFromBothSides() throws {
    let memory = Memory()
    try withEnv { fixture in
      try fixture.set("b", buffer(fixture, memory))
      let bytes = try #require(memory.bytes)
      bytes.storeBytes(of: 5, as: UInt8.self)
      let source = "var a = new Uint8Array(b); a[1] = 6; a[0] + ',' + a.length"
      try #expect(fixture.text(source) == "5,64")
      #expect(bytes.load(fromByteOffset: 1, as: UInt8.self) == 6)
    }
    withExtendedLifetime(memory) {}
  }

  enum End: CaseIterable { case detached, lowMemory, critical, vm }

  @Test(arguments: End.allCases)
  func theFinalizerRunsOnce(_ end: End) throws {
    let memory = Memory()
    try withEnv { fixture in
      try fixture.scope {
        let buffer = try buffer(fixture, memory)
        if end == .vm { try fixture.set("kept", buffer) }
        guard end == .detached else { return }
        #expect(OH_JSVM_DetachArraybuffer(fixture.env, buffer) == JSVM_OK)
        #expect(memory.runs == 1)
        #expect(OH_JSVM_DetachArraybuffer(fixture.env, buffer) == JSVM_OK)
      }
      let level =
        end == .critical
        ? JSVM_MEMORY_PRESSURE_LEVEL_CRITICAL : JSVM_MEMORY_PRESSURE_LEVEL_LOW_MEMORY
      #expect(OH_JSVM_MemoryPressureNotification(fixture.env, level) == JSVM_OK)
      #expect(memory.runs == (end == .vm ? 0 : 1))
    }
    #expect(memory.runs == 1 && memory.isFine)
  }

  @Test func aViewKeepsTheMemory() throws {
    let memory = Memory()
    try withEnv { fixture in
      try fixture.scope {
        try fixture.set("b", buffer(fixture, memory))
        try fixture.run("var view = new DataView(b, 8); b = undefined")
      }
      fixture.collect()
      #expect(memory.runs == 0)
      try fixture.scope { _ = try fixture.run("view.setInt8(0, 3); view = undefined") }
      fixture.collect()
      #expect(memory.runs == 1)
    }
  }

  @Test func thousandsEndExactlyOnce() throws {
    let memories = (0..<3000).map { _ in Memory() }
    try withEnv { fixture in
      for (index, memory) in memories.enumerated() {
        try fixture.scope {
          let buffer = try buffer(fixture, memory)
          if index % 100 == 0 { try fixture.set("kept\(index)", buffer) }
          if index % 7 == 0 { _ = OH_JSVM_DetachArraybuffer(fixture.env, buffer) }
        }
      }
    }
    #expect(memories.allSatisfy { $0.runs == 1 && $0.isFine })
  }

  @Test func anAbandonedEnvEndsItWithTheVM() throws {
    let memory = Memory()
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let fixture = Fixture(vm: vm, env: env)
    try fixture.set("kept", buffer(fixture, memory))
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    #expect(memory.runs == 1 && memory.isFine)
  }

  @Test func whatCannotBeIsInvalid() throws {
    let memory = Memory()
    try withEnv { fixture in
      let (env, bytes) = (fixture.env, try #require(memory.bytes))
      let limit = (32 << 30) - 1
      func status(_ data: UnsafeMutableRawPointer?, _ length: Int, _ ends: Bool) -> JSVM_Status {
        var (copied, result) = (true, get(nil) { OH_JSVM_CreateObject(env, $0) })
        let status = OH_JSVM_CreateArrayBufferFromExternalMemory(
          env, data, length, ends ? endMemory : nil, memory.hint, &copied, &result)
        #expect(!copied && (result != nil) == (status == JSVM_OK))
        return status
      }
      for ends in [false, true] {
        #expect(status(nil, 8, ends) == JSVM_INVALID_ARG)
        #expect(status(bytes + 1, 8, ends) == JSVM_INVALID_ARG)
        #expect(status(bytes + 4, 8, ends) == JSVM_INVALID_ARG)
        #expect(status(bytes, limit + 1, ends) == JSVM_INVALID_ARG)
        #expect(status(bytes, -1, ends) == JSVM_INVALID_ARG)
        #expect(status(bytes, Int.min, ends) == JSVM_INVALID_ARG)
        #expect(status(nil, 0, ends) == (ends ? JSVM_INVALID_ARG : JSVM_OK))
        #expect(status(bytes, 0, ends) == (ends ? JSVM_INVALID_ARG : JSVM_OK))
      }
      #expect(!fixture.isPending)
      #expect(
        OH_JSVM_CreateArrayBufferFromExternalMemory(env, bytes, 8, nil, nil, nil, nil)
          == JSVM_INVALID_ARG)
    }
    // No finalizer of a call that failed runs.
    #expect(memory.runs == 0)
  }

  @Test func theLimitIs32GiBLessOne() throws {
    try withEnv { fixture in
      let memory = Memory()
      var result: JSVM_Value?
      #expect(
        OH_JSVM_CreateArrayBufferFromExternalMemory(
          fixture.env, memory.bytes, (32 << 30), nil, nil, nil, &result) == JSVM_INVALID_ARG)
      #expect(
        OH_JSVM_CreateArrayBufferFromExternalMemory(
          fixture.env, memory.bytes, (32 << 30) - 1, nil, nil, nil, &result) == JSVM_OK)
      // A typed array over all of it has more elements than the engine allows.
      var array: JSVM_Value?
      #expect(
        OH_JSVM_CreateTypedarray(
          fixture.env, JSVM_UINT8_ARRAY, (32 << 30) - 1, result, 0, &array)
          == JSVM_GENERIC_FAILURE)
      try #expect(fixture.takeException()?.hasPrefix("RangeError") == true)
      #expect(OH_JSVM_DetachArraybuffer(fixture.env, result) == JSVM_OK)
    }
  }
}
