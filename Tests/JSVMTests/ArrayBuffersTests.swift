// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about array buffers: made, over memory of the caller's, detached.
struct ArrayBuffersTests {
  private func info(_ fixture: Fixture, _ buffer: JSVM_Value?) -> (UnsafeMutableRawPointer?, Int) {
    var (data, length) = (UnsafeMutableRawPointer?.none, -1)
    #expect(OH_JSVM_GetArraybufferInfo(fixture.env, buffer, &data, &length) == JSVM_OK)
    return (data, length)
  }

  @Test(arguments: [0, 1, 7, 8, 4096, 1 << 24])
  func aNewBufferIsZeroedAndShared(_ length: Int) throws {
    try withEnv { fixture in
      var data: UnsafeMutableRawPointer?
      let buffer = try make { OH_JSVM_CreateArraybuffer(fixture.env, length, &data, $0) }
      try fixture.set("b", buffer)
      let (found, size) = info(fixture, buffer)
      #expect(size == length && (length == 0 || found == data))
      try #expect(fixture.text("b.byteLength") == "\(length)")
      guard length > 0, let data else { return #expect(length == 0) }
      let bytes = UnsafeMutableRawBufferPointer(start: data, count: length)
      #expect(bytes.allSatisfy { $0 == 0 })
      bytes[length - 1] = 77
      try #expect(fixture.text("var a = new Uint8Array(b); a[0] += 5; a[a.length - 1]") != "0")
      #expect(bytes[0] == (length == 1 ? 82 : 5))
    }
  }

  @Test(arguments: [-1, Int.min, Int.max, 1 << 52])
  func anImpossibleLengthFails(_ length: Int) throws {
    try withEnv { fixture in
      var (data, buffer) = (UnsafeMutableRawPointer(bitPattern: 8), JSVM_Value?.none)
      let status = OH_JSVM_CreateArraybuffer(fixture.env, length, &data, &buffer)
      #expect(status == JSVM_GENERIC_FAILURE && data == nil && buffer == nil)
    }
  }

  @Test func manyBuffersAreGivenBack() throws {
    try withEnv { fixture in
      for _ in 0..<200 {
        try fixture.scope {
          _ = try make { OH_JSVM_CreateArraybuffer(fixture.env, 16 << 20, nil, $0) }
        }
      }
      fixture.collect()
      var statistics = JSVM_HeapStatistics()
      #expect(OH_JSVM_GetHeapStatistics(fixture.vm, &statistics) == JSVM_OK)
      #expect(statistics.externalMemory < 64 << 20)
    }
  }

  // Backing stores.

  @Test func aBackingStoreIsAllocatedAndFreed() throws {
    for length in [0, 1, 4096] {
      let data = try make {
        OH_JSVM_AllocateArrayBufferBackingStoreData(length, JSVM_ZERO_INITIALIZED, $0)
      }
      let bytes = UnsafeMutableRawBufferPointer(start: data, count: length)
      #expect(bytes.allSatisfy { $0 == 0 })
      #expect(UInt(bitPattern: data) % 8 == 0)
      #expect(OH_JSVM_FreeArrayBufferBackingStoreData(data) == JSVM_OK)
    }
    for flag in [1, 2, UInt32.max] {
      let flag = JSVM_InitializedFlag(flag)
      let data = try make { OH_JSVM_AllocateArrayBufferBackingStoreData(64, flag, $0) }
      #expect(OH_JSVM_FreeArrayBufferBackingStoreData(data) == JSVM_OK)
    }
    for length in [-1, Int.max, 1 << 60] {
      var data = UnsafeMutableRawPointer(bitPattern: 8)
      #expect(
        OH_JSVM_AllocateArrayBufferBackingStoreData(length, JSVM_UNINITIALIZED, &data)
          == JSVM_GENERIC_FAILURE)
      #expect(data == nil)
    }
    #expect(
      OH_JSVM_AllocateArrayBufferBackingStoreData(8, JSVM_UNINITIALIZED, nil) == JSVM_INVALID_ARG)
    #expect(OH_JSVM_FreeArrayBufferBackingStoreData(nil) == JSVM_INVALID_ARG)
  }

  /// Size of the block, offset and size of the buffer; whether that is possible.
  static let cuts: [(Int, Int, Int, Bool)] = [
    (64, 0, 64, true), (64, 8, 56, true), (64, 63, 1, true), (64, 3, 5, true),
    (64, 0, 65, false), (64, 8, 57, false), (64, 64, 1, false), (64, 0, 0, false),
    (0, 0, 0, false), (0, 0, 1, false), (64, 65, 0, false), (64, -1, 1, false),
    (64, -1, 2, false), (64, 1, -1, false), (64, 8, Int.max, false), (64, Int.max, 8, false),
    (64, Int.max, Int.max, false), (64, Int.min, Int.min, false), (64, -8, 16, false),
    (64, 16, -8, false),
  ]

  @Test(arguments: cuts)
  func aBufferFitsIntoItsBlock(_ block: Int, _ offset: Int, _ size: Int, _ isFine: Bool) throws {
    let data = try make {
      OH_JSVM_AllocateArrayBufferBackingStoreData(64, JSVM_ZERO_INITIALIZED, $0)
    }
    try withEnv { fixture in
      var buffer: JSVM_Value?
      let status = OH_JSVM_CreateArrayBufferFromBackingStoreData(
        fixture.env, data, block, offset, size, &buffer)
      #expect(status == (isFine ? JSVM_OK : JSVM_INVALID_ARG))
      guard isFine else { return #expect(buffer == nil) }
      try fixture.set("b", #require(buffer))
      try fixture.run("new Uint8Array(b).fill(3)")
      let bytes = UnsafeMutableRawBufferPointer(start: data, count: 64)
      let filled = bytes.indices.allSatisfy {
        bytes[$0] == ((offset..<offset + size).contains($0) ? 3 : 0)
      }
      #expect(filled)
      #expect(info(fixture, buffer) == (data + offset, size))
      #expect(OH_JSVM_DetachArraybuffer(fixture.env, buffer) == JSVM_OK)
      bytes[0] = 1
    }
    #expect(OH_JSVM_FreeArrayBufferBackingStoreData(data) == JSVM_OK)
  }

  @Test func buffersMayShareABlock() throws {
    let data = try make {
      OH_JSVM_AllocateArrayBufferBackingStoreData(64, JSVM_ZERO_INITIALIZED, $0)
    }
    try withEnv { fixture in
      for (name, offset, size) in [("a", 0, 32), ("b", 32, 32), ("whole", 0, 64)] {
        let buffer = try make {
          OH_JSVM_CreateArrayBufferFromBackingStoreData(fixture.env, data, 64, offset, size, $0)
        }
        try fixture.set(name, buffer)
      }
      let source =
        "new Uint8Array(a).fill(1); new Uint8Array(b).fill(2);"
        + "new Uint8Array(whole).reduce((sum, x) => sum + x)"
      try #expect(fixture.text(source) == "96")
    }
    // The engine never frees it.
    #expect(data.load(as: UInt8.self) == 1)
    #expect(OH_JSVM_FreeArrayBufferBackingStoreData(data) == JSVM_OK)
  }

  // Detaching.

  @Test func aDetachedBufferIsEmpty() throws {
    try withEnv { fixture in
      let env = fixture.env
      let buffer = try fixture.run("var b = new ArrayBuffer(16); var v = new Int32Array(b, 4); b")
      #expect(!flag { OH_JSVM_IsDetachedArraybuffer(env, buffer, $0) })
      #expect(OH_JSVM_DetachArraybuffer(env, buffer) == JSVM_OK)
      #expect(flag { OH_JSVM_IsDetachedArraybuffer(env, buffer, $0) })
      #expect(info(fixture, buffer).1 == 0)
      try #expect(fixture.text("[b.byteLength, v.length, v[0], v.byteOffset].join()") == "0,0,,0")
      #expect(OH_JSVM_DetachArraybuffer(env, buffer) == JSVM_OK)
      let view = try fixture.run("v")
      var (length, offset, data) = (9, 9, UnsafeMutableRawPointer?.none)
      #expect(
        OH_JSVM_GetTypedarrayInfo(env, view, nil, &length, &data, nil, &offset) == JSVM_OK)
      #expect(length == 0)
      var result: JSVM_Value?
      for length in [0, 1] {
        _ = OH_JSVM_CreateTypedarray(env, JSVM_INT8_ARRAY, length, buffer, 0, &result)
        #expect((result == nil) == (length > 0))
        _ = try fixture.takeException()
        _ = OH_JSVM_CreateDataview(env, length, buffer, 0, &result)
        #expect((result == nil) == (length > 0))
        _ = try fixture.takeException()
      }
    }
  }

  /// What is no buffer that can be detached, and how that is told.
  static let stuck: [(String, JSVM_Status)] = [
    ("new SharedArrayBuffer(8)", JSVM_DETACHABLE_ARRAYBUFFER_EXPECTED),
    ("new WebAssembly.Memory({initial: 1}).buffer", JSVM_DETACHABLE_ARRAYBUFFER_EXPECTED),
    ("new Uint8Array(8)", JSVM_ARRAYBUFFER_EXPECTED),
    ("new DataView(new ArrayBuffer(8))", JSVM_ARRAYBUFFER_EXPECTED),
    ("({})", JSVM_ARRAYBUFFER_EXPECTED), ("8", JSVM_ARRAYBUFFER_EXPECTED),
    ("undefined", JSVM_ARRAYBUFFER_EXPECTED),
    ("new Proxy(new ArrayBuffer(8), {})", JSVM_ARRAYBUFFER_EXPECTED),
    ("Object.create(new ArrayBuffer(8))", JSVM_ARRAYBUFFER_EXPECTED),
  ]

  @Test(arguments: stuck)
  func onlyBuffersAreDetached(_ source: String, _ status: JSVM_Status) throws {
    try withEnv { fixture in
      let value = try fixture.run(source)
      #expect(OH_JSVM_DetachArraybuffer(fixture.env, value) == status)
      #expect(!flag { OH_JSVM_IsDetachedArraybuffer(fixture.env, value, $0) })
      #expect(!fixture.isPending)
    }
  }

  @Test func aSharedBufferIsNoArrayBuffer() throws {
    try withEnv { fixture in
      let (env, shared) = (fixture.env, try fixture.run("new SharedArrayBuffer(8)"))
      #expect(!flag { OH_JSVM_IsArraybuffer(env, shared, $0) })
      #expect(OH_JSVM_GetArraybufferInfo(env, shared, nil, nil) == JSVM_INVALID_ARG)
      var result: JSVM_Value?
      #expect(
        OH_JSVM_CreateTypedarray(env, JSVM_INT8_ARRAY, 1, shared, 0, &result) == JSVM_INVALID_ARG)
      #expect(OH_JSVM_CreateDataview(env, 1, shared, 0, &result) == JSVM_INVALID_ARG)
      // A view over one made by script can be asked all the same.
      let view = try fixture.run("new Uint16Array(new SharedArrayBuffer(8), 2)")
      var (length, offset) = (0, 0)
      #expect(
        OH_JSVM_GetTypedarrayInfo(env, view, nil, &length, nil, &result, &offset) == JSVM_OK)
      #expect(length == 3 && offset == 2 && result != nil)
    }
  }
}
