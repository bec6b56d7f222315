// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot

/// An object as snapshots number it: `@20817`, or the number alone.
struct ObjectID: ExpressibleByArgument {
  let number: UInt32

  init?(argument: String) {
    guard let number = UInt32(argument.hasPrefix("@") ? argument.dropFirst() : argument[...])
    else { return nil }
    self.number = number
  }

  /// The object's node.
  func node(in snapshot: Snapshot, file: String) throws(CommandFailure) -> Int {
    guard let node = snapshot.node(id: number) else {
      throw CommandFailure("\(file): no object @\(number)")
    }
    return node
  }
}
