// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Testing

@testable import JSVM

/// What property handlers under test were asked, and what they answer.
///
/// The handlers are C functions without a pointer of their own, so they find this one through
/// their data value, an external.
final class Interception {
  enum Access: String, CaseIterable, Sendable { case get, set, delete, list }

  struct Event: Equatable, CustomStringConvertible {
    let access: Access
    let isNamed: Bool
    let key: String
    var value = ""

    var description: String {
      let mark = isNamed ? "" : "#"
      return "\(access.rawValue) \(mark)\(key)\(value.isEmpty ? "" : "=" + value)"
    }
  }

  /// Answers an access; given the key and, for a set, the value.
  typealias Answer = (_ key: JSVM_Value?, _ value: JSVM_Value?) throws -> JSVM_Value?

  let fixture: Fixture
  var events: [Event] = []
  var receivers: [JSVM_Value?] = []
  var answers: [Access: Answer] = [:]
  /// Given as data to the named and to the indexed handlers.
  private(set) var named: JSVM_Value?
  private(set) var indexed: JSVM_Value?

  init(_ fixture: Fixture, _ answers: [Access: Answer] = [:]) throws {
    self.fixture = fixture
    self.answers = answers
    let address = Unmanaged.passUnretained(self).toOpaque()
    named = try make { OH_JSVM_CreateExternal(fixture.env, address, nil, nil, $0) }
    indexed = try make { OH_JSVM_CreateExternal(fixture.env, address, nil, nil, $0) }
  }

  /// The accesses so far, each as a word; forgets them.
  func take() -> [String] {
    defer { events = [] }
    return events.map(\.description)
  }

  fileprivate func run(
    _ access: Access, _ isNamed: Bool, _ key: JSVM_Value?, _ value: JSVM_Value?,
    _ receiver: JSVM_Value?
  ) -> JSVM_Value? {
    receivers.append(receiver)
    var event = Event(access: access, isNamed: isNamed, key: describe(key))
    if value != nil { event.value = describe(value) }
    events.append(event)
    do { return try answers[access]?(key, value) } catch {
      Issue.record(error)
      return nil
    }
  }

  /// A key or value as text; symbols by their description, in brackets.
  private func describe(_ value: JSVM_Value?) -> String {
    guard let value else { return "" }
    var type = JSVM_UNDEFINED
    #expect(OH_JSVM_Typeof(fixture.env, value, &type) == JSVM_OK)
    if type == JSVM_SYMBOL { return "[symbol]" }
    return (try? fixture.text(of: value)) ?? "?"
  }

  /// Handlers for the accesses that are asked for.
  func configuration(
    named: Set<Access> = Set(Access.allCases), indexed: Set<Access> = Set(Access.allCases)
  ) -> JSVM_PropertyHandlerConfigurationStruct {
    var result = JSVM_PropertyHandlerConfigurationStruct()
    result.namedPropertyData = self.named
    result.indexedPropertyData = self.indexed
    if named.contains(.get) { result.genericNamedPropertyGetterCallback = getNamed }
    if named.contains(.set) { result.genericNamedPropertySetterCallback = setNamed }
    if named.contains(.delete) { result.genericNamedPropertyDeleterCallback = deleteNamed }
    if named.contains(.list) { result.genericNamedPropertyEnumeratorCallback = listNamed }
    if indexed.contains(.get) { result.genericIndexedPropertyGetterCallback = getIndexed }
    if indexed.contains(.set) { result.genericIndexedPropertySetterCallback = setIndexed }
    if indexed.contains(.delete) { result.genericIndexedPropertyDeleterCallback = deleteIndexed }
    if indexed.contains(.list) { result.genericIndexedPropertyEnumeratorCallback = listIndexed }
    return result
  }
}

private func interception(_ env: JSVM_Env?, _ data: JSVM_Value?) -> Interception? {
  var address: UnsafeMutableRawPointer?
  guard OH_JSVM_GetValueExternal(env, data, &address) == JSVM_OK, let address else {
    Issue.record("a handler was called without its data")
    return nil
  }
  return Unmanaged<Interception>.fromOpaque(address).takeUnretainedValue()
}

private func getNamed(
  _ env: JSVM_Env?, _ key: JSVM_Value?, _ this: JSVM_Value?, _ data: JSVM_Value?
) -> JSVM_Value? {
  interception(env, data)?.run(.get, true, key, nil, this)
}

private func setNamed(
  _ env: JSVM_Env?, _ key: JSVM_Value?, _ value: JSVM_Value?, _ this: JSVM_Value?,
  _ data: JSVM_Value?
) -> JSVM_Value? {
  interception(env, data)?.run(.set, true, key, value, this)
}

private func deleteNamed(
  _ env: JSVM_Env?, _ key: JSVM_Value?, _ this: JSVM_Value?, _ data: JSVM_Value?
) -> JSVM_Value? {
  interception(env, data)?.run(.delete, true, key, nil, this)
}

private func listNamed(
  _ env: JSVM_Env?, _ this: JSVM_Value?, _ data: JSVM_Value?
) -> JSVM_Value? {
  interception(env, data)?.run(.list, true, nil, nil, this)
}

private func getIndexed(
  _ env: JSVM_Env?, _ key: JSVM_Value?, _ this: JSVM_Value?, _ data: JSVM_Value?
) -> JSVM_Value? {
  interception(env, data)?.run(.get, false, key, nil, this)
}

private func setIndexed(
  _ env: JSVM_Env?, _ key: JSVM_Value?, _ value: JSVM_Value?, _ this: JSVM_Value?,
  _ data: JSVM_Value?
) -> JSVM_Value? {
  interception(env, data)?.run(.set, false, key, value, this)
}

private func deleteIndexed(
  _ env: JSVM_Env?, _ key: JSVM_Value?, _ this: JSVM_Value?, _ data: JSVM_Value?
) -> JSVM_Value? {
  interception(env, data)?.run(.delete, false, key, nil, this)
}

private func listIndexed(
  _ env: JSVM_Env?, _ this: JSVM_Value?, _ data: JSVM_Value?
) -> JSVM_Value? {
  interception(env, data)?.run(.list, false, nil, nil, this)
}
