// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM

@c @implementation
public func JSVM_Memory_GetVersion() -> UInt32 { UInt32(JSVM_MEMORY_VERSION) }

@c @implementation
public func JSVM_Memory_SetOptions(
  _ vm: JSVM_VM?, _ options: UnsafePointer<JSVM_Memory_Options>?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in try vm.setOptions(options) }
}

@c @implementation
public func JSVM_Memory_Sites(
  _ vm: JSVM_VM?, _ since: JSVM_Memory_MarkId, _ callback: JSVM_Memory_SiteCallback?,
  _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in try vm.visitSites(since: since, callback, data) }
}

@c @implementation
public func JSVM_Memory_DescribeSite(
  _ vm: JSVM_VM?, _ site: JSVM_Memory_SiteId, _ callback: JSVM_Memory_SiteCallback?,
  _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(
    vm: vm, with: { vm throws(Failure) in try vm.visitSite(site, callback, data) },
    without: { process throws(Failure) in try process.visitSite(site, callback, data) })
}

@c @implementation
public func JSVM_Memory_RefsExisting(
  _ vm: JSVM_VM?, _ since: JSVM_Memory_MarkId, _ callback: JSVM_Memory_ObjectCallback?,
  _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in try vm.visitReferences(since: since, callback, data) }
}

@c @implementation
public func JSVM_Memory_ObjectsExisting(
  _ vm: JSVM_VM?, _ kind: JSVM_Memory_Kind, _ since: JSVM_Memory_MarkId,
  _ callback: JSVM_Memory_ObjectCallback?, _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(
    vm: vm,
    with: { vm throws(Failure) in try vm.visitObjects(kind, since: since, callback, data) },
    without: { process throws(Failure) in
      try process.visitBackingStores(kind, since, callback, data)
    })
}

@c @implementation
public func JSVM_Memory_GetTotals(
  _ vm: JSVM_VM?, _ totals: UnsafeMutablePointer<JSVM_Memory_Totals>?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in try vm.readTotals(into: totals) }
}

@c @implementation
public func JSVM_Memory_Mark(
  _ vm: JSVM_VM?, _ name: UnsafePointer<CChar>?,
  _ result: UnsafeMutablePointer<JSVM_Memory_MarkId>?
) -> JSVM_Status {
  enter(vm: vm, into: result) { vm throws(Failure) in try vm.setMark(name) }
}

@c @implementation
public func JSVM_Memory_DeleteMark(_ vm: JSVM_VM?, _ mark: JSVM_Memory_MarkId) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in try vm.deleteMark(mark) }
}
