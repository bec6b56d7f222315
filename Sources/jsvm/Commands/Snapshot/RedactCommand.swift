// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot

/// `jsvm snapshot redact`.
struct RedactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact",
    abstract: "Writes a copy that can be shown to others: without texts, with every number.",
    discussion: """
      Contents of strings are replaced by their lengths and a salted mark. The graph, sizes, ids, \
      classes, functions and identifiers stay. The copy is searched for every --secret before it \
      appears.
      """)

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Option(name: [.short, .long], help: "Where the copy goes.")
  var output: String

  @Option(help: "A text that must not be in the copy, whatever it names. Repeat for more.")
  var secret: [String] = []

  @Flag(help: "Replace names of classes, functions, properties and variables too.")
  var names = false

  @Option(help: "A number that makes the marks of two copies comparable; random unless given.")
  var salt: UInt64?

  @OptionGroup var input: SnapshotInput

  func run() throws {
    var progress = ProgressBar("redacting \(file)")
    let snapshot = try input.read(file, progress.reading)
    var redaction = salt.map(Redaction.init(salt:)) ?? Redaction()
    redaction.keepsNames = !names
    redaction.secrets = secret
    var copy = try OutputFile(output)
    let count = try redaction.write(snapshot) { try copy.write($0) }
    try prove(copy.temporary)
    try copy.finish()
    progress.finish()
    StandardError.write("\(output): \(count) of \(snapshot.strings.count) strings were replaced\n")
  }

  /// Reads the copy back: a secret that is left in it is an error, and nothing appears.
  private func prove(_ copy: String) throws(CommandFailure) {
    let strings = try SnapshotInput.read(copy).strings
    for index in 0..<UInt32(strings.count) {
      let text = strings[index]
      if let found = secret.first(where: text.contains) {
        throw CommandFailure("\(output): \"\(found)\" would be left in the copy: not written")
      }
    }
  }
}
