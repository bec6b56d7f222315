// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM

@c @implementation
public func JSVM_Memory_AttributeHeap(
  _ vm: JSVM_VM?, _ how: UnsafePointer<JSVM_Memory_Attribution>?,
  _ callback: JSVM_Memory_HeldCallback?, _ data: UnsafeMutableRawPointer?,
  _ totals: UnsafeMutablePointer<JSVM_Memory_HeldTotals>?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in try vm.visitHeld(how, callback, data, into: totals) }
}

@c @implementation
public func JSVM_Memory_WhatIfDeleted(
  _ vm: JSVM_VM?, _ site: JSVM_Memory_SiteId, _ callback: JSVM_Memory_DeletionCallback?,
  _ data: UnsafeMutableRawPointer?
) -> JSVM_Status {
  enter(vm: vm) { vm throws(Failure) in try vm.visitDeletion(of: site, callback, data) }
}
