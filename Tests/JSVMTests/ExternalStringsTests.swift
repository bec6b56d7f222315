// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about strings that read the caller's memory, in both encodings.
struct ExternalStringsTests {
  enum Encoding: CaseIterable { case latin1, utf16 }

  /// Memory that strings read, and what their finalizer was told.
  private final class Memory {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 8)
    var envs: [JSVM_Env?] = []
    var data: [UnsafeMutableRawPointer?] = []
    let length: Int
    let encoding: Encoding

    init(_ text: String, _ encoding: Encoding) {
      self.encoding = encoding
      let units = Array(text.utf16)
      length = units.count
      for (index, unit) in (units + [0]).enumerated() { put(unit, at: index) }
    }

    deinit { bytes.deallocate() }

    var runs: Int { envs.count }
    var hint: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    func put(_ unit: UInt16, at index: Int) {
      switch encoding {
      case .latin1: bytes.storeBytes(of: UInt8(unit), toByteOffset: index, as: UInt8.self)
      case .utf16: bytes.storeBytes(of: unit, toByteOffset: 2 * index, as: UInt16.self)
      }
    }

    static let ended: JSVM_Finalize = { env, data, hint in
      guard let hint else { return }
      let memory = Unmanaged<Memory>.fromOpaque(hint).takeUnretainedValue()
      memory.envs.append(env)
      memory.data.append(data)
    }
  }

  private func create(
    _ env: JSVM_Env, _ memory: Memory, _ length: Int? = nil, ends: Bool = true
  ) -> (status: JSVM_Status, string: JSVM_Value?) {
    var (result, copied) = (JSVM_Value?.none, true)
    let length = length ?? memory.length
    let callback = ends ? Memory.ended : nil
    let status =
      switch memory.encoding {
      case .latin1:
        OH_JSVM_CreateExternalStringLatin1(
          env, memory.bytes.assumingMemoryBound(to: CChar.self), length, callback, memory.hint,
          &result, &copied)
      case .utf16:
        OH_JSVM_CreateExternalStringUtf16(
          env, memory.bytes.assumingMemoryBound(to: UInt16.self), length, callback, memory.hint,
          &result, &copied)
      }
    #expect(!copied)
    return (status, result)
  }

  private func string(_ env: JSVM_Env, _ memory: Memory) throws -> JSVM_Value {
    let (status, string) = create(env, memory)
    #expect(status == JSVM_OK)
    return try #require(string)
  }

  @Test(arguments: Encoding.allCases)
  func laterChangesAreVisible(_ encoding: Encoding) throws {
    let memory = Memory("hello \u{E9}", encoding)
    try withEnv { fixture in
      try fixture.scope {
        try fixture.set("s", string(fixture.env, memory))
        try #expect(fixture.text("s + s.length + typeof s") == "hello \u{E9}7string")
        memory.put(74, at: 0)
        try #expect(fixture.text("s.charAt(0) + s.slice(1, 3)") == "Jel")
        try #expect(fixture.contents(of: fixture.run("s")) == "Jello \u{E9}")
        try fixture.run("s = null")
      }
    }
    #expect(memory.runs == 1)
  }

  @Test(arguments: Encoding.allCases)
  func aLengthCountsCodeUnits(_ encoding: Encoding) throws {
    let memory = Memory("abcdef", encoding)
    try withEnv { fixture in
      let env = fixture.env
      for (length, expected) in [(3, "abc"), (1, "a"), (autoLength, "abcdef")] {
        let (status, string) = create(env, memory, length)
        #expect(status == JSVM_OK)
        try #expect(fixture.text(of: #require(string)) == expected)
      }
    }
    #expect(memory.runs == 3)
  }

  @Test func surrogatesAreText() throws {
    let memory = Memory("€😀", .utf16)
    try withEnv { fixture in
      try fixture.set("s", string(fixture.env, memory))
      try #expect(fixture.text("s + s.length + [...s].length") == "€😀32")
    }
  }

  @Test(arguments: Encoding.allCases)
  func theFinalizerRunsOnceWhenTheStringIsCollected(_ encoding: Encoding) throws {
    let memory = Memory("collected", encoding)
    try withEnv { fixture in
      try fixture.scope { _ = try string(fixture.env, memory) }
      #expect(memory.runs == 0)
      fixture.collect()
      #expect(memory.envs == [fixture.env] && memory.data == [memory.bytes])
      fixture.collect()
    }
    #expect(memory.runs == 1)
  }

  @Test(arguments: Encoding.allCases)
  func aStringInUseKeepsItsMemory(_ encoding: Encoding) throws {
    let memory = Memory("used for long", encoding)
    try withEnv { fixture in
      try fixture.scope {
        try fixture.set("s", string(fixture.env, memory))
        try fixture.run("var parts = {[s]: 1}; var slice = s.slice(0, 13 - 0)")
      }
      fixture.collect()
      try #expect(fixture.text("slice") == "used for long")
      #expect(memory.runs == 0)
    }
    #expect(memory.runs == 1)
  }

  @Test(arguments: Encoding.allCases)
  func theEnvIsMissingOnceItIsDestroyed(_ encoding: Encoding) throws {
    let memory = Memory("outlives its env", encoding)
    try withEnv { fixture in
      try fixture.scope {
        let env = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
        try fixture.set("s", string(env, memory))
        #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK)
      }
      fixture.collect()
      try fixture.scope { try #expect(fixture.text("s") == "outlives its env") }
      #expect(memory.runs == 0)
      try fixture.scope { _ = try fixture.run("s = null") }
      fixture.collect()
      #expect(memory.envs == [nil])
    }
    #expect(memory.runs == 1)
  }

  @Test(arguments: Encoding.allCases)
  func theVMEndsWhatIsLeft(_ encoding: Encoding) throws {
    let memories = (0..<20).map { _ in Memory("left", encoding) }
    let vm = try Engine.createVM()
    let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
    let fixture = Fixture(vm: vm, env: env)
    for memory in memories { try fixture.set("s", string(env, memory)) }
    #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK)
    #expect(memories.allSatisfy { $0.runs == 1 && $0.data == [$0.bytes] })
  }

  @Test(arguments: Encoding.allCases)
  func anEmptyStringEndsAtOnce(_ encoding: Encoding) throws {
    let memory = Memory("", encoding)
    try withEnv { fixture in
      for length in [0, autoLength] {
        let (status, string) = create(fixture.env, memory, length)
        #expect(status == JSVM_OK)
        try #expect(fixture.text(of: #require(string)) == "")
      }
      #expect(memory.envs == [fixture.env, fixture.env])
    }
    #expect(memory.runs == 2)
  }

  @Test(
    arguments: [true, false])
  func anEmptyStringNeedsNoMemory(_ isLatin1: Bool) async {
    await #expect(processExitsWith: .success) { [isLatin1] in
      try withEnv { fixture in
        let (env, ending) = (fixture.env, Ending())
        var (result, copied) = (JSVM_Value?.none, true)
        let end: JSVM_Finalize = { env, _, hint in runEnding(env, hint, nil) }
        let status =
          isLatin1
          ? OH_JSVM_CreateExternalStringLatin1(env, nil, 0, end, ending.data, &result, &copied)
          : OH_JSVM_CreateExternalStringUtf16(env, nil, 0, end, ending.data, &result, &copied)
        #expect(status == JSVM_OK && !copied && ending.runs == 1)
        try #expect(fixture.text(of: #require(result)) == "")
      }
    }
  }

  @Test(arguments: Encoding.allCases)
  func theEmptyStringEndsInACallbackToo(_ encoding: Encoding) throws {
    let memory = Memory("", encoding)
    try withEnv { fixture in
      try fixture.define("native") { env, _ in
        _ = create(env, memory, 0)
        #expect(memory.runs == 1)
        return nil
      }
      try fixture.run("native()")
    }
  }

  @Test(arguments: Encoding.allCases, [1 << 29, Int(Int32.max), Int(Int32.max) + 1, -2, Int.min])
  func aStringThatIsTooLongIsRefused(_ encoding: Encoding, _ length: Int) throws {
    let memory = Memory("short", encoding)
    try withEnv { fixture in
      let (status, string) = create(fixture.env, memory, length)
      let isLength = (0...Int(Int32.max)).contains(length)
      #expect(status == (isLength ? JSVM_GENERIC_FAILURE : JSVM_INVALID_ARG))
      #expect(string == nil && !fixture.isPending)
      fixture.collect()
    }
    #expect(memory.runs == 0)
  }

  @Test(arguments: Encoding.allCases)
  func aFinalizerIsOptional(_ encoding: Encoding) throws {
    let memory = Memory("quiet", encoding)
    try withEnv { fixture in
      try fixture.scope {
        #expect(create(fixture.env, memory, ends: false).status == JSVM_OK)
      }
      fixture.collect()
      #expect(fixture.coreVM.finalizers.count == 0)
    }
    #expect(memory.runs == 0)
  }

  @Test(arguments: Encoding.allCases)
  func thousandsEndExactlyOnce(_ encoding: Encoding) throws {
    let memories = (0..<3000).map { Memory("number \($0)", encoding) }
    try withEnv { fixture in
      for (index, memory) in memories.enumerated() {
        try fixture.scope {
          let string = try string(fixture.env, memory)
          if index % 50 == 0 { try fixture.set("kept\(index)", string) }
        }
      }
      fixture.collect()
      #expect(memories.count { $0.runs == 1 } == 2940)
    }
    #expect(memories.allSatisfy { $0.runs == 1 && $0.data == [$0.bytes] })
  }

  @Test func theFinalizerMayUseTheAPI() throws {
    let memory = Memory("used", .latin1)
    try withEnv { fixture in
      var runs = 0
      let ending = Ending { env, _ in
        runs += 1
        #expect(OH_JSVM_ThrowError(env, nil, "left") == JSVM_OK)
        #expect((try? fixture.takeException()) == "Error: left")
        #expect((try? fixture.text("6 * 7")) == "42")
        fixture.collect()
      }
      fixture.kept.append(ending)
      try fixture.scope {
        var (result, copied) = (JSVM_Value?.none, true)
        let end: JSVM_Finalize = { env, _, hint in runEnding(env, hint, nil) }
        #expect(
          OH_JSVM_CreateExternalStringLatin1(
            fixture.env, memory.bytes.assumingMemoryBound(to: CChar.self), 4, end, ending.data,
            &result, &copied) == JSVM_OK)
      }
      fixture.collect()
      #expect(runs == 1)
    }
  }
}
