// SPDX-License-Identifier: Apache-2.0

import CNativeStack
import Testing

/// Claims about `native_walks`: a stack is recognised by every word of it, or not at all.
struct StackWalksTests {
  @Test func aStackIsRecognised() throws {
    try withWalks { walks in
      let answers = [7, nil, nil].map { outer(walks, learning: $0) }
      #expect(answers == [nil, 7, 7])
    }
  }

  @Test func anotherCallerFurtherOutIsAnotherStack() throws {
    try withWalks { walks in
      // The frames lie where they lay; the return address of one of them differs.
      let first = outer(walks, learning: 7)
      let second = outer(walks, learning: nil)
      #expect(first == nil && second == nil)
    }
  }

  @Test func theLimitAndTheTagBelongToIt() throws {
    try withWalks { walks in
      let limit = native_stack_here()
      let asked: [(learned: UInt32?, limit: UInt, tag: UInt64)] = [
        (7, 0, 1), (nil, 0, 1), (nil, 0, 2), (nil, limit, 1),
      ]
      let answers = asked.map { outer(walks, learning: $0.learned, limit: $0.limit, tag: $0.tag) }
      #expect(answers == [nil, 7, nil, nil])
    }
  }

  @Test func aStackPushesOutTheOneInItsPlace() throws {
    try withWalks { walks in
      let asked: [(learned: UInt32?, tag: UInt64)] = [(7, 1), (8, 2), (nil, 1), (nil, 2)]
      let answers = asked.map { outer(walks, learning: $0.learned, tag: $0.tag) }
      #expect(answers == [nil, nil, nil, 8])
    }
  }

  @Test func depthsOfARecursionAreToldApart() throws {
    try withWalks { walks in
      let depths: [UInt32] = Array(0..<64)
      let answers = [true, false].map { learns in
        depths.map { below($0, walks, learning: learns ? $0 : nil) }
      }
      let known = zip(answers[1], depths).filter { $0.0 != nil }
      #expect(known.allSatisfy { $0.0 == $0.1 } && known.count >= 4)
    }
  }

  private func withWalks(_ body: (UnsafeMutablePointer<native_walks>) -> Void) throws {
    let walks = try #require(native_walks_new(16))
    defer { native_walks_delete(walks) }
    body(walks)
  }

  @inline(never)
  private func outer(
    _ walks: UnsafeMutablePointer<native_walks>, learning answer: UInt32?, limit: UInt = 0,
    tag: UInt64 = 1
  ) -> UInt32? {
    let found = inner(walks, answer, limit, tag)
    return found.map { $0 + 0 }
  }

  @inline(never)
  private func below(
    _ depth: UInt32, _ walks: UnsafeMutablePointer<native_walks>, learning answer: UInt32?
  ) -> UInt32? {
    let found =
      depth == 0 ? inner(walks, answer, 0, 1) : below(depth - 1, walks, learning: answer)
    return found.map { $0 + 0 }
  }

  /// What is known of this stack; or remembers it.
  @inline(never)
  private func inner(
    _ walks: UnsafeMutablePointer<native_walks>, _ answer: UInt32?, _ limit: UInt, _ tag: UInt64
  ) -> UInt32? {
    let first = native_stack_here()
    if let answer {
      native_walks_remember(walks, first, limit, tag, answer)
      return nil
    }
    return UInt32(exactly: native_walks_find(walks, first, limit, tag))
  }
}
