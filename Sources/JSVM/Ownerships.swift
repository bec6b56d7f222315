// SPDX-License-Identifier: Apache-2.0

internal import CNativeStack
internal import CV8Shim
internal import Ledger

/// A strong reference that a native object holds which a finalizer gives back.
///
/// Who holds a `JSVM_Ref` nobody is told; but it is a number of 64 bits that nothing else in the process
/// equals by chance, so the native object whose memory it lies in is taken for its owner. The memory
/// is the block that the allocator gave out for the object, and no other that it points to: what is
/// reached by pointers may belong to somebody else.
struct Ownership {
  let reference: ReferenceSlot
  let finalizer: FinalizerSlot
}

extension VM {
  /// More of an object's memory is not looked at.
  private static let mostBytes = 64 << 10
  /// `std::make_shared` puts an object so far behind the beginning of its block.
  private static let sharedOffset = 16

  /// The strong references that lie in native objects with a finalizer, of an env or of all.
  ///
  /// About two microseconds for each finalizer. Native memory is read as it is: an address that is
  /// gone is no mistake.
  func ownerships(of env: UInt32?) -> [Ownership] {
    guard references.count > 0, finalizers.count > 0 else { return [] }
    var found: [Ownership] = []
    withUnsafeTemporaryAllocation(byteCount: Self.mostBytes, alignment: 8) { copy in
      for slot in finalizers.slots {
        let record = slot.pointee.record
        guard record.mayOwn, env == nil || record.env?._withUnsafeGuaranteedRef({ $0.id }) == env,
          let data = record.data
        else { continue }
        let size = native_block_read(data, copy.baseAddress, Self.size(of: data))
        for offset in stride(from: 0, to: size - size % 8, by: 8) {
          let key = SlabKey(bits: copy.load(fromByteOffset: offset, as: UInt64.self))
          guard let reference = references.find(key), reference.pointee.record.isHolding
          else { continue }
          found.append(Ownership(reference: reference, finalizer: slot))
        }
      }
    }
    return found
  }

  /// The bytes of the object at an address; 0 if they are not known.
  private static func size(of object: UnsafeMutableRawPointer) -> Int {
    let own = native_block_size(object)
    if own > 0 { return min(own, mostBytes) }
    let shared = native_block_size(object - sharedOffset)
    return shared > sharedOffset ? min(shared - sharedOffset, mostBytes) : 0
  }
}

extension Finalizer {
  /// Whether native data ends with an object of script's.
  fileprivate var mayOwn: Bool {
    switch kind {
    case .wrap, .finalizer, .external: callback != nil && object.slot != nil
    case .instanceData, .classRecord, .string: false
    }
  }
}

extension Reference {
  fileprivate var isHolding: Bool { count > 0 && !isData && !isEmpty }
}
