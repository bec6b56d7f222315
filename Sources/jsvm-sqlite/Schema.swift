// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// The database's tables, described for users in Documentation/HeapSQLite.md.
enum Schema {
  /// `PRAGMA user_version`: changes whenever a table or column changes its name or meaning.
  private static let version = 1

  static func createTables(in database: Database) throws {
    try database.execute(sql: tables + "PRAGMA user_version = \(version);")
  }

  /// After the rows: filling an index row by row takes longer than sorting it once. Without its
  /// statistics SQLite takes the index that finds a whole snapshot.
  static func createIndexes(in database: Database) throws { try database.execute(sql: indexes) }

  private static let tables = """
    CREATE TABLE snapshot (
      id INTEGER PRIMARY KEY, file TEXT NOT NULL, rules TEXT NOT NULL, nodes INTEGER NOT NULL,
      edges INTEGER NOT NULL, bytes INTEGER NOT NULL, native INTEGER NOT NULL,
      typed_arrays INTEGER NOT NULL, code INTEGER NOT NULL, strings INTEGER NOT NULL,
      arrays INTEGER NOT NULL, system INTEGER NOT NULL);
    CREATE TABLE class (
      snapshot INTEGER NOT NULL REFERENCES snapshot, number INTEGER NOT NULL, name TEXT NOT NULL,
      script TEXT, line INTEGER, "column" INTEGER, objects INTEGER NOT NULL,
      shallow INTEGER NOT NULL, retained INTEGER NOT NULL, distance INTEGER,
      PRIMARY KEY (snapshot, number)) WITHOUT ROWID;
    CREATE TABLE site (
      snapshot INTEGER NOT NULL REFERENCES snapshot, name TEXT NOT NULL, exporter TEXT NOT NULL,
      strong INTEGER NOT NULL, weak INTEGER NOT NULL, exclusive INTEGER NOT NULL,
      inclusive INTEGER NOT NULL);
    CREATE TABLE node (
      snapshot INTEGER NOT NULL REFERENCES snapshot, ordinal INTEGER NOT NULL,
      id INTEGER NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, class INTEGER,
      self INTEGER NOT NULL, shallow INTEGER NOT NULL, retained INTEGER NOT NULL,
      distance INTEGER, dominator INTEGER, detachedness TEXT,
      PRIMARY KEY (snapshot, ordinal),
      FOREIGN KEY (snapshot, class) REFERENCES class (snapshot, number),
      FOREIGN KEY (snapshot, dominator) REFERENCES node (snapshot, ordinal)
        DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID;
    CREATE TABLE edge (
      snapshot INTEGER NOT NULL REFERENCES snapshot, source INTEGER NOT NULL, type TEXT NOT NULL,
      name NOT NULL, target INTEGER NOT NULL,
      FOREIGN KEY (snapshot, source) REFERENCES node (snapshot, ordinal),
      FOREIGN KEY (snapshot, target) REFERENCES node (snapshot, ordinal));

    """

  private static let indexes = """
    CREATE INDEX class_name ON class (name);
    CREATE INDEX node_id ON node (snapshot, id);
    CREATE INDEX node_class ON node (snapshot, class);
    CREATE INDEX node_retained ON node (snapshot, retained);
    CREATE INDEX node_dominator ON node (snapshot, dominator);
    CREATE INDEX edge_source ON edge (snapshot, source);
    CREATE INDEX edge_target ON edge (snapshot, target);
    ANALYZE;
    """
}
