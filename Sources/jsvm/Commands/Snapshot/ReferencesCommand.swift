// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot
internal import JSON

/// `jsvm snapshot references`.
struct ReferencesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "references",
    abstract: "Lists the places in native code that hold objects, and how much each holds.",
    discussion: """
      HELD(excl) is what would be freed if the place let go; HELD(incl) adds, for objects that \
      others hold too, what each of them alone keeps alive. In snapshots without attribution, the \
      labels of V8's global handles are the places, and HELD(excl) is a lower bound.
      """)

  enum Order: String, CaseIterable, ExpressibleByArgument {
    case exclusive, inclusive, strong, weak, site
  }

  @Argument(help: "A snapshot: .heapsnapshot, also .gz or .zst.")
  var file: String

  @Option(help: "The order: exclusive, inclusive (bytes), strong, weak (references) or site.")
  var sort = Order.exclusive

  @Option(help: "At most so many places.")
  var top: UInt = 20

  @Option(help: "At most so many objects of each place.")
  var samples: UInt = 0

  @OptionGroup var input: SnapshotInput
  @OptionGroup var cache: AnalysisCache
  @OptionGroup var output: OutputOptions

  func run() throws {
    var progress = ProgressBar("analysing \(file)")
    let analysis = try cache.analysis(of: file, input, progress)
    let snapshot = analysis.snapshot
    progress.update(0.9)
    let retained = analysis.retainedSizes
    let references = NativeReferences(of: snapshot, analysis.dominators, retained)
    let view = HeapView(snapshot, retained)
    progress.finish()
    let sites = ordered(references.sites).prefix(Int(clamping: top))
    var out = StandardOutput()
    if output.json {
      var json = JSONWriter()
      json.object { json in
        json.member("attributed", references.isAttributed)
        json.member("sites") { json in
          json.array { json in for site in sites { write(site, view, &json) } }
        }
      }
      out.line(json.text)
    } else if references.sites.isEmpty {
      out.line("No labelled handles and no exported references in \(file).")
    } else {
      var table = TextTable([
        .number("STRONG"), .number("WEAK"), .number("HELD(excl)"), .number("HELD(incl)"),
        .text("SITE"),
      ])
      for site in sites {
        table.append([
          String(site.strong), String(site.weak), output.size(site.exclusive),
          output.size(site.inclusive), site.name,
        ])
        for edge in site.edges.prefix(Int(clamping: samples)) {
          let target = Int(snapshot.edges.target[edge])
          table.append([
            "", "", "", output.size(retained[target]),
            "  \(snapshot.name(ofEdge: edge)) \(view.title(target))",
          ])
        }
      }
      for line in table.lines(output.ink) { out.line(line) }
    }
    try out.flush()
  }

  private func ordered(_ sites: [NativeReferences.Site]) -> [NativeReferences.Site] {
    switch sort {
    case .exclusive: sites
    case .inclusive: sites.ordered { .bytes($0.inclusive) }
    case .strong: sites.ordered { .number($0.strong) }
    case .weak: sites.ordered { .number($0.weak) }
    case .site: sites.ordered { .text($0.name) }
    }
  }

  private func write(
    _ site: NativeReferences.Site, _ view: HeapView, _ json: inout JSONWriter
  ) {
    json.object { json in
      json.member("site", site.name)
      json.member("exporter", site.exporter)
      if let node = site.node { json.member("id", view.snapshot.nodes.id[node]) }
      json.member("strong", site.strong)
      json.member("weak", site.weak)
      json.member("exclusive", site.exclusive)
      json.member("inclusive", site.inclusive)
      json.member("samples") { json in
        json.array { json in
          for edge in site.edges.prefix(Int(clamping: max(samples, 3))) {
            json.object { json in
              json.member("edge", view.snapshot.name(ofEdge: edge))
              view.members(of: Int(view.snapshot.edges.target[edge]), &json)
            }
          }
        }
      }
    }
  }
}
