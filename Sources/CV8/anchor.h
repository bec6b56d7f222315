// SPDX-License-Identifier: Apache-2.0
// Carries V8's search paths and library name from jsvm-v8.pc to the targets that depend on CV8.
// Empty on purpose: V8's headers are C++ and are included by CV8Shim alone.
