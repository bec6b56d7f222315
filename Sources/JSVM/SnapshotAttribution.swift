// SPDX-License-Identifier: Apache-2.0

internal import CV8Shim
internal import Ledger

/// The nodes that a heap snapshot gets from the API: who holds which values.
///
/// `labelHandles` must have run. `build` is called by V8 after its collection, inside which handlers
/// may have changed everything.
final class SnapshotAttribution {
  /// A node of ours that is in the snapshot.
  struct Node {
    let identity: UnsafeRawPointer
    /// Nil for an exporter.
    let site: SiteID?
    /// The site's part that the snapshot is not about.
    var isOther = false
  }

  private let vm: VM
  let form: SnapshotForm
  /// What the snapshot is about, if that is not everything.
  private let selection: HeldSelection
  private(set) var nodes: [Node] = []
  private var exporters = [v8s_graph_node?](repeating: nil, count: Exporter.allCases.count)
  private var edgeNames = EdgeNames()

  init(_ vm: VM, _ form: SnapshotForm, _ selection: HeldSelection = HeldSelection()) {
    self.vm = vm
    self.form = form
    self.selection = selection
  }

  /// Adds the nodes to the graph of the snapshot that is being taken, if that is this one: a GC handler
  /// may be taking another meanwhile.
  func build(_ graph: v8s_graph) {
    guard vm.attribution === self else { return }
    switch form {
    case .plain: break
    case .sites: buildSites(graph)
    case .flat: buildList(graph)
    }
  }

  /// An exporter above a node per site, above an edge for each object.
  ///
  /// Strong ones have a name, weak ones a number, by which the filter tells them apart later. What is
  /// not selected has nodes of its own, so that a site's node holds what is selected and no more.
  private func buildSites(_ graph: v8s_graph) {
    let count = vm.ledger.sites.count
    var sizes = [Int](repeating: 0, count: count * 2)
    var strong = 0
    var siteCounts = [Int](repeating: 0, count: Exporter.allCases.count)
    vm.forEachExported { exported in
      let site = node(of: exported, count)
      if sizes[site] == 0 { siteCounts[exported.exporter.rawValue] += 1 }
      sizes[site] += exported.size
      if exported.isStrong { strong += 1 }
    }
    edgeNames.reserve(strong)
    let trim = FrameTrim(ownAddresses: ownAddresses())
    var sites = [v8s_graph_node?](repeating: nil, count: sizes.count)
    vm.forEachExported { exported in
      let site = self.node(of: exported, count)
      let exporter = exported.exporter
      let node: v8s_graph_node
      if let known = sites[site] {
        node = known
      } else {
        let parent = add(exporter, size: siteCounts[exporter.rawValue] * 8, graph)
        let label = vm.label(of: exported.site, trim)
        node = add(label, exported.site, isOther: site >= count, size: sizes[site], graph)
        v8s_graph_connect(graph, parent, node)
        sites[site] = node
      }
      var object = exported.object
      let name = exported.isStrong ? edgeNames.add(exported.index) : nil
      v8s_graph_connect_value(graph, node, &object, name)
    }
  }

  /// The number of an object's node: its site's, and beyond `count` for what is not selected.
  private func node(of exported: Exported, _ count: Int) -> Int {
    Int(exported.site.rawValue) + (selection.contains(exported) ? 0 : count)
  }

  /// One exporter with an element for each strong reference.
  private func buildList(_ graph: v8s_graph) {
    var count = 0
    vm.forEachExported { if $0.isStrong, $0.exporter == .references { count += 1 } }
    guard count > 0 else { return }
    let node = add(.references, size: count * 8, graph)
    vm.forEachExported { exported in
      guard exported.isStrong, exported.exporter == .references else { return }
      var object = exported.object
      v8s_graph_connect_value(graph, node, &object, nil)
    }
  }

  private func add(_ exporter: Exporter, size: Int, _ graph: v8s_graph) -> v8s_graph_node {
    if let known = exporters[exporter.rawValue] { return known }
    let name = UnsafeRawPointer(exporter.name.utf8Start)
    nodes.append(Node(identity: name, site: nil))
    let node = v8s_graph_add(
      graph, name.assumingMemoryBound(to: CChar.self), size, true, name)!
    exporters[exporter.rawValue] = node
    return node
  }

  /// The address of a label is the identity of its site's node, the next one that of the other part's.
  private func add(
    _ label: UnsafePointer<CChar>, _ site: SiteID, isOther: Bool, size: Int, _ graph: v8s_graph
  ) -> v8s_graph_node {
    let identity = UnsafeRawPointer(isOther ? label + 1 : label)
    nodes.append(Node(identity: identity, site: site, isOther: isOther))
    return v8s_graph_add(graph, label, size, false, identity)!
  }

  /// Frees what only the taking needed.
  func endBuilding() { edgeNames.free() }
}

/// The names of references' edges: `#` and the position in the slab.
private struct EdgeNames {
  /// `#`, nine digits of an index below 2²⁸, and the NUL.
  private static let length = 11
  private var start: UnsafeMutablePointer<CChar>?
  private var used = 0

  mutating func reserve(_ count: Int) {
    start = count > 0 ? .allocate(capacity: count * Self.length) : nil
  }

  /// Makes a name that stays until `free`.
  mutating func add(_ index: Int) -> UnsafePointer<CChar>? {
    guard let start else { return nil }
    let name = start + used
    var position = Self.length - 1
    name[position] = 0
    var rest = index
    repeat {
      position -= 1
      name[position] = CChar(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    position -= 1
    name[position] = CChar(UInt8(ascii: "#"))
    used += Self.length
    return UnsafePointer(name + position)
  }

  mutating func free() {
    start?.deallocate()
    start = nil
    used = 0
  }
}
