// SPDX-License-Identifier: Apache-2.0

/// The rows of a memory table, by hidumper's names and in its order.
public enum MemoryGroup: String, CaseIterable, Sendable {
  /// What `malloc` gives out: `[heap]`, and the arenas of further threads.
  case nativeHeap = "native heap"
  /// The pages of V8's heaps, which hidumper counts as `AnonPage other`.
  case engineHeap = "jsvm heap"
  case stack
  case sharedObject = ".so"
  case font = ".ttf"
  case database = ".db"
  case hap = ".hap"
  case device = "dev"
  /// Other memory without a file: `malloc` takes large blocks here, so do threads' stacks.
  case anonymousOther = "AnonPage other"
  /// Other files, the program's own among them.
  case fileOther = "FilePage other"

  /// Where a mapping belongs by its own description; arenas take the neighbours to tell.
  init(of mapping: Mapping) {
    let name = mapping.name
    if mapping.isEngines {
      self = .engineHeap
    } else if ["[heap]", "[anon:libc_malloc]"].contains(name) {
      self = .nativeHeap
    } else if name.hasPrefix("[stack") || name.hasPrefix("[anon:stack") {
      self = .stack
    } else if name.hasPrefix("/dev/") && !name.hasPrefix("/dev/shm/") {
      self = .device
    } else if name.isEmpty || name.hasPrefix("[") {
      self = .anonymousOther
    } else {
      self = Self(file: name)
    }
  }

  /// By the extension of the file's name, also of a deleted file: `/lib/libc.so.6`.
  private init(file path: String) {
    let name = path.split(separator: "/").last ?? ""
    let parts = name.split(separator: " ").first?.split(separator: ".") ?? []
    if parts.dropFirst().contains("so") {
      self = .sharedObject
      return
    }
    switch parts.dropFirst().last {
    case "ttf", "otf", "ttc": self = .font
    case "db", "db-shm", "db-wal", "sqlite": self = .database
    case "hap", "hsp": self = .hap
    default: self = .fileOther
    }
  }
}
