// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Synchronization
import Testing

@testable import JSVM

/// The engine of the test process, started once.
enum Engine {
  static let isStarted: Bool = {
    // Tests leak and misuse on purpose; what they find out they ask for, not read.
    let options = "leak_report=off:log_misuse=0:scope_check=report:log_path=/dev/null"
    setenv("JSVM_OPTIONS", options, 1)
    return OH_JSVM_Init(nil) == JSVM_OK
  }()

  /// Heap limits small enough that collection happens.
  static func createVM() throws -> JSVM_VM {
    #expect(isStarted)
    var options = JSVM_CreateVMOptions()
    options.maxOldGenerationSize = 64 << 20
    options.maxYoungGenerationSize = 2 << 20
    return try make { OH_JSVM_CreateVM(&options, $0) }
  }
}

/// The value that a call stores on success.
func make<T>(
  _ call: (UnsafeMutablePointer<T?>) -> JSVM_Status, _ location: SourceLocation = #_sourceLocation
) throws -> T {
  var value: T?
  #expect(call(&value) == JSVM_OK, sourceLocation: location)
  return try #require(value, sourceLocation: location)
}

/// As `make`, for what is stored in place.
func get<T>(
  _ initial: T, _ call: (UnsafeMutablePointer<T>) -> JSVM_Status,
  _ location: SourceLocation = #_sourceLocation
) -> T {
  var value = initial
  #expect(call(&value) == JSVM_OK, sourceLocation: location)
  return value
}

func flag(
  _ call: (UnsafeMutablePointer<Bool>) -> JSVM_Status, _ location: SourceLocation = #_sourceLocation
) -> Bool {
  get(false, call, location)
}

/// `JSVM_AUTO_LENGTH`, as Swift sees a `size_t`.
let autoLength = -1

/// A VM and an env, both open on this thread, with a handle scope.
final class Fixture {
  let vm: JSVM_VM
  let env: JSVM_Env
  /// Callback structs and the like that must outlive the env.
  var kept: [AnyObject] = []

  init(vm: JSVM_VM, env: JSVM_Env) {
    self.vm = vm
    self.env = env
  }

  /// The engine's own objects behind the handles.
  var coreVM: VM { core(vm) }
  var coreEnv: Env { Unmanaged<Env>.fromOpaque(UnsafeRawPointer(env)).takeUnretainedValue() }
}

func core(_ vm: JSVM_VM) -> VM {
  Unmanaged<VM>.fromOpaque(UnsafeRawPointer(vm)).takeUnretainedValue()
}

/// Runs a test in an env of its own and proves that nothing is left of it.
///
/// `leaks` says that the test leaves references, scopes or an exception behind on purpose; they must
/// then go with the env.
func withEnv(
  leaks: Bool = false, _ location: SourceLocation = #_sourceLocation,
  _ body: (Fixture) throws -> Void
) throws {
  let vm = try Engine.createVM()
  let vmScope = try make { OH_JSVM_OpenVMScope(vm, $0) }
  let env = try make { OH_JSVM_CreateEnv(vm, 0, nil, $0) }
  let envScope = try make { OH_JSVM_OpenEnvScope(env, $0) }
  let scope = try make { OH_JSVM_OpenHandleScope(env, $0) }
  let fixture = Fixture(vm: vm, env: env)
  let open = core(vm).scopes.count
  var failure: (any Error)?
  do { try body(fixture) } catch { failure = error }

  let core = core(vm)
  let isStrict = !leaks && failure == nil
  if isStrict {
    #expect(!flag { OH_JSVM_IsExceptionPending(env, $0) }, sourceLocation: location)
    #expect(core.scopes.count == open, "open handle scopes", sourceLocation: location)
    #expect(core.envScopes.count == 1, "open env scopes", sourceLocation: location)
  }
  #expect(OH_JSVM_CloseHandleScope(env, scope) == JSVM_OK, sourceLocation: location)
  #expect(OH_JSVM_CloseEnvScope(env, envScope) == JSVM_OK, sourceLocation: location)
  if isStrict {
    #expect(core.references.count == 0, "references", sourceLocation: location)
    #expect(core.deferreds.count == 0, "deferreds", sourceLocation: location)
    #expect(core.scripts.count == 0, "scripts", sourceLocation: location)
  }
  #expect(OH_JSVM_DestroyEnv(env) == JSVM_OK, sourceLocation: location)
  #expect(OH_JSVM_CloseVMScope(vm, vmScope) == JSVM_OK, sourceLocation: location)
  expectNothingLeft(core, location)
  #expect(OH_JSVM_DestroyVM(vm) == JSVM_OK, sourceLocation: location)
  withExtendedLifetime(fixture) {}
  if let failure { throw failure }
}

/// Whatever the user left: an env takes it along.
func expectNothingLeft(_ vm: VM, _ location: SourceLocation = #_sourceLocation) {
  #expect(vm.references.count == 0, "references", sourceLocation: location)
  // External strings end when the engine drops them, at the latest with the VM.
  let finalizers = vm.finalizers.slots.filter { $0.pointee.record.kind != .string }
  #expect(Array(finalizers).isEmpty, "finalizers", sourceLocation: location)
  #expect(vm.deferreds.count == 0, "deferreds", sourceLocation: location)
  #expect(vm.scripts.count == 0, "scripts", sourceLocation: location)
  #expect(vm.scopes.count == 0, "handle scopes", sourceLocation: location)
  #expect(vm.envs.isEmpty, "envs", sourceLocation: location)
  #expect(vm.envScopes.isEmpty && vm.vmScopes.isEmpty, "open scopes", sourceLocation: location)
  #expect(vm.owner.load(ordering: .acquiring) == 0, "owner", sourceLocation: location)
}
