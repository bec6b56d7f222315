// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import JSON
internal import Telemetry

/// `jsvm mem`: native memory or JavaScript's?
struct MemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mem",
    abstract: "Shows where a process's memory is: JavaScript heap, native heap, files, stacks.",
    discussion: """
      Works on any process that runs V8, from outside: /proc/PID/smaps tells V8's pages by the \
      VmFlags dc and nr. Rows and columns are hidumper's; a dash is a number that only the process \
      itself knows, and tells when it was started with JSVM_OPTIONS=control=1. With several samples \
      it ends with a verdict, and exits with it. If the JavaScript heap grows, a process with a \
      control door is asked which places in native code hold what it grew by: a copy of it takes a \
      heap snapshot, once, at the end.
      """,
    subcommands: [MemoryShowCommand.self, MemoryDiffCommand.self],
    defaultSubcommand: MemoryShowCommand.self)
}

/// `jsvm mem PID`.
struct MemoryShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a process's memory, once or at intervals (the default).")

  @Argument(help: "The process.")
  var pid: Int32

  @Option(
    name: [.customShort("t"), .long],
    help: "Repeat every so many seconds, until interrupted or --samples are taken.")
  var interval: Double?

  @Option(help: "Take so many samples; one a second without --interval.")
  var samples: Int?

  @Flag(
    name: .customLong("gc"),
    help: "Have the process collect all garbage before each sample, which stops it for that long.")
  var collects = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard pid > 0 else { throw ValidationError("PID must be above 0") }
    guard (interval ?? 1) >= 0.01, (interval ?? 1) <= 1e6 else {
      throw ValidationError("--interval must be from 0.01 to 1000000 seconds")
    }
    guard (samples ?? 1) > 0 else { throw ValidationError("--samples must be above 0") }
  }

  func run() throws {
    var printer = StandardOutput()
    var records: [MemoryRecord] = []
    var question: GrowthQuestion?
    var failure: CommandFailure?
    let limit = samples ?? (interval == nil ? 1 : .max)
    let pause = IntervalTimer(seconds: interval ?? 1)
    repeat {
      do {
        if collects { try Self.collect(pid) }
        records.append(try Self.record(of: pid, records.isEmpty ? "" : " (any more)"))
      } catch {
        failure = error
        break
      }
      if records.count == 1, limit > 1, records[0].hasLibrary { question = GrowthQuestion(pid) }
      try show(records, &printer)
    } while records.count < limit && pause.wait()
    pause.finish()
    guard records.count > 1 else {
      if let failure { throw failure }
      return
    }
    try printVerdict(on: records, question, &printer)
    if let failure { throw failure }
    try MemoryVerdict(records).verdict.end()
  }

  private func printVerdict(
    on records: [MemoryRecord], _ question: GrowthQuestion?, _ printer: inout StandardOutput
  ) throws {
    let verdict = MemoryVerdict(records)
    let holders = verdict.heapGrowth.flatMap { question?.holders(of: $0) }
    let text = MemoryVerdictText(verdict, of: records[0], holders, isCollected: collects)
    if output.json {
      var json = JSONWriter()
      text.write(to: &json)
      printer.line(json.text)
    } else {
      for line in text.lines(output) { printer.line(line) }
    }
    try printer.flush()
  }

  /// Has all VMs of the process collect their garbage.
  private static func collect(_ pid: Int32) throws(CommandFailure) {
    let door = try DoorClient(pid)
    for vm in door.vms { _ = try door.ask("gc", ["vm": .number(Double(vm))]) }
  }

  /// Reads the process's memory map now. `when` ends the complaint that it cannot be read.
  private static func record(
    of pid: Int32, _ when: String
  ) throws(CommandFailure) -> MemoryRecord {
    let (map, program): (MemoryMap, String)
    do throws(ProcessError) {
      map = MemoryMap(smaps: try ProcessFile.memoryMap(of: pid))
      program = try ProcessFile.name(of: pid)
    } catch {
      throw CommandFailure("\(error)" + when)
    }
    guard map.hasEngine else {
      throw CommandFailure(
        "process \(pid) (\(program)) runs no V8: none of its \(map.mappingCount) mappings has"
          + " the VmFlags dc and nr" + when)
    }
    var record = MemoryRecord(pid: pid, program: program, seconds: WallClock.seconds, map: map)
    if map.hasLibrary { record.use = HeapUse(askingProcess: pid) }
    return record
  }

  private func show(_ records: [MemoryRecord], _ printer: inout StandardOutput) throws {
    guard let record = records.last else { return }
    if output.json {
      var json = JSONWriter()
      record.write(to: &json)
      printer.line(json.text)
    } else {
      if records.count > 1 { printer.line("") }
      for line in MemoryTable.lines(record, output) { printer.line(line) }
    }
    try printer.flush()
  }
}
