// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Foundation
import Testing

/// A `.cpuprofile`, read as Chrome DevTools does.
struct CPUProfile: Decodable {
  struct Frame: Decodable {
    let functionName: String
    let scriptId: String
    let url: String
    let lineNumber: Int
    let columnNumber: Int
  }

  struct Tick: Decodable {
    let line: Int
    let ticks: Int
  }

  struct Node: Decodable {
    let id: Int
    let hitCount: Int
    let callFrame: Frame
    let children: [Int]?
    let positionTicks: [Tick]?
    let deoptReason: String?
  }

  let nodes: [Node]
  let startTime: Int
  let endTime: Int
  let samples: [Int]
  let timeDeltas: [Int]

  /// The nodes of functions with this name.
  func nodes(named name: String) -> [Node] {
    nodes.filter { $0.callFrame.functionName == name }
  }

  /// Ids are unique, every node but the first is one node's child, samples name nodes, hits add up.
  func expectConsistency(_ location: SourceLocation = #_sourceLocation) {
    let ids = Set(nodes.map(\.id))
    #expect(ids.count == nodes.count, "ids", sourceLocation: location)
    #expect(nodes.first?.callFrame.functionName == "(root)", sourceLocation: location)
    let children = nodes.flatMap { $0.children ?? [] }
    #expect(Set(children).count == children.count, "parents", sourceLocation: location)
    #expect(
      Set(children) == ids.subtracting(nodes.prefix(1).map(\.id)), "tree", sourceLocation: location)
    #expect(samples.allSatisfy(ids.contains), "samples", sourceLocation: location)
    #expect(samples.count == timeDeltas.count, sourceLocation: location)
    #expect(startTime > 0 && startTime <= endTime, "times", sourceLocation: location)
    let last = startTime + timeDeltas.reduce(0, +)
    #expect(last >= startTime && last <= endTime, "deltas", sourceLocation: location)
    let hits = Dictionary(samples.map { ($0, 1) }, uniquingKeysWith: +)
    for node in nodes {
      // V8 does not count the first sample, which it takes itself.
      #expect(abs(node.hitCount - hits[node.id, default: 0]) <= 1, sourceLocation: location)
      let ticks = (node.positionTicks ?? []).map(\.ticks).reduce(0, +)
      #expect(ticks <= node.hitCount, "ticks", sourceLocation: location)
    }
  }
}

/// Starts a profiler that must start.
func startProfiler(
  _ vm: JSVM_VM, _ location: SourceLocation = #_sourceLocation
) throws -> JSVM_CpuProfiler {
  try make({ OH_JSVM_StartCpuProfiler(vm, $0) }, location)
}

/// Stops a profiler and reads what it has to say.
func stopProfiler(
  _ vm: JSVM_VM, _ profiler: JSVM_CpuProfiler, _ location: SourceLocation = #_sourceLocation
) throws -> CPUProfile {
  let received = Received()
  let status = OH_JSVM_StopCpuProfiler(vm, profiler, receive, received.data)
  #expect(status == JSVM_OK, sourceLocation: location)
  #expect(received.ends == 1, sourceLocation: location)
  #expect(received.sizes.allSatisfy { $0 > 0 && $0 <= 65536 }, sourceLocation: location)
  return try JSONDecoder().decode(CPUProfile.self, from: Data(received.bytes))
}
