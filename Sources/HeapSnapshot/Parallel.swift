// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// How many threads share the work.
let processorCount = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

/// Runs `body(0)` to `body(count - 1)`, each once, on as many threads as there are processors.
/// Returns when all are done. Who finishes early takes the next number.
func inParallel(
  _ count: Int, threads: Int = processorCount, _ body: @escaping @Sendable (Int) -> Void
) {
  guard count > 1, threads > 1 else {
    for index in 0..<count { body(index) }
    return
  }
  let next = Counter()
  let work: @Sendable () -> Void = {
    while case let index = next.take(), index < count { body(index) }
  }
  let others = (1..<min(threads, count)).map { _ in Thread(work) }
  work()
  for other in others { other.join() }
}

private final class Counter: Sendable {
  private let value = Atomic<Int>(0)
  func take() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
}

/// A thread that runs one closure.
///
/// Made for work that needs all of a processor for seconds; deep recursion has no place here.
@safe final class Thread {
  private var handle = pthread_t()
  private let isRunning: Bool

  /// Starts the thread; runs the body at once, here, when the system has no thread to give.
  init(_ body: @escaping @Sendable () -> Void) {
    // Kept by the new thread alone: whoever holds the thread may be what the body holds.
    let box = unsafe Unmanaged.passRetained(Box(body)).toOpaque()
    var handle = pthread_t()
    let result = unsafe pthread_create(
      &handle, nil,
      { box in
        unsafe Unmanaged<Box>.fromOpaque(box!).takeRetainedValue().body()
        return nil
      }, box)
    isRunning = result == 0
    self.handle = handle
    if result != 0 {
      unsafe Unmanaged<Box>.fromOpaque(box).release()
      body()
    }
  }

  /// Waits for its end. Call once.
  func join() {
    if isRunning { _ = pthread_join(handle, nil) }
  }

  private final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

/// Two pieces of work at the same time; both results.
func both<First, Second>(
  _ first: @escaping @Sendable () -> First, _ second: @escaping @Sendable () -> Second
) -> (First, Second) {
  guard processorCount > 1 else { return (first(), second()) }
  let box = Later<Second>()
  let thread = Thread { box.value = second() }
  let result = first()
  thread.join()
  return (result, box.value!)
}

/// Written by one thread, read by another after it has been joined.
private final class Later<Value>: @unchecked Sendable { var value: Value? }
