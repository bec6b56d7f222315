// SPDX-License-Identifier: Apache-2.0

internal import JSON
internal import Telemetry

extension HeapUse {
  /// Asks a process through its control door; nil if it has none.
  init?(askingProcess pid: Int32) {
    guard let door = try? DoorClient(pid) else { return nil }
    let size = { (value: JSONValue?, member: String) -> UInt64 in value?[member]?.integer() ?? 0 }
    self.init(
      native: Heap(allocated: size(door.malloc, "used"), free: size(door.malloc, "free")),
      engine: door.vms.isEmpty ? nil : Heap(allocated: 0, free: 0), handles: 0, external: 0)
    for vm in door.vms {
      let figures = try? door.ask("heap", ["vm": .number(Double(vm)), "patience_ms": .number(200)])
      guard let figures else {
        engine = nil
        return
      }
      let (used, committed) = (size(figures, "used"), size(figures, "committed"))
      engine?.allocated += used
      engine?.free += committed > used ? committed - used : 0
      handles += size(figures, "handles")
      external += size(figures, "external")
    }
  }
}
