// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import Glibc

/// A database that appears whole or not at all: written under a temporary name beside its place,
/// then renamed. What was there before stays until then.
struct DatabaseFile: ~Copyable {
  private let path: String
  private let temporary: String
  private let queue: DatabaseQueue
  private var isFinished = false

  init(_ path: String) throws(Failure) {
    self.path = path
    temporary = path + ".\(getpid()).partial"
    // SQLite takes an empty file for an empty database; of one that it cannot make itself it does
    // not say why.
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw Self.failure(path, errno) }
    close(file)
    do {
      var configuration = Configuration()
      // Rows refer to rows that come later; the keys are for who reads the tables.
      configuration.foreignKeysEnabled = false
      // A file that nobody sees before it is whole needs no way back.
      configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
      }
      queue = try DatabaseQueue(path: temporary, configuration: configuration)
    } catch {
      unlink(temporary)
      throw Self.failure(path, error)
    }
  }

  /// Makes the tables.
  func create() throws(Failure) {
    try transaction { database in try Schema.createTables(in: database) }
  }

  func transaction(_ body: (Database) throws -> Void) throws(Failure) {
    do { try queue.write(body) } catch { throw Self.failure(path, error) }
  }

  /// Puts the file in its place.
  mutating func finish() throws(Failure) {
    do { try queue.close() } catch { throw Self.failure(path, error) }
    let file = open(temporary, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Self.failure(path, errno) }
    defer { close(file) }
    guard fsync(file) == 0, rename(temporary, path) == 0 else {
      throw Self.failure(path, errno)
    }
    isFinished = true
  }

  private static func failure(_ path: String, _ code: Int32) -> Failure {
    Failure(message: "\(path): \(String(cString: strerror(code)))", status: 74)
  }

  private static func failure(_ path: String, _ error: any Error) -> Failure {
    let reason = (error as? DatabaseError)?.message ?? "\(error)"
    return Failure(message: "\(path): \(reason)", status: 74)
  }

  deinit {
    if !isFinished { unlink(temporary) }
  }
}
