// SPDX-License-Identifier: Apache-2.0

/// Who holds what the JavaScript heap grew by: native sites, open handle scopes, or script alone.
///
/// The process tells what references and the like hold that were made while it was watched; the heap's
/// growth is that of its pages, garbage included. Sizes are bytes.
public struct GrowthHolders: Equatable, Sendable {
  /// A place in native code that made references and the like.
  public struct Site: Equatable, Sendable {
    /// The number of the VM, and the site's in it.
    public let vm: UInt64
    public let number: UInt32
    /// What is made there, in a word: `reference`.
    public let kind: String
    /// `widget.cpp:42 Widget::Bind`.
    public let key: String
    public let file: String?
    public let line: Int?
    /// What would be freed besides if it let go after those before it.
    public let held: UInt64

    public init(
      vm: UInt64, number: UInt32, kind: String, key: String, file: String? = nil,
      line: Int? = nil, held: UInt64
    ) {
      self.vm = vm
      self.number = number
      self.kind = kind
      self.key = key
      self.file = file
      self.line = line
      self.held = held
    }
  }

  /// What one VM says.
  public struct Part: Equatable, Sendable {
    /// What would be freed if all sites let go.
    public let held: UInt64
    /// How many sites hold something.
    public let siteCount: Int
    /// Few that hold most of it, the first alone, the others with those before them.
    public let sites: [Site]
    /// What open handle scopes hold alone.
    public let inScopes: UInt64

    public init(held: UInt64, siteCount: Int, sites: [Site], inScopes: UInt64) {
      self.held = held
      self.siteCount = siteCount
      self.sites = sites
      self.inScopes = inScopes
    }
  }

  public enum Holder: String, Sendable {
    /// Native sites hold a part that counts.
    case sites
    /// They do not, but open handle scopes hold most.
    case scopes
    /// Neither: script keeps it.
    case script
  }

  /// Below this, native sites are acquitted.
  private static let leastShare = 0.1
  /// The most sites that are told.
  private static let siteLimit = 3

  /// What the heap grew by while it was watched.
  public let growth: Double
  /// The fewest sites that hold nine tenths of what all hold, at most three; those that hold most first.
  public let sites: [Site]
  /// How many sites hold `held`: those of `sites`, or all if those do not hold half of it.
  public let siteCount: Int
  /// What these hold.
  public let held: UInt64
  /// What open handle scopes hold.
  public let inScopes: UInt64
  public let holder: Holder

  /// From what the VMs of a process say; heaps of different VMs have nothing in common.
  public init(growth: Double, _ parts: [Part]) {
    self.growth = growth
    let all = parts.reduce(0) { $0 + $1.held }
    var (sites, held): ([Site], UInt64) = ([], 0)
    for site in parts.flatMap(\.sites).sorted(by: { $0.held > $1.held }).prefix(Self.siteLimit)
    where Double(held) < 0.9 * Double(all) {
      sites.append(site)
      held += site.held
    }
    let isMost = held >= all / 2
    self.sites = sites
    self.held = isMost ? held : all
    siteCount = isMost ? sites.count : parts.reduce(0) { $0 + $1.siteCount }
    inScopes = parts.reduce(0) { $0 + $1.inScopes }
    if Self.share(self.held, of: growth) >= Self.leastShare {
      holder = .sites
    } else {
      holder = Self.share(inScopes, of: growth) >= 0.5 ? .scopes : .script
    }
  }

  /// The part of the growth that bytes are, at most 1: a heap may also have grown in place of garbage.
  public func share(of bytes: UInt64) -> Double { Self.share(bytes, of: growth) }

  private static func share(_ bytes: UInt64, of growth: Double) -> Double {
    growth > 0 ? min(Double(bytes) / growth, 1) : 0
  }
}
