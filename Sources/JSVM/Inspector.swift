// SPDX-License-Identifier: Apache-2.0

internal import CJSVM

// There is no inspector yet: each call checks its arguments and says that it cannot.
extension Env {
  func openInspector(_ host: UnsafePointer<CChar>?, port: UInt16) throws(Failure) {
    guard host != nil else { throw .invalidArgument }
    throw .generic
  }

  func openInspector(named name: UnsafePointer<CChar>?, pid: Int32) throws(Failure) {
    guard pid >= 0 else { throw .invalidArgument }
    throw .generic
  }

  func closeInspector() throws(Failure) { throw .generic }

  func waitForDebugger(breakNextLine: Bool) throws(Failure) { throw .generic }
}
