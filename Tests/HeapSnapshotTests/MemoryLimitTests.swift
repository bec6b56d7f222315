// SPDX-License-Identifier: Apache-2.0

import Foundation
import HeapSnapshot
import Testing

/// In processes of their own, whose address space ends a little above what they use.
///
/// Not under AddressSanitizer, which needs address space itself for what it keeps about ours.
@Suite(.enabled(if: dlsym(nil, "__asan_init") == nil))
struct MemoryLimitTests {
  @Test func anAnalysisThatDoesNotFitIsAnError() async {
    await #expect(processExitsWith: .success) {
      let snapshot = try Snapshot(bytes: Array(WrittenHeap(nodes: 400_000).text().utf8))
      MemoryLimit.leave(8 << 20)
      let error = #expect(throws: SnapshotError.self) { try Analysis(of: snapshot) }
      MemoryLimit.expectToExplain(error, least: 400_000 * 56, most: 8 << 20)
    }
  }

  @Test func aFileWhoseColumnsDoNotFitIsAnError() async {
    await #expect(processExitsWith: .success) {
      let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
      try Data(WrittenHeap(nodes: 400_000).text().utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      // The file's own pages are part of the address space.
      let size = try #require(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize)
      MemoryLimit.leave(size + (6 << 20))
      let error = #expect(throws: SnapshotError.self) { try Snapshot(path: file.path) }
      MemoryLimit.expectToExplain(error, least: 400_000 * 26 - 9, most: 6 << 20)
    }
  }
}

private enum MemoryLimit {
  /// Lets the process take so many bytes more.
  static func leave(_ bytes: Int) {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
      .split(separator: " ").first.flatMap { Int($0) }
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    limit.rlim_cur = rlim_t((pages ?? 0) * 4096 + bytes)
    #expect(pages != nil && setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0)
  }

  static func expectToExplain(_ error: SnapshotError?, least: Int, most: Int) {
    guard case .outOfMemory(let needed, let available)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(needed >= least && available <= most)
    #expect(error?.isSystem == true)
    #expect(
      error?.description == "\(needed) bytes of memory are needed and \(available) are available")
  }
}
