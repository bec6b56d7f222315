// SPDX-License-Identifier: Apache-2.0

import HeapSnapshot

/// analyse FILE            full analysis
/// analyse --cache FILE    the same, and writes the side file
/// analyse --reopen FILE   maps the side file
/// analyse --classes FILE  opens no more of it than a summary by class needs
/// analyse --two A B       reads two snapshots and moves their sizes, as a comparison does
///
/// Prints counts and a hash of all retained sizes: `run` compares it with the other analysers'.
@main struct Analyse {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "--two" where arguments.count == 3:
      let (first, second) = try Snapshot.reading(arguments[1], arguments[2])
      let (before, after) = (ShallowSizes(of: first), ShallowSizes(of: second))
      print(first.nodes.count, second.nodes.count, before.total, after.total)
    case "--reopen" where arguments.count == 2:
      guard case .opened(let analysis) = SideFile.open(for: arguments[1]) else {
        throw Failure.noSideFile
      }
      print(analysis.snapshot.nodes.count, analysis.retainedSizes[analysis.snapshot.root])
    case "--classes" where arguments.count == 2:
      guard case .opened(let classes) = SideFile.openClasses(for: arguments[1]) else {
        throw Failure.noSideFile
      }
      print(classes.nodeCount, classes.table.classCount)
    case "--cache" where arguments.count == 2:
      let analysis = try Analysis(of: try Snapshot(path: arguments[1]))
      let classes = ClassSummary(Summary(analysis))
      guard case .written = SideFile.write(analysis, classes, for: arguments[1]) else {
        throw Failure.noSideFile
      }
      report(analysis)
    case .some(let path) where arguments.count == 1:
      report(try Analysis(of: try Snapshot(path: path)))
    default:
      throw Failure.usage
    }
  }

  enum Failure: Error { case usage, noSideFile }

  private static func report(_ analysis: Analysis) {
    let snapshot = analysis.snapshot
    // FNV-1a, a 64-bit word at a time.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for node in 0..<snapshot.nodes.count {
      hash = (hash ^ analysis.retainedSizes[node]) &* 0x100_0000_01B3
    }
    let root = analysis.retainedSizes[snapshot.root]
    print(snapshot.nodes.count, snapshot.edges.count, root, String(hash, radix: 16))
  }
}
