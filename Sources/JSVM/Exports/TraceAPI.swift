// SPDX-License-Identifier: Apache-2.0
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CJSVM

@c @implementation
public func OH_JSVM_TraceStart(
  _ count: Int, _ categories: UnsafePointer<JSVM_TraceCategory>?, _ tag: UnsafePointer<CChar>?,
  _ eventsCount: Int
) -> JSVM_Status {
  withProcess { process throws(Failure) in
    try process.startTrace(count, categories, tag, eventsCount)
  }
}

@c @implementation
public func OH_JSVM_TraceStop(
  _ stream: JSVM_OutputStream?, _ streamData: UnsafeMutableRawPointer?
) -> JSVM_Status {
  withProcess { process throws(Failure) in
    try process.stopTrace(require(stream), require(streamData))
  }
}
