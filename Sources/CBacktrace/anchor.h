// SPDX-License-Identifier: Apache-2.0
// Carries libbacktrace's search paths from jsvm-backtrace.pc to the targets that depend on CBacktrace.
