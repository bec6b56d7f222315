// SPDX-License-Identifier: Apache-2.0

internal import JSON
internal import Telemetry

/// The question who holds what a process's heap grows by, put to the process itself.
///
/// It begins with a moment in each VM, of which the process keeps nothing. What was made since is
/// measured at the end, once, by a copy of the process.
struct GrowthQuestion {
  private let pid: Int32
  /// The first epoch that counts, by VM.
  private let epochs: [UInt64: JSONValue]

  /// Begins now; nil if the process has no door, an older library, or a VM that is busy.
  init?(_ pid: Int32) {
    guard let door = try? DoorClient(pid) else { return nil }
    self.pid = pid
    var epochs: [UInt64: JSONValue] = [:]
    for vm in door.vms {
      let reply = try? door.ask("moment", ["vm": .number(Double(vm))])
      guard let epoch = reply?["epoch"] else { return nil }
      epochs[vm] = epoch
    }
    self.epochs = epochs
  }

  /// Who holds a growth of so many bytes; nil if that cannot be told.
  ///
  /// The connection is a new one: a door closes those that ask nothing for minutes.
  func holders(of growth: Double) -> GrowthHolders? {
    guard let door = try? DoorClient(pid) else { return nil }
    var parts: [GrowthHolders.Part] = []
    for vm in door.vms {
      // Of a VM that is new since, everything counts.
      let epoch = epochs[vm] ?? .number(0)
      let reply = try? door.ask("held", ["vm": .number(Double(vm)), "epoch": epoch])
      guard let part = reply.flatMap({ GrowthHolders.Part($0, vm) }) else { return nil }
      parts.append(part)
    }
    return GrowthHolders(growth: growth, parts)
  }
}

extension GrowthHolders.Part {
  /// Reads the door's reply to `held`.
  fileprivate init?(_ reply: JSONValue, _ vm: UInt64) {
    guard let held: UInt64 = reply["held"]?.integer(),
      let siteCount: Int = reply["site_count"]?.integer(),
      let inScopes: UInt64 = reply["scopes"]?.integer(), let sites = reply["sites"]?.elements
    else { return nil }
    self.init(
      held: held, siteCount: siteCount,
      sites: sites.compactMap { GrowthHolders.Site($0, vm) }, inScopes: inScopes)
  }
}

extension GrowthHolders.Site {
  fileprivate init?(_ site: JSONValue, _ vm: UInt64) {
    guard let number: UInt32 = site["site"]?.integer(), let held: UInt64 = site["held"]?.integer()
    else { return nil }
    self.init(
      vm: vm, number: number, kind: site["kind"]?.text ?? "", key: site["key"]?.text ?? "",
      file: site["file"]?.text, line: site["line"]?.integer(), held: held)
  }
}
