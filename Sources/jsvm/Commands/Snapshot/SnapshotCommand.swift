// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `jsvm snapshot`: the commands that read `.heapsnapshot` files are its subcommands.
struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot", abstract: "Takes and reads heap snapshots.",
    subcommands: [
      TakeCommand.self,
      SummaryCommand.self, DiffCommand.self, BetweenCommand.self, GrowthCommand.self,
      StringsCommand.self, CheckCommand.self, ReportCommand.self, VerifyCommand.self,
      RedactCommand.self, ConvertCommand.self, RetainersCommand.self, DominatorsCommand.self,
      LeaksCommand.self,
      CollectionsCommand.self, ClosuresCommand.self, ReferencesCommand.self, DetachedCommand.self,
      WhatIfCommand.self,
    ])
}
