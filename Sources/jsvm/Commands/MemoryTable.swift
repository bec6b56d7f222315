// SPDX-License-Identifier: Apache-2.0

internal import Telemetry

/// hidumper's table of a process's memory.
enum MemoryTable {
  static func lines(_ record: MemoryRecord, _ output: OutputOptions) -> [String] {
    let unit = "(\(output.units?.rawValue ?? "kB"))"
    var table = TextTable([
      .text(), .number("Pss", "Total", unit), .number("Shared", "Clean", unit),
      .number("Shared", "Dirty", unit), .number("Private", "Clean", unit),
      .number("Private", "Dirty", unit), .number("Swap", "Total", unit),
      .number("SwapPss", "Total", unit), .number("Heap", "Size", unit),
      .number("Heap", "Alloc", unit), .number("Heap", "Free", unit), .text(),
    ])
    for row in record.rows {
      var cells = [row.name] + PageUsage.Column.allCases.map { size(row.usage[$0], output) }
      cells.append(row.heapSize.map { size($0, output) } ?? "-")
      let heap = record.heap(of: row)
      cells += [heap?.allocated, heap?.free].map { $0.map { size($0, output) } ?? "-" }
      if row.name == MemoryGroup.engineHeap.rawValue { cells.append(note(record, output)) }
      table.append(cells)
    }
    table.append(["Total"] + PageUsage.Column.allCases.map { size(record.total[$0], output) })
    return table.lines(output.ink)
  }

  /// What V8 says of its heap, or how its pages were told from others.
  private static func note(_ record: MemoryRecord, _ output: OutputOptions) -> String {
    guard let use = record.use, let heap = use.engine else {
      return "\(record.engineMappingCount) mappings with VmFlags dc nr"
    }
    let committed = size(heap.allocated + heap.free, output)
    return "used \(size(heap.allocated, output))  committed \(committed)  handles \(use.handles)"
  }

  /// hidumper's kB, unless another unit is asked for.
  static func size(_ bytes: UInt64, _ output: OutputOptions) -> String {
    output.units?.text(bytes) ?? String(bytes / 1024)
  }
}
