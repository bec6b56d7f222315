// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import Glibc
internal import Ledger
internal import Synchronization

extension VM {
  /// Sets how the VM is watched from now on.
  func setOptions(_ options: UnsafePointer<JSVM_Memory_Options>?) throws(Failure) {
    let options = try require(options).pointee
    guard Int(options.size) >= MemoryLayout<JSVM_Memory_Options>.size else {
      throw .invalidArgument
    }
    switch options.scriptFrames {
    case JSVM_MEMORY_SCRIPT_FRAMES_DEFAULT:
      scriptFramesForm = Process.shared.options.scriptFrames
    case JSVM_MEMORY_SCRIPT_FRAMES_OFF: scriptFramesForm = .off
    case JSVM_MEMORY_SCRIPT_FRAMES_TOP: scriptFramesForm = .top
    case JSVM_MEMORY_SCRIPT_FRAMES_FULL: scriptFramesForm = .full
    default: throw .invalidArgument
    }
    name = options.name.map { String(cString: $0) }
    tracksDeletions = options.trackDeletions || Process.shared.options.trackDeletions
  }

  /// Reports what exists and goes on; returns how much that is.
  func checkLeaks(
    _ check: UnsafePointer<JSVM_Memory_LeakCheck>?
  ) throws(Failure) -> UInt64 {
    guard let check = check?.pointee else {
      return report(leaks(of: nil, occasion: .check(Self.check)), nil, nil)
    }
    guard Int(check.size) >= MemoryLayout<JSVM_Memory_LeakCheck>.size else {
      throw .invalidArgument
    }
    let env = try env(check.env)
    let name = check.name.map { String(cString: $0) } ?? Self.check
    let mark = try mark(check.since)
    let found = leaks(of: env, occasion: .check(name), since: mark)
    return check.isSilent ? found?.existing ?? 0 : report(found, env, mark)
  }

  private static let check = "leak check"

  /// Prints a report in full, unless nothing is to be printed about leaks.
  private func report(_ report: LeakReport?, _ env: Env?, _ mark: Mark?) -> UInt64 {
    guard var report else { return 0 }
    let options = Process.shared.options
    if options.requestedLeakReport != .off {
      measure(&report, of: env, since: mark)
      Process.shared.log(report.text(as: options.leakReportFormat))
    }
    return report.existing
  }

  func beginTestScope(
    _ name: UnsafePointer<CChar>?, _ most: UInt64,
    _ result: UnsafeMutablePointer<JSVM_Memory_TestScope>?
  ) throws(Failure) {
    let result = try require(result)
    let mark = try setMark(name)
    result.pointee = JSVM_Memory_TestScope(
      vm: handle, name: name, most: most, mark: mark, isOpen: true)
  }

  /// Ends a test scope; true if it left no more references than it may.
  fileprivate func endTestScope(
    _ scope: JSVM_Memory_TestScope, _ left: UnsafeMutablePointer<UInt64>?
  ) throws(Failure) -> Bool {
    let name = scope.name.map { String(cString: $0) } ?? ""
    let mark = try mark(scope.mark)
    let found = leaks(
      of: nil, occasion: .check("the end of test scope \"\(name)\""), since: mark,
      kinds: [.reference, .dataReference])
    try deleteMark(scope.mark)
    let count = found?.existing ?? 0
    left?.pointee = count
    if count > scope.most { _ = report(found, nil, mark) }
    return count <= scope.most
  }
}

extension Process {
  /// Ends a test scope and counts it if it failed: when too much is left, or nobody can tell.
  func endTestScope(
    _ scope: UnsafeMutablePointer<JSVM_Memory_TestScope>?, _ left: UnsafeMutablePointer<UInt64>?
  ) -> JSVM_Status {
    left?.pointee = 0
    guard let scope else { return JSVM_INVALID_ARG }
    var isKept = false
    var status = JSVM_INVALID_ARG
    if scope.pointee.isOpen {
      let given = scope.pointee
      scope.pointee.isOpen = false
      status = enter(vm: given.vm) { vm throws(Failure) in
        isKept = try vm.endTestScope(given, left)
      }
    }
    if !isKept { testFailures.wrappingAdd(1, ordering: .relaxed) }
    return status
  }

  /// Reports what a VM has; ends the process if that is anything.
  func checkFinally(_ vm: VM) throws(Failure) {
    guard try vm.checkLeaks(nil) > 0 else { return }
    fflush(nil)
    _exit(Int32(options.exitCode))
  }

  /// Adds rules about leaks that are known.
  func addSuppressions(_ text: UnsafePointer<CChar>?, _ length: Int) throws(Failure) {
    let text = try require(text)
    let bytes = UnsafeBufferPointer(start: text, count: try textLength(text, length))
    let rules = String(decoding: UnsafeRawBufferPointer(bytes), as: UTF8.self)
    guard suppressions.withLock({ (try? $0.add(rules)) != nil }) else { throw .invalidArgument }
  }

  /// Reads the rules of the program and of the files that options name. Says what it cannot use.
  func readSuppressions(_ program: UnsafePointer<CChar>?) {
    if let program { add(String(cString: program), from: "JSVM_Memory_DefaultSuppressions") }
    for path in [options.suppressions, options.baseline].compactMap(\.self) {
      guard let text = contents(of: path) else {
        log("JSVM: cannot read \(path): \(String(cString: strerror(errno)))\n")
        continue
      }
      add(text, from: path)
    }
  }

  private func add(_ rules: String, from source: String) {
    let invalid = suppressions.withLock { suppressions -> Suppressions.Invalid? in
      do throws(Suppressions.Invalid) {
        try suppressions.add(rules)
        return nil
      } catch { return error }
    }
    guard let invalid else { return }
    log("JSVM: \(source):\(invalid.line): \(invalid.reason); none of its rules holds\n")
  }
}

/// The text of a file; nil with `errno` set if it cannot be read.
private func contents(of path: String) -> String? {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return nil }
  defer { close(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = read(file, &buffer, buffer.count)
    if count < 0, errno == EINTR { continue }
    if count < 0 { return nil }
    if count == 0 { return String(decoding: bytes, as: UTF8.self) }
    bytes += buffer[..<count]
  }
}
