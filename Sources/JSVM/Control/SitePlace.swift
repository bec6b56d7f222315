// SPDX-License-Identifier: Apache-2.0

internal import JSON
internal import Ledger

/// Where something is made, copied from the ledger on the VM's thread and named apart from it.
struct SitePlace: Sendable {
  let site: SiteID
  let kind: ObjectKind
  /// Return addresses, innermost first.
  let addresses: [UInt]
  let script: [ScriptFrame]
  /// Whether the ledger had no room left for the stack.
  let isOverflow: Bool

  init(_ id: SiteID, _ site: Site, _ ledger: borrowing Ledger) {
    self.site = id
    kind = site.kind
    addresses = Array(ledger.stacks.frames(of: site.stack))
    script = ledger.scripts.stack(of: site.script)
    isOverflow = site.stack == .overflow
  }
}

/// A place with names in place of addresses.
struct NamedPlace {
  let frames: [Frame]
  let script: [ScriptFrame]
  /// What tells it from other places in a line: `widget.cpp:42 Widget::Bind`.
  var key: String
  /// Whether the walk up the stack seems to have broken off.
  let isShort: Bool

  /// Looks the names up, which may read debug information.
  init(_ place: SitePlace, _ depth: Int) {
    let all = place.addresses.withUnsafeBufferPointer(describe)
    frames = FrameTrim.own.trimmed(all)
    script = place.script
    key = frames.first?.short ?? place.script.first?.description ?? "<no stack>"
    isShort = !place.isOverflow && FrameTrim.own.isImplausiblyShort(all, depth: depth)
  }

  /// Adds callers to the keys of sites that are the same place called from several others.
  static func tellApart(_ places: inout [SiteID: NamedPlace]) {
    for depth in 1...3 {
      let sites = Dictionary(grouping: places.keys) { places[$0]?.key }
      for alike in sites.values where alike.count > 1 {
        for site in alike {
          guard let caller = places[site]?.frames.dropFirst(depth).first else { continue }
          places[site]?.key += " < " + caller.short
        }
      }
    }
  }

  /// The members that say where it is.
  func write(to json: inout JSONWriter) {
    json.member("key", key)
    if let file = frames.first?.file {
      json.member("file", file)
      if let line = frames.first?.line, line > 0 { json.member("line", line) }
    }
    json.member("frames") { json in
      json.array { json in for frame in frames { json.value(frame.description) } }
    }
    json.member("script") { json in
      json.array { json in for frame in script { json.value(frame.description) } }
    }
    if isShort { json.member("note", FrameTrim.shortStackNote) }
  }
}
