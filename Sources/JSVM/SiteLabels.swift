// SPDX-License-Identifier: Apache-2.0

internal import CV8Shim
internal import Ledger

/// The node of a heap snapshot under which objects of some kinds are listed.
enum Exporter: Int, CaseIterable {
  case references
  case wraps
  case finalizers
  case deferreds
  case scripts

  /// The node's name.
  var name: StaticString {
    switch self {
    case .references: "System / ExportedReferences"
    case .wraps: "System / ExportedWraps"
    case .finalizers: "System / ExportedFinalizers"
    case .deferreds: "System / ExportedDeferreds"
    case .scripts: "System / ExportedScripts"
    }
  }
}

extension ObjectKind {
  /// What the names of this kind's sites begin with.
  var exportedName: String {
    switch self {
    case .reference: "JSVM_Ref"
    case .dataReference: "JSVM_DataRef"
    case .wrap: "JSVM_Wrap"
    case .finalizer: "JSVM_Finalizer"
    case .deferred: "JSVM_Deferred"
    case .script: "JSVM_Script"
    case .handleScope, .envScope, .vmScope, .profiler, .backingStore, .env: "JSVM"
    }
  }
}

/// The names of creation sites in heap snapshots, as C texts that stay where they are: V8 keeps the
/// addresses of labels as long as the handles that have them.
struct SiteLabels {
  /// By site.
  private var texts: [UnsafeMutablePointer<CChar>?] = []

  /// The label of a site, if it was made.
  subscript(site: SiteID) -> UnsafePointer<CChar>? {
    let index = Int(site.rawValue)
    return index < texts.count ? texts[index].map { UnsafePointer($0) } : nil
  }

  /// Keeps the label of a site that has none.
  mutating func insert(_ text: String, for site: SiteID) -> UnsafePointer<CChar> {
    while texts.count <= Int(site.rawValue) { texts.append(nil) }
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    bytes.withUnsafeBufferPointer { copy.initialize(from: $0.baseAddress!, count: $0.count) }
    texts[Int(site.rawValue)] = copy
    return UnsafePointer(copy)
  }

  /// Gives the memory back, when no handle is left.
  mutating func free() {
    for text in texts { text?.deallocate() }
    texts = []
  }
}

extension VM {
  /// The label of a site, such as `JSVM_Ref widget.cpp:42 Widget::Bind`.
  ///
  /// Names the frame that a leak report names first. The first time this reads debug information.
  func label(of site: SiteID, _ trim: FrameTrim) -> UnsafePointer<CChar> {
    if let known = siteLabels[site] { return known }
    let made = ledger.sites[site]
    let frame = trim.firstFrame(ledger.stacks.frames(of: made.stack), symbolise: describe)
    let place = frame?.short ?? ledger.scripts[made.script]?.description ?? "<no stack>"
    return siteLabels.insert(made.kind.exportedName + " " + place, for: site)
  }

  /// Gives sites without a label one that says only which site it is. For a child, to whom nobody
  /// listens: reading debug information would take longer than its snapshot.
  func numberSites() {
    ledger.forEachSite { site, made, _ in
      guard siteLabels[site] == nil else { return }
      _ = siteLabels.insert("\(made.kind.exportedName) \(site.rawValue)", for: site)
    }
  }

  /// Names the sites of everything that a snapshot will show, and the handles that are strong.
  func labelHandles() {
    let trim = FrameTrim(ownAddresses: ownAddresses())
    forEachExported { exported in
      let label = label(of: exported.site, trim)
      guard exported.isStrong else { return }
      var object = exported.object
      v8s_global_annotate(&object, label)
    }
  }
}
