// SPDX-License-Identifier: Apache-2.0

/// What a report shows of one process's heap: the figures of each snapshot, and of the last one what
/// holds its memory.
///
/// Bounded whatever the heap's size: `Limits` say how much of it is listed, `omittedClasses` and
/// `omittedEntries` what is not.
public struct HeapReport: Sendable {
  /// How much is listed.
  public struct Limits: Sendable {
    /// Classes that retain most, and as many each that have most objects and that grow most.
    public var classes = 2000
    /// Entries of the dominator tree folded by class.
    public var entries = 3000
    /// Objects that retain most.
    public var objects = 50
    /// Ways to each of them besides the shortest.
    public var ways = 4
    /// Creation sites of native references.
    public var sites = 1000

    public init() {}
  }

  /// A snapshot in figures.
  public struct Moment: Sendable {
    public let title: String
    public let statistics: Statistics
    public let nodes: Int
    public let edges: Int
    public let strings: Int
    public let classes: Int
    /// Native objects that hang in no tree.
    public let detached: Int
  }

  /// A class in all snapshots; what is not told by moment is of the last one.
  public struct Class: Sendable {
    public let name: String
    public let place: Location?
    /// The nearest member's distance; nil for a class that the last snapshot has no more.
    public let distance: Int32?
    /// Index in `objects` of the member that retains most.
    public let largestMember: Int?
    /// It retains more from each snapshot to the next.
    public let rises: Bool
    public let counts: [UInt64]
    public let shallow: [UInt64]
    public let retained: [UInt64]
  }

  /// A place in native code that holds values of the last snapshot: see `NativeReferences.Site`.
  public struct Site: Sendable {
    public let name: String
    public let exporter: String
    public let strong: Int
    public let weak: Int
    /// Bytes that nothing else holds.
    public let exclusive: UInt64
    /// The same, with those of objects that others hold too.
    public let inclusive: UInt64
    /// Index in `objects` of the strongly held value that retains most.
    public let largestValue: Int?
  }

  /// In the order of time.
  public let moments: [Moment]
  public let classes: [Class]
  public let omittedClasses: Int
  /// The dominator tree of the last snapshot folded by class, parents first.
  public let entries: [RetentionTree.Entry]
  public let omittedEntries: Int
  /// Names of the entries' classes, by entry.
  public let entryNames: [String]
  /// The listed objects and all on their shortest ways to a root.
  public let objects: [Object]
  /// Indexes in `objects` of the objects that retain most, the largest first.
  public let largest: [Int]
  /// Of the last snapshot; those that hold most first.
  public let sites: [Site]
  public let omittedSites: Int

  /// Asks for an analysis of each snapshot by its index: first for the last one, whose interfaces
  /// name the plain objects of all, then for the others in order. Keeps two at a time.
  public init<Failure: Error>(
    _ titles: [String], by key: JointClasses.Key = .place, limits: Limits = Limits(),
    analysis: (Int) throws(Failure) -> Analysis
  ) throws(Failure) {
    precondition(!titles.isEmpty, "a report is about at least one snapshot")
    let last = titles.count - 1
    let heap = try analysis(last)
    let newest = Summary(heap)
    var moments: [Moment] = []
    var tables: [ClassTable] = []
    for index in 0..<last {
      let summary = Summary(try analysis(index), interfaces: newest.table.names.interfaces)
      moments.append(Moment(titles[index], summary))
      tables.append(key == .name ? summary.tableByName() : summary.table)
    }
    moments.append(Moment(titles[last], newest))
    tables.append(key == .name ? newest.tableByName() : newest.table)
    self.moments = moments

    var objects = ReportObjects(heap, newest.nodeNames)
    largest = heap.largestObjects(limits.objects).map { objects.add($0, ways: limits.ways) }
    let choice = ReportClasses(tables, by: key, limit: limits.classes)
    classes = choice.take(heap, &objects)
    omittedClasses = choice.omitted

    let tree = RetentionTree(newest.table.names, heap.dominators, heap.shallowSizes)
    entries = tree.largest(limits.entries)
    omittedEntries = tree.entries.count - entries.count
    entryNames = entries.map { newest.table.names.name(of: $0.name) }

    let references = NativeReferences(of: heap.snapshot, heap.dominators, heap.retainedSizes)
    sites = references.sites.prefix(limits.sites).map { site in
      let value = site.strong > 0 ? site.edges.first : nil
      return Site(
        name: site.name, exporter: site.exporter, strong: site.strong, weak: site.weak,
        exclusive: site.exclusive, inclusive: site.inclusive,
        largestValue: value.map { objects.add(Int(heap.snapshot.edges.target[$0])) })
    }
    omittedSites = references.sites.count - sites.count
    self.objects = objects.rows
  }
}

extension HeapReport.Moment {
  fileprivate init(_ title: String, _ summary: Summary) {
    self.init(
      title: title, statistics: Statistics(of: summary.snapshot, summary.sizes),
      nodes: summary.snapshot.nodes.count, edges: summary.snapshot.edges.count,
      strings: summary.snapshot.strings.count, classes: summary.table.classCount,
      detached: summary.detachedness.count(of: .detached))
  }
}

extension Analysis {
  /// The objects that retain most: not the root and not the engine's roots.
  fileprivate func largestObjects(_ limit: Int) -> [Int] {
    var largest = Largest<UInt64>(limit)
    for node in 0..<snapshot.nodes.count
    where snapshot.nodes.type[node] != NodeType.synthetic.rawValue {
      largest.add(retainedSizes[node], node)
    }
    return largest.indexes()
  }
}

extension RetentionTree {
  /// The entries that retain most, with their parents among them, parents first.
  func largest(_ limit: Int) -> [Entry] {
    var largest = Largest<UInt64>(max(1, limit))
    // An entry retains no less than one below it, and has the smaller index.
    for index in entries.indices { largest.add(entries[index].retained, index) }
    var place: [Int: Int] = [:]
    return largest.indexes().sorted().enumerated().map { position, index in
      place[index] = position
      var entry = entries[index]
      entry.parent = place[entry.parent] ?? 0
      return entry
    }
  }
}
