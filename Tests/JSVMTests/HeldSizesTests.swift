// SPDX-License-Identifier: Apache-2.0

import CJSVM
import Glibc
import Ledger
import Testing

@testable import JSVM

/// Claims about what sites keep alive, as a forked child or this process finds out.
struct HeldSizesTests {
  /// Bytes of what `hold` makes: an array's elements, and what lies around them.
  private static let payload: UInt64 = 8 * 8000

  private typealias Plant = @Sendable (Fixture, JSVM_Value) throws -> JSVM_Ref

  /// Two places that create references.
  private static let plants: [Plant] = [
    { fixture, value in try make { OH_JSVM_CreateReference(fixture.env, value, 1, $0) } },
    { fixture, value in try make { OH_JSVM_CreateReference(fixture.env, value, 1, $0) } },
  ]

  /// A reference to a new object with an array.
  private func hold(
    _ fixture: Fixture, _ source: String = HeldSizesTests.object, plant: Int = 0
  ) throws -> JSVM_Ref {
    try fixture.scope { try Self.plants[plant](fixture, fixture.run(source)) }
  }

  private static let object = "({items: new Array(8000).fill(0.5)})"

  private func site(of reference: JSVM_Ref, _ fixture: Fixture) throws -> SiteID {
    try #require(fixture.coreVM.references.find(SlabKey(reference))).pointee.record.site
  }

  private func delete(_ references: [JSVM_Ref], _ fixture: Fixture) {
    for reference in references {
      #expect(OH_JSVM_DeleteReference(fixture.env, reference) == JSVM_OK)
    }
  }

  /// In a process of its own, as every fork.
  private static func sizes(
    _ fixture: Fixture, _ request: HeldRequest = HeldRequest()
  ) throws -> HeldSizes {
    let measurement = try fixture.coreVM.attributeHeap(request)
    #expect(measurement.isForked)
    return try measurement.result().get()
  }

  private func isClose(_ bytes: UInt64, _ expected: UInt64) -> Bool {
    bytes >= expected && bytes < expected + expected / 50
  }

