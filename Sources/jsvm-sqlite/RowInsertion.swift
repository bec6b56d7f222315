// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import HeapSnapshot

/// A prepared statement that adds rows to one table.
struct RowInsertion {
  private let statement: Statement
  private let columns: Int

  init(into table: String, columns: Int, of database: Database) throws {
    let places = repeatElement("?", count: columns).joined(separator: ", ")
    statement = try database.makeStatement(sql: "INSERT INTO \(table) VALUES (\(places))")
    self.columns = columns
  }

  /// Adds a row with these values in the order of the table's columns.
  func add(_ values: [DatabaseValue]) throws {
    precondition(values.count == columns, "a row has a value for each column")
    statement.setUncheckedArguments(StatementArguments(values))
    try statement.execute()
  }
}

extension DatabaseValue {
  /// SQLite's numbers have a sign; no size comes near the bound.
  static func bytes(_ count: UInt64) -> Self { Int64(clamping: count).databaseValue }

  /// What nothing reaches has no distance.
  static func distance(_ distance: Int32) -> Self {
    distance == Distances.unreachable ? .null : distance.databaseValue
  }
}

extension String {
  /// GRDB hands texts over with their end marked by a NUL: one inside would cut them.
  var withoutNUL: String {
    utf8.contains(0) ? String(unicodeScalars.map { $0 == "\0" ? "\u{2400}" : Character($0) }) : self
  }
}
