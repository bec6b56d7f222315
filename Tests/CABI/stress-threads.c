// SPDX-License-Identifier: Apache-2.0

// 8 threads that each make and destroy 100 VMs at the same time.
#include <pthread.h>

#include "stress.h"

enum { thread_count = 8 };

static void* some_vms(void* argument) {
  long count = *(long*)argument;
  for (long i = 0; i < count; i++) {
    Engine engine = engine_open();
    JSVM_Ref ref = NULL;
    OK(OH_JSVM_CreateReference(engine.env, object_value(engine.env), 1, &ref));
    CHECK(run_int(engine.env, "(function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) })(12)") ==
          144);
    if (i % 10 == 0) collect(engine.env);
    OK(OH_JSVM_DeleteReference(engine.env, ref));
    engine_close(&engine);
  }
  return NULL;
}

static void threads(long count) {
  pthread_t threads[thread_count];
  long each = (count + thread_count - 1) / thread_count;
  for (int i = 0; i < thread_count; i++) {
    CHECK(pthread_create(&threads[i], NULL, some_vms, &each) == 0);
  }
  for (int i = 0; i < thread_count; i++) CHECK(pthread_join(threads[i], NULL) == 0);
}

int main(int argc, char** argv) {
  engine_init();
  // As for VMs one after the other, and what malloc keeps in the arenas of the threads: those that
  // the first threads left are used again, but not always by as many.
  stress("VMs on 8 threads", stress_count(800, argc, argv), 8 * 1024 * 1024, threads);
  return check_result();
}
