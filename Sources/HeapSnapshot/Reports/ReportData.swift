// SPDX-License-Identifier: Apache-2.0

internal import JSON

/// A report as the page's script reads it: rows of numbers, with every text once in `names`.
struct ReportData {
  private var texts: [String] = []
  private var numbers: [String: Int] = [:]

  /// Longer texts are cut: a string of megabytes can be a name.
  private static let longestText = 2000

  /// JSON that can stand in a page: nothing in it ends a script or a comment.
  static func text(_ report: HeapReport) -> String {
    var data = ReportData()
    var json = JSONWriter()
    data.write(report, &json)
    return escaped(json.text)
  }

  /// In JSON these characters occur inside strings only.
  static func escaped(_ json: String) -> String {
    var text = ""
    text.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<": text += "\\u003c"
      case ">": text += "\\u003e"
      case "&": text += "\\u0026"
      case "\u{2028}": text += "\\u2028"
      case "\u{2029}": text += "\\u2029"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  private mutating func write(_ report: HeapReport, _ json: inout JSONWriter) {
    json.object { json in
      json.member("moments") { json in
        json.array { json in for value in report.moments { moment(value, &json) } }
      }
      json.member("omittedClasses", report.omittedClasses)
      rows("classes", report.classes, &json) { data, row, json in data.row(row, &json) }
      json.member("omittedEntries", report.omittedEntries)
      let named = Array(zip(report.entries, report.entryNames))
      rows("entries", named, &json) { data, row, json in
        json.value(row.0.parent)
        json.value(data.number(row.1))
        for value in [row.0.count, row.0.shallow, row.0.retained] { json.value(value) }
      }
      rows("objects", report.objects, &json) { data, row, json in data.row(row, &json) }
      ways(report.objects, &json)
      json.member("largest") {
        $0.array { json in for index in report.largest { json.value(index) } }
      }
      json.member("omittedSites", report.omittedSites)
      rows("sites", report.sites, &json) { data, site, json in
        json.value(data.number(site.exporter))
        json.value(data.number(site.name))
        for value in [site.strong, site.weak, site.largestValue ?? -1] { json.value(value) }
        json.value(site.exclusive)
        json.value(site.inclusive)
      }
      json.member("names") { $0.array { json in for text in texts { json.value(text) } } }
    }
  }

  private func moment(_ moment: HeapReport.Moment, _ json: inout JSONWriter) {
    let statistics = moment.statistics
    json.object { json in
      json.member("title", moment.title)
      json.member("total", statistics.total)
      json.member("heap", statistics.v8Heap)
      json.member("native", statistics.native)
      json.member("typedArrays", statistics.typedArrays)
      json.member("code", statistics.code)
      json.member("texts", statistics.strings)
      json.member("arrays", statistics.arrays)
      json.member("system", statistics.system)
      json.member("nodes", moment.nodes)
      json.member("edges", moment.edges)
      json.member("strings", moment.strings)
      json.member("classes", moment.classes)
      json.member("detached", moment.detached)
    }
  }

  private mutating func row(_ row: HeapReport.Class, _ json: inout JSONWriter) {
    json.value(number(row.name))
    json.value(number(row.place.map(Self.text) ?? ""))
    if let distance = row.distance { json.value(distance) } else { json.value(nil) }
    json.value(row.largestMember ?? -1)
    json.value(row.rises)
    for values in [row.counts, row.shallow, row.retained] {
      json.array { json in for value in values { json.value(value) } }
    }
  }

  /// Lines and columns counted from 1; files count them from 0.
  private static func text(_ place: Location) -> String {
    "script \(place.scriptID), line \(Int(place.line) + 1), column \(Int(place.column) + 1)"
  }

  private mutating func row(_ row: HeapReport.Object, _ json: inout JSONWriter) {
    json.value(number(row.name))
    json.value(row.id)
    json.value(number(row.type))
    json.value(row.shallow)
    json.value(row.retained)
    json.value(row.distance)
    guard let holder = row.holder else { return }
    json.value(number(holder.edge))
    json.value(number(holder.edgeType))
    json.value(holder.index ?? -1)
  }

  /// Of the objects that have any: the object's index and each way as a list of steps.
  private mutating func ways(_ objects: [HeapReport.Object], _ json: inout JSONWriter) {
    json.member("ways") { json in
      json.array { json in
        for (index, object) in objects.enumerated() where !object.ways.isEmpty {
          json.array { json in
            json.value(index)
            for way in object.ways {
              json.array { json in for step in way { self.step(step, &json) } }
            }
          }
        }
      }
    }
  }

  private mutating func step(_ step: HeapReport.Holder, _ json: inout JSONWriter) {
    let (edge, type) = (number(step.edge), number(step.edgeType))
    json.array { json in
      json.value(edge)
      json.value(type)
      json.value(step.index ?? -1)
    }
  }

  private mutating func rows<Row>(
    _ key: String, _ rows: [Row], _ json: inout JSONWriter,
    _ body: (inout ReportData, Row, inout JSONWriter) -> Void
  ) {
    json.member(key) { json in
      json.array { json in
        for row in rows { json.array { json in body(&self, row, &json) } }
      }
    }
  }

  private mutating func number(_ text: String) -> Int {
    if let known = numbers[text] { return known }
    numbers[text] = texts.count
    texts.append(
      text.utf8.count > Self.longestText
        ? text.prefix(Self.longestText) + "… (\(text.utf8.count) bytes)" : text)
    return texts.count - 1
  }
}
