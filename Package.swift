// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// For the code that every API call runs through. The exclusivity that debug builds and tests check
/// costs 43 ns a native callback; merging alike exports makes them call their bodies indirectly.
let hotPathSettings: [SwiftSetting] = [
  .unsafeFlags(
    ["-enforce-exclusivity=unchecked", "-Xllvm", "-swiftmergefunc-threshold=0"],
    .when(configuration: .release))
]

/// For code of which the library uses a part: else everything public counts as used when it is linked.
let unusedSettings: [SwiftSetting] = [
  .unsafeFlags(["-Xfrontend", "-internalize-at-link"], .when(configuration: .release))
]

/// For the library's code: without the regular expressions that Swift else imports unasked. One use of
/// them, such as `contains` with a text, links all of them: 1.3 MB.
let librarySettings: [SwiftSetting] =
  swiftSettings + [
    .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])
  ]

/// Return addresses are followed by frame pointer through our own frames too.
let nativeFlags = [
  "-fno-omit-frame-pointer", "-fvisibility=hidden", "-fno-plt", "-Wall", "-Wextra",
]

/// For what reads snapshot files. It stands here and not in CZstd's module map because the library, which
/// reads none, would have it too: what bitcode names is needed, called or not.
let zstd: LinkerSetting = .linkedLibrary("zstd")

/// Where Scripts/setup puts V8 when the system has none; nothing is there otherwise.
let runPath: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "-rpath=\(Context.packageDirectory)/.deps/lib"])
]

/// `Scripts/build-sqlite` sets the variable; without it GRDB is neither fetched nor built.
let hasSQLite = Context.environment["JSVM_SQLITE"] != nil

