// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// Whether columns lie on huge pages: random access to them is then a tenth faster, and the kernel
/// has fewer pages to give.
///
/// In a virtual machine that returns free memory to its host it is the other way round: there a huge
/// page comes from the host and took 5 ms, where 512 small ones, which the kernel had kept, took 1.1.
/// So the first huge page of each mapping is timed.
enum HugePages {
  private static let areFast = Atomic<Bool>(true)
  private static let size = 2 << 20
  /// What 512 small pages take, in nanoseconds of processor time.
  private static let limit = 1_000_000

  static func ask(for memory: Mapping) {
    guard areFast.load(ordering: .relaxed) else { return }
    let pages = unsafe memory.pages
    guard let start = pages.baseAddress else { return }
    // Glibc leaves out the names MADV_HUGEPAGE, 14, and MADV_NOHUGEPAGE, 15.
    unsafe _ = madvise(start, pages.count, 14)
    let before = processorTime()
    // The first that is whole.
    let offset = (size - Int(bitPattern: start) % size) % size
    unsafe pages[offset] = 0
    guard processorTime() - before > limit else { return }
    areFast.store(false, ordering: .relaxed)
    unsafe _ = madvise(start, pages.count, 15)
  }

  /// Of this thread, in nanoseconds.
  private static func processorTime() -> Int {
    var time = timespec()
    unsafe _ = clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
