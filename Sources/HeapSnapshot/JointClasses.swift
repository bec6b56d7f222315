// SPDX-License-Identifier: Apache-2.0

/// One numbering for the classes of several snapshots.
public struct JointClasses: Sendable {
  /// By what two classes are the same.
  public enum Key: String, Sendable, CaseIterable {
    /// Name and place in a script: for snapshots of one process.
    case place
    /// The name alone: script ids of two processes say nothing.
    case name
  }

  /// The joint number of each class, by snapshot.
  let numbers: [[UInt32]]
  private let names: TextPool
  private let rows: [(name: UInt32, place: Location?)]

  init(_ all: [ClassNames], by key: Key) {
    var names = TextPool()
    var rows: [(name: UInt32, place: Location?)] = []
    var slots = HashSlots()
    numbers = all.map { classes in
      let own = classes.nameNumbers(in: &names)
      return (0..<classes.count).map { number in
        let name = own[Int(classes.nameNumber(of: number))]
        let place = key == .place ? classes.place(of: number) : nil
        var hash = WordHash()
        hash.add(UInt64(name))
        if let place {
          hash.add(UInt64(place.scriptID) << 32 | UInt64(place.line))
          hash.add(UInt64(place.column))
        }
        let known = rows.count
        let joint = slots.number(hash.value) {
          rows[Int($0)].name == name && rows[Int($0)].place == place
        }
        if joint == known { rows.append((name, place)) }
        return joint
      }
    }
    self.names = names
    self.rows = rows
  }

  public var count: Int { rows.count }

  public func name(of number: Int) -> String { names[rows[number].name] }

  /// Where the class is defined, if it is told apart by its place.
  public func place(of number: Int) -> Location? { rows[number].place }
}

extension ClassNames {
  /// Takes the names into another pool; their numbers there.
  fileprivate func nameNumbers(in pool: inout TextPool) -> [UInt32] {
    (0..<UInt32(names.count)).map { pool.number(ofEscaped: names.escaped($0)) }
  }
}
