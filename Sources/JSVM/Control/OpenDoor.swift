// SPDX-License-Identifier: Apache-2.0

internal import CJSVM
internal import Door
internal import Ledger
internal import Synchronization

/// The control door of the process, if it is open.
struct OpenDoor: Sendable {
  var door: ControlDoor?
}

extension Process {
  /// Opens the door that an option asks for. Says why if that fails; the program runs without.
  func openDoorOfOptions() {
    guard let control = options.control else { return }
    do throws(DoorError) { try openDoor(at: control.path) } catch {
      log("JSVM: no control door: \(error.message)\n")
    }
  }

  /// Opens the door where the caller wants it, or NULL: where it is looked for.
  func openControl(_ path: UnsafePointer<CChar>?) throws(Failure) {
    guard isStarted, isOriginal else { throw .generic }
    do throws(DoorError) { try openDoor(at: path.map { String(cString: $0) }) } catch {
      log("JSVM: no control door: \(error.message)\n")
      throw .generic
    }
  }

  private func openDoor(at path: String?) throws(DoorError) {
    try door.withLock { open throws(DoorError) in
      guard open.door == nil else { throw DoorError("\(open.door?.path ?? ""): is open already") }
      open.door = try ControlDoor.open(at: path, for: ControlTarget())
    }
  }

  /// Closes the door, and with it every connection.
  func closeControl() throws(Failure) {
    guard isOriginal, let door = door.withLock({ $0.door.take() }) else { throw .generic }
    door.close()
  }

  /// At the end of the process: removes the door's file, and waits for what is being answered in a VM.
  func leaveDoor() {
    guard isOriginal else { return }
    door.withLock { $0.door?.remove() }
    hasEnded.store(true, ordering: .sequentiallyConsistent)
    for vm in addresses { vm.waitForVisitor() }
  }

  /// In a forked child: the door stays the parent's alone.
  func leaveDoorToParent() { ControlDoor.leaveToParent() }
}
