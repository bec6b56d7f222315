// SPDX-License-Identifier: Apache-2.0

public import JSON

/// Says where the bytes stop being a source map; what spoils one is an error in its text.
///
/// Positions count from the first byte given, prefix line and byte order mark included.
public typealias SourceMapError = JSONError
