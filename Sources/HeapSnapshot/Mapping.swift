// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A range of memory pages; given back when the last user lets go.
///
/// Not allocated by `malloc`: columns are large, should lie on huge pages, and must return to the
/// system at once.
@safe final class Mapping: @unchecked Sendable {
  let address: UnsafeMutableRawPointer
  /// Bytes that were asked for.
  let size: Int
  private let mapped: Int

  /// Zeroed memory. Ends the process when the system has none left, as any allocation does.
  init(zeroed size: Int) {
    let mapped = Self.pages(size)
    let address = unsafe mmap(
      nil, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      preconditionFailure("no memory for \(size) bytes of a heap snapshot's columns")
    }
    unsafe self.address = address
    self.size = size
    self.mapped = mapped
    // Below that, a huge page would be mostly waste.
    if size >= 8 << 20 { HugePages.ask(for: self) }
  }

  /// Memory with any contents.
  convenience init(uninitialised size: Int) { self.init(zeroed: size) }

  /// The bytes of all pages.
  var pages: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(start: address, count: mapped)
  }

  /// A file's bytes, read-only. Nil with errno set when it can't be mapped.
  init?(file: Int32, size: Int) {
    let mapped = Self.pages(size)
    let address = unsafe mmap(nil, mapped, PROT_READ, MAP_PRIVATE, file, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else { return nil }
    unsafe self.address = address
    self.size = size
    self.mapped = mapped
  }

  deinit { unsafe _ = munmap(address, mapped) }

  /// Tells the system that these bytes of a file will not be read again soon.
  func release(_ range: Range<Int>) {
    let page = 4096
    let start = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound / page * page
    guard start < end else { return }
    unsafe _ = madvise(address + start, end - start, MADV_DONTNEED)
  }

  private static func pages(_ size: Int) -> Int { max(1, (size + 4095) / 4096) * 4096 }
}
