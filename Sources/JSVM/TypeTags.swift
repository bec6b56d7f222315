// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim

// A type tag is a bigint of 128 bits under a private property.
extension Env {
  func setTypeTag(_ value: JSVM_Value?, _ tag: UnsafePointer<JSVM_TypeTag>?) throws(Failure) {
    let object = try object(value)
    let tag = try require(tag).pointee
    guard try typeTag(of: object) == nil else { throw .invalidArgument }
    let number = try withUnsafeTuple(tag.lower, tag.upper) { words throws(Failure) in
      try attempt(or: JSVM_PENDING_EXCEPTION) {
        v8s_bigint_words(vm.isolate, context, false, 2, words, $0)
      }
    }
    _ = try attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_object_set_private(vm.isolate, context, object, vm.localKey(vm.tagKey), number, $0)
    }
  }

  func hasTypeTag(
    _ value: JSVM_Value?, _ tag: UnsafePointer<JSVM_TypeTag>?
  ) throws(Failure) -> Bool {
    let object = try object(value)
    let wanted = try require(tag).pointee
    guard let tag = try typeTag(of: object) else { return false }
    return tag.lower == wanted.lower && tag.upper == wanted.upper
  }

  private func typeTag(of object: v8s_value) throws(Failure) -> JSVM_TypeTag? {
    let number = try attempt(or: JSVM_PENDING_EXCEPTION) {
      v8s_object_get_private(vm.isolate, context, object, vm.localKey(vm.tagKey), $0)
    }
    guard v8s_value_is_bigint(number) else { return nil }
    var words: (UInt64, UInt64) = (0, 0)
    var (sign, count): (Int32, Int32) = (0, 2)
    withUnsafeMutablePointer(to: &words) {
      $0.withMemoryRebound(to: UInt64.self, capacity: 2) {
        v8s_bigint_write(number, &sign, &count, $0)
      }
    }
    return JSVM_TypeTag(lower: words.0, upper: words.1)
  }
}

/// Two words side by side in memory.
private func withUnsafeTuple<Result>(
  _ first: UInt64, _ second: UInt64, _ body: (UnsafePointer<UInt64>) throws(Failure) -> Result
) throws(Failure) -> Result {
  var words = (first, second)
  return try withUnsafePointer(to: &words) { pointer throws(Failure) in
    try body(UnsafeRawPointer(pointer).assumingMemoryBound(to: UInt64.self))
  }
}
