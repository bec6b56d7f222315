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
      whose names are in that order; or the number of a running process, which it has collect and \
      take three snapshots, with the action between them. Ends with exit code 23 when there are \
      leaks that retain more than --max-bytes.
      """)

  @Argument(help: "Three snapshots, a directory with them, or the number of a process.")
  var files: [String]

  @Option(help: "Of a process: a command of the shell to run between the snapshots.")
  var action: String?

  @Option(help: "Of a process: how often to run it each time.")
  var loops: UInt = 3

  @Option(help: "Of a process: the directory to keep the snapshots in. [default: none are kept]")
  var keep: String?

  @Option(help: "Of a process: the number of the VM, if it has several.")
  var vm: UInt64?

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
    if files.count == 1, let pid = Int32(files[0]), pid > 0 {
      let hunt = try LiveHunt.start(pid, vm, in: keep)
      let retained = try hunt.run(action, loops) { files in try report(on: files) }
      return try judge(retained)
    }
    try judge(try report(on: files.count == 3 ? files : try Self.snapshots(in: files[0])))
  }

  /// Prints what three snapshots tell; returns the bytes that the leaks retain.
  private func report(on files: [String]) throws -> UInt64 {
    let report = try LeaksReport(files, input, top: Int(clamping: top), by: sort, output)
    try report.write()
    return report.retained
  }

  private func judge(_ retained: UInt64) throws(CommandFailure) {
    if let maxBytes, retained > maxBytes { throw CommandFailure(verdict: .leaks) }
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
