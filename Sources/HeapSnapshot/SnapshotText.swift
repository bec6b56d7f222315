// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A snapshot's uncompressed text: a mapped file, or memory when the file is compressed or a pipe.
@safe struct SnapshotText: @unchecked Sendable {
  let memory: Mapping
  private let base: UnsafePointer<UInt8>
  let count: Int
  /// The pages can be dropped and come back from the file.
  let isFile: Bool

  /// Maps a file, or reads it when it is a pipe. Recognises gzip and Zstandard by their first bytes.
  init(path: String) throws(SnapshotError) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .system(operation: "open", code: errno) }
    defer { _ = close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw .system(operation: "stat", code: errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw .system(operation: "read", code: EISDIR)
    }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    let raw: Self
    if isRegular {
      guard let memory = Mapping(file: file, size: Int(status.st_size)) else {
        throw .system(operation: "map", code: errno)
      }
      raw = Self(memory: memory, count: Int(status.st_size), isFile: true)
    } else {
      raw = try Self(reading: file)
    }
    self =
      try Decompression.format(of: raw).map { format throws(SnapshotError) in
        try Decompression.expanded(raw, format)
      } ?? raw
  }

  /// A text that is in memory already.
  init(_ bytes: [UInt8]) throws(SnapshotError) {
    let memory = Mapping(zeroed: max(1, bytes.count))
    unsafe bytes.withUnsafeBytes {
      unsafe memory.address.copyMemory(from: $0.baseAddress!, byteCount: $0.count)
    }
    let raw = Self(memory: memory, count: bytes.count, isFile: false)
    self =
      try Decompression.format(of: raw).map { format throws(SnapshotError) in
        try Decompression.expanded(raw, format)
      } ?? raw
  }

  init(memory: Mapping, count: Int, isFile: Bool) {
    self.memory = memory
    unsafe base = UnsafePointer(memory.address.assumingMemoryBound(to: UInt8.self))
    self.count = count
    self.isFile = isFile
  }

  private init(reading file: Int32) throws(SnapshotError) {
    var buffer = GrowingMemory()
    while true {
      let room = unsafe try buffer.room(atLeast: 1 << 20)
      let got = unsafe read(file, room.baseAddress, room.count)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw .system(operation: "read", code: errno) }
      if got == 0 { break }
      buffer.used += got
    }
    self.init(memory: buffer.memory, count: buffer.used, isFile: false)
  }

  @inline(__always)
  subscript(index: Int) -> UInt8 {
    assert(index >= 0 && index < count)
    return unsafe base[index]
  }

  /// Eight bytes from here on, the first in the lowest byte.
  @inline(__always)
  func word(at index: Int) -> UInt64 {
    assert(index >= 0 && index + 8 <= count)
    return unsafe UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
  }

  /// How many such bytes a range holds, up to the first byte that ends it; and where that is.
  func count(of byte: UInt8, in range: Range<Int>, until last: UInt8? = nil) -> (
    count: Int, stop: Int?
  ) {
    assert(range.lowerBound >= 0 && range.upperBound <= count)
    typealias Words = SIMD4<UInt64>
    let ones = Words(repeating: 0x0101_0101_0101_0101)
    let lows = ones &* 0x7F
    let wanted = ones &* UInt64(byte)
    let ending = ones &* UInt64(last ?? byte)
    // 1 in each byte that is zero; the four words are one vector.
    @inline(__always) func zeros(_ words: Words) -> Words {
      (~(((words & lows) &+ lows) | words) &>> 7) & ones
    }
    var total = 0
    var index = range.lowerBound
    while index + 32 <= range.upperBound {
      // A byte of a sum counts to 255 before it must be emptied.
      let stop = min(range.upperBound - 31, index + 255 * 32)
      let start = index
      var sums = Words()
      var ends = Words()
      while index < stop {
        let words = unsafe UnsafeRawPointer(base + index).loadUnaligned(as: Words.self)
        sums &+= zeros(words ^ wanted)
        ends |= zeros(words ^ ending)
        index += 32
      }
      if last != nil, ends[0] | ends[1] | ends[2] | ends[3] != 0 {
        index = start
        break
      }
      for lane in 0..<4 {
        let halves =
          (sums[lane] & 0x00FF_00FF_00FF_00FF) &+ ((sums[lane] &>> 8) & 0x00FF_00FF_00FF_00FF)
        total += Int((halves &* 0x0001_0001_0001_0001) &>> 48)
      }
    }
    while index < range.upperBound {
      if self[index] == last { return (total, index) }
      if self[index] == byte { total += 1 }
      index += 1
    }
    return (total, nil)
  }

  /// The position of the next such byte, or nil.
  func firstIndex(of byte: UInt8, from start: Int, to end: Int? = nil) -> Int? {
    let end = end ?? count
    guard start < end else { return nil }
    guard let found = unsafe memchr(memory.address + start, Int32(byte), end - start) else {
      return nil
    }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(memory.address)
  }

  /// Bytes of the text, as they stand.
  func slice(_ range: Range<Int>) -> [UInt8] {
    unsafe Array(UnsafeRawBufferPointer(start: memory.address, count: count)[range])
  }

  /// Bytes of the text where they lie; valid as long as the text is.
  func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  /// A number that is equal for equal parts of the text. Not proof against an adversary.
  func hash(of range: Range<Int>) -> UInt64 {
    assert(range.upperBound <= count)
    var hash = UInt64(range.count) &* 0x9E37_79B9_7F4A_7C15
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      hash = (hash ^ word(at: index)) &* 0x9FB2_1C65_1E98_DF25
      hash ^= hash >> 32
      index += 8
    }
    while index < range.upperBound {
      hash = (hash ^ UInt64(self[index])) &* 0x9FB2_1C65_1E98_DF25
      hash ^= hash >> 29
      index += 1
    }
    return hash
  }

  /// Two parts of the text are the same.
  func areEqual(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
    assert(one.upperBound <= count && other.upperBound <= count)
    guard one.count == other.count else { return false }
    return unsafe memcmp(
      memory.address + one.lowerBound, memory.address + other.lowerBound, one.count) == 0
  }

  /// The text goes on with these bytes here.
  func matches(_ bytes: StaticString, at index: Int) -> Bool {
    let length = bytes.utf8CodeUnitCount
    guard index >= 0, index + length <= count else { return false }
    return unsafe memcmp(memory.address + index, bytes.utf8Start, length) == 0
  }

  /// Says that a part has been read for good.
  func release(_ range: Range<Int>) {
    if isFile { memory.release(range) }
  }
}
