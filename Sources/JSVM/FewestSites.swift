// SPDX-License-Identifier: Apache-2.0

internal import HeapSnapshot
internal import Ledger

/// The search for few sites that hold most of what all hold together.
///
/// Sites that hold the same objects hold nothing alone, so sums of what each holds do not tell: for
/// each choice the heap is walked again, at most a dozen times.
struct FewestSites {
  /// A site, and the references through which it holds something.
  struct Holder {
    let site: SiteID
    let edges: Set<Int>
    let exclusive: UInt64
    let inclusive: UInt64
  }

  /// The most sites that are chosen.
  static let limit = 3
  /// What part of what all hold is enough, in tenths.
  private static let enough: UInt64 = 9

  private let freed: (Set<Int>) -> UInt64

  /// `freed` says how many bytes go without these edges.
  init(freed: @escaping (Set<Int>) -> UInt64) { self.freed = freed }

  /// Up to `limit` sites, those that hold most first; fewer if they hold nine tenths of `together`.
  func among(_ holders: [Holder], together: UInt64) -> [HeldSizes.Share] {
    let enough = together / 10 * Self.enough
    var best: (chosen: [Holder], bytes: UInt64) = ([], 0)
    // Holders of what others hold too count only if those that hold something alone do not suffice.
    for size in [\Holder.exclusive, \Holder.inclusive] where best.bytes < enough {
      let found = first(of: holders.sorted { $0[keyPath: size] > $1[keyPath: size] }, enough)
      if found.bytes > best.bytes { best = found }
    }
    let needed = min(enough, best.bytes)
    for holder in best.chosen where best.chosen.count > 1 {
      let others = best.chosen.filter { $0.site != holder.site }
      if bytes(of: others) >= needed { best.chosen = others }
    }
    return shares(of: best.chosen)
  }

  private func first(
    of holders: [Holder], _ enough: UInt64
  ) -> (chosen: [Holder], bytes: UInt64) {
    var (chosen, bytes): ([Holder], UInt64) = ([], 0)
    for holder in holders.prefix(Self.limit) where bytes < enough {
      chosen.append(holder)
      bytes = self.bytes(of: chosen)
    }
    return (chosen, bytes)
  }

  private func shares(of chosen: [Holder]) -> [HeldSizes.Share] {
    var before: UInt64 = 0
    return chosen.indices.map { index in
      let bytes = bytes(of: Array(chosen[...index]))
      defer { before = bytes }
      return HeldSizes.Share(site: chosen[index].site, bytes: bytes - min(before, bytes))
    }
  }

  private func bytes(of chosen: [Holder]) -> UInt64 {
    freed(chosen.reduce(into: []) { $0.formUnion($1.edges) })
  }
}
