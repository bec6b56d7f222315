// SPDX-License-Identifier: Apache-2.0

/// Applies edits to a `.heapsnapshot` text while the engine writes it.
///
/// The text comes and goes in pieces that may be cut anywhere. What is not edited stays byte for byte
/// as it came: order of keys, line breaks, counts. Memory is in proportion to the edits, not to the
/// snapshot; from the last edited edge on nothing is looked at any more.
public struct SnapshotFilter {
  private enum Section {
    case head, nodes, betweenNodesAndEdges, edges, rest
  }

  /// A head that is longer than this is no engine's.
  private static let longestHead = 65_536

  private let edits: SnapshotEdits
  private var output: PieceWriter
  private var section = Section.head
  private var head: [UInt8] = []
  private var layout: SnapshotLayout?
  /// How much of the key that ends the section was met.
  private var matched = 0
  private var number = NumberReader()

  /// The position of the node or edge at which the text is, and of the field within it.
  private var record = 0
  private var field = 0
  /// The edit that comes next.
  private var nextEdit = 0
  /// How many edges the nodes before this one have, and what is known of this one.
  private var edgesBefore = 0
  private var edgeCount = 0
  private var name: UInt64 = 0
  private var spans = EdgeSpans()

  /// A filter that hands the edited text on to `sink` in pieces of at most 65,536 bytes, borrowed for
  /// the call, until `sink` wants no more.
  public init(_ edits: SnapshotEdits, sink: @escaping (UnsafeRawBufferPointer) -> Bool) {
    self.edits = edits
    output = PieceWriter(sink)
  }

  /// Whether the head was understood. If it was not, the text goes through as it came.
  public var isUnderstood: Bool { layout != nil }

  /// Adds the next piece of the text. False when the receiver wants no more.
  public mutating func add(_ piece: UnsafeRawBufferPointer) -> Bool {
    var input = FilterInput(piece)
    while !input.isAtEnd {
      switch section {
      case .head: readHead(&input)
      case .nodes: readNodes(&input)
      case .betweenNodesAndEdges: if matches("\"edges\":[", &input) { begin(.edges) }
      case .edges: readEdges(&input)
      case .rest: input.skipAll()
      }
    }
    if !number.isHeld { output.append(input.takePassed()) }
    return output.isWanted
  }

  /// Hands on what is left; to be called at the end of the text. False when the receiver wants no more.
  public mutating func finish() -> Bool {
    if number.isHeld { output.append(number.value) }
    output.flush()
    return output.isWanted
  }

  private mutating func begin(_ next: Section) {
    section = next
    record = 0
    field = 0
    matched = 0
  }

  /// Reads up to a key; true when it was passed.
  private mutating func matches(_ key: StaticString, _ input: inout FilterInput) -> Bool {
    while let byte = input.next() {
      if byte == key.utf8Start[matched] {
        matched += 1
      } else {
        matched = byte == key.utf8Start[0] ? 1 : 0
      }
      if matched == key.utf8CodeUnitCount { return true }
    }
    return false
  }

  private mutating func readHead(_ input: inout FilterInput) {
    let start = input.index
    let isWhole = matches("\"nodes\":[", &input)
    head.append(contentsOf: input.bytes[start..<input.index])
    guard isWhole || head.count > Self.longestHead else { return }
    layout = isWhole ? SnapshotLayout(head: head) : nil
    head = []
    begin(layout == nil || edits.nodes.isEmpty ? .rest : .nodes)
  }

  private mutating func readNodes(_ input: inout FilterInput) {
    guard let layout else { return begin(.rest) }
    while !input.isAtEnd {
      if !isEdited { skipNodes(layout, &input) }
      guard let byte = input.peek() else { return }
      if let digit = NumberReader.digit(byte) {
        if number.isEmpty, field == layout.nodeType, isEditedNative { hold(&input) }
        number.add(digit)
        input.index += 1
        continue
      }
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") { endNodeField(layout, &input) }
      input.index += 1
      if byte == UInt8(ascii: "]") { return begin(.betweenNodesAndEdges) }
    }
  }

