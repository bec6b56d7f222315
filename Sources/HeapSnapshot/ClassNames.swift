// SPDX-License-Identifier: Apache-2.0

/// The class of every node, by DevTools' rules.
///
/// Objects and native nodes are of the class that their name says; plain objects of the interface
/// that fits best; everything else of one class for its type, such as `(string)`. Two classes of one
/// name in two places are two classes.
public struct ClassNames: Sendable {
  /// Class numbers by node; empty where only the classes' figures were kept.
  public let classes: Column<UInt32>
  /// How many numbers there are; some have no nodes.
  public let count: Int
  /// What plain objects were named by.
  public let interfaces: Interfaces

  /// Names by number; the class with a number below has this name and no place.
  let names: TextPool
  /// Name and place of the classes behind those.
  let placed: [(name: UInt32, place: Location)]

  /// Finds the classes of a snapshot with its own interfaces.
  public init(of snapshot: Snapshot, _ detachedness: Detachedness) {
    let objects = PlainObjects(of: snapshot)
    self.init(objects, Interfaces(of: objects), detachedness)
  }

  /// Finds the classes of a snapshot with the interfaces of another.
  public init(
    of snapshot: Snapshot, interfaces: Interfaces, _ detachedness: Detachedness
  ) {
    self.init(PlainObjects(of: snapshot), interfaces, detachedness)
  }

  init(_ objects: PlainObjects, _ interfaces: Interfaces, _ detachedness: Detachedness) {
    var naming = Naming(objects.snapshot, detachedness)
    naming.nameNodes()
    naming.namePlainObjects(objects, interfaces)
    naming.placeObjects()
    classes = naming.classes
    names = naming.names
    placed = naming.placed
    count = naming.names.count + naming.placed.count
    self.interfaces = interfaces
  }

  private init(
    _ classes: Column<UInt32>, _ names: TextPool, _ interfaces: Interfaces
  ) {
    self.classes = classes
    self.names = names
    self.interfaces = interfaces
    placed = []
    count = names.count
  }

  /// Classes without their nodes.
  init(_ names: TextPool, _ placed: [(name: UInt32, place: Location)]) {
    classes = Column(zeros: 0)
    self.names = names
    self.placed = placed
    count = names.count + placed.count
    interfaces = .none
  }

  /// The same with one class for each name, wherever it is defined.
  public func byName() -> ClassNames {
    let merged = classes.copy()
    for node in 0..<merged.count { merged[node] = nameNumber(of: Int(merged[node])) }
    return ClassNames(merged, names, interfaces)
  }

  @inlinable public subscript(node: Int) -> Int { Int(classes[node]) }

  public func name(of number: Int) -> String { names[nameNumber(of: number)] }

  /// The class with a name and without a place; in classes by name, all of that name.
  public func number(named name: String) -> Int? {
    (0..<names.count).first { names[UInt32($0)] == name }
  }

  /// Where the class is defined; nil for classes without a place of their own.
  public func place(of number: Int) -> Location? {
    number < names.count ? nil : placed[number - names.count].place
  }

  /// The number of the class's name; classes in different places can share it.
  func nameNumber(of number: Int) -> UInt32 {
    number < names.count ? UInt32(number) : placed[number - names.count].name
  }
}

private struct Naming {
  let snapshot: Snapshot
  let detachedness: Detachedness
  let classes: Column<UInt32>
  var names = TextPool()
  var placed: [(name: UInt32, place: Location)] = []

  init(_ snapshot: Snapshot, _ detachedness: Detachedness) {
    self.snapshot = snapshot
    self.detachedness = detachedness
    classes = Column(zeros: snapshot.nodes.count)
  }

  mutating func nameNodes() {
    let (types, nodeNames) = (snapshot.nodes.type, snapshot.nodes.name)
    let strings = snapshot.strings
    // Numbers counted from 1; 0 where none is known yet.
    var ofType = [UInt32](repeating: 0, count: 256)
    let ofString = Column<UInt32>(zeros: strings.count)
    let renames = detachedness.renames
    for node in 0..<snapshot.nodes.count {
      let type = types[node]
      guard type == NodeType.object.rawValue || type == NodeType.native.rawValue else {
        if ofType[Int(type)] == 0 { ofType[Int(type)] = numberOfType(type) + 1 }
        classes[node] = ofType[Int(type)] - 1
        continue
      }
      let name = nodeNames[node]
      if renames, detachedness.isRenamed(node) {
        classes[node] = names.number(ofPlain: Self.shortened("Detached " + strings[name]))
      } else if name < ofString.count {
        if ofString[name] == 0 { ofString[name] = numberOfString(name) + 1 }
        classes[node] = ofString[name] - 1
      } else {
        classes[node] = names.number(of: name, in: strings)
      }
    }
  }

  private mutating func numberOfType(_ type: UInt8) -> UInt32 {
    let type = NodeType(rawValue: type)
    let name =
      switch type {
      case .hidden: "(system)"
      case .code: "(compiled code)"
      case .closure: "Function"
      case .regexp: "RegExp"
      default: "(" + snapshot.meta.nodeTypeName(type) + ")"
      }
    return names.number(ofPlain: name)
  }

  private mutating func numberOfString(_ name: UInt32) -> UInt32 {
    let strings = snapshot.strings
    guard
      strings.string(name, hasPrefix: "<") || strings.string(name, hasPrefix: "Detached <")
    else { return names.number(of: name, in: strings) }
    return names.number(ofPlain: Self.shortened(strings[name]))
  }

  /// An element's tag without its attributes.
  private static func shortened(_ name: String) -> String {
    let detached = "Detached "
    let start = name.hasPrefix(detached) ? detached.utf8.count : 0
    let utf8 = name.utf8
    guard let tag = utf8.index(utf8.startIndex, offsetBy: start, limitedBy: utf8.endIndex),
      tag < utf8.endIndex, utf8[tag] == UInt8(ascii: "<"),
      let space = utf8[tag...].firstIndex(of: UInt8(ascii: " "))
    else { return name }
    return String(name[..<space]) + ">"
  }

  mutating func namePlainObjects(_ objects: PlainObjects, _ interfaces: Interfaces) {
    let matches = InterfaceMatches(objects, interfaces)
    let numbers = interfaces.definitions.map { names.number(ofPlain: $0.name) }
    for (node, shape) in zip(objects.nodes, objects.shapes) {
      let definition = matches.definitions[Int(shape)]
      if definition >= 0 { classes[node] = numbers[Int(definition)] }
    }
  }

  /// Gives the classes of objects their places. Functions have places too, but most would be the
  /// only ones in a class of their own.
  mutating func placeObjects() {
    var slots = HashSlots()
    let nameCount = UInt32(names.count)
    snapshot.locations.forEach(nodeCount: snapshot.nodes.count) { node, place in
      guard snapshot.nodes.type[node] == NodeType.object.rawValue else { return }
      var name = classes[node]
      if name >= nameCount { name = placed[Int(name - nameCount)].name }
      var hash = WordHash()
      hash.add(UInt64(name) << 32 | UInt64(place.scriptID))
      hash.add(UInt64(place.line) << 32 | UInt64(place.column))
      let number = slots.number(hash.value) {
        placed[Int($0)].name == name && placed[Int($0)].place == place
      }
      if Int(number) == placed.count { placed.append((name, place)) }
      classes[node] = nameCount + number
    }
  }
}
