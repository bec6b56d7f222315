// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import CV8Shim
internal import Glibc
internal import SourceMap
internal import Synchronization

/// The source maps of the process: by script name a local file, read when the first error needs it.
struct SourceMaps {
  private enum Entry {
    case path(String)
    case map(SourceMap)
    /// The file cannot be read or is no source map: not tried again.
    case unusable
  }

  private var entries: [String: Entry] = [:]

  /// The last path for a script wins.
  mutating func set(_ path: String, for script: String) { entries[script] = .path(path) }

  mutating func map(for script: String) -> SourceMap? {
    switch entries[script] {
    case .map(let map): return map
    case .path(let path):
      guard let bytes = SourceMaps.read(path), let map = try? SourceMap(json: bytes) else {
        entries[script] = .unusable
        return nil
      }
      entries[script] = .map(map)
      return map
    case .unusable, nil: return nil
    }
  }

  /// A whole file, at most 256 MB.
  private static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= 256 << 20
    else { return nil }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Glibc.read(descriptor, buffer.baseAddress! + count, size - count)
        guard got > 0 else { return }
        count += got
      }
    }
    return bytes.count == size ? bytes : nil
  }
}

extension Env {
  /// Rewrites the positions of a script in error stacks from now on.
  func addSourceMap(
    _ path: UnsafePointer<CChar>, for script: UnsafePointer<CChar>?
  ) throws(Failure) {
    let script = String(cString: try require(script))
    let path = String(cString: path)
    Process.shared.sourceMaps.withLock { $0.set(path, for: script) }
    guard !vm.rewritesStacks else { return }
    vm.rewritesStacks = true
    v8s_isolate_rewrite_stacks(vm.isolate)
  }
}

extension VM {
  /// An error's stack with the positions of its sources.
  func rewritten(stack: v8s_value) -> v8s_value? {
    let length = v8s_string_utf8_length(isolate, stack)
    let bytes = [CChar](unsafeUninitializedCapacity: length) { buffer, count in
      count = v8s_string_write_utf8(isolate, stack, buffer.baseAddress, length)
    }
    let text = String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let rewriter = StackRewriter { script in
      Process.shared.sourceMaps.withLock { $0.map(for: script) }
    }
    var result = rewriter.rewrite(text)
    return result.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        v8s_string_utf8(isolate, $0.baseAddress, $0.count)
      }
    }
  }
}
