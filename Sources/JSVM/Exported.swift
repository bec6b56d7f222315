// SPDX-License-Identifier: Apache-2.0

internal import CV8Shim
internal import Ledger

/// Something that the API's caller holds to a value of the heap, as snapshots show it.
struct Exported {
  let exporter: Exporter
  let site: SiteID
  /// A copy of the handle, which is full.
  let object: v8s_global
  /// Whether it keeps the value alive.
  let isStrong: Bool
  /// Its position in its slab: the low 28 bits of what the caller holds.
  let index: Int
  /// The bytes of its record.
  let size: Int
  /// The env that it was made with, and when.
  let env: UInt32
  let stamp: Stamp
}

extension VM {
  /// Calls `body` with everything that holds a value, kind after kind, in the order of the slabs.
  func forEachExported(_ body: (Exported) -> Void) {
    for slot in references.slots where !slot.pointee.record.isEmpty {
      let record = slot.pointee.record
      body(
        Exported(
          exporter: .references, site: record.site, object: record.object,
          isStrong: record.count > 0, index: slot.pointee.key.index,
          size: MemoryLayout<Slab<Reference>.Slot>.stride, env: record.env, stamp: record.stamp))
    }
    for slot in finalizers.slots where slot.pointee.record.object.slot != nil {
      let record = slot.pointee.record
      guard let site = record.site, let birth = record.birth else { continue }
      body(
        Exported(
          exporter: record.kind == .wrap ? .wraps : .finalizers, site: site,
          object: record.object, isStrong: false, index: slot.pointee.key.index,
          size: MemoryLayout<Slab<Finalizer>.Slot>.stride,
          env: record.env?._withUnsafeGuaranteedRef { $0.id } ?? 0, stamp: birth.stamp))
    }
    for slot in deferreds.slots {
      let record = slot.pointee.record
      body(
        Exported(
          exporter: .deferreds, site: record.site, object: record.promise, isStrong: true,
          index: slot.pointee.key.index, size: MemoryLayout<Slab<Deferred>.Slot>.stride,
          env: record.env, stamp: record.birth.stamp))
    }
    for slot in scripts.slots {
      let record = slot.pointee.record
      guard record.isRetained else { continue }
      body(
        Exported(
          exporter: .scripts, site: record.site, object: record.object, isStrong: true,
          index: slot.pointee.key.index, size: MemoryLayout<Slab<Script>.Slot>.stride,
          env: record.env, stamp: record.birth.stamp))
    }
  }
}
