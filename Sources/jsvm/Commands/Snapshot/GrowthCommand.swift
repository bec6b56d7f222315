// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot growth`.
struct GrowthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "growth",
    abstract: "Lists classes that grow over several snapshots; those first that grow in each.",
    discussion: "Rows marked with ▲ rose from every snapshot to the next.")

  enum Order: String, CaseIterable, ExpressibleByArgument { case growth, last, name }

  @Argument(help: "Snapshots in the order of time: .heapsnapshot, also .gz or .zst.")
  var files: [String]

  @Option(help: "What grows: count, shallow or retained.")
  var measure = Choice(Growth.Measure.retained)

  @Option(help: "Which classes are the same: those of one name and place, or of one name.")
  var by = Choice(JointClasses.Key.place)

  @Flag(help: "Only classes that rose from every snapshot to the next.")
  var always = false

  @Option(help: "The order: growth, last (what the last snapshot has) or name.")
  var sort = Order.growth

  @Option(help: "At most so many classes.")
  var top = 20

  @OptionGroup var input: SnapshotInput
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if top < 0 { throw ValidationError("--top must not be negative") }
    guard files.count >= 2 else { throw ValidationError("at least two snapshots are needed") }
  }

  func run() throws {
    var progress = ProgressBar("reading \(files.count) snapshots")
    // The last one's interfaces name the plain objects of all.
    var tables: [ClassTable] = []
    var interfaces: Interfaces?
    for file in files.reversed() {
      let share = progress.work.part(
        from: Double(tables.count) / Double(files.count),
        to: Double(tables.count + 1) / Double(files.count))
      let summary = try input.summary(
        of: try input.read(file, share.part(from: 0, to: 0.4)), file,
        isShallow: measure.value != .retained, interfaces: interfaces,
        progress: share.part(from: 0.4, to: 1))
      interfaces = interfaces ?? summary.table.names.interfaces
      tables.append(by.value == .name ? summary.tableByName() : summary.table)
    }
    let growth = Growth(tables.reversed(), by: by.value)
    let grown = growth.grown(by: measure.value)
    let rows = ordered(grown.filter { !always || growth.rises($0, measure.value) }, growth)
    progress.finish()
    var out = StandardOutput()
    for line in output.json ? [json(growth, rows)] : lines(growth, rows) { out.line(line) }
    try out.flush()
  }

  /// By growth, classes come first that rose from each snapshot to the next.
  private func ordered(_ rows: [Int], _ growth: Growth) -> [Int] {
    switch sort {
    case .growth: rows
    case .last:
      rows.ordered { .bytes(growth.values(of: $0, measure.value).last ?? 0) }
    case .name: rows.ordered { .text(growth.classes.name(of: $0)) }
    }
  }

  private func lines(_ growth: Growth, _ rows: [Int]) -> [String] {
    let rising = rows.filter { growth.rises($0, measure.value) }.count
    var text = TextTable(
      [.text("")] + files.indices.map { .number("\($0 + 1)") } + [
        .number("GROWTH"), .text("CLASS"),
      ])
    for number in rows.prefix(top) {
      let values = growth.values(of: number, measure.value)
      text.append(
        [growth.rises(number, measure.value) ? "▲" : ""] + values.map(shown)
          + [signed(growth.total(number, measure.value)), title(growth, number)])
    }
    return [
      "\(measure.value.rawValue) over \(files.count) snapshots: \(rows.count) classes grew, "
        + "\(rising) of them from each snapshot to the next", "",
    ] + text.lines(output.ink)
  }

  private func title(_ growth: Growth, _ number: Int) -> String {
    ClassTableText.title(growth.classes.name(of: number), growth.classes.place(of: number))
  }

  private func shown(_ value: UInt64) -> String {
    measure.value == .count ? String(value) : output.size(value)
  }

  private func signed(_ value: Int) -> String {
    measure.value == .count ? value.signed : output.signedSize(value)
  }

  private func json(_ growth: Growth, _ rows: [Int]) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("files") { json in
        json.array { json in
          for file in files { json.value(file) }
        }
      }
      json.member("measure", measure.value.rawValue)
      json.member("grown", rows.count)
      json.member("classes") { json in
        json.array { json in
          for number in rows.prefix(top) {
            json.object { json in
              json.member("name", growth.classes.name(of: number))
              json.members(of: growth.classes.place(of: number))
              json.member("always", growth.rises(number, measure.value))
              json.member("growth", growth.total(number, measure.value))
              json.member("values") { json in
                json.array { json in
                  for value in growth.values(of: number, measure.value) { json.value(value) }
                }
              }
            }
          }
        }
      }
    }
    return json.text
  }
}
