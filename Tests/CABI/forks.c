// SPDX-License-Identifier: Apache-2.0

// Forked children in which the engine works: when nothing runs, from the callback of a heap threshold
// (that is, inside a collection, with the engine's own threads at work), and from a finalizer that
// interrupts script. Each child takes snapshots under an alarm; the parent looks whether they are
// whole.
//
// usage: forks [ROUNDS]   how often each is tried, 1 unless said otherwise
#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "whole-snapshot.h"

enum { kSeconds = 60 };

static char directory[] = "/tmp/jsvm-forks-XXXXXX";
static int rounds = 1;
// The parent's stop of each fork, in milliseconds.
static double longest, total;
static int forks;

static double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static const char* path(const char* name) {
  static char text[256];
  snprintf(text, sizeof text, "%s/%s", directory, name);
  return text;
}

static bool to_file(const char* data, int size, void* file) {
  if (data == NULL) return fflush(file) == 0;
  return fwrite(data, 1, (size_t)size, file) == (size_t)size;
}

// In the child: both kinds of snapshot. The exit code tells what went wrong.
static int take_snapshots(JSVM_VM vm) {
  FILE* raw = fopen(path("raw"), "w");
  FILE* plain = fopen(path("plain"), "w");
  if (raw == NULL || plain == NULL) return 2;
  if (OH_JSVM_TakeRawHeapSnapshot(vm, to_file, raw) != JSVM_OK) return 3;
  if (OH_JSVM_TakeHeapSnapshot(vm, to_file, plain) != JSVM_OK) return 4;
  return fclose(raw) == 0 && fclose(plain) == 0 ? 0 : 5;
}

static void check_child(pid_t child) {
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fprintf(stderr, "the child ended with status %#x\n", status);
    CHECK(false);
    return;
  }
  FILE* plain = fopen(path("plain"), "r");
  CHECK(plain != NULL && is_whole_snapshot(plain));
  if (plain != NULL) fclose(plain);
  char command[300];
  snprintf(command, sizeof command, "gzip -dc %s", path("raw"));
  FILE* raw = popen(command, "r");
  CHECK(raw != NULL && is_whole_snapshot(raw));
  if (raw != NULL) CHECK(pclose(raw) == 0);
  unlink(path("raw"));
  unlink(path("plain"));
}

// Forks; the child takes snapshots of `vm` and ends, the parent waits for it.
static void snapshot_in_child(JSVM_VM vm) {
  double begin = milliseconds();
  pid_t child = fork();
  if (child == 0) {
    alarm(kSeconds);
    _exit(take_snapshots(vm));
  }
  double stop = milliseconds() - begin;
  CHECK(child > 0);
  forks++;
  total += stop;
  if (stop > longest) longest = stop;
  if (child > 0) check_child(child);
}

// Some 64 MB that live, as objects of many shapes.
static const char fill[] =
    "globalThis.make = i => ({n: i, a: new Array(200).fill(i)});"
    "globalThis.kept = [];"
    "for (let i = 0; i < 200; i++) kept.push(Array.from({length: 200}, (_, j) => make(i * 200 + j)));"
    "kept.flat().length";

// Garbage and survivors, so that the engine's threads mark and sweep meanwhile.
static const char churn[] =
    "globalThis.at = globalThis.at || 0;"
    "for (let i = 0; i < 80000; i++) {"
    "  at = (at + 7919) % 40000; kept[at % 200][at / 200 | 0] = make(i)"
    "}"
    "at";

static void idle(void) {
  Engine engine = engine_open();
  CHECK(run_int(engine.env, fill) == 40000);
  for (int i = 0; i < rounds; i++) snapshot_in_child(engine.vm);
  // The parent is as it was.
  CHECK(run_int(engine.env, "kept.flat().length") == 40000);
  engine_close(&engine);
}

static int remaining;

static void above(JSVM_VM vm, uint64_t threshold, void* data) {
  (void)threshold;
  (void)data;
  if (remaining == 0) return;
  remaining--;
  snapshot_in_child(vm);
}

// Inside collections that script causes.
static void inside_collections(void) {
  Engine engine = engine_open();
  CHECK(run_int(engine.env, fill) == 40000);
  OK(OH_JSVM_SetHeapThresholdCallback(engine.vm, 1 << 20, above, NULL));
  remaining = rounds;
  for (int i = 0; i < 40 * rounds && remaining > 0; i++) CHECK(run_int(engine.env, churn) >= 0);
  CHECK(remaining == 0);
  OK(OH_JSVM_ClearHeapThresholdCallback(engine.vm, 1 << 20, above, NULL));
  engine_close(&engine);
}

static void finalized(JSVM_Env env, void* data, void* hint) {
  JSVM_VM vm = NULL;
  (void)data;
  (void)hint;
  OK(OH_JSVM_GetVM(env, &vm));
  if (remaining == 0) return;
  remaining--;
  snapshot_in_child(vm);
}

