// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about `FrameTrim`.
struct FrameTrimTests {
  /// Frames with these names at addresses 0x10, 0x20, …; an empty name is unknown.
  private func stack(_ names: String...) -> [Frame] {
    names.enumerated().map { index, name in
      Frame(address: UInt(index + 1) * 16, function: name.isEmpty ? nil : name)
    }
  }

  /// The names of trimmed frames.
  private func trimmed(_ frames: [Frame], _ trim: FrameTrim = FrameTrim()) -> [String?] {
    trim.trimmed(frames).map(\.function)
  }

  @Test func theLibrarysOwnFramesGoFromTheTop() {
    let frames = stack("v8s_ref_new", "$s4JSVM5enter", "OH_JSVM_CreateReference", "bind", "main")
    #expect(trimmed(frames) == ["bind", "main"])
  }

  @Test func theLibrarysOwnFramesStayInTheMiddle() {
    let frames = stack("OH_JSVM_CreateReference", "callback", "OH_JSVM_RunScript", "main")
    #expect(trimmed(frames) == ["callback", "OH_JSVM_RunScript", "main"])
  }

  @Test func addressesTellTheLibraryWithoutNames() {
    let frames = stack("", "", "", "main")
    #expect(FrameTrim(ownAddresses: [0x10..<0x21]).trimmed(frames) == Array(frames[2...]))
  }

  @Test func aModuleWithALongerNameIsNotTheLibrary() {
    #expect(trimmed(stack("$s8JSVMHost4bind", "main")) == ["$s8JSVMHost4bind", "main"])
  }

  @Test func theOutermostOwnFrameStaysWhenNothingElseDoes() {
    #expect(trimmed(stack("v8s_ref_new", "OH_JSVM_Wrap")) == ["OH_JSVM_Wrap"])
    #expect(trimmed([]) == [])
  }

  @Test(arguments: [
    ["__libc_start_call_main", "__libc_start_main_impl", "_start"], ["", "_start"],
    ["__libc_start_main@@GLIBC_2.34"], [],
  ])
  func whatLiesBelowMainGoes(bottom: [String]) {
    let frames = stack("bind", "main") + bottom.map { Frame(address: 0x90, function: $0) }
    #expect(trimmed(frames) == ["bind", "main"])
  }

  @Test func whatLiesBelowAThreadGoes() {
    #expect(trimmed(stack("bind", "run", "start_thread", "clone3")) == ["bind", "run"])
  }

  @Test func oneFrameThatIsNotMainIsShort() {
    let trim = FrameTrim()
    #expect(trim.isImplausiblyShort(stack("OH_JSVM_Wrap", "bind"), depth: 16))
    #expect(trim.isImplausiblyShort(stack("OH_JSVM_Wrap"), depth: 16))
    #expect(trim.isImplausiblyShort(stack(""), depth: 16))
    #expect(trim.isImplausiblyShort([], depth: 16))
  }

  @Test func aStackThatReachedTheBottomIsNotShort() {
    let trim = FrameTrim()
    #expect(!trim.isImplausiblyShort(stack("OH_JSVM_Wrap", "main"), depth: 16))
    #expect(!trim.isImplausiblyShort(stack("run", "start_thread", "clone3"), depth: 16))
    #expect(!trim.isImplausiblyShort(stack("OH_JSVM_Wrap", "bind", "open"), depth: 16))
  }

  @Test func aStackAsDeepAsAskedIsNotShort() {
    #expect(!FrameTrim().isImplausiblyShort(stack("bind"), depth: 1))
  }

  @Test func inlinedFramesCountOnce() {
    var frames = stack("bind", "open")
    frames[0].isInlined = true
    #expect(FrameTrim().isImplausiblyShort(frames, depth: 16))
  }

  @Test(arguments: [
    ["OH_JSVM_CreateReference", "bind", "main", "_start"], ["bind"], ["$s4JSVM5enter"], [],
    ["v8s_ref_new", "OH_JSVM_CreateReference", "_start"], ["OH_JSVM_CreateReference", "", "main"],
    ["OH_JSVM_CreateReference", "callback", "OH_JSVM_RunScript", "main"], ["_start"], ["main"],
  ])
  func theFirstFrameIsFoundAlone(_ names: [String]) {
    let frames = names.enumerated().map { index, name in
      Frame(address: UInt(index), function: name.isEmpty ? nil : name)
    }
    let trim = FrameTrim()
    let first = frames.map(\.address).withUnsafeBufferPointer { addresses in
      trim.firstFrame(addresses) { one in one.map { frames[Int($0)] } }
    }
    #expect(first == trim.trimmed(frames).first)
  }

  @Test func framesBelowTheFirstAreNotLookedUp() {
    var lookedUp: [UInt] = []
    let first = [UInt](0..<10).withUnsafeBufferPointer { addresses in
      FrameTrim().firstFrame(addresses) { one in
        lookedUp += one
        return one.map { Frame(address: $0, function: $0 < 2 ? "v8s_ref_new" : "bind") }
      }
    }
    #expect(first?.address == 2 && lookedUp == [0, 1, 2])
  }
}
