// SPDX-License-Identifier: Apache-2.0

/// Where a process's memory is: `/proc/PID/smaps`, added up by groups.
public struct MemoryMap: Equatable, Sendable {
  /// Groups without a mapping are absent.
  public private(set) var groups: [MemoryGroup: PageUsage] = [:]
  /// All mappings together.
  public private(set) var total = PageUsage()
  /// The number of mappings, and of those told to be V8's by `VmFlags` `dc` and `nr`.
  public private(set) var mappingCount = 0
  public private(set) var engineMappingCount = 0
  /// Whether the process has loaded `libjsvm.so`, and answers more than a map can tell.
  public private(set) var hasLibrary = false

  /// The usage of a group; zeros if it is absent.
  public subscript(group: MemoryGroup) -> PageUsage { groups[group] ?? PageUsage() }

  /// Whether any page of the process is V8's.
  public var hasEngine: Bool { engineMappingCount > 0 }

  /// Reads the text of `smaps`.
  ///
  /// Unknown lines and fields are passed over: kernels add some. Text without any mapping, as of a
  /// process that has ended, gives an empty map.
  public init(smaps text: [UInt8]) {
    var current: Mapping?
    var arena = ArenaSearch()
    for line in text.split(separator: UInt8(ascii: "\n")) {
      if let next = Mapping(header: line) {
        if let current { add(current, &arena) }
        current = next
      } else {
        current?.read(line)
      }
    }
    if let current { add(current, &arena) }
    add(arena.end(), to: .anonymousOther)
  }

  private mutating func add(_ mapping: Mapping, _ arena: inout ArenaSearch) {
    mappingCount += 1
    engineMappingCount += mapping.isEngines ? 1 : 0
    hasLibrary = hasLibrary || mapping.name.hasSuffix("/libjsvm.so")
    total += mapping.usage
    // Whether a mapping begins an arena, the one behind it tells.
    let (usage, isArena) = arena.end(by: mapping)
    add(usage, to: isArena ? .nativeHeap : .anonymousOther)
    let group = MemoryGroup(of: mapping)
    if group == .anonymousOther, arena.begin(with: mapping) { return }
    add(mapping.usage, to: group)
  }

  private mutating func add(_ usage: PageUsage?, to group: MemoryGroup) {
    if let usage { groups[group, default: PageUsage()] += usage }
  }
}

/// Finds the heaps of glibc's arenas: 64 MB from a multiple of 64 MB, of which the part in use is
/// one mapping and the rest another, without access.
private struct ArenaSearch {
  private static let length: UInt64 = 64 << 20
  private var candidate: Mapping?

  /// Keeps a mapping until the next is known; false if it cannot begin an arena.
  mutating func begin(with mapping: Mapping) -> Bool {
    let start = mapping.addresses.lowerBound
    guard start % Self.length == 0, mapping.isAccessible, mapping.name.isEmpty,
      mapping.addresses.upperBound <= start + Self.length
    else { return false }
    candidate = mapping
    return true
  }

  /// Gives back the mapping that was kept, and whether it begins an arena that `next` completes.
  mutating func end(by next: Mapping) -> (PageUsage?, isArena: Bool) {
    guard let kept = candidate else { return (nil, false) }
    candidate = nil
    let start = kept.addresses.lowerBound
    let isArena =
      !next.isAccessible && next.addresses.lowerBound == kept.addresses.upperBound
      && next.addresses.upperBound == start + Self.length
    return (kept.usage, isArena)
  }

  /// Gives back the mapping that was kept.
  mutating func end() -> PageUsage? {
    defer { candidate = nil }
    return candidate?.usage
  }
}