  /// Passes nodes up to the next one that is edited, or the end of the section, and adds up their edges.
  ///
  /// Most of the work of a filter is here: no field but one is looked at, and nothing is stored.
  private mutating func skipNodes(_ layout: SnapshotLayout, _ input: inout FilterInput) {
    let end = nextEdit < edits.nodes.count ? edits.nodes[nextEdit].ordinal : Int.max
    let (fieldCount, counted, bytes) = (layout.nodeFieldCount, layout.nodeEdgeCount, input.bytes)
    var (index, record, field) = (input.index, self.record, self.field)
    var (value, edges) = (number.value, edgesBefore)
    while index < bytes.count, record < end {
      let byte = bytes[index]
      if byte == UInt8(ascii: "]") { break }
      if byte == UInt8(ascii: ",") {
        if field == counted {
          edges &+= Int(truncatingIfNeeded: value)
          value = 0
        }
        field += 1
        if field == fieldCount {
          field = 0
          record += 1
        }
      } else if field == counted, let digit = NumberReader.digit(byte) {
        value = value &* 10 &+ UInt64(digit)
      }
      index += 1
    }
    (input.index, self.record, self.field) = (index, record, field)
    (number, edgesBefore) = (NumberReader(value), edges)
  }

  private var isEdited: Bool {
    nextEdit < edits.nodes.count && edits.nodes[nextEdit].ordinal == record
  }

  private var isEditedNative: Bool {
    guard isEdited, case .native = edits.nodes[nextEdit].edit else { return false }
    return true
  }

  private mutating func endNodeField(_ layout: SnapshotLayout, _ input: inout FilterInput) {
    if number.isHeld { release(layout.nativeNode, &input) }
    if field == layout.nodeName { name = number.value }
    if field == layout.nodeEdgeCount { edgeCount = Int(truncatingIfNeeded: number.value) }
    number = NumberReader()
    field += 1
    guard field == layout.nodeFieldCount else { return }
    if isEdited {
      spans.add(edits.nodes[nextEdit].edit, first: edgesBefore, count: edgeCount, name: name)
      nextEdit += 1
    }
    edgesBefore &+= edgeCount
    field = 0
    record += 1
  }

  private mutating func readEdges(_ input: inout FilterInput) {
    guard let layout else { return begin(.rest) }
    while let span = spans.next(at: record) {
      if record < span.first {
        let fields = (span.first - record) * layout.edgeFieldCount - field
        advance(by: input.skip(commas: fields), layout)
        if input.isAtEnd { return }
        // Fewer edges than the nodes say.
        if record < span.first { break }
      }
      if readEdges(of: span, layout, &input) { break }
      if input.isAtEnd { return }
    }
    begin(.rest)
  }

  /// Reads on among the edges of one node; true when the section ended.
  private mutating func readEdges(
    of span: EdgeSpan, _ layout: SnapshotLayout, _ input: inout FilterInput
  ) -> Bool {
    while record < span.first + span.count, let byte = input.peek() {
      if let digit = NumberReader.digit(byte) {
        if number.isEmpty, field == layout.edgeType || field == layout.edgeName { hold(&input) }
        number.add(digit)
        input.index += 1
        continue
      }
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") {
        endEdgeField(span, layout, &input)
      }
      if byte == UInt8(ascii: "]") { return true }
      input.index += 1
    }
    return false
  }

  private mutating func endEdgeField(
    _ span: EdgeSpan, _ layout: SnapshotLayout, _ input: inout FilterInput
  ) {
    if number.isHeld {
      if field == layout.edgeType {
        let isWeakened = span.weakens(record, isElement: number.value == layout.elementEdge)
        spans.isRenamed = isWeakened && span.isRenaming
        release(isWeakened ? layout.weakEdge : number.value, &input)
      } else {
        release(spans.isRenamed ? span.name : number.value, &input)
      }
    }
    number = NumberReader()
    advance(by: 1, layout)
  }

  private mutating func advance(by fields: Int, _ layout: SnapshotLayout) {
    field += fields
    record += field / layout.edgeFieldCount
    field %= layout.edgeFieldCount
  }

  /// Keeps back the number that begins here: its end may lie in another piece.
  private mutating func hold(_ input: inout FilterInput) {
    output.append(input.takePassed())
    number.isHeld = true
  }

  /// Writes a number in place of the one that ends here.
  private mutating func release(_ value: UInt64, _ input: inout FilterInput) {
    output.append(value)
    _ = input.takePassed()
  }
}
