// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Ledger

/// Claims about the table of options.
struct OptionTableTests {
  @Test func keysAreDistinct() {
    #expect(Set(Options.rows.map(\.key)).count == Options.rows.count)
  }

  @Test func helpListsEveryOptionWithItsDefault() {
    #expect(
      Options.helpText == """
        JSVM_OPTIONS=key=value:key=value  ('…' or "…" around a value that contains ':')
          leak_check_at_exit=0 or 1 (default: 0)
                Report leaks at process exit; sets exit code.
          leak_report=off, summary or full (default: full with leak_check_at_exit, else summary)
                What is printed about leaks when an env, a VM or the process ends.
          leak_report_format=text, json or baseline (default: text)
                How full leak reports are written; baseline: as rules for a file.
          held=a number from 0 to 1048576 (default: 512)
                Largest heap, in MB, whose full leak reports say how much is held; 0: never.
          suppressions=a text (default: none)
                File of rules about leaks that are not reported.
          baseline=a text (default: none)
                File of such rules with ceilings (max=N).
          exitcode=a number from 0 to 255 (default: 23)
                Exit code of a process that leaked.
          log_path=a text (default: none)
                File for reports (%p: process id) instead of standard error.
          stack_depth=a number from 1 to 64 (default: 16)
                Native frames kept per creation site.
          js=off, top or full (default: top)
                Frames of script that belong to a creation site.
          log_misuse=0 or 1 (default: 0)
                Print misuse of the API as it happens.
          misuse_stacks=0 or 1 (default: 0)
                Print the stacks of each misuse with it.
          track_deletions=0 or 1 (default: 0)
                Keep the stacks of deletions for such records.
          scope_check=abort or report (default: abort)
                What JSVM_SCOPE_CHECK does with a value whose scope was closed.
          attribute_snapshots=0, 1 or flat (default: 1)
                Whether heap snapshots show what holds objects: per creation site, or in one flat list.
          control=0, 1 or a path (default: 0)
                Open a Unix socket at which the command jsvm can ask about the process.
          help=0 or 1 (default: 0)
                Print this list.

        """)
  }
}
