// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HeapSnapshot

/// How snapshot files are read; `@OptionGroup var input: SnapshotInput`.
struct SnapshotInput: ParsableArguments {
  @Option(help: "Whose numbers: devtools, memlab, or raw (sizes as in the file).")
  var rules = RulesChoice.devtools

  @Flag(help: "Analyse what is there of a file that ends early.")
  var partial = false

  /// Reads a file, plain, .gz or .zst. Says on standard error what a partial one lacks.
  func read(_ path: String) throws(CommandFailure) -> Snapshot {
    do throws(SnapshotError) {
      let snapshot = try Snapshot(path: path, allowsTruncation: partial)
      warn(of: snapshot, path)
      return snapshot
    } catch {
      throw CommandFailure(file: path, error)
    }
  }

  /// Reads two files at the same time, ready to be compared.
  func readBoth(
    _ first: String, _ second: String
  ) throws(CommandFailure) -> (Inventory, Inventory) {
    let results = Inventory.read(first, second, rules.rules, allowsTruncation: partial)
    return (try inventory(results.0, first), try inventory(results.1, second))
  }

  private func inventory(
    _ result: Result<Inventory, SnapshotError>, _ path: String
  ) throws(CommandFailure) -> Inventory {
    switch result {
    case .success(let inventory):
      warn(of: inventory.snapshot, path)
      return inventory
    case .failure(let error): throw CommandFailure(file: path, error)
    }
  }

  private func warn(of snapshot: Snapshot, _ path: String) {
    guard let truncation = snapshot.truncation else { return }
    StandardError.write("warning: \(path): \(truncation)\n")
  }

  /// Computes a snapshot's classes; `isShallow` does without retained sizes.
  func summary(
    of snapshot: Snapshot, _ path: String, isShallow: Bool = false,
    interfaces: Interfaces? = nil
  ) throws(CommandFailure) -> Summary {
    if isShallow { return Summary(shallow: snapshot, rules.rules, interfaces: interfaces) }
    do throws(SnapshotError) {
      return try Summary(of: snapshot, rules.rules, interfaces: interfaces)
    } catch {
      throw CommandFailure(file: path, error)
    }
  }

  /// Computes sizes, distances and dominators.
  func analysis(of snapshot: Snapshot, _ path: String) throws(CommandFailure) -> Analysis {
    do throws(SnapshotError) { return try Analysis(of: snapshot, rules.rules) } catch {
      throw CommandFailure(file: path, error)
    }
  }

  /// Reads a file that must be whole.
  static func read(_ path: String) throws(CommandFailure) -> Snapshot {
    do throws(SnapshotError) { return try Snapshot(path: path) } catch {
      throw CommandFailure(file: path, error)
    }
  }
}

extension CommandFailure {
  /// Why a snapshot could not be read.
  init(file: String, _ error: SnapshotError) {
    self.init("\(file): \(error)", status: error.isSystem ? .inputOutput : .badInput)
  }
}

/// `--rules`.
enum RulesChoice: String, CaseIterable, ExpressibleByArgument {
  case devtools, memlab, raw

  var rules: Rules {
    switch self {
    case .devtools: .devTools
    case .memlab: .memlab
    case .raw: .raw
    }
  }
}
