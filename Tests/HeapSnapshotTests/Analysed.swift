// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot

/// A snapshot with all that its classes' figures are made of.
struct Analysed {
  let snapshot: Snapshot
  let shallow: ShallowSizes
  let distances: Distances
  let dominators: Dominators
  let retained: RetainedSizes
  let detachedness: Detachedness
  let table: ClassTable

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    shallow = ShallowSizes(of: snapshot)
    distances = Distances(of: snapshot)
    dominators = Dominators(of: snapshot)
    retained = RetainedSizes(dominators, shallow)
    detachedness = Detachedness(of: snapshot)
    table = ClassTable(
      ClassNames(of: snapshot, detachedness), shallow, distances, dominators, retained)
  }

  var nodeNames: NodeNames { NodeNames(of: snapshot, detachedness) }
}
