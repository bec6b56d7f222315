// SPDX-License-Identifier: Apache-2.0

#include <unistd.h>

#include "pages.h"
#include "workers.h"

bool v8s_workers_rest(int milliseconds) {
  return v8s::workers().rest(std::chrono::milliseconds(milliseconds));
}

void v8s_workers_resume(void) { v8s::workers().resume(); }

void v8s_fork_begin(void) {
  v8s::pages().lock_and_share();
  v8s::workers().lock();
}

void v8s_fork_end_parent(void) {
  v8s::workers().unlock();
  v8s::pages().unlock(true);
}

bool v8s_fork_end_child(void) {
  bool is_whole = v8s::workers().forget_threads();
  v8s::workers().unlock();
  v8s::pages().unlock(false);
  return is_whole;
}

int v8s_fork(void) { return fork(); }
