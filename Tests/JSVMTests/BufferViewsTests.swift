// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// Claims about typed arrays and data views.
struct BufferViewsTests {
  /// Type, its constructor, bytes of an element.
  static let types: [(JSVM_TypedarrayType, String, Int)] = [
    (JSVM_INT8_ARRAY, "Int8Array", 1), (JSVM_UINT8_ARRAY, "Uint8Array", 1),
    (JSVM_UINT8_CLAMPED_ARRAY, "Uint8ClampedArray", 1), (JSVM_INT16_ARRAY, "Int16Array", 2),
    (JSVM_UINT16_ARRAY, "Uint16Array", 2), (JSVM_INT32_ARRAY, "Int32Array", 4),
    (JSVM_UINT32_ARRAY, "Uint32Array", 4), (JSVM_FLOAT32_ARRAY, "Float32Array", 4),
    (JSVM_FLOAT64_ARRAY, "Float64Array", 8), (JSVM_BIGINT64_ARRAY, "BigInt64Array", 8),
    (JSVM_BIGUINT64_ARRAY, "BigUint64Array", 8),
  ]

  private func buffer(_ fixture: Fixture, _ length: Int = 64) throws -> JSVM_Value {
    let buffer = try make { OH_JSVM_CreateArraybuffer(fixture.env, length, nil, $0) }
    try fixture.set("b", buffer)
    return buffer
  }

  /// The status, the result and the exception's code.
  private func typed(
    _ fixture: Fixture, _ type: JSVM_TypedarrayType, _ length: Int, _ buffer: JSVM_Value?,
    _ offset: Int
  ) throws -> (JSVM_Status, JSVM_Value?, String?) {
    var result: JSVM_Value?
    let status = OH_JSVM_CreateTypedarray(fixture.env, type, length, buffer, offset, &result)
    return try (status, result, code(fixture))
  }

  private func code(_ fixture: Fixture) throws -> String? {
    guard fixture.isPending else { return nil }
    let error = try make { OH_JSVM_GetAndClearLastException(fixture.env, $0) }
    #expect(try fixture.text(of: error).hasPrefix("RangeError"))
    return try fixture.text(of: fixture.property(error, "code"))
  }

