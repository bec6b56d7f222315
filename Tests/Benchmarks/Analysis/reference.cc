// SPDX-License-Identifier: Apache-2.0
//
// A plain analyser of V8's heap snapshots: what the computation costs without the library's care,
// and a second opinion on its answers. Reads only what V8 writes; trusts its input.
//
//   c++ -O3 -march=native -std=c++17 reference.cc -o reference && ./reference FILE
//
// Prints the numbers of nodes and edges, the root's retained size and a hash of all retained sizes.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <vector>

namespace {

using std::string_view;
using std::vector;

enum NodeType : uint8_t { kHidden, kArray, kNative = 8, kSynthetic };
enum EdgeType : uint8_t { kElement = 1, kInternal = 3, kHiddenEdge = 4, kShortcut, kWeak };

struct Heap {
  uint32_t node_count = 0, edge_count = 0;
  vector<uint8_t> node_type, edge_type;
  vector<uint32_t> node_name, node_id, first_edge, edge_name, target;
  vector<uint64_t> size;
  vector<string_view> strings;
};

// --- reading --------------------------------------------------------------------------------

uint64_t Number(const char*& at) {
  while (*at < '0' || *at > '9') ++at;
  uint64_t value = 0;
  for (; *at >= '0' && *at <= '9'; ++at) value = value * 10 + (*at - '0');
  return value;
}

// The text between the brackets of an array, which ends at the first closing one.
string_view Section(string_view text, size_t& from, string_view key) {
  size_t start = text.find(key, from);
  if (start == string_view::npos) exit(2);
  start += key.size();
  const void* end = memchr(text.data() + start, ']', text.size() - start);
  if (!end) exit(2);
  from = static_cast<const char*>(end) - text.data();
  return text.substr(start, from - start);
}

void ReadStrings(string_view text, Heap& heap) {
  const char* at = text.data();
  const char* end = at + text.size();
  while ((at = static_cast<const char*>(memchr(at, '"', end - at)))) {
    const char* start = ++at;
    for (; *at != '"'; ++at) at += *at == '\\';
    heap.strings.emplace_back(start, at - start);
    if (++at == end || *at == ']') return;
  }
}

Heap Read(string_view text) {
  Heap heap;
  size_t at = 0;
  string_view meta = text.substr(0, text.find("\"nodes\":["));
  const bool traced = meta.find("\"trace_node_id\"") < meta.find("\"node_types\"");
  const uint32_t fields = traced ? 7 : 6;
  string_view nodes = Section(text, at, "\"nodes\":[");
  string_view edges = Section(text, at, "\"edges\":[");
  auto numbers = [](string_view section) {
    return std::count(section.begin(), section.end(), ',') + 1;
  };
  heap.node_count = numbers(nodes) / fields;
  heap.edge_count = numbers(edges) / 3;
  auto read_nodes = [&] {
    heap.node_type.resize(heap.node_count);
    heap.node_name.resize(heap.node_count);
    heap.node_id.resize(heap.node_count);
    heap.size.resize(heap.node_count);
    heap.first_edge.resize(heap.node_count + 1);
    const char* p = nodes.data();
    for (uint32_t node = 0; node < heap.node_count; ++node) {
      heap.node_type[node] = Number(p);
      heap.node_name[node] = Number(p);
      heap.node_id[node] = Number(p);
      heap.size[node] = Number(p);
      heap.first_edge[node + 1] = heap.first_edge[node] + Number(p);
      for (uint32_t field = 5; field < fields; ++field) Number(p);
    }
  };
  std::thread other(read_nodes);
  heap.edge_type.resize(heap.edge_count);
  heap.edge_name.resize(heap.edge_count);
  heap.target.resize(heap.edge_count);
  const char* p = edges.data();
  for (uint32_t edge = 0; edge < heap.edge_count; ++edge) {
    heap.edge_type[edge] = Number(p);
    heap.edge_name[edge] = Number(p);
    heap.target[edge] = Number(p) / fields;
  }
  size_t strings = text.rfind("\"strings\":[");
  ReadStrings(text.substr(strings + strlen("\"strings\":[")), heap);
  other.join();
  return heap;
}

// --- rules ----------------------------------------------------------------------------------

template <class Body>
void ForEachEdge(const Heap& heap, uint32_t node, Body body) {
  for (uint32_t e = heap.first_edge[node]; e < heap.first_edge[node + 1]; ++e) body(e);
}

bool Owned(const Heap& heap, uint32_t node) {
  switch (heap.node_type[node]) {
    case kHidden:
    case kArray:
      return true;
    case kNative:
      return heap.strings[heap.node_name[node]] == "system / ExternalStringData";
    default:
      return false;
  }
}

// Gives the sizes of what has no owner of its own to the only one that holds it.
void MoveSizes(Heap& heap) {
  constexpr uint32_t kNobody = ~0u, kSeveral = ~0u - 1;
  bool has_user_root = false;
  ForEachEdge(heap, 0, [&](uint32_t e) {
    uint32_t child = heap.target[e];
    has_user_root |= heap.node_type[child] != kSynthetic ||
                     heap.strings[heap.node_name[child]] == "(Document DOM trees)";
  });
  if (!has_user_root) return;
  vector<uint32_t> owner(heap.node_count), pending;
  for (uint32_t node = 0; node < heap.node_count; ++node) {
    owner[node] = Owned(heap, node) ? kNobody : node;
    if (owner[node] == node) pending.push_back(node);
  }
  while (!pending.empty()) {
    uint32_t node = pending.back();
    pending.pop_back();
    ForEachEdge(heap, node, [&](uint32_t e) {
      uint32_t child = heap.target[e], known = owner[child];
      if (heap.edge_type[e] == kWeak || known == child || known == owner[node] ||
          known == kSeveral) {
        return;
      }
      owner[child] = known == kNobody ? owner[node] : kSeveral;
      pending.push_back(child);
    });
  }
  for (uint32_t node = 0; node < heap.node_count; ++node) {
    uint32_t to = owner[node];
    if (to >= kSeveral || to == node || to == 0 || heap.node_type[to] == kSynthetic) continue;
    heap.size[to] += heap.size[node];
    heap.size[node] = 0;
  }
}

// What the page reaches from the root's shortcuts and from the DOM.
vector<bool> PageObjects(const Heap& heap) {
  vector<bool> page(heap.node_count);
  vector<uint32_t> pending;
  auto reach = [&](uint32_t node) {
    if (page[node]) return;
    page[node] = true;
    pending.push_back(node);
  };
  ForEachEdge(heap, 0, [&](uint32_t e) {
    uint32_t child = heap.target[e];
    bool is_dom = heap.node_type[child] == kSynthetic &&
                  heap.strings[heap.node_name[child]] == "(Document DOM trees)";
    if (heap.edge_type[e] == kShortcut || (heap.edge_type[e] == kElement && is_dom)) reach(child);
  });
  while (!pending.empty()) {
    uint32_t node = pending.back();
    pending.pop_back();
    ForEachEdge(heap, node, [&](uint32_t e) {
      if (heap.edge_type[e] != kWeak) reach(heap.target[e]);
    });
  }
  return page;
}

// The object id of a WeakMap's table by string; 0 for names that tell of no pair.
vector<uint32_t> Tables(const Heap& heap) {
  vector<uint32_t> tables(heap.strings.size());
  for (size_t index = 0; index < heap.strings.size(); ++index) {
    string_view name = heap.strings[index];
    size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
    if (digits == 0 || name.substr(digits, 16) != " / part of key (") continue;
    size_t mark = name.rfind("(table @");
    if (mark != string_view::npos) tables[index] = strtoul(&name[mark + 8], nullptr, 10);
  }
  return tables;
}

// --- dominators -----------------------------------------------------------------------------

// Retained sizes: semidominators and nearest common ancestors over essential edges.
vector<uint64_t> RetainedSizes(const Heap& heap) {
  const vector<bool> page = PageObjects(heap);
  const vector<uint32_t> tables = Tables(heap);
  auto essential = [&](uint32_t from, uint32_t e) {
    uint8_t type = heap.edge_type[e];
    uint32_t to = heap.target[e];
    if (type == kWeak || to == from) return false;
    if (type == kInternal && tables[heap.edge_name[e]] == heap.node_id[from]) return false;
    return from == 0 || (type != kShortcut && (!page[to] || page[from]));
  };
  const uint32_t count = heap.node_count;
  vector<uint32_t> number(count), node(count + 1), parent(count + 1);
  uint32_t last = 0;
  vector<std::pair<uint32_t, uint32_t>> path;
  auto enter = [&](uint32_t found, uint32_t from) {
    number[found] = ++last;
    node[last] = found;
    parent[last] = from;
    path.emplace_back(found, heap.first_edge[found]);
  };
  auto search = [&](uint32_t start, uint32_t from) {
    enter(start, from);
    while (!path.empty()) {
      auto& [here, next] = path.back();
      const uint32_t end = heap.first_edge[here + 1];
      while (next < end && (number[heap.target[next]] || !essential(here, next))) ++next;
      if (next == end) {
        path.pop_back();
      } else {
        enter(heap.target[next], number[here]);
      }
    }
  };
  search(0, 0);
  if (last < count) {
    // What nothing essential leads to hangs under the root, then what is left of cycles.
    vector<bool> held(count);
    for (uint32_t from = 0; from < count; ++from) {
      ForEachEdge(heap, from, [&](uint32_t e) {
        if (essential(from, e)) held[heap.target[e]] = true;
      });
    }
    for (uint32_t orphan = 0; orphan < count; ++orphan) {
      if (!number[orphan] && !held[orphan]) search(orphan, 1);
    }
    for (uint32_t orphan = 0; orphan < count; ++orphan) {
      if (number[orphan]) continue;
      enter(orphan, 1);
      path.clear();
    }
  }

  vector<uint32_t> first(count + 2), sources;
  for (uint32_t from = 1; from <= count; ++from) {
    ForEachEdge(heap, node[from], [&](uint32_t e) {
      if (essential(node[from], e)) ++first[number[heap.target[e]] + 1];
    });
  }
  for (uint32_t to = 1; to <= count + 1; ++to) first[to] += first[to - 1];
  sources.resize(first[count + 1]);
  vector<uint32_t> place(first.begin(), first.end());
  for (uint32_t from = 1; from <= count; ++from) {
    ForEachEdge(heap, node[from], [&](uint32_t e) {
      if (essential(node[from], e)) sources[place[number[heap.target[e]]]++] = from;
    });
  }

  vector<uint32_t> ancestor = parent, lowest(count + 1), semi(count + 1), climbed;
  for (uint32_t to = count; to >= 2; --to) {
    uint32_t best = parent[to];
    for (uint32_t index = first[to]; index < first[to + 1]; ++index) {
      uint32_t from = sources[index];
      if (from <= to) {
        best = std::min(best, from);
        continue;
      }
      uint32_t top = from;
      for (; ancestor[top] > to; top = ancestor[top]) climbed.push_back(top);
      for (; !climbed.empty(); climbed.pop_back()) {
        uint32_t below = climbed.back();
        lowest[below] = std::min(lowest[below], lowest[ancestor[below]]);
        ancestor[below] = ancestor[top];
      }
      best = std::min(best, lowest[from]);
    }
    semi[to] = lowest[to] = best;
  }
  vector<uint32_t>& dominator = parent;
  for (uint32_t to = 2; to <= count; ++to) {
    while (dominator[to] > semi[to]) dominator[to] = dominator[dominator[to]];
  }
  vector<uint64_t> retained(heap.size);
  for (uint32_t to = count; to >= 2; --to) {
    retained[node[dominator[to]]] += retained[node[to]];
  }
  return retained;
}

// --- distances ------------------------------------------------------------------------------

// Edges from the root. The library's filters change values, not what the search costs.
uint64_t SumOfDistances(const Heap& heap) {
  vector<uint32_t> distance(heap.node_count, ~0u), queue{0};
  distance[0] = 0;
  uint64_t sum = 0;
  for (size_t head = 0; head < queue.size(); ++head) {
    uint32_t node = queue[head];
    sum += distance[node];
    ForEachEdge(heap, node, [&](uint32_t e) {
      uint32_t child = heap.target[e];
      if (heap.edge_type[e] == kWeak || distance[child] != ~0u) return;
      distance[child] = distance[node] + 1;
      queue.push_back(child);
    });
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  int file = argc == 2 ? open(argv[1], O_RDONLY) : -1;
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) {
    fprintf(stderr, "usage: reference FILE\n");
    return 64;
  }
  void* text = mmap(nullptr, status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  if (text == MAP_FAILED) return 2;
  Heap heap = Read({static_cast<const char*>(text), static_cast<size_t>(status.st_size)});
  uint64_t distances = 0;
  std::thread other([&] { distances = SumOfDistances(heap); });
  MoveSizes(heap);
  vector<uint64_t> retained = RetainedSizes(heap);
  other.join();
  uint64_t hash = 0xCBF29CE484222325u;
  for (uint64_t size : retained) hash = (hash ^ size) * 0x100000001B3u;
  printf("%u %u %llu %llx\n", heap.node_count, heap.edge_count,
         static_cast<unsigned long long>(retained[0]), static_cast<unsigned long long>(hash));
  fflush(stdout);
  // Giving memory back is no part of an analysis.
  _exit(distances == ~0ull);
}