  @Test func aSiteHoldsWhatItsReferencesHold() async {
    await #expect(processExitsWith: .success) {
      let tests = HeldSizesTests()
      try withEnv { fixture in
        let many = try (0..<5).map { _ in try tests.hold(fixture) }
        let one = try tests.hold(fixture, plant: 1)
        let collections = fixture.coreVM.collections
        let sizes = try Self.sizes(fixture)
        let (first, second) = try (
          #require(sizes[tests.site(of: many[0], fixture)]),
          #require(sizes[tests.site(of: one, fixture)])
        )
        #expect(tests.isClose(first.exclusive, 5 * Self.payload), "\(first)")
        #expect(tests.isClose(second.exclusive, Self.payload), "\(second)")
        #expect((first.strong, first.weak) == (5, 0))
        #expect(first.inclusive == first.exclusive)
        #expect(sizes.sites.map(\.site) == [first.site, second.site])
        // The shape of all the objects is nobody's alone.
        let sum = first.exclusive + second.exclusive
        #expect(sizes.together >= sum && sizes.together < sum + 1000, "\(sizes.together), \(sum)")
        #expect(sizes.heapBytes > sizes.together)
        let index = SlabKey(one).index
        #expect(second.example.hasPrefix("#\(index) {items} @"), "\(second.example)")
        #expect(second.example.contains(" --items (property)---> Array @"), "\(second.example)")
        #expect(second.example.hasSuffix(" [64KB]"), "\(second.example)")
        // The parent's heap is as it was: no names, no collection.
        #expect(fixture.coreVM.siteLabels[first.site] == nil)
        #expect(fixture.coreVM.collections == collections)
        tests.delete(many + [one], fixture)
        #expect(try Self.sizes(fixture).sites.isEmpty)
      }
    }
  }

  @Test func whatTwoSitesHoldIsNeithersAlone() async {
    await #expect(processExitsWith: .success) {
      let tests = HeldSizesTests()
      try withEnv { fixture in
        let made = try fixture.scope {
          let value = try fixture.run(Self.object)
          return try Self.plants.map { try $0(fixture, value) }
        }
        let sizes = try Self.sizes(fixture)
        #expect(sizes.sites.count == 2)
        for held in sizes.sites {
          #expect(held.exclusive == 0)
          #expect(tests.isClose(held.inclusive, Self.payload))
        }
        #expect(tests.isClose(sizes.together, Self.payload))
        let site = try tests.site(of: made[0], fixture)
        let deletion = try #require(Self.sizes(fixture, HeldRequest(deleting: site)).deletion)
        #expect(deletion.site == site)
        #expect(deletion.freedBytes == 0 && deletion.survivorCount == 1)
        let path = try #require(deletion.survivors.first)
        #expect(path.contains("JSVM_Ref HeldSizesTests.swift:"), "\(path)")
        #expect(path.hasSuffix("[64.2KB]") && path.contains("{items}"), "\(path)")
        tests.delete(made, fixture)
      }
    }
  }

  @Test func deletionsFreeWhatASiteHoldsAlone() async {
    await #expect(processExitsWith: .success) {
      let tests = HeldSizesTests()
      try withEnv { fixture in
        try fixture.run("globalThis.kept = \(Self.object); 0")
        let made = try ["kept", Self.object].map { try tests.hold(fixture, $0) }
        let site = try tests.site(of: made[0], fixture)
        let sizes = try Self.sizes(fixture, HeldRequest(deleting: site))
        let (held, deletion) = try (#require(sizes[site]), #require(sizes.deletion))
        #expect(held.strong == 2)
        #expect(tests.isClose(held.exclusive, Self.payload))
        #expect(tests.isClose(held.inclusive, 2 * Self.payload))
        #expect(deletion.freedBytes == held.exclusive && deletion.freedCount > 1)
        #expect(deletion.survivorCount == 1)
        #expect(deletion.survivors[0].contains("--kept (property)--->"), "\(deletion)")
        tests.delete(made, fixture)
      }
    }
  }

  @Test func selectionsLeaveTheRestAsHolders() async {
    await #expect(processExitsWith: .success) {
      let tests = HeldSizesTests()
      try withEnv { fixture in
        let vm = fixture.coreVM
        let other = try make { OH_JSVM_CreateEnv(fixture.vm, 0, nil, $0) }
        var made: [JSVM_Ref] = []
        for env in [fixture.env, fixture.env, other] {
          made.append(
            try fixture.scope {
              let value = try fixture.run(Self.object)
              return try make { OH_JSVM_CreateReference(env, value, 1, $0) }
            })
        }
        let site = try tests.site(of: made[0], fixture)
        #expect(try Self.sizes(fixture)[site]?.strong == 3)
        var request = HeldRequest()
        request.selection.env = fixture.coreEnv.id
        var held = try #require(Self.sizes(fixture, request)[site])
        #expect(held.strong == 2 && tests.isClose(held.exclusive, 2 * Self.payload))
        // What leak reports leave out is no leak's.
        #expect(JSVM_Memory_IgnoreReference(fixture.env, made[0]) == JSVM_OK)
        request.selection.isOfLeaks = true
        held = try #require(Self.sizes(fixture, request)[site])
        #expect(held.strong == 1 && tests.isClose(held.exclusive, Self.payload))
        var mark: JSVM_Memory_MarkId = 0
        #expect(JSVM_Memory_Mark(fixture.vm, "mark", &mark) == JSVM_OK)
        request = HeldRequest()
        request.selection.since = try vm.mark(mark)?.epoch
        #expect(try Self.sizes(fixture, request).sites.isEmpty)
        // A second reference to the object of one that is left out is not its only holder.
        let again = try fixture.scope {
          try fixture.reference(#require(fixture.value(of: made[0])), 1)
        }
        held = try #require(Self.sizes(fixture, request)[tests.site(of: again, fixture)])
        #expect(held.strong == 1 && held.exclusive == 0 && held.inclusive > Self.payload)
        tests.delete([again] + Array(made[..<2]), fixture)
        #expect(OH_JSVM_DeleteReference(other, made[2]) == JSVM_OK)
        #expect(OH_JSVM_DestroyEnv(other) == JSVM_OK)
      }
    }
  }

  @Test func whereThereIsNoChildItIsDoneHere() throws {
    try withEnv { fixture in
      let reference = try hold(fixture)
      let vm = fixture.coreVM
      let sizes = try vm.heldSizes(HeldRequest()).get()
      let held = try #require(sizes[site(of: reference, fixture)])
      #expect(isClose(held.exclusive, Self.payload))
      #expect(vm.attribution == nil && vm.siteLabels[held.site] != nil)
      delete([reference], fixture)
    }
  }

  @Test func aChildThatTakesTooLongIsEnded() async {
    await #expect(processExitsWith: .success) {
      try withEnv { fixture in
        // Longer than a second, which is the least that can be asked for.
        try fixture.run("globalThis.kept = []; for (let i = 0; i < 500000; i++) kept.push({i}); 0")
        let measurement = try fixture.coreVM.attributeHeap(HeldRequest(seconds: 1))
        #expect(measurement.result() == .failure(.tooLong))
        // No child is left, not even of one that nobody asks.
        _ = try fixture.coreVM.attributeHeap()
        #expect(waitpid(-1, nil, 0) == -1 && errno == ECHILD)
      }
    }
  }

  @Test func anUnknownSiteIsNoQuestion() throws {
    try withEnv { fixture in
      let site = SiteID(rawValue: 1 << 20)
      #expect(throws: Failure.self) {
        try fixture.coreVM.attributeHeap(HeldRequest(deleting: site))
      }
    }
  }

  @Test func tablesAreReadBack() {
    let sizes = HeldSizes(
      sites: [
        HeldSizes.Held(
          site: SiteID(rawValue: 7), strong: 1, weak: 2, exclusive: 1 << 40, inclusive: .max,
          example: "#1 Wid\u{1F600}get @3 [1 byte]",
          cycle: HeldSizes.Cycle(count: 3, owner: SiteID(rawValue: 9), example: "#1")),
        HeldSizes.Held(
          site: SiteID(rawValue: 0), strong: 0, weak: 1, exclusive: 0, inclusive: 0, example: ""),
      ], heapBytes: 99, together: 98,
      fewest: [HeldSizes.Share(site: SiteID(rawValue: 7), bytes: 77)], scopeBytes: 76,
      deletion: HeldSizes.Deletion(
        site: SiteID(rawValue: 7), freedBytes: 5, freedCount: 4, survivorCount: 3,
        survivors: ["a\nb", ""]))
    let answers: [Result<HeldSizes, HeldFailure>] = [
      .success(sizes), .success(HeldSizes()), .failure(.noSnapshot),
    ]
    for answer in answers {
      let bytes = HeldSizes.encoded(answer)
      #expect(HeldSizes.decoded(bytes) == answer)
      for count in 0..<bytes.count {
        #expect(HeldSizes.decoded(Array(bytes[..<count])) == .failure(.ended))
      }
    }
  }
}
