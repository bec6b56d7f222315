// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import Control
internal import Door
internal import JSON
internal import Ledger
internal import Synchronization

/// How often the child's answer is looked for.
private let lookInterval: Int64 = 10

/// A measurement that has begun, and where what it is about was made.
private struct HeldSearch: Sendable {
  let vm: UInt64
  let depth: Int
  let places: [SitePlace]
  let measurement: HeldMeasurement
}

extension ControlTarget {
  /// `held`: which few sites hold most of what references and the like hold that were made since a
  /// `moment`, and what open handle scopes hold.
  ///
  /// A copy of the process finds out, or nobody: the VM stops for the fork alone.
  func answerHeld(_ request: ControlRequest, _ reply: @escaping Reply) throws(ControlFailure) {
    var wish = HeldRequest(
      findsFewest: true, seconds: try copySeconds(of: request), fallsBack: false)
    wish.selection.since = try request.number("epoch")
    try askLater(request, reply) { [wish] vm throws(ControlFailure) in
      try vm.beginSearch(wish)
    } then: { search in
      search.whenFound { found in
        switch found {
        case .success(let sizes): reply(.result(search.json(sizes)))
        case .failure(let failure): reply(.failure(ControlFailure(.failed, failure.description)))
        }
      }
    }
  }
}

extension VM {
  fileprivate func beginSearch(_ wish: HeldRequest) throws(ControlFailure) -> HeldSearch {
    let limit = Process.shared.options.heldLimit
    guard limit > 0, heapStatistics().usedHeapSize >> 20 <= limit else {
      throw ControlFailure(.failed, "the heap is larger than held=\(limit) in JSVM_OPTIONS")
    }
    var places: [SitePlace] = []
    ledger.forEachSite { id, site, counters in
      guard site.kind.isHolder, counters.existing > 0 else { return }
      places.append(SitePlace(id, site, ledger))
    }
    guard let measurement = try? attributeHeap(wish) else {
      throw ControlFailure(.failed, "the heap could not be measured")
    }
    return HeldSearch(vm: id, depth: stackDepth, places: places, measurement: measurement)
  }
}

extension HeldSearch {
  /// Hands the answer on, on the library's second thread, which does other work meanwhile.
  func whenFound(_ next: @escaping @Sendable (Result<HeldSizes, HeldFailure>) -> Void) {
    if let result = measurement.resultNow() { return next(result) }
    IOThread.after(milliseconds: lookInterval) { IOThread.work { whenFound(next) } }
  }

  func json(_ sizes: HeldSizes) -> String {
    var names: [SiteID: NamedPlace] = [:]
    let sites = Set(sizes.fewest.map(\.site))
    for place in places where sites.contains(place.site) {
      names[place.site] = NamedPlace(place, depth)
    }
    NamedPlace.tellApart(&names)
    let kinds = Dictionary(uniqueKeysWithValues: places.map { ($0.site, $0.kind) })
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "jsvm.held/1")
      json.member("vm", vm)
      json.member("pause_ms", Double(measurement.pause / 1000) / 1000)
      json.member("heap", sizes.heapBytes)
      json.member("held", sizes.together)
      json.member("scopes", sizes.scopeBytes)
      json.member("site_count", sizes.sites.count { $0.strong > 0 })
      json.member("sites") { json in
        json.array { json in
          for share in sizes.fewest {
            json.object { json in
              json.member("site", share.site.rawValue)
              if let kind = kinds[share.site] { json.member("kind", kind.singular) }
              json.member("held", share.bytes)
              names[share.site]?.write(to: &json)
            }
          }
        }
      }
    }
    return json.text
  }
}
