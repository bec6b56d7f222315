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
}
