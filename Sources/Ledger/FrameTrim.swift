// SPDX-License-Identifier: Apache-2.0

/// Cuts from a stack what its reader did not write.
public struct FrameTrim: Sendable {
  /// The note for a report whose stack `isImplausiblyShort`.
  public static var shortStackNote: String {
    "note: stack is short: compile with -fno-omit-frame-pointer"
  }

  /// Names that begin like this are the library's own: its C functions, its shim, its Swift.
  private static var ownPrefixes: [String] { ["OH_JSVM_", "JSVM_Memory_", "v8s_", "$s4JSVM"] }
  /// Names that begin like this lie below a program's or thread's first function.
  private static var bottomPrefixes: [String] { ["__libc_start_call_main", "__libc_start_main"] }
  /// Names of functions below a program's or thread's first one.
  private static var bottomNames: [String] {
    ["_start", "start_thread", "clone3", "__clone3", "__clone", "clone"]
  }

  /// Where the library's own code lies, if the caller knows.
  public let ownAddresses: [Range<UInt>]

  /// Trims by names, and by addresses where they are given.
  public init(ownAddresses: [Range<UInt>] = []) { self.ownAddresses = ownAddresses }

  /// The frames without the library's own at the top and the start-up code at the bottom.
  ///
  /// If all of them are the library's own, the outermost of those stays: it is the API function
  /// that was called.
  public func trimmed(_ frames: [Frame]) -> [Frame] {
    let upper = frames[..<bottomIndex(frames)]
    var user = upper.drop(while: isOwn)
    // Below a native function that script called lie the frames through which the library calls it.
    while let last = user.last, isOwn(last) { user.removeLast() }
    return Array(user.isEmpty ? upper.suffix(1) : user)
  }

  /// The first of the `trimmed` frames, looked up no further than needed; nil without addresses.
  ///
  /// `symbolise` gets return addresses, innermost first, one at a time.
  public func firstFrame(
    _ addresses: UnsafeBufferPointer<UInt>, symbolise: (UnsafeBufferPointer<UInt>) -> [Frame]
  ) -> Frame? {
    var last: Frame?
    for index in addresses.indices {
      let one = UnsafeBufferPointer(rebasing: addresses[index...index])
      for frame in symbolise(one) {
        if isBottom(frame) { return last }
        if !isOwn(frame) { return frame }
        last = frame
      }
    }
    return last
  }

  /// Whether a stack, untrimmed, looks as if the walk broke off.
  ///
  /// That is: at most one frame of the caller's, though neither `main` nor the code below it was
  /// reached and `depth`, the number of frames asked for, was not used up. Frames merged into
  /// one by the compiler count once.
  public func isImplausiblyShort(_ frames: [Frame], depth: Int) -> Bool {
    let physical = frames.count { !$0.isInlined }
    let user = frames.drop(while: isOwn).count { !$0.isInlined }
    return user <= 1 && physical < depth && bottomIndex(frames) == frames.count
      && !frames.contains { $0.function == "main" }
  }

  /// Whether a frame is the library's own.
  private func isOwn(_ frame: Frame) -> Bool {
    if ownAddresses.contains(where: { $0.contains(frame.address) }) { return true }
    guard let function = frame.function else { return false }
    return Self.ownPrefixes.contains { function.hasPrefix($0) }
  }

  /// The position after the last frame worth showing.
  private func bottomIndex(_ frames: [Frame]) -> Int {
    if let main = frames.lastIndex(where: { $0.function == "main" }) { return main + 1 }
    let last = frames.lastIndex { !isBottom($0) }
    return last.map { $0 + 1 } ?? 0
  }

  /// Whether a frame starts the program or a thread.
  private func isBottom(_ frame: Frame) -> Bool {
    guard let function = frame.function else { return false }
    return Self.bottomNames.contains(function)
      || Self.bottomPrefixes.contains { function.hasPrefix($0) }
  }
}
