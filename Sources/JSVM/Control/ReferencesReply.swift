// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CNativeStack
internal import Control
internal import Door
internal import Glibc
internal import JSON
internal import Ledger

/// How many rows a reply has when the request does not say, and at most.
private let usualRows = 10
private let mostRows = 10_000
private let newestEntries = 3

extension ControlTarget {
  /// `refs`: the references of a VM, by what is asked for.
  func answerReferences(
    _ request: ControlRequest, _ reply: @escaping Reply
  ) throws(ControlFailure) {
    let word = try request.text("by") ?? "site"
    guard let grouping = ReferenceCensus.Grouping(rawValue: word) else {
      let words = ReferenceCensus.Grouping.allCases.map(\.rawValue).joined(separator: ", ")
      throw ControlFailure(.argument, "refs: by must be one of \(words)")
    }
    let since = try request.text("since")
    let top = min(max(try request.number("top") ?? usualRows, 0), mostRows)
    try ask(request, reply) { vm throws(ControlFailure) in
      vm.census(
        since: try vm.mark(named: since), by: grouping, newest: newestEntries)
    } then: { census in
      .result(census.json(by: grouping, top: top))
    }
  }
}

extension VM {
  /// The mark that a client means; nil if it names none.
  func mark(named name: String?) throws(ControlFailure) -> Mark? {
    guard let name else { return nil }
    guard let mark = marks.newest(named: name) else {
      throw ControlFailure(.argument, "there is no mark \"\(name)\"; set one with: jsvm mark")
    }
    return mark
  }
}

extension ReferenceCensus {
  /// The reply. Symbolises the sites that it names.
  func json(by grouping: Grouping, top: Int) -> String {
    var names: [SiteID: NamedPlace] = [:]
    let rows = sites.sorted { ($0.group.existing, $0.created) > ($1.group.existing, $1.created) }
    let shown = grouping == .site ? rows.prefix(top) : []
    let named = Set(shown.map(\.place.site) + newest.map(\.site))
    for place in sites.map(\.place) where named.contains(place.site) {
      names[place.site] = NamedPlace(place, depth)
    }
    NamedPlace.tellApart(&names)
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "jsvm.refs/1")
      json.member("pid", getpid())
      json.member("vm", vm)
      if let name { json.member("name", name) }
      if let since { json.member("since", since) }
      json.member("by", grouping.rawValue)
      json.member("totals", writeTotals)
      json.member("newest") { json in
        json.array { json in
          for entry in newest { json.object { write(entry, names[entry.site], &$0) } }
        }
      }
      json.member("rows") { json in
        json.array { json in
          for row in shown { json.object { write(row, names[row.place.site], &$0) } }
          for (key, group) in ordered(grouping).prefix(top) {
            json.object { json in
              json.member("key", key)
              write(group, &json)
            }
          }
        }
      }
      json.member("row_count", grouping == .site ? sites.count : groups.count)
    }
    return json.text
  }

  /// The groups, largest first; ages by age.
  private func ordered(_ grouping: Grouping) -> [(key: String, value: Group)] {
    if grouping == .age { return groups.sorted { $0.value.newest < $1.value.newest } }
    return groups.sorted { ($1.value.existing, $0.key) < ($0.value.existing, $1.key) }
  }

  private func writeTotals(_ json: inout JSONWriter) {
    json.object { json in
      json.member("created", totals.created)
      json.member("existing", totals.existing)
      json.member("strong", totals.strong)
      json.member("weak", totals.weak)
      json.member("cleared", totals.cleared)
      json.member("emptied", totals.emptied)
      json.member("engine_handles", totals.engineHandles)
      json.member("untracked_handles", totals.untrackedHandles)
      json.member("collections", totals.collections)
      json.member("ledger_bytes", totals.ledgerBytes)
    }
  }

  private func write(_ row: SiteRow, _ name: NamedPlace?, _ json: inout JSONWriter) {
    json.member("site", row.place.site.rawValue)
    json.member("kind", row.place.kind.singular)
    json.member("created", row.created)
    json.member("released", row.created > row.group.existing ? row.created - row.group.existing : 0)
    write(row.group, &json)
    if let sample = row.group.sample { json.member("sample", sample) }
    name?.write(to: &json)
  }

  private func write(_ group: Group, _ json: inout JSONWriter) {
    json.member("existing", group.existing)
    for state in LeakState.allCases { json.member(state.word, group[state]) }
    guard group.existing > 0 else { return }
    json.member("oldest_ms", group.oldest / 1_000_000)
    json.member("newest_ms", group.newest / 1_000_000)
  }

  private func write(_ entry: Entry, _ name: NamedPlace?, _ json: inout JSONWriter) {
    json.member("handle", "0x" + String(entry.handle, radix: 16))
    json.member("state", entry.state.word)
    json.member("refcount", entry.refcount)
    json.member("class", entry.className)
    json.member("id", entry.snapshotID)
    json.member("key", name?.key ?? "")
    json.member("age_ms", entry.age / 1_000_000)
  }
}
