// SPDX-License-Identifier: Apache-2.0

// The control door opened by the program itself: once, at its place, not in a forked child; what its
// child has of it; and requests to VMs that nobody has open.
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "jsvm_memory.h"

static char path[64];

static int connected(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strcpy(address.sun_path, path);
  int client = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(client, (struct sockaddr*)&address, sizeof address) == 0) return client;
  close(client);
  return -1;
}

// Sends a request and reads the line of its reply.
static const char* ask(int client, const char* request) {
  static char reply[65536];
  size_t length = 0;
  CHECK(write(client, request, strlen(request)) == (ssize_t)strlen(request));
  while (length < sizeof reply - 1) {
    ssize_t count = read(client, reply + length, sizeof reply - 1 - length);
    if (count <= 0) break;
    length += (size_t)count;
    if (reply[length - 1] == '\n') break;
  }
  reply[length] = '\0';
  return reply;
}

static int end_of(pid_t child) {
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void opens_and_closes(void) {
  struct stat status;
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_CloseControl());
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_OpenControl("/none/at/all"));
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_OpenControl(""));
  OK(JSVM_Memory_OpenControl(path));
  CHECK(stat(path, &status) == 0 && S_ISSOCK(status.st_mode) && (status.st_mode & 0777) == 0600);
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_OpenControl(path));
  int client = connected();
  CHECK(strstr(ask(client, "{\"version\":1,\"verb\":\"hello\"}\n"), "\"vms\":[]") != NULL);
  OK(JSVM_Memory_CloseControl());
  CHECK(stat(path, &status) != 0);
  char byte;
  CHECK(read(client, &byte, 1) <= 0);
  close(client);
  OK(JSVM_Memory_OpenControl(path));
}

static void answers_for_vms_that_nobody_has_open(void) {
  JSVM_VM vms[3];
  for (int i = 0; i < 3; i++) OK(OH_JSVM_CreateVM(NULL, &vms[i]));
  int client = connected();
  CHECK(strstr(ask(client, "{\"version\":1,\"verb\":\"heap\"}\n"), "which one?") != NULL);
  const char* vm_list = strstr(ask(client, "{\"version\":1,\"verb\":\"hello\"}\n"), "\"vms\":[");
  int first = vm_list == NULL ? 0 : atoi(vm_list + strlen("\"vms\":["));
  for (int i = 0; i < 3; i++) {
    char request[128];
    snprintf(request, sizeof request, "{\"version\":1,\"verb\":\"gc\",\"vm\":%d}\n", first + i);
    CHECK(strstr(ask(client, request), "\"used\":") != NULL);
  }
  for (int i = 0; i < 3; i++) OK(OH_JSVM_DestroyVM(vms[i]));
  CHECK(strstr(ask(client, "{\"version\":1,\"verb\":\"heap\"}\n"), "no VM now") != NULL);
  close(client);
}

// A VM with a reference, open nowhere: classes are asked for, and a copy of the process takes a snapshot.
static void looks_into_a_vm_that_nobody_has_open(void) {
  Engine engine = engine_open();
  JSVM_VM vm = engine.vm;
  JSVM_Ref ref = NULL;
  OK(OH_JSVM_CreateReference(engine.env, run_script(engine.env, "new (class Widget {})"), 1, &ref));
  OK(OH_JSVM_CloseHandleScope(engine.env, engine.scope));
  OK(OH_JSVM_CloseEnvScope(engine.env, engine.env_scope));
  OK(OH_JSVM_CloseVMScope(vm, engine.vm_scope));
  int client = connected();
  CHECK(strstr(ask(client, "{\"version\":1,\"verb\":\"refs\",\"by\":\"class\"}\n"),
               "{\"key\":\"Widget\",\"existing\":1,") != NULL);
  const char* request = "{\"version\":1,\"verb\":\"snapshot\"}\n";
  CHECK(write(client, request, strlen(request)) == (ssize_t)strlen(request));
  CHECK(shutdown(client, SHUT_WR) == 0);
  static char piece[1 << 20];
  char head[128] = "", tail[3] = "";
  size_t length = 0;
  ssize_t count;
  while ((count = read(client, piece, sizeof piece)) > 0) {
    if (length == 0) snprintf(head, sizeof head, "%.127s", piece);
    length += (size_t)count;
    if (count >= 2) memcpy(tail, piece + count - 2, 2);
  }
  CHECK(strstr(head, "\"bytes\":") != NULL && length > 100000);
  CHECK(strcmp(tail, "]}") == 0 || strcmp(tail, "}\n") == 0);
  close(client);
  // Its owner goes on where it was.
  OK(OH_JSVM_OpenVMScope(vm, &engine.vm_scope));
  OK(OH_JSVM_DeleteReference(engine.env, ref));
  OK(OH_JSVM_DestroyEnv(engine.env));
  OK(OH_JSVM_CloseVMScope(vm, engine.vm_scope));
  OK(OH_JSVM_DestroyVM(vm));
}

// A child that stays keeps no connection open that its parent has closed, and listens nowhere.
static void a_child_has_no_door(void) {
  int client = connected();
  CHECK(strstr(ask(client, "{\"version\":1,\"verb\":\"hello\"}\n"), "\"vms\"") != NULL);
  pid_t child = fork();
  if (child == 0) {
    alarm(60);
    if (JSVM_Memory_OpenControl(NULL) != JSVM_GENERIC_FAILURE) _exit(2);
    if (JSVM_Memory_CloseControl() != JSVM_GENERIC_FAILURE) _exit(3);
    for (;;) pause();
  }
  usleep(100000);
  OK(JSVM_Memory_CloseControl());
  char byte;
  CHECK(read(client, &byte, 1) <= 0);
  close(client);
  CHECK(access(path, F_OK) != 0);
  OK(JSVM_Memory_OpenControl(path));
  kill(child, SIGKILL);
  CHECK(end_of(child) == -SIGKILL);
  child = fork();
  if (child == 0) exit(7);
  CHECK(end_of(child) == 7);
  client = connected();  // the child's end has not removed it
  CHECK(client >= 0);
  close(client);
}

int main(void) {
  snprintf(path, sizeof path, "/tmp/jsvm-door-%d", (int)getpid());
  EXPECT(JSVM_GENERIC_FAILURE, JSVM_Memory_OpenControl(path));
  engine_init();
  opens_and_closes();
  answers_for_vms_that_nobody_has_open();
  looks_into_a_vm_that_nobody_has_open();
  a_child_has_no_door();
  return check_result();
}
