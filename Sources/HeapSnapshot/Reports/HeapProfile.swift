// SPDX-License-Identifier: Apache-2.0

/// A heap as a profile in pprof's format (`profile.proto`), not compressed yet.
///
/// A sample is a stack, leaf first, with objects and bytes: what is in use, and the same numbers as
/// allocated, of which a snapshot knows only what is left.
public struct HeapProfile: Sendable {
  public struct Sample: Sendable {
    /// Names of frames, the leaf first.
    public var frames: [String]
    public var objects: UInt64
    public var bytes: UInt64
    /// Text labels, such as `strength: strong`.
    public var labels: [(key: String, value: String)]

    public init(
      frames: [String], objects: UInt64, bytes: UInt64,
      labels: [(key: String, value: String)] = []
    ) {
      self.frames = frames
      self.objects = objects
      self.bytes = bytes
      self.labels = labels
    }
  }

  private var samples: [Sample]

  public init(_ samples: [Sample]) { self.samples = samples }

  /// A sample for each entry of the folded dominator tree.
  public init(_ tree: RetentionTree, _ classes: ClassNames) {
    samples = tree.entries.indices.filter { tree.entries[$0].count > 0 }.map { index in
      let entry = tree.entries[index]
      return Sample(
        frames: tree.path(from: index).map { FoldedStacks.frame(classes, tree, $0) },
        objects: entry.count, bytes: entry.shallow,
        labels: [("class", FoldedStacks.frame(classes, tree, index))])
    }
  }

  /// A sample for each place in native code that holds objects: what would be freed if it let go.
  public init(_ references: NativeReferences) {
    samples = references.sites.map { site in
      Sample(
        frames: [site.name, site.exporter], objects: UInt64(site.strong + site.weak),
        bytes: site.exclusive, labels: [("exporter", site.exporter)])
    }
  }

  /// The profile's bytes; `time` is nanoseconds since 1970, 0 when it is not known.
  public func encoded(time: UInt64 = 0) -> [UInt8] {
    var strings = StringNumbers()
    var writer = ProtobufWriter()
    for (type, unit) in [
      ("inuse_objects", "count"), ("inuse_space", "bytes"), ("alloc_objects", "count"),
      ("alloc_space", "bytes"),
    ] {
      let (type, unit) = (strings.number(type), strings.number(unit))
      writer.field(1) {
        $0.field(1, type)
        $0.field(2, unit)
      }
    }
    for sample in samples {
      let places = sample.frames.map { strings.place($0) }
      let labels = sample.labels.map { (strings.number($0.key), strings.number($0.value)) }
      writer.field(2) { writer in
        writer.packed(1, places)
        writer.packed(2, [sample.objects, sample.bytes, sample.objects, sample.bytes])
        for (key, value) in labels {
          writer.field(3) {
            $0.field(1, key)
            $0.field(2, value)
          }
        }
      }
    }
    let kind = (strings.number("inuse_space"), strings.number("space"), strings.number("bytes"))
    for (index, name) in strings.places.enumerated() {
      let id = UInt64(index + 1)
      writer.field(4) { writer in
        writer.field(1, id)
        writer.field(4) { $0.field(1, id) }
      }
      writer.field(5) { writer in
        writer.field(1, id)
        writer.field(2, name)
        writer.field(3, name)
      }
    }
    for text in strings.texts { writer.field(6, text) }
    writer.field(9, time)
    writer.field(11) {
      $0.field(1, kind.1)
      $0.field(2, kind.2)
    }
    writer.field(12, 1)
    writer.field(14, kind.0)
    return writer.bytes
  }
}

/// A profile's strings, and its places: each frame's name is a function and a location of its own.
private struct StringNumbers {
  private(set) var texts = [""]
  private var numbers = ["": UInt64(0)]
  /// Numbers of the strings that name a place, by place.
  private(set) var places: [UInt64] = []
  private var placeNumbers: [UInt64: UInt64] = [:]

  mutating func number(_ text: String) -> UInt64 {
    if let known = numbers[text] { return known }
    numbers[text] = UInt64(texts.count)
    texts.append(text)
    return UInt64(texts.count - 1)
  }

  mutating func place(_ name: String) -> UInt64 {
    let name = number(name)
    if let known = placeNumbers[name] { return known }
    places.append(name)
    placeNumbers[name] = UInt64(places.count)
    return UInt64(places.count)
  }
}
