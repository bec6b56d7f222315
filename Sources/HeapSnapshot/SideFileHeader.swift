// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What a side file says of its snapshot and of itself. Any bits are a value of it.
struct SideFileHeader: BitwiseCopyable, Sendable {
  /// "JSVMcol" and the version of the format, in the machine's order.
  static let currentFormat: UInt64 = 0x03_6C_6F_63_4D_56_53_4A

  var format = Self.currentFormat
  /// A hash of the rest of the header and of the classes behind it.
  var seal: UInt64 = 0
  var identity: Identity
  var rules: UInt64
  var nodeCount: Int
  var edgeCount: Int
  var stringCount: Int
  var root: Int
  var metaStart: Int
  var traceTreeStart: Int
  var traceTreeEnd: Int
  var hasDetachedness: Int
  var hasTraceNodes: Int
  var shallowTotal: UInt64
  var largeSizeCount: Int
  var locationCount: Int
  var scopeCount: Int
  var scopeVariableCount: Int
  var scopeUseCount: Int
  var sampleCount: Int
  var traceFunctionCount: Int
  var ephemeronNameCount: Int
  var ephemeronCount: Int
  var pairCount: Int
  var statistics: Statistics
  var classTextLength: Int
  var classNameCount: Int
  var classPlaceCount: Int

  /// What a changed snapshot would have other than the same: size, time, beginning and end.
  struct Identity: BitwiseCopyable, Equatable, Sendable {
    var size: Int
    var seconds: Int
    var nanoseconds: Int
    var ends: UInt64

    /// Nil when the path no longer leads to a file of the text's size.
    init?(_ text: SnapshotText, at path: String) {
      var status = stat()
      guard unsafe stat(path, &status) == 0, Int(status.st_size) == text.count else { return nil }
      size = text.count
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
      let length = min(text.count, 64 << 10)
      ends = text.hash(of: 0..<length) ^ text.hash(of: (text.count - length)..<text.count) &* 31
    }
  }

  init?(_ analysis: Analysis, _ classes: SideFileClasses, for path: String) {
    let snapshot = analysis.snapshot
    guard let identity = Identity(snapshot.strings.text, at: path) else { return nil }
    self.identity = identity
    rules = analysis.rules.bits
    nodeCount = snapshot.nodes.count
    edgeCount = snapshot.edges.count
    stringCount = snapshot.strings.count
    root = snapshot.root
    metaStart = snapshot.metaStart
    traceTreeStart = snapshot.traceTree.lowerBound
    traceTreeEnd = snapshot.traceTree.upperBound
    hasDetachedness = snapshot.nodes.hasDetachedness ? 1 : 0
    hasTraceNodes = snapshot.nodes.hasTraceNodes ? 1 : 0
    shallowTotal = analysis.shallowSizes.total
    largeSizeCount = snapshot.nodes.largeSizes.count
    locationCount = snapshot.locations.values.count
    scopeCount = snapshot.scopes.count
    scopeVariableCount = snapshot.scopeVariables.count
    scopeUseCount = snapshot.scopeUses.count
    sampleCount = snapshot.samples.count
    traceFunctionCount = snapshot.traceFunctions.count
    ephemeronNameCount = snapshot.names.ephemerons.place.count
    ephemeronCount = snapshot.names.ephemerons.table.count
    pairCount = snapshot.names.ephemerons.pairCount
    statistics = classes.summary.statistics
    classTextLength = classes.texts.count
    classNameCount = classes.ends.count
    classPlaceCount = classes.places.count
    seal = sealed(classes)
  }

  /// What `seal` must be. Not proof against who wants to deceive.
  func sealed(_ classes: SideFileClasses) -> UInt64 {
    let header = Column<Self>(uninitialised: 1)
    header[0] = self
    header[0].seal = 0
    var hash = WordHash()
    withExtendedLifetime(header) { unsafe hash.add(header.bytes.hash) }
    for word in classes.hashes { hash.add(word) }
    return hash.value
  }

  /// All counts could be those of a snapshot.
  var isPlausible: Bool {
    let counts = [
      nodeCount, edgeCount, stringCount, largeSizeCount, locationCount, scopeCount,
      scopeVariableCount, scopeUseCount, sampleCount, traceFunctionCount, ephemeronNameCount,
      ephemeronCount, pairCount, root, classTextLength, classNameCount, classPlaceCount,
    ]
    return counts.allSatisfy { (0..<Int(UInt32.max)).contains($0) } && root < nodeCount
      && pairCount <= ephemeronCount
      && (ephemeronNameCount == 0 || ephemeronNameCount == stringCount)
  }
}

extension Rules {
  /// A bit for each rule.
  var bits: UInt64 {
    (movesSizes ? 1 : 0) | (keysHoldValues ? 2 : 0) | (separatesPageObjects ? 4 : 0)
  }
}
