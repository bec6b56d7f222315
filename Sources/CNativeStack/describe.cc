// SPDX-License-Identifier: Apache-2.0

#include <backtrace.h>
#include <cxxabi.h>
#include <dlfcn.h>
#include <link.h>

#include <cstdlib>
#include <cstring>
#include <mutex>

#include "native_stack.h"

namespace {

void ignore(void*, const char*, int) {}

/// libbacktrace's view of the loaded modules; threaded, never freed (the library offers no way).
backtrace_state* state() {
  static backtrace_state* state = backtrace_create_state(nullptr, 1, ignore, nullptr);
  return state;
}

struct Search {
  void (*found)(const native_frame*, void*);
  void* data;
  uintptr_t pc;
  native_frame pending;
  bool has_pending;
};

/// Reports a frame with its name made readable.
void report(Search& search, native_frame frame) {
  int status = -1;
  char* readable = frame.function && strncmp(frame.function, "_Z", 2) == 0
                       ? abi::__cxa_demangle(frame.function, nullptr, nullptr, &status)
                       : nullptr;
  if (status == 0) frame.function = readable;
  search.found(&frame, search.data);
  free(readable);
}

/// libbacktrace reports the inlined calls first and the function that contains them last, so a frame
/// is known to be inlined when another one follows.
int line(void* data, uintptr_t, const char* file, int line, const char* function) {
  Search& search = *static_cast<Search*>(data);
  if (file == nullptr && function == nullptr) return 0;
  if (search.has_pending) {
    search.pending.inlined = true;
    report(search, search.pending);
  }
  search.pending = {function, file, line, false};
  search.has_pending = true;
  return 0;
}

void symbol(void* data, uintptr_t, const char* name, uintptr_t, uintptr_t) {
  if (name != nullptr) static_cast<Search*>(data)->pending.function = name;
}

}  // namespace

void native_stack_describe(uintptr_t address, void (*found)(const native_frame*, void*),
                           void* data) {
  // A return address is behind the call: one byte back lies inside it.
  Search search{found, data, address - 1, {}, false};
  backtrace_pcinfo(state(), search.pc, line, ignore, &search);
  if (search.pending.function == nullptr) {
    backtrace_syminfo(state(), search.pc, symbol, ignore, &search);
  }
  Dl_info module;
  if (search.pending.function == nullptr && dladdr(reinterpret_cast<void*>(search.pc), &module) &&
      module.dli_sname != nullptr) {
    search.pending.function = module.dli_sname;
  }
  if (search.pending.function != nullptr || search.pending.file != nullptr) {
    report(search, search.pending);
  }
}

bool native_stack_module(uintptr_t address, const char** path, uintptr_t* offset) {
  Dl_info module;
  if (!dladdr(reinterpret_cast<void*>(address), &module) || module.dli_fname == nullptr) {
    return false;
  }
  *path = module.dli_fname;
  *offset = address - reinterpret_cast<uintptr_t>(module.dli_fbase);
  return true;
}

const char* native_stack_symbol(uintptr_t address) {
  Dl_info module;
  return dladdr(reinterpret_cast<void*>(address), &module) ? module.dli_sname : nullptr;
}

bool native_stack_own_module(uintptr_t* low, uintptr_t* high) {
  struct Own {
    uintptr_t inside, low, high;
    bool found;
  } own{reinterpret_cast<uintptr_t>(&native_stack_own_module), UINTPTR_MAX, 0, false};
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* data) {
        Own& own = *static_cast<Own*>(data);
        uintptr_t low = UINTPTR_MAX, high = 0;
        for (int i = 0; i < info->dlpi_phnum; i++) {
          const ElfW(Phdr)& segment = info->dlpi_phdr[i];
          if (segment.p_type != PT_LOAD) continue;
          uintptr_t start = info->dlpi_addr + segment.p_vaddr;
          if (start < low) low = start;
          if (start + segment.p_memsz > high) high = start + segment.p_memsz;
        }
        if (own.inside < low || own.inside >= high) return 0;
        own.low = low;
        own.high = high;
        // The program itself has an empty name.
        own.found = info->dlpi_name != nullptr && info->dlpi_name[0] != 0;
        return 1;
      },
      &own);
  *low = own.low;
  *high = own.high;
  return own.found;
}
