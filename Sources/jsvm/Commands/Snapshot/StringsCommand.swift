// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot strings`.
struct StringsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strings", abstract: "Lists strings that are in memory more than once.")

  enum Order: String, CaseIterable, ExpressibleByArgument { case size, copies, text }

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Option(help: "The order: size (of all copies), copies or text.")
  var sort = Order.size

  @Option(help: "At most so many strings.")
  var top = 20

  @OptionGroup var input: SnapshotInput
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if top < 0 { throw ValidationError("--top must not be negative") }
  }

  func run() throws {
    var progress = ProgressBar("comparing the strings of \(file)")
    let snapshot = try input.read(file, progress.reading)
    progress.update(0.5)
    let strings = DuplicateStrings(
      of: snapshot, ShallowSizes(of: snapshot, input.rules.rules))
    progress.finish()
    var out = StandardOutput()
    for line in output.json ? [json(strings)] : lines(strings) { out.line(line) }
    try out.flush()
  }

  private func rows(_ strings: DuplicateStrings) -> ArraySlice<DuplicateStrings.Group> {
    switch sort {
    case .size: strings.groups.prefix(top)
    case .copies: strings.groups.ordered { .number($0.count) }.prefix(top)
    case .text: strings.groups.ordered { .text(strings.text(of: $0)) }.prefix(top)
    }
  }

  private func lines(_ strings: DuplicateStrings) -> [String] {
    var text = TextTable([.number("COPIES"), .number("SIZE"), .text("TEXT")])
    for group in rows(strings) {
      text.append([
        String(group.count), output.size(group.bytes),
        "\"\(strings.text(of: group).onOneLine)\"",
      ])
    }
    return [
      "\(file): \(strings.groups.count) strings are there \(strings.copies) times, in "
        + output.size(strings.bytes), "",
    ] + text.lines(output.ink)
  }

  private func json(_ strings: DuplicateStrings) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("file", file)
      json.member("groups", strings.groups.count)
      json.member("copies", strings.copies)
      json.member("bytes", strings.bytes)
      json.member("strings") { json in
        json.array { json in
          for group in rows(strings) {
            json.object { json in
              json.member("value", strings.text(of: group))
              json.member("count", group.count)
              json.member("bytes", group.bytes)
            }
          }
        }
      }
    }
    return json.text
  }
}
