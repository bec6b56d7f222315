// SPDX-License-Identifier: Apache-2.0

internal import JSON

/// A snapshot as records for query engines: one line of JSON for the snapshot, one for each class,
/// one for each creation site. `Documentation/HeapRecords.md` is the schema.
public struct HeapRecords: Sendable {
  /// The schema's name and version, in every record. The version changes when a member goes away or
  /// changes its meaning, not when one is added.
  public static let schema = "jsvm.heap/1"

  /// Where a snapshot comes from; in every record, so that those of a fleet can be told apart.
  public struct Origin: Sendable {
    /// Tells the snapshot from all others, also of other hosts.
    public var snapshot: String
    public var host: String
    public var process: String
    /// When it was taken, ISO 8601; empty when that is not known.
    public var time: String
    public var labels: [(key: String, value: String)]

    public init(
      snapshot: String, host: String, process: String, time: String = "",
      labels: [(key: String, value: String)] = []
    ) {
      self.snapshot = snapshot
      self.host = host
      self.process = process
      self.time = time
      self.labels = labels
    }
  }

  private let origin: Origin

  public init(_ origin: Origin) { self.origin = origin }

  /// The record of the snapshot itself.
  public func snapshot(_ snapshot: Snapshot, _ statistics: Statistics) -> String {
    record("snapshot") { json in
      json.member("nodes", snapshot.nodes.count)
      json.member("edges", snapshot.edges.count)
      json.member("bytes", statistics.total)
      json.member("native_bytes", statistics.native)
      json.member("code_bytes", statistics.code)
      json.member("string_bytes", statistics.strings)
      json.member("system_bytes", statistics.system)
    }
  }

  /// Hands out a record for each class that has objects, by number.
  public func forEachClass(_ table: ClassTable, _ body: (String) throws -> Void) rethrows {
    for number in 0..<table.counts.count where table.counts[number] > 0 {
      try body(
        record("class") { json in
          json.member("class", table.names.name(of: number))
          if let place = table.names.place(of: number) {
            json.member("script", place.scriptID)
            json.member("line", place.line)
            json.member("column", place.column)
          }
          json.member("objects", table.counts[number])
          json.member("shallow_bytes", table.shallow[number])
          if table.hasRetained { json.member("retained_bytes", table.retained[number]) }
          if table.hasDistances { json.member("distance", table.distances[number]) }
        })
    }
  }

  /// The record of a creation site.
  public func site(_ site: NativeReferences.Site) -> String {
    record("site") { json in
      json.member("site", site.name)
      json.member("exporter", site.exporter)
      json.member("strong", site.strong)
      json.member("weak", site.weak)
      json.member("exclusive_bytes", site.exclusive)
      json.member("inclusive_bytes", site.inclusive)
    }
  }

  private func record(_ kind: String, _ members: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", Self.schema)
      json.member("record", kind)
      json.member("snapshot", origin.snapshot)
      json.member("host", origin.host)
      json.member("process", origin.process)
      if !origin.time.isEmpty { json.member("time", origin.time) }
      if !origin.labels.isEmpty {
        json.member("labels") { json in
          json.object { json in
            for (key, value) in origin.labels { json.member(key, value) }
          }
        }
      }
      members(&json)
    }
    return json.text
  }
}
