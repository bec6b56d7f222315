// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks that a snapshot file is whole, and fingerprints every node's results.")

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Flag(help: "Print SHA-256 of every node's retained size, dominator and distance.")
  var hashes = false

  @OptionGroup var input: SnapshotInput
  @OptionGroup var output: OutputOptions

  func run() throws {
    var progress = ProgressBar("verifying \(file)")
    let snapshot = try input.read(file, hashes ? progress.reading : progress.work)
    let prints = hashes ? Fingerprints(of: snapshot, input.rules.rules) : nil
    progress.finish()
    var out = StandardOutput()
    if output.json {
      var json = JSONWriter()
      json.object { json in
        json.member("file", file)
        json.member("nodes", snapshot.nodes.count)
        json.member("edges", snapshot.edges.count)
        json.member("strings", snapshot.strings.count)
        for (name, hash) in prints?.named ?? [] { json.member(name, hash) }
      }
      out.line(json.text)
    } else if let prints {
      for (name, hash) in prints.named { out.line("\(name) \(hash)") }
    } else {
      out.line(
        "\(file): whole; \(snapshot.nodes.count) nodes, \(snapshot.edges.count) edges, "
          + "\(snapshot.strings.count) strings")
    }
    try out.flush()
  }
}

extension Fingerprints {
  fileprivate var named: [(String, String)] {
    [
      ("retainedSizesSha256", retainedSizes), ("dominatorsSha256", dominators),
      ("distancesSha256", distances),
    ]
  }
}
