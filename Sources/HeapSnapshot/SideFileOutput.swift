// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Writes columns one behind the other, each at a multiple of 64 bytes.
struct SideFileOutput {
  static let alignment = 64

  private let file: Int32
  private(set) var size = 0
  private var problem: Int32 = 0

  init(_ file: Int32) { self.file = file }

  /// The order is the format: `SideFileInput` reads in the same.
  mutating func append(
    _ header: SideFileHeader, _ analysis: Analysis, _ classes: SideFileClasses
  ) {
    let snapshot = analysis.snapshot
    let (nodes, edges, names) = (snapshot.nodes, snapshot.edges, snapshot.names)
    let start = Column<SideFileHeader>(uninitialised: 1)
    start[0] = header
    append(start)
    append(classes)
    append(nodes.type)
    append(nodes.name)
    append(nodes.id)
    append(nodes.size)
    if nodes.hasTraceNodes { append(nodes.traceNode) }
    if nodes.hasDetachedness { append(nodes.detachedness) }
    let large = nodes.largeSizes.sorted { $0.key < $1.key }
    let (ordinals, sizes) = (
      Column<UInt32>(uninitialised: large.count), Column<UInt64>(uninitialised: large.count)
    )
    for (index, entry) in large.enumerated() {
      (ordinals[index], sizes[index]) = (entry.key, entry.value)
    }
    append(ordinals)
    append(sizes)
    append(edges.type)
    append(edges.name)
    append(edges.target)
    append(snapshot.firstEdge)
    append(snapshot.strings.starts)
    append(snapshot.locations.values)
    append(snapshot.scopes)
    append(snapshot.scopeVariables)
    append(snapshot.scopeUses)
    append(snapshot.samples)
    append(snapshot.traceFunctions)
    append(names.kind)
    append(names.ephemerons.place)
    append(names.ephemerons.table)
    append(names.ephemerons.number)
    append(analysis.shallowSizes.bytes)
    append(analysis.distances.values)
    append(analysis.dominators.number)
    append(analysis.dominators.node)
    append(analysis.dominators.dominator)
    append(analysis.retainedSizes.bytes)
  }

  private mutating func append(_ classes: SideFileClasses) {
    let table = classes.summary.table
    append(classes.texts)
    append(classes.ends)
    append(classes.places)
    append(table.counts)
    append(table.shallow)
    append(table.distances)
    append(table.retained)
  }

  private mutating func append<Element>(_ column: Column<Element>) {
    withExtendedLifetime(column) { unsafe write(column.bytes) }
    let gap = (Self.alignment - size % Self.alignment) % Self.alignment
    guard gap > 0 else { return }
    let zeros = Column<UInt8>(zeros: gap)
    withExtendedLifetime(zeros) { unsafe write(zeros.bytes) }
  }

  private mutating func write(_ bytes: UnsafeRawBufferPointer) {
    var rest = unsafe bytes[...]
    while problem == 0, unsafe !rest.isEmpty {
      let buffer = unsafe UnsafeRawBufferPointer(rebasing: rest)
      let count = unsafe Glibc.write(file, buffer.baseAddress, min(buffer.count, 1 << 30))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        problem = errno
        return
      }
      size += count
      unsafe rest = rest.dropFirst(count)
    }
  }

  /// Closes the file; the system's error number if something went wrong, and 0 if not.
  mutating func finish() -> Int32 {
    if close(file) != 0, problem == 0 { problem = errno }
    return problem
  }
}
