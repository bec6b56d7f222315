// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A package of its own, so that the library's description of its build has no benchmark in it.
let package = Package(
  name: "snapshot-benchmark",
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CZstd"),
    .target(name: "JSON", swiftSettings: swiftSettings),
    .target(
      name: "HeapSnapshot", dependencies: ["CZlib", "CZstd", "JSON"],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "analyse", dependencies: ["HeapSnapshot"],
      linkerSettings: [.unsafeFlags(["-static-stdlib"]), .linkedLibrary("zstd")]),
  ],
  swiftLanguageModes: [.v6]
)