// In the interrupt that runs finalizers while script calls nothing.
static void inside_interrupts(void) {
  Engine engine = engine_open();
  CHECK(run_int(engine.env, fill) == 40000);
  remaining = rounds;
  for (int i = 0; i < 40 * rounds && remaining > 0; i++) {
    JSVM_HandleScope scope = NULL;
    OK(OH_JSVM_OpenHandleScope(engine.env, &scope));
    OK(OH_JSVM_AddFinalizer(engine.env, object_value(engine.env), NULL, finalized, NULL, NULL));
    OK(OH_JSVM_CloseHandleScope(engine.env, scope));
    CHECK(run_int(engine.env, churn) >= 0);
  }
  CHECK(remaining == 0);
  engine_close(&engine);
}

static int stopping;

static void* keep_busy(void* unused) {
  (void)unused;
  Engine engine = engine_open();
  CHECK(run_int(engine.env, fill) == 40000);
  while (!__atomic_load_n(&stopping, __ATOMIC_RELAXED)) CHECK(run_int(engine.env, churn) >= 0);
  engine_close(&engine);
  return NULL;
}

// While another thread's VM collects. What the child asks of that VM is refused.
static void beside_another(void) {
  pthread_t thread;
  Engine engine = engine_open();
  CHECK(run_int(engine.env, fill) == 40000);
  CHECK(pthread_create(&thread, NULL, keep_busy, NULL) == 0);
  for (int i = 0; i < rounds; i++) {
    CHECK(run_int(engine.env, churn) >= 0);
    snapshot_in_child(engine.vm);
  }
  __atomic_store_n(&stopping, 1, __ATOMIC_RELAXED);
  CHECK(pthread_join(thread, NULL) == 0);
  engine_close(&engine);
}

// How many of this process's mappings the engine keeps out of its children.
static int kept_mappings(void) {
  char line[4096];
  int count = 0;
  FILE* file = fopen("/proc/self/smaps", "r");
  CHECK(file != NULL);
  while (file != NULL && fgets(line, sizeof line, file) != NULL) {
    if (strncmp(line, "VmFlags:", 8) == 0 && strstr(line, " dc") != NULL) count++;
  }
  if (file != NULL) fclose(file);
  return count;
}

// Everything else works in a child too: script, collections, new VMs, the end.
static void whole_engine(void) {
  Engine engine = engine_open();
  CHECK(run_int(engine.env, fill) == 40000);
  int before = kept_mappings();
  CHECK(before > 0);
  pid_t child = fork();
  if (child == 0) {
    alarm(kSeconds);
    failed_checks = 0;
    CHECK(kept_mappings() == 0);
    CHECK(run_int(engine.env, churn) >= 0);
    collect(engine.env);
    OK(OH_JSVM_MemoryPressureNotification(engine.env, JSVM_MEMORY_PRESSURE_LEVEL_LOW_MEMORY));
    CHECK(run_int(engine.env, "kept.flat().filter(o => o.a.length === 200).length") == 40000);
    Engine other = engine_open();
    CHECK(run_int(other.env, "6 * 7") == 42);
    engine_close(&other);
    engine_close(&engine);
    _exit(check_result());
  }
  int status = -1;
  CHECK(waitpid(child, &status, 0) == child);
  if (status != 0) fprintf(stderr, "the child ended with status %#x\n", status);
  CHECK(status == 0);
  // The marks are back.
  CHECK(kept_mappings() >= before);
  engine_close(&engine);
}

// What the same snapshot costs in the process itself.
static double in_process(void) {
  Engine engine = engine_open();
  CHECK(run_int(engine.env, fill) == 40000);
  FILE* null = fopen("/dev/null", "w");
  CHECK(null != NULL);
  double begin = milliseconds();
  OK(OH_JSVM_TakeHeapSnapshot(engine.vm, to_file, null));
  double stop = milliseconds() - begin;
  JSVM_HeapStatistics statistics;
  OK(OH_JSVM_GetHeapStatistics(engine.vm, &statistics));
  printf("heap: %.1f MB\n", (double)statistics.usedHeapSize / 1048576.0);
  fclose(null);
  engine_close(&engine);
  return stop;
}

static void report(const char* where) {
  printf("%s: %d forks, the parent stopped for %.1f ms, at most %.1f ms\n", where, forks,
         total / forks, longest);
  forks = 0;
  total = longest = 0;
}

int main(int count, char** arguments) {
  if (count > 1) rounds = atoi(arguments[1]);
  engine_init();
  CHECK(mkdtemp(directory) != NULL);
  printf("in process: stopped for %.1f ms\n", in_process());
  idle();
  report("idle");
  inside_collections();
  report("inside collections");
  inside_interrupts();
  report("inside interrupts");
  beside_another();
  report("beside another thread");
  whole_engine();
  CHECK(rmdir(directory) == 0);
  return check_result();
}
