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

/// Return addresses are followed by frame pointer through our own frames too.
let nativeFlags = [
  "-fno-omit-frame-pointer", "-fvisibility=hidden", "-fno-plt", "-Wall", "-Wextra",
]

/// Where Scripts/setup puts V8 when the system has none; nothing is there otherwise.
let runPath: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "-rpath=\(Context.packageDirectory)/.deps/lib"])
]

let package = Package(
  name: "jsvm",
  products: [
    // SwiftPM calls the file liblibjsvm.so; Scripts/build installs it as libjsvm.so, its SONAME.
    .library(name: "libjsvm", type: .dynamic, targets: ["libjsvm"])
  ],
  targets: [
    .systemLibrary(name: "CV8", pkgConfig: "jsvm-v8"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CBacktrace", pkgConfig: "jsvm-backtrace"),
    .target(
      name: "CJSVM", path: ".", sources: ["Sources/CJSVM"], publicHeadersPath: "Include",
      cSettings: [.define("JSVM_EXPERIMENTAL")]),
    .target(
      name: "CV8Shim", dependencies: ["CV8"], sources: nil, publicHeadersPath: "include",
      cxxSettings: [.unsafeFlags(nativeFlags + ["-fno-exceptions"])]),
    .target(
      name: "CNativeStack", dependencies: ["CBacktrace"], publicHeadersPath: "include",
      cSettings: [.unsafeFlags(nativeFlags)], cxxSettings: [.unsafeFlags(nativeFlags)]),
    .target(name: "SourceMap", swiftSettings: swiftSettings),
    .target(name: "Ledger", swiftSettings: swiftSettings + hotPathSettings),
    .target(
      name: "JSVM",
      dependencies: ["CJSVM", "CV8Shim", "CNativeStack", "CZlib", "Ledger", "SourceMap"],
      swiftSettings: swiftSettings + hotPathSettings + [
        .unsafeFlags(["-Xcc", "-DJSVM_EXPERIMENTAL"])
      ]),
    .target(
      name: "libjsvm", dependencies: ["JSVM"], exclude: ["exports.map"],
      linkerSettings: [
        .unsafeFlags([
          // Gold would put the names of thread-local variables into the dynamic table.
          "-use-ld=lld", "-static-stdlib", "-Xlinker", "-soname=libjsvm.so", "-Xlinker",
          "-rpath=$ORIGIN/jsvm",
          "-Xlinker", "--version-script=\(Context.packageDirectory)/Sources/libjsvm/exports.map",
        ])
      ]),
    .testTarget(
      name: "JSVMTests", dependencies: ["JSVM", "CJSVM", "CNativeStack", "CV8Shim", "Ledger"],
      swiftSettings: swiftSettings + [.unsafeFlags(["-Xcc", "-DJSVM_EXPERIMENTAL"])],
      linkerSettings: runPath),
    .testTarget(
      name: "SourceMapTests", dependencies: ["SourceMap"], swiftSettings: swiftSettings),
    .testTarget(name: "LedgerTests", dependencies: ["Ledger"], swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
