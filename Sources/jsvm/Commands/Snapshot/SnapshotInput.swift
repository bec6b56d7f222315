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
  func read(
    _ path: String, _ progress: WorkProgress? = nil
  ) throws(CommandFailure) -> Snapshot {
    do throws(SnapshotError) {
      let snapshot = try Snapshot(path: path, allowsTruncation: partial, progress: progress)
      warn(of: snapshot, path)
      return snapshot
    } catch {
      throw CommandFailure(file: path, error)
    }
  }

  /// Reads two files at the same time, ready to be compared.
  func readBoth(
    _ first: String, _ second: String, _ progress: WorkProgress? = nil
  ) throws(CommandFailure) -> (Inventory, Inventory) {
    let results = Inventory.read(
      first, second, rules.rules, allowsTruncation: partial, progress: progress)
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

  /// Reads three files and finds what was made between the first two and is in the last.
  func hunt(
    _ first: String, _ second: String, _ third: String, _ progress: WorkProgress? = nil
  ) throws(CommandFailure) -> FileHunt {
    do throws(SnapshotFileError) {
      let found = try FileHunt(
        first, second, third, rules.rules, allowsTruncation: partial, progress: progress)
      for truncation in found.truncations { StandardError.write("warning: \(truncation)\n") }
      return found
    } catch {
      throw CommandFailure(file: error.path, error.error)
    }
  }

  private func warn(of snapshot: Snapshot, _ path: String) {
    guard let truncation = snapshot.truncation else { return }
    StandardError.write("warning: \(path): \(truncation)\n")
  }

  /// Computes a snapshot's classes; `isShallow` does without retained sizes.
  func summary(
    of snapshot: Snapshot, _ path: String, isShallow: Bool = false,
    interfaces: Interfaces? = nil, progress: WorkProgress? = nil
  ) throws(CommandFailure) -> Summary {
    if isShallow { return Summary(shallow: snapshot, rules.rules, interfaces: interfaces) }
    do throws(SnapshotError) {
      return try Summary(
        of: snapshot, rules.rules, interfaces: interfaces, progress: progress)
    } catch {
      throw CommandFailure(file: path, error)
    }
  }

  /// Computes sizes, distances and dominators.
  func analysis(
    of snapshot: Snapshot, _ path: String, _ progress: WorkProgress? = nil
  ) throws(CommandFailure) -> Analysis {
    do throws(SnapshotError) {
      return try Analysis(of: snapshot, rules.rules, progress: progress)
    } catch {
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

extension ProgressBar {
  var work: WorkProgress { WorkProgress(reporter) }
  /// Reading takes about this share of an analysis.
  var reading: WorkProgress { work.part(from: 0, to: 0.4) }
  var analysing: WorkProgress { work.part(from: 0.4, to: 1) }
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
