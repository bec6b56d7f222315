// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

/// Writes a CPU profile as Chrome DevTools reads it, in pieces of at most 65,536 bytes.
struct ProfileWriter {
  private static let pieceSize = 65_536
  let stream: JSVM_OutputStream
  let data: UnsafeMutableRawPointer?
  private var buffer: [UInt8] = []
  private var hasEnded = false

  init(stream: JSVM_OutputStream, data: UnsafeMutableRawPointer?) {
    self.stream = stream
    self.data = data
    buffer.reserveCapacity(Self.pieceSize + 256)
  }

  mutating func write(_ profile: v8s_profile) {
    var info = v8s_profile_info()
    v8s_profile_read(profile, &info)
    append("{\"nodes\":[")
    // The tree is as deep as the stacks were: no recursion.
    var waiting = [v8s_profile_root(profile)]
    var isFirst = true
    while let node = waiting.popLast() {
      guard let node else { continue }
      if !isFirst { append(",") }
      isFirst = false
      write(node: node, &waiting)
    }
    append("],\"startTime\":\(info.start),\"endTime\":\(info.end),\"samples\":[")
    var (node, time): (UInt32, Int64) = (0, 0)
    for index in 0..<info.samples {
      v8s_profile_sample(profile, index, &node, &time)
      append(index == 0 ? "\(node)" : ",\(node)")
    }
    append("],\"timeDeltas\":[")
    var previous = info.start
    for index in 0..<info.samples {
      v8s_profile_sample(profile, index, &node, &time)
      append(index == 0 ? "\(time - previous)" : ",\(time - previous)")
      previous = time
    }
    append("]}")
    flush()
    if !hasEnded { _ = stream(nil, 0, data) }
  }

  private mutating func write(
    node: v8s_profile_node, _ waiting: inout [v8s_profile_node?]
  ) {
    var function = v8s_profile_function()
    v8s_profile_node_read(node, &function)
    append("{\"id\":\(function.id),\"callFrame\":{\"functionName\":")
    append(text: function.function)
    append(",\"scriptId\":\"\(function.script)\",\"url\":")
    append(text: function.url)
    append(",\"lineNumber\":\(function.line - 1),\"columnNumber\":\(function.column - 1)}")
    append(",\"hitCount\":\(function.hits)")
    if function.children > 0 {
      append(",\"children\":[")
      for index in 0..<function.children {
        let child = v8s_profile_node_child(node, index)
        var name = v8s_profile_function()
        v8s_profile_node_read(child, &name)
        append(index == 0 ? "\(name.id)" : ",\(name.id)")
        waiting.append(child)
      }
      append("]")
    }
    if let reason = function.deopt_reason, reason.pointee != 0 {
      append(",\"deoptReason\":")
      append(text: reason)
    }
    writeTicks(of: node, count: Int(function.ticks))
    append("}")
  }

  private mutating func writeTicks(of node: v8s_profile_node, count: Int) {
    guard count > 0 else { return }
    let ticks = [v8s_profile_tick](unsafeUninitializedCapacity: count) { ticks, filled in
      v8s_profile_node_ticks(node, ticks.baseAddress, Int32(count))
      filled = count
    }
    append(",\"positionTicks\":[")
    for (index, tick) in ticks.enumerated() {
      append("\(index == 0 ? "" : ","){\"line\":\(tick.line),\"ticks\":\(tick.hits)}")
    }
    append("]")
  }

  /// A JSON string: V8's texts are UTF-8.
  private mutating func append(text: UnsafePointer<CChar>?) {
    append("\"" + jsonEscaped(text.map { String(cString: $0) } ?? "") + "\"")
  }

  private mutating func append(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.pieceSize { flush() }
  }

  /// Hands over what is there; a stream that has said no is not asked again.
  private mutating func flush() {
    buffer.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !hasEnded, !rest.isEmpty {
        let piece = rest.prefix(Self.pieceSize)
        let start = UnsafeRawBufferPointer(rebasing: piece).assumingMemoryBound(to: CChar.self)
        hasEnded = !stream(start.baseAddress, Int32(piece.count), data)
        rest = rest.dropFirst(piece.count)
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
