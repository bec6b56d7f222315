// SPDX-License-Identifier: Apache-2.0

/// What the kernel counts for the pages of one mapping, or of several together; bytes.
public struct PageUsage: Equatable, Sendable {
  /// The mapped address range, resident or not; without the parts that nobody may access.
  public var size: UInt64 = 0
  /// Resident pages, each divided by the number of processes that map it.
  public var pss: UInt64 = 0
  public var sharedClean: UInt64 = 0
  public var sharedDirty: UInt64 = 0
  public var privateClean: UInt64 = 0
  public var privateDirty: UInt64 = 0
  public var swap: UInt64 = 0
  public var swapPss: UInt64 = 0

  public init() {}

  public static func += (left: inout Self, right: Self) {
    left.size += right.size
    left.pss += right.pss
    left.sharedClean += right.sharedClean
    left.sharedDirty += right.sharedDirty
    left.privateClean += right.privateClean
    left.privateDirty += right.privateDirty
    left.swap += right.swap
    left.swapPss += right.swapPss
  }
}

extension PageUsage {
  /// The columns of a memory table, by hidumper's names and in its order.
  public enum Column: String, CaseIterable, Sendable {
    case pss = "Pss_Total"
    case sharedClean = "Shared_Clean"
    case sharedDirty = "Shared_Dirty"
    case privateClean = "Private_Clean"
    case privateDirty = "Private_Dirty"
    case swap = "Swap_Total"
    case swapPss = "SwapPss_Total"

    fileprivate var count: WritableKeyPath<PageUsage, UInt64> {
      switch self {
      case .pss: \.pss
      case .sharedClean: \.sharedClean
      case .sharedDirty: \.sharedDirty
      case .privateClean: \.privateClean
      case .privateDirty: \.privateDirty
      case .swap: \.swap
      case .swapPss: \.swapPss
      }
    }
  }

  public subscript(column: Column) -> UInt64 {
    get { self[keyPath: column.count] }
    set { self[keyPath: column.count] = newValue }
  }
}
