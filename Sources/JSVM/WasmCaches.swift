// SPDX-License-Identifier: Apache-2.0

internal import CV8Shim

/// A module's machine code as callers keep it, behind a header that tells whether it is whole and of
/// which module it is. V8 itself would run what it is given.
///
/// The header: eight bytes of name, V8's code-cache version, four bytes of nothing, the code's size
/// and its checksum, the checksum of the module's bytes, all little-endian.
struct WasmCache {
  private static let name: UInt64 = 0x3143_4D57_4D56_534A  // "JSVMWMC1"
  private static let headerSize = 40

  /// V8's part.
  let code: UnsafePointer<UInt8>
  let size: Int

  /// Reads a cache that the caller keeps; nil if it is not whole, another V8's or another module's.
  init?(
    _ saved: UnsafePointer<UInt8>, _ savedSize: Int, for bytes: UnsafePointer<UInt8>, _ length: Int
  ) {
    guard savedSize > Self.headerSize else { return nil }
    let header = UnsafeRawPointer(saved)
    size = savedSize - Self.headerSize
    code = saved + Self.headerSize
    guard header.loadUnaligned(as: UInt64.self) == Self.name,
      header.loadUnaligned(fromByteOffset: 8, as: UInt32.self) == v8s_code_cache_version(),
      header.loadUnaligned(fromByteOffset: 16, as: UInt64.self) == UInt64(size),
      header.loadUnaligned(fromByteOffset: 24, as: UInt64.self) == checksum(code, size),
      header.loadUnaligned(fromByteOffset: 32, as: UInt64.self) == checksum(bytes, length)
    else { return nil }
  }

  /// The cache of a module, nil if V8 has no code of it. Owned by the caller: `v8s_cache_delete`.
  static func make(of module: v8s_value, _ length: inout Int) -> UnsafePointer<UInt8>? {
    var size = 0
    guard let code = v8s_wasm_serialize(module, &size) else { return nil }
    defer { v8s_cache_delete(code) }
    var count = 0
    let bytes = v8s_wasm_bytes(module, &count)!
    length = size + headerSize
    let header = UnsafeMutableRawPointer(v8s_bytes_new(length)!)
    header.storeBytes(of: name, as: UInt64.self)
    header.storeBytes(of: v8s_code_cache_version(), toByteOffset: 8, as: UInt32.self)
    header.storeBytes(of: 0, toByteOffset: 12, as: UInt32.self)
    header.storeBytes(of: UInt64(size), toByteOffset: 16, as: UInt64.self)
    header.storeBytes(of: checksum(code, size), toByteOffset: 24, as: UInt64.self)
    header.storeBytes(of: checksum(bytes, count), toByteOffset: 32, as: UInt64.self)
    (header + headerSize).copyMemory(from: code, byteCount: size)
    return UnsafePointer(header.assumingMemoryBound(to: UInt8.self))
  }
}
