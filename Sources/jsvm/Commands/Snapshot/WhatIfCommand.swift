// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot what-if`.
struct WhatIfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "Tells what would be freed without some objects or edges, and what holds the rest.")

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Option(help: "Without an object: @ID. May be repeated, as the other ways to remove.")
  var remove: [ObjectID] = []

  @Option(help: "Without the references made at a place, as `references` names it.")
  var removeSite: [String] = []

  @Option(help: "Without an edge: @FROM.NAME; the name of an element is its index.")
  var removeEdge: [EdgeName] = []

  @Option(help: "At most so many objects that stay.")
  var top: UInt = 5

  @OptionGroup var input: SnapshotInput
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard !remove.isEmpty || !removeSite.isEmpty || !removeEdge.isEmpty else {
      throw ValidationError("Name what to remove: --remove, --remove-site or --remove-edge.")
    }
  }

  func run() throws {
    var progress = ProgressBar("analysing \(file)")
    let snapshot = try input.read(file, progress.reading)
    var removal = WhatIf.Removal()
    for object in remove {
      let node = try object.node(in: snapshot, file: file)
      guard node != snapshot.root else { throw CommandFailure("the root can't be removed") }
      removal.nodes.insert(node)
    }
    for edge in removeEdge {
      removal.edges.formUnion(try edge.edges(in: snapshot, file: file))
    }
    for site in removeSite {
      let edges = NativeReferences.edges(ofSite: site, in: snapshot)
      guard !edges.isEmpty else { throw CommandFailure("\(file): no references made at \(site)") }
      removal.edges.formUnion(edges)
    }
    progress.update(0.5)
    let shallow = ShallowSizes(of: snapshot, input.rules.rules)
    let outcome = WhatIf(snapshot, input.rules.rules).removing(removal, shallow)
    let view = HeapView(snapshot)
    progress.finish()
    var out = StandardOutput()
    if output.json {
      out.line(json(outcome, shallow, view))
    } else {
      for line in lines(outcome, shallow, view) { out.line(line) }
    }
    try out.flush()
  }

  private func lines(
    _ outcome: WhatIf.Outcome, _ shallow: ShallowSizes, _ view: HeapView
  ) -> [String] {
    var lines = [
      "frees \(output.size(outcome.freedBytes)) in \(outcome.freedCount) objects; the heap drops to "
        + "\(output.size(shallow.total &- outcome.freedBytes)) from \(output.size(shallow.total))"
    ]
    guard !outcome.survivors.isEmpty else { return lines }
    lines.append("\(outcome.survivors.count) objects that it held stay, held by:")
    for survivor in outcome.survivors.prefix(Int(clamping: top)) {
      lines += [""] + view.pathText.lines(survivor.path)
    }
    return lines
  }

  private func json(
    _ outcome: WhatIf.Outcome, _ shallow: ShallowSizes, _ view: HeapView
  ) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("freedBytes", outcome.freedBytes)
      json.member("freedObjects", outcome.freedCount)
      json.member("heapBefore", shallow.total)
      json.member("heapAfter", shallow.total &- outcome.freedBytes)
      json.member("survivors", outcome.survivors.count)
      json.member("held") { json in
        json.array { json in
          for survivor in outcome.survivors.prefix(Int(clamping: top)) {
            json.object { json in
              view.members(of: survivor.node, &json)
              json.member("path") { json in view.path(survivor.path, &json) }
            }
          }
        }
      }
    }
    return json.text
  }
}

/// An edge by the object that it leaves and its name: `@20817.model`.
struct EdgeName: ExpressibleByArgument {
  let source: ObjectID
  let name: String

  init?(argument: String) {
    guard let dot = argument.firstIndex(of: "."),
      let source = ObjectID(argument: String(argument[..<dot]))
    else { return nil }
    self.source = source
    name = String(argument[argument.index(after: dot)...])
  }

  /// All edges of that name, of whatever type.
  func edges(in snapshot: Snapshot, file: String) throws(CommandFailure) -> [Int] {
    let node = try source.node(in: snapshot, file: file)
    let edges = snapshot.edges(of: node).filter { snapshot.name(ofEdge: $0) == name }
    guard !edges.isEmpty else {
      throw CommandFailure("\(file): @\(source.number) has no edge \(name)")
    }
    return edges
  }
}
