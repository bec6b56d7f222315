// SPDX-License-Identifier: Apache-2.0

/// A depth-first search over essential edges: numbers from 1, in the order of first visits.
///
/// The root's edges to the page's objects come first. All that they reach are page objects; so the
/// rule for them costs a comparison of numbers, not a search of its own.
struct DepthFirst: Sendable {
  let count: Int
  /// A node's number, from 1.
  let number: Column<UInt32>
  /// The node with a number; entry 0 is unused.
  let node: Column<UInt32>
  /// The number from which a number was first reached; 0 for the root.
  let parent: Column<UInt32>
  /// Page objects have the numbers from 2 to this one, or are among `otherPageObjects`.
  let lastPageNumber: UInt32
  /// What the page reaches over edges that are not essential, and over none that is; often nothing.
  let otherPageObjects: BitColumn?

  init(_ essential: EssentialEdges, _ progress: WorkProgress? = nil) {
    var walk = Walk(essential, progress)
    walk.run()
    count = walk.count
    number = walk.number
    node = walk.node
    parent = walk.parent
    lastPageNumber = walk.lastPageNumber
    otherPageObjects = walk.otherPageObjects
  }

  /// An edge between two numbers does not count when a page object is held by what is none.
  @inline(__always)
  func pageRuleExcludes(_ source: UInt32, _ target: UInt32) -> Bool {
    source != 1 && isPage(target) && !isPage(source)
  }

  @inline(__always)
  private func isPage(_ number: UInt32) -> Bool {
    number <= lastPageNumber || (otherPageObjects.map { $0[Int(node[number])] } ?? false)
  }
}

private struct Walk {
  /// A node that is being searched, and which of its edges are still to be looked at.
  private struct Step: BitwiseCopyable, Sendable {
    var node: UInt32
    var edge: UInt32
    var end: UInt32
  }

  let essential: EssentialEdges
  let snapshot: Snapshot
  let count: Int
  let number: Column<UInt32>
  let node: Column<UInt32>
  let parent: Column<UInt32>
  private(set) var lastPageNumber: UInt32 = 0
  private(set) var otherPageObjects: BitColumn?
  private let visited: BitColumn
  private var last = 0
  /// Pages of it that are not needed are not there.
  private let path: Column<Step>
  /// While the page's objects are searched: where inessential edges and those to the root lead.
  private var outside: [UInt32] = []
  private var isInPage = false
  private let progress: WorkProgress?

  init(_ essential: EssentialEdges, _ progress: WorkProgress?) {
    self.essential = essential
    self.progress = progress
    snapshot = essential.snapshot
    count = snapshot.nodes.count
    // Zero until a node is reached.
    number = Column(zeros: count)
    node = Column(uninitialised: count + 1)
    parent = Column(uninitialised: count + 1)
    visited = BitColumn(count: count)
    path = Column(uninitialised: count)
    node[0] = 0
    parent[0] = 0
  }

  mutating func run() {
    let root = essential.root
    _ = enter(root, parent: 0)
    if essential.separatesPageObjects { searchPage() }
    for edge in snapshot.edges(of: root) where essential.contains(edge, from: root) {
      search(from: Int(snapshot.edges.target[edge]), parent: 1)
    }
    if last < count { hangUnreached() }
  }

  /// Numbers what essential edges reach from a node, unless it has a number.
  private mutating func search(from start: Int, parent: UInt32) {
    guard !visited[start] else { return }
    // Copied once here, and not for every edge below.
    let (essential, targets, visited, path, others) = (
      essential, snapshot.edges.target, visited, path, otherPageObjects
    )
    var depth = 0
    var step = enter(start, parent: parent)
    while true {
      guard step.edge < step.end else {
        guard depth > 0 else { return }
        depth -= 1
        step = path[depth]
        continue
      }
      let edge = Int(step.edge)
      step.edge &+= 1
      let target = Int(targets[edge])
      guard !visited[target] else { continue }
      let here = Int(step.node)
      guard essential.contains(edge, from: here), !isInPage || target != essential.root else {
        if isInPage { noteOutside(edge) }
        continue
      }
      if let others, others[target], !others[here] { continue }
      if step.edge < step.end {
        path[depth] = step
        depth += 1
      }
      step = enter(target, parent: number[here])
    }
  }

  @inline(__always)
  private mutating func enter(_ found: Int, parent: UInt32) -> Step {
    last += 1
    if last % WorkProgress.stride == 0 { progress?.reached(last, of: count) }
    visited[found] = true
    number[found] = UInt32(truncatingIfNeeded: last)
    node[last] = UInt32(truncatingIfNeeded: found)
    self.parent[last] = parent
    return Step(
      node: UInt32(truncatingIfNeeded: found), edge: snapshot.firstEdge[found],
      end: snapshot.firstEdge[found + 1])
  }
}

// MARK: What the page holds

extension Walk {
  private mutating func searchPage() {
    let root = essential.root
    isInPage = true
    // So that edges to it are noted.
    visited[root] = false
    for edge in snapshot.edges(of: root)
    where snapshot.isPageRoot(edge) && essential.contains(edge, from: root) {
      search(from: Int(snapshot.edges.target[edge]), parent: 1)
    }
    visited[root] = true
    isInPage = false
    guard last > 1 else { return }
    lastPageNumber = UInt32(truncatingIfNeeded: last)
    spreadOutside()
  }

  @inline(never)
  private mutating func noteOutside(_ edge: Int) {
    guard snapshot.edges.type[edge] != EdgeType.weak.rawValue else { return }
    outside.append(snapshot.edges.target[edge])
  }

  /// Finds the page objects that no essential edge reaches from the page.
  private mutating func spreadOutside() {
    let isPage = BitColumn(count: count)
    var pending: [UInt32] = []
    func reach(_ target: UInt32) {
      let node = Int(target)
      // An edge to the root makes a page object of it, too.
      guard !isPage[node], !visited[node] || node == essential.root else { return }
      isPage[node] = true
      pending.append(target)
    }
    for target in outside { reach(target) }
    outside = []
    guard !pending.isEmpty else { return }
    otherPageObjects = isPage
    while let next = pending.popLast() {
      for edge in snapshot.edges(of: Int(next))
      where snapshot.edges.type[edge] != EdgeType.weak.rawValue {
        reach(snapshot.edges.target[edge])
      }
    }
  }
}

// MARK: What the root does not reach

extension Walk {
  /// Gives the root what it does not reach: first what no essential edge leads to, then what is left
  /// of cycles, each by itself.
  private mutating func hangUnreached() {
    let isTarget = BitColumn(count: count)
    for source in 0..<count {
      for edge in snapshot.edges(of: source) where isEssential(edge, from: source) {
        isTarget[Int(snapshot.edges.target[edge])] = true
      }
    }
    for orphan in 0..<count where !visited[orphan] && !isTarget[orphan] {
      search(from: orphan, parent: 1)
    }
    for orphan in 0..<count where !visited[orphan] {
      _ = enter(orphan, parent: 1)
    }
  }

  private func isEssential(_ edge: Int, from source: Int) -> Bool {
    guard essential.contains(edge, from: source) else { return false }
    return source == essential.root || !isPage(Int(snapshot.edges.target[edge])) || isPage(source)
  }

  private func isPage(_ node: Int) -> Bool {
    (number[node] > 1 && number[node] <= lastPageNumber) || otherPageObjects?[node] ?? false
  }
}
