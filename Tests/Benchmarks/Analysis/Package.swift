// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// A package of its own, so that the library's description of its build has no benchmark in it.
let package = Package(
  name: "snapshot-benchmark",
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd"),
    .target(
      name: "HeapSnapshot", dependencies: ["CZlib", "CZstd"],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ]),
    .executableTarget(
      name: "analyse", dependencies: ["HeapSnapshot"],
      linkerSettings: [.unsafeFlags(["-static-stdlib"])]),
  ],
  swiftLanguageModes: [.v6]
)