  @Test(arguments: types)
  func everyTypeIsMadeAndDescribed(
    _ type: JSVM_TypedarrayType, _ name: String, _ size: Int
  ) throws {
    try withEnv { fixture in
      let (env, buffer) = (fixture.env, try buffer(fixture))
      let array = try #require(typed(fixture, type, 5, buffer, 8).1)
      try fixture.set("a", array)
      let source =
        "[a.constructor.name, a.length, a.byteOffset, a.byteLength, a.buffer === b].join()"
      try #expect(fixture.text(source) == "\(name),5,8,\(size * 5),true")
      for made in [array, try fixture.run("new \(name)(b, 8, 5)")] {
        var (found, length, data) = (JSVM_TypedarrayType(99), 0, UnsafeMutableRawPointer?.none)
        var (over, offset, start) = (JSVM_Value?.none, 0, UnsafeMutableRawPointer?.none)
        #expect(
          OH_JSVM_GetTypedarrayInfo(env, made, &found, &length, &data, &over, &offset) == JSVM_OK)
        #expect(OH_JSVM_GetArraybufferInfo(env, buffer, &start, nil) == JSVM_OK)
        #expect(found == type && length == 5 && offset == 8)
        #expect(try data == #require(start) + 8)
        #expect(flag { OH_JSVM_StrictEquals(env, over, buffer, $0) })
        #expect(flag { OH_JSVM_IsTypedarray(env, made, $0) })
        #expect(!flag { OH_JSVM_IsDataview(env, made, $0) })
      }
    }
  }

  @Test(arguments: types)
  func smallArraysGetAMemoryWhenAsked(
    _ type: JSVM_TypedarrayType, _ name: String, _ size: Int
  ) throws {
    try withEnv { fixture in
      let array = try fixture.run("var a = new \(name)(3); a")
      var (data, length) = (UnsafeMutableRawPointer?.none, 0)
      let status = OH_JSVM_GetTypedarrayInfo(fixture.env, array, nil, &length, &data, nil, nil)
      #expect(status == JSVM_OK && length == 3)
      try #require(data).initializeMemory(as: UInt8.self, repeating: 0, count: 3 * size)
      data?.storeBytes(of: 1, as: UInt8.self)
      fixture.collect()
      let isFloat = name.hasPrefix("Float")
      try #expect(fixture.text("a[0] == 1 || a[0] > 0") == "true", "\(isFloat)")
    }
  }

  static let offsets = [0, 1, 2, 3, 4, 7, 8, 12, 63, 64, 65]

  @Test(arguments: types)
  func offsetsAreMultiplesOfTheElement(
    _ type: JSVM_TypedarrayType, _ name: String, _ size: Int
  ) throws {
    try withEnv { fixture in
      let buffer = try buffer(fixture)
      for offset in Self.offsets {
        let (status, array, code) = try typed(fixture, type, 0, buffer, offset)
        if offset % size != 0 {
          #expect(status == JSVM_GENERIC_FAILURE && array == nil)
          #expect(code == "ERR_JSVM_INVALID_TYPEDARRAY_ALIGNMENT")
        } else if offset > 64 {
          #expect(status == JSVM_GENERIC_FAILURE && array == nil)
          #expect(code == "ERR_JSVM_INVALID_TYPEDARRAY_LENGTH")
        } else {
          #expect(status == JSVM_OK && array != nil && code == nil)
        }
      }
    }
  }

  /// Lengths and offsets that no buffer of 64 bytes has, some because their sum wraps.
  private static func misfits(_ size: Int) -> [(Int, Int)] {
    [
      (64 / size + 1, 0), (64 / size, size), (1, 64), (Int.max, 0), (-1, 0), (Int.min, 0),
      (1, Int.max - 7), (Int.max, Int.max - 7), (1, -8), (2, -8), (-1, 8), (Int.min / size, 0),
      (Int.max / size &+ 1, 0), (1 << 61, 0), (1 << 61, 1 << 61), (0, Int.min), (0, -64),
    ]
  }

  @Test(arguments: types)
  func anArrayThatDoesNotFitIsRefused(
    _ type: JSVM_TypedarrayType, _ name: String, _ size: Int
  ) throws {
    try withEnv { fixture in
      let buffer = try buffer(fixture)
      for (length, offset) in Self.misfits(size) {
        let (status, array, code) = try typed(fixture, type, length, buffer, offset)
        #expect(status == JSVM_GENERIC_FAILURE && array == nil, "\(length) at \(offset)")
        #expect(code == "ERR_JSVM_INVALID_TYPEDARRAY_LENGTH", "\(length) at \(offset)")
      }
    }
  }

  @Test(arguments: [11, 12, 255, UInt32.max])
  func anUnknownTypeIsInvalid(_ type: UInt32) throws {
    try withEnv { fixture in
      let buffer = try buffer(fixture)
      let (status, array, code) = try typed(fixture, JSVM_TypedarrayType(type), 1, buffer, 0)
      #expect(status == JSVM_INVALID_ARG && array == nil && code == nil)
    }
  }

  @Test(arguments: [(0, 0), (64, 0), (0, 64), (1, 63), (5, 3)])
  func aDataViewIsMadeAndDescribed(_ length: Int, _ offset: Int) throws {
    try withEnv { fixture in
      let (env, buffer) = (fixture.env, try buffer(fixture))
      let view = try make { OH_JSVM_CreateDataview(env, length, buffer, offset, $0) }
      var (size, data, over) = (-1, UnsafeMutableRawPointer?.none, JSVM_Value?.none)
      var (place, start) = (-1, UnsafeMutableRawPointer?.none)
      #expect(OH_JSVM_GetDataviewInfo(env, view, &size, &data, &over, &place) == JSVM_OK)
      #expect(OH_JSVM_GetArraybufferInfo(env, buffer, &start, nil) == JSVM_OK)
      #expect(size == length && place == offset)
      #expect(try data == #require(start) + offset)
      #expect(flag { OH_JSVM_StrictEquals(env, over, buffer, $0) })
      #expect(flag { OH_JSVM_IsDataview(env, view, $0) })
      #expect(!flag { OH_JSVM_IsTypedarray(env, view, $0) })
      try fixture.set("v", view)
      try #expect(fixture.text("[v.byteLength, v.byteOffset].join()") == "\(length),\(offset)")
    }
  }

  @Test func aDataViewThatDoesNotFitIsRefused() throws {
    try withEnv { fixture in
      let buffer = try buffer(fixture)
      for (length, offset) in Self.misfits(1) + [(0, 65), (65, 0), (2, 63)] {
        var view: JSVM_Value?
        let status = OH_JSVM_CreateDataview(fixture.env, length, buffer, offset, &view)
        #expect(status == JSVM_PENDING_EXCEPTION && view == nil, "\(length) at \(offset)")
        try #expect(code(fixture) == "ERR_JSVM_INVALID_DATAVIEW_ARGS")
      }
    }
  }

  /// What is neither: nothing of it is described, and out parameters are emptied.
  @Test(arguments: [
    "({})", "[1, 2]", "new ArrayBuffer(8)", "'text'", "new Proxy(new Int8Array(1), {})",
  ])
  func onlyViewsAreDescribed(_ source: String) throws {
    try withEnv { fixture in
      let value = try fixture.run(source)
      var (length, data, over) = (5, UnsafeMutableRawPointer(bitPattern: 8), Optional(value))
      var offset = 6
      #expect(
        OH_JSVM_GetTypedarrayInfo(fixture.env, value, nil, &length, &data, &over, &offset)
          == JSVM_INVALID_ARG)
      #expect(length == 0 && data == nil && over == nil && offset == 0)
      (length, data, over, offset) = (5, UnsafeMutableRawPointer(bitPattern: 8), value, 6)
      #expect(
        OH_JSVM_GetDataviewInfo(fixture.env, value, &length, &data, &over, &offset)
          == JSVM_INVALID_ARG)
      #expect(length == 0 && data == nil && over == nil && offset == 0)
    }
  }

  @Test
  func theTypeIsEmptiedOnFailure() throws {
    try withEnv { fixture in
      let (env, object) = (fixture.env, try fixture.object())
      var type = JSVM_FLOAT64_ARRAY
      #expect(
        OH_JSVM_GetTypedarrayInfo(env, object, &type, nil, nil, nil, nil) == JSVM_INVALID_ARG)
      #expect(type == JSVM_INT8_ARRAY)
    }
  }
}
