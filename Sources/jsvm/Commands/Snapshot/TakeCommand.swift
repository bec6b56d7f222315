// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import JSON

/// `jsvm snapshot take`.
struct TakeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "take",
    abstract: "Has a running process take a heap snapshot, without stopping it where that can be.",
    discussion: "The snapshot names the places that hold references, as DevTools shows them.")

  @OptionGroup var process: DoorOptions

  @Option(
    name: .shortAndLong, help: "The file. [default: Heap.<date>.<time>.<pid>.<vm>.heapsnapshot]")
  var output: String?

  @OptionGroup var source: SnapshotSource

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func run() throws {
    let door = try process.connect()
    let vm = try door.onlyVM(named: process.vm)
    let path = output ?? Self.name(process.pid, vm)
    let reply = try source.take(process, vm, door, to: path)
    var printer = StandardOutput()
    if json {
      var members: [String: JSONValue] = ["file": .text(path)]
      if case .object(let told) = reply { members.merge(told) { mine, _ in mine } }
      var json = JSONWriter()
      json.value(.object(members))
      printer.line(json.text)
    } else {
      printer.line("\(path): taken \(SnapshotSource.pause(reply))")
    }
    try printer.flush()
  }

  /// Node's name for a snapshot, with the VM in the thread's place.
  private static func name(_ pid: Int32, _ vm: UInt64) -> String {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    let date = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
      let length = strftime(text.baseAddress!, text.count, "%Y%m%d.%H%M%S", &local)
      return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    return "Heap.\(date).\(pid).\(vm).heapsnapshot"
  }
}
