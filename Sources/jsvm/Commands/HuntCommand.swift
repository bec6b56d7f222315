// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import HeapSnapshot

/// `jsvm hunt`.
struct HuntCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hunt", abstract: "Finds leaks with three snapshots of one process.",
    discussion: """
      Takes three files in the order in which they were made, or a directory with three snapshots, \
      whose names are in that order. Ends with exit code 23 when there are leaks that retain more \
      than --max-bytes.
      """)

  @Argument(help: "Three snapshots, or a directory with them.")
  var files: [String]

  @Option(help: "The order of kinds: retained, count or class.")
  var sort = LeaksReport.Order.retained

  @Option(help: "At most so many kinds of leaks.")
  var top: UInt = 20

  @Option(help: "End with exit code 23 when the leaks retain more bytes than this.")
  var maxBytes: UInt64?

  @OptionGroup var input: SnapshotInput
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard files.count == 1 || files.count == 3 else {
      throw ValidationError("Name three snapshots, or a directory with them.")
    }
  }

  func run() throws {
    let files = files.count == 3 ? files : try Self.snapshots(in: files[0])
    let report = try LeaksReport(files, input, top: Int(clamping: top), by: sort, output)
    try report.write()
    if let maxBytes, report.retained > maxBytes { throw CommandFailure(verdict: .leaks) }
  }

  /// The three snapshots of a directory, in the order of their names.
  private static func snapshots(in directory: String) throws(CommandFailure) -> [String] {
    guard let handle = opendir(directory) else {
      throw CommandFailure(file: directory, errno: errno)
    }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".heapsnapshot") || name.contains(".heapsnapshot.") { names.append(name) }
    }
    guard names.count == 3 else {
      throw CommandFailure(
        "\(directory): three snapshots were expected, there are \(names.count)", status: .badInput)
    }
    return names.sorted().map { directory + "/" + $0 }
  }
}
