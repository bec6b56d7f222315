// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import HeapSnapshot
internal import JSON

/// What the creation sites of a VM keep alive, out of a snapshot that was taken for it.
///
/// The snapshot goes away with this. A site is known in it by one of its references: names may be
/// those of several sites.
struct HeldBySite: ~Copyable {
  /// What is kept alive, in bytes.
  struct Held {
    let exclusive: UInt64
    let inclusive: UInt64
  }

  private let directory: String
  private var file: String { directory + "/held.heapsnapshot" }

  private init(directory: String) { self.directory = directory }

  /// Has the VM take a snapshot.
  static func measure(
    _ process: DoorOptions, _ vm: UInt64, _ door: DoorClient, _ source: SnapshotSource
  ) throws(CommandFailure) -> HeldBySite {
    let held = HeldBySite(directory: try TemporaryDirectory.make("jsvm-refs"))
    let reply = try source.take(process, vm, door, to: held.file)
    StandardError.write("heap snapshot taken \(SnapshotSource.pause(reply))\n")
    return held
  }

  deinit {
    unlink(file)
    rmdir(directory)
  }

  /// What the sites of these rows keep alive, in their order; nil for a site that keeps nothing alive.
  func held(by rows: [JSONValue]) throws(CommandFailure) -> [Held?] {
    let input = try Self.standardInput()
    var progress = ProgressBar("analysing the snapshot")
    let snapshot = try input.read(file, progress.reading)
    let analysis = try input.analysis(of: snapshot, file, progress.analysing)
    let references = NativeReferences(of: snapshot, analysis.dominators, analysis.retainedSizes)
    progress.finish()
    var sites: [String: NativeReferences.Site] = [:]
    for site in references.sites where site.exporter == "System / ExportedReferences" {
      for edge in site.strongEdges { sites[snapshot.name(ofEdge: edge)] = site }
    }
    return rows.map { row in
      guard let index: Int = row["sample"]?.integer(), let site = sites["#\(index)"] else {
        return nil
      }
      return Held(exclusive: site.exclusive, inclusive: site.inclusive)
    }
  }

  private static func standardInput() throws(CommandFailure) -> SnapshotInput {
    guard let input = try? SnapshotInput.parse([]) else {
      throw CommandFailure("the snapshot cannot be read")
    }
    return input
  }

  /// Prints what would become of the heap without the references of the sites that have a name.
  func printWithout(_ name: String, _ output: OutputOptions) throws {
    // Behind the first place stand its callers, which snapshots do not name.
    let place = name.split(separator: " < ").first.map(String.init) ?? name
    var arguments = [file, "--remove-site", "JSVM_Ref " + place]
    if output.json { arguments.append("--json") }
    if let units = output.units { arguments += ["--units", units.rawValue] }
    try WhatIfCommand.parse(arguments).run()
  }
}

/// Directories that a command makes for its own files.
enum TemporaryDirectory {
  /// Makes one, its owner's alone.
  static func make(_ name: String) throws(CommandFailure) -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var path = Array("\(parent)/\(name).XXXXXX".utf8CString)
    guard mkdtemp(&path) != nil else { throw CommandFailure(file: parent, errno: errno) }
    return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
