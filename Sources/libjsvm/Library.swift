// SPDX-License-Identifier: Apache-2.0

// The link step of libjsvm.so: nothing but the core's exports leaves the library.
@_exported import JSVM