let package = Package(
  name: "jsvm",
  products: [
    // SwiftPM calls the file liblibjsvm.so; Scripts/build installs it as libjsvm.so, its SONAME.
    .library(name: "libjsvm", type: .dynamic, targets: ["libjsvm"]),
    .executable(name: "jsvm", targets: ["jsvm"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    .systemLibrary(name: "CV8", pkgConfig: "jsvm-v8"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CZstd"),
    .systemLibrary(name: "CBacktrace", pkgConfig: "jsvm-backtrace"),
    .target(
      name: "CJSVM", path: ".", sources: ["Sources/CJSVM"], publicHeadersPath: "Include",
      cSettings: [.define("JSVM_EXPERIMENTAL")]),
    .target(
      name: "CV8Shim", dependencies: ["CV8"], sources: nil, publicHeadersPath: "include",
      // V8 is built without type information and exceptions, and so are those who derive from its
      // classes and hold its scopes.
      cxxSettings: [.unsafeFlags(nativeFlags + ["-fno-rtti", "-fno-exceptions"])]),
    .target(
      name: "CNativeStack", dependencies: ["CBacktrace"], publicHeadersPath: "include",
      cSettings: [.unsafeFlags(nativeFlags)], cxxSettings: [.unsafeFlags(nativeFlags)]),
    .target(name: "JSON", swiftSettings: librarySettings),
    .target(name: "Control", dependencies: ["JSON"], swiftSettings: librarySettings),
    .target(name: "SourceMap", dependencies: ["JSON"], swiftSettings: librarySettings),
    .target(name: "Telemetry", dependencies: ["JSON"], swiftSettings: swiftSettings),
    .target(
      name: "HeapSnapshot", dependencies: ["CZlib", "CZstd", "JSON"],
      swiftSettings: librarySettings + unusedSettings + [.strictMemorySafety()]),
    .target(name: "SnapshotFilter", swiftSettings: librarySettings + hotPathSettings),
    .target(
      name: "Ledger", dependencies: ["JSON"], swiftSettings: librarySettings + hotPathSettings),
    .target(
      name: "Door",
      dependencies: [
        "Control", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: librarySettings),
    .target(
      name: "JSVM",
      dependencies: [
        "CJSVM", "CV8Shim", "CNativeStack", "CZlib", "Control", "Door", "HeapSnapshot", "JSON",
        "Ledger", "SnapshotFilter", "SourceMap",
      ],
      swiftSettings: librarySettings + hotPathSettings + [
        .unsafeFlags(["-Xcc", "-DJSVM_EXPERIMENTAL"])
      ]),
    .target(
      name: "libjsvm", dependencies: ["JSVM"], exclude: ["exports.map"],
      swiftSettings: librarySettings,
      linkerSettings: [
        // Only links that optimise drop what reads files.
        .linkedLibrary("zstd", .when(configuration: .debug)),
        .unsafeFlags([
          // Gold would put the names of thread-local variables into the dynamic table.
          "-use-ld=lld", "-static-stdlib", "-Xlinker", "-soname=libjsvm.so", "-Xlinker",
          "-rpath=$ORIGIN/jsvm",
          // 34,000 relative relocations in 7 KB instead of 800; glibc knows them since 2.36.
          "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs",
          "-Xlinker", "--version-script=\(Context.packageDirectory)/Sources/libjsvm/exports.map",
          // What a call of some ns costs depends on where its few branches lie in a cache line.
          "-Xlinker", "-mllvm", "-Xlinker", "-align-all-functions=6",
        ]),
      ]),
    .executableTarget(
      name: "jsvm",
      dependencies: [
        "Control", "HeapSnapshot", "JSON", "Ledger", "Telemetry",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings,
      linkerSettings: [
        // No engine and no shared Swift runtime to load: the command starts at once, anywhere.
        .unsafeFlags(["-use-ld=lld", "-static-stdlib", "-Xlinker", "--gc-sections"]),
        // What static FoundationEssentials, of which ArgumentParser takes a little, does not name.
        .linkedLibrary("_FoundationCollections"), .linkedLibrary("_FoundationCShims"),
        .linkedLibrary("swiftSynchronization"), zstd,
      ]),
    .testTarget(
      name: "JSVMTests",
      dependencies: [
        "JSVM", "CJSVM", "CNativeStack", "CV8Shim", "Control", "Door", "JSON", "Ledger", "SplitMix",
      ],
      swiftSettings: swiftSettings + [.unsafeFlags(["-Xcc", "-DJSVM_EXPERIMENTAL"])],
      linkerSettings: runPath + [zstd]),
    .target(name: "SplitMix", path: "Tests/SplitMix", swiftSettings: swiftSettings),
    .testTarget(
      name: "HeapSnapshotTests", dependencies: ["HeapSnapshot", "SplitMix"], exclude: ["Samples"],
      swiftSettings: swiftSettings, linkerSettings: [zstd]),
    .testTarget(
      name: "SourceMapTests", dependencies: ["JSON", "SourceMap", "SplitMix"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "TelemetryTests", dependencies: ["JSON", "Telemetry"],
      exclude: ["Samples"], swiftSettings: swiftSettings),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: swiftSettings),
    .testTarget(
      name: "ControlTests", dependencies: ["Control", "JSON"], swiftSettings: swiftSettings),
    .testTarget(
      name: "DoorTests", dependencies: ["Control", "Door", "JSON"], swiftSettings: swiftSettings),
    .testTarget(
      name: "LedgerTests", dependencies: ["Ledger", "SplitMix"], swiftSettings: swiftSettings),
    .testTarget(
      name: "SnapshotFilterTests", dependencies: ["SnapshotFilter", "SplitMix"],
      swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

if hasSQLite {
  package.dependencies.append(.package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"))
  package.products.append(.executable(name: "jsvm-sqlite", targets: ["jsvm-sqlite"]))
  package.targets.append(
    .executableTarget(
      name: "jsvm-sqlite",
      dependencies: [
        "HeapSnapshot",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: swiftSettings,
      linkerSettings: [.unsafeFlags(["-use-ld=lld", "-Xlinker", "--gc-sections"]), zstd]))
}
