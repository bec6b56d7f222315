// SPDX-License-Identifier: Apache-2.0

// Script fills a cache of its own. Native code gives everything back. The argument names a directory
// for three snapshots: before, while and after it is used; without one it goes on.
#include <string>

#include "app.h"

namespace {

bool write(const char* bytes, int size, void* file) {
  return bytes == nullptr || std::fwrite(bytes, 1, size, static_cast<FILE*>(file)) == size_t(size);
}

void snapshot(App& app, const std::string& path) {
  FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) std::exit(1);
  OK(OH_JSVM_TakeHeapSnapshot(app.vm, write, file));
  std::fclose(file);
}

void visit(App& app, int times) {
  for (int i = 0; i < times; i++) {
    Scope scope(app.env);
    JSVM_Ref visitor = nullptr;
    OK(OH_JSVM_CreateReference(app.env, app.run("visit()"), 1, &visitor));
    OK(OH_JSVM_DeleteReference(app.env, visitor));
  }
}

}  // namespace

int main(int count, char** arguments) {
  App app;
  {
    Scope scope(app.env);
    app.run(
        "class Visitor { constructor() { this.pages = new Array(100).fill(0.5); } }\n"
        "const visitors = new Map();\n"
        "function visit() { const made = new Visitor(); visitors.set(visitors.size, made);\n"
        "  return made; }\n"
        "visit(); 0");
  }
  if (count == 1) steadily([&app] { visit(app, 10); });
  std::string directory = count > 1 ? arguments[1] : ".";
  snapshot(app, directory + "/s1-baseline.heapsnapshot");
  visit(app, 200);
  snapshot(app, directory + "/s2-target.heapsnapshot");
  snapshot(app, directory + "/s3-final.heapsnapshot");
  return 0;
}
