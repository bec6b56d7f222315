// SPDX-License-Identifier: Apache-2.0

internal import Control
internal import Door
internal import JSON
internal import Ledger

extension ControlTarget {
  /// `mark`: sets a mark.
  func answerMark(_ request: ControlRequest, _ reply: @escaping Reply) throws(ControlFailure) {
    guard let name = try request.text("name"), !name.isEmpty else {
      throw ControlFailure(.argument, "mark: name must be a text that is not empty")
    }
    try ask(request, reply) { vm throws(ControlFailure) in
      guard (try? vm.setMark(name)) != nil, let mark = vm.marks.newest(named: name) else {
        throw ControlFailure(.failed, "VM \(vm.id) has as many marks as it keeps")
      }
      return (vm.id, mark)
    } then: { vm, mark in
      var json = JSONWriter()
      json.object { json in
        json.member("schema", "jsvm.mark/1")
        json.member("vm", vm)
        json.member("name", mark.name)
        json.member("number", mark.number)
        json.member("references", mark.references)
      }
      return .result(json.text)
    }
  }

  /// `moment`: the beginning of an epoch, from which `held` counts. Nothing is kept, and no mark is set.
  func answerMoment(_ request: ControlRequest, _ reply: @escaping Reply) throws(ControlFailure) {
    try ask(request, reply) { vm in
      vm.beginEpoch()
      return (vm.id, vm.epochs.stamp.epoch)
    } then: { vm, epoch in
      var json = JSONWriter()
      json.object { json in
        json.member("schema", "jsvm.moment/1")
        json.member("vm", vm)
        json.member("epoch", epoch)
      }
      return .result(json.text)
    }
  }
}
