// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Testing

/// Claims about `MemoryMap`, on mappings of a Node 20 and of a host of `libjsvm.so`.
struct MemoryMapTests {
  private func kilobytes(_ map: MemoryMap, _ group: MemoryGroup) -> UInt64 { map[group].pss / 1024 }

  @Test func addsUpNode() throws {
    let map = MemoryMap(smaps: try Sample.bytes("node-20.smaps"))
    #expect(map.mappingCount == 14)
    #expect(map.engineMappingCount == 4)
    #expect(map.hasEngine && !map.hasLibrary)
    #expect(kilobytes(map, .engineHeap) == 8 + 52 + 16)
    #expect(kilobytes(map, .nativeHeap) == 2768 + 160)
    #expect(kilobytes(map, .fileOther) == 5948 + 19866)
    #expect(kilobytes(map, .sharedObject) == 7 + 54)
    #expect(kilobytes(map, .anonymousOther) == 164)
    #expect(kilobytes(map, .stack) == 64)
    #expect(map.total.pss / 1024 == 29107)
  }

  /// A reservation of V8's, and the end of an arena, hold no memory.
  @Test func heapSizeLeavesOutWhatNobodyMayAccess() throws {
    let map = MemoryMap(smaps: try Sample.bytes("node-20.smaps"))
    #expect(map[.engineHeap].size / 1024 == 256 + 52 + 240)
    #expect(map[.nativeHeap].size / 1024 == 2956 + 280)
  }

  @Test func readsEveryColumn() throws {
    let map = MemoryMap(smaps: try Sample.bytes("node-20.smaps"))
    let files = map[.fileOther]
    #expect(files.sharedClean / 1024 == 684)
    #expect(files.privateClean / 1024 == 5948 + 19524)
    #expect(map[.stack].privateDirty / 1024 == 64)
    let swapped = MemoryMap(
      smaps: Array(
        """
        1000-3000 rw-p 00000000 00:00 0
        Size: 8 kB
        Shared_Dirty: 3 kB
        Swap: 5 kB
        SwapPss: 4 kB
        Another: 9 kB

        """.utf8))
    #expect(swapped.total.swap == 5120 && swapped.total.swapPss == 4096)
    #expect(swapped.total.sharedDirty == 3072 && swapped.total.size == 8192)
  }

  @Test func findsTheLibrary() throws {
    let map = MemoryMap(smaps: try Sample.bytes("vmhost.smaps"))
    #expect(map.hasLibrary && map.engineMappingCount == 1)
    #expect(kilobytes(map, .nativeHeap) == 1308)
    #expect(kilobytes(map, .anonymousOther) == 8)
  }

  @Test(arguments: [
    ("/usr/lib/libc.so.6", MemoryGroup.sharedObject), ("/opt/a.so", .sharedObject),
    ("/opt/a.so (deleted)", .sharedObject), ("/usr/share/sofa.font.ttf", .font),
    ("/var/app.db-wal", .database), ("/data/entry.hap", .hap), ("/dev/dri/card0", .device),
    ("/dev/shm/buffer", .fileOther), ("/usr/bin/node", .fileOther), ("/usr/bin/so", .fileOther),
    ("/memfd:x (deleted)", .fileOther), ("[heap]", .nativeHeap), ("[stack]", .stack),
    ("[vvar]", .anonymousOther), ("[anon:libc_malloc]", .nativeHeap),
    ("[anon:something]", .anonymousOther), ("", .anonymousOther), ("/a b/c.ttf", .font),
  ])
  func groupsByName(_ name: String, _ group: MemoryGroup) {
    let text = "1000-2000 rw-p 00000000 00:00 0     \(name)\nPss: 1 kB\n"
    #expect(MemoryMap(smaps: Array(text.utf8)).groups.map(\.key) == [group])
  }

  @Test(arguments: [
    ("mr dc nr", 1), ("dc mr", 0), ("mr nr", 0), ("dcnr", 0), ("", 0),
  ])
  func tellsTheEngineByBothFlags(_ flags: String, _ count: Int) {
    let text = "1000-2000 rw-p 00000000 00:00 0 \nVmFlags: rd \(flags) \n"
    #expect(MemoryMap(smaps: Array(text.utf8)).engineMappingCount == count)
  }

  /// 64 MB from a multiple of 64 MB, or it is no arena.
  @Test(arguments: [
    ("4000000-4021000", "4021000-8000000", true), ("4000000-4021000", "4021000-7fff000", false),
    ("4001000-4021000", "4021000-8000000", false), ("4000000-4021000", "4022000-8000000", false),
  ])
  func tellsArenas(_ used: String, _ rest: String, _ isArena: Bool) {
    let text = """
      \(used) rw-p 00000000 00:00 0
      Pss: 5 kB
      \(rest) ---p 00000000 00:00 0
      Pss: 0 kB
      """
    let map = MemoryMap(smaps: Array(text.utf8))
    #expect(map[.nativeHeap].pss == (isArena ? 5120 : 0))
    #expect(map.total.pss == 5120)
    #expect(map[.anonymousOther].pss == (isArena ? 0 : 5120))
  }

  @Test func lastMappingMayBeginNoArena() {
    let map = MemoryMap(smaps: Array("4000000-4021000 rw-p 00000000 00:00 0\nPss: 5 kB".utf8))
    #expect(map[.anonymousOther].pss == 5120)
  }

  @Test(arguments: [
    "", "\n\n", "Pss: 5 kB", "zz-1 rw-p 0 0 0", "2000-1000 rw-p 0 00:00 0", "1000-2000 rw-p",
    "1000-99999999999999999 rw-p 0 00:00 0", "1000- rw-p 0 00:00 0",
  ])
  func whatIsNoMappingIsNone(_ text: String) {
    #expect(MemoryMap(smaps: Array(text.utf8)) == MemoryMap(smaps: []))
  }

  @Test(arguments: ["x kB", "99999999999999999999 kB", "18014398509481984 kB", "-1 kB", ""])
  func numbersThatAreNoneCountNothing(_ number: String) {
    let text = "1000-2000 rw-p 00000000 00:00 0 \nPss: \(number)\n"
    #expect(MemoryMap(smaps: Array(text.utf8)).total.pss == 0)
  }
}
