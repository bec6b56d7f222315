// SPDX-License-Identifier: Apache-2.0
//
// require("fs"): the few functions that small programs use. Text only: there are no buffers here.
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host.h"

/// One fs.writeFile, from the call to its callback.
struct write_job {
  uv_work_t request;
  struct write_job* next;
  char* path;
  char* data;
  size_t length;
  const char* failed_call;
  int error;
  JSVM_Ref call;
};

/// Returns 0 or an errno value, `failed_call` then naming what failed.
static int write_file(const char* path, const char* data, size_t length, const char** failed_call) {
  *failed_call = "open";
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return errno;
  *failed_call = "write";
  int error = 0;
  while (length > 0 && error == 0) {
    ssize_t count = write(file, data, length);
    if (count > 0) {
      data += count;
      length -= (size_t)count;
    } else if (count < 0 && errno != EINTR) {
      error = errno;
    }
  }
  if (close(file) != 0 && error == 0) error = errno;
  return error;
}

/// The path in the first argument, or NULL with an exception pending. Owned.
static char* path_argument(JSVM_Env env, const struct arguments* arguments) {
  if (is_type(env, arguments->at[0], JSVM_STRING)) return string_in(env, arguments->at[0], NULL);
  OH_JSVM_ThrowTypeError(env, "ERR_INVALID_ARG_TYPE",
                         "The \"path\" argument must be of type string");
  return NULL;
}

static JSVM_Value read_file_sync(JSVM_Env env, JSVM_CallbackInfo info) {
  struct arguments arguments = arguments_of(env, info);
  char* path = path_argument(env, &arguments);
  if (path == NULL) return NULL;
  struct text text = {0};
  JSVM_Value result = NULL;
  int error = read_file(path, &text);
  if (error != 0) {
    const char* failed_call = error == EISDIR ? "read" : "open";
    OH_JSVM_Throw(env, make_system_error(env, error, failed_call, path));
  } else if (OH_JSVM_CreateStringUtf8(env, text.data, text.length, &result) != JSVM_OK) {
    OH_JSVM_ThrowRangeError(env, "ERR_STRING_TOO_LONG", "The file is too long for a string");
  }
  text_free(&text);
  free(path);
  return result;
}

static JSVM_Value write_file_sync(JSVM_Env env, JSVM_CallbackInfo info) {
  struct arguments arguments = arguments_of(env, info);
  JSVM_Value string = NULL;
  if (OH_JSVM_CoerceToString(env, arguments.at[1], &string) != JSVM_OK) return NULL;
  char* path = path_argument(env, &arguments);
  if (path == NULL) return NULL;
  size_t length = 0;
  const char* failed_call = NULL;
  char* data = string_in(env, string, &length);
  int error = write_file(path, data, length, &failed_call);
  if (error != 0) OH_JSVM_Throw(env, make_system_error(env, error, failed_call, path));
  free(data);
  free(path);
  return NULL;
}

static JSVM_Value exists_sync(JSVM_Env env, JSVM_CallbackInfo info) {
  struct arguments arguments = arguments_of(env, info);
  if (!is_type(env, arguments.at[0], JSVM_STRING)) return make_bool(env, false);
  char* path = string_in(env, arguments.at[0], NULL);
  bool exists = access(path, F_OK) == 0;
  free(path);
  return make_bool(env, exists);
}

/// On a thread of libuv's: no JavaScript here.
static void write_job_work(uv_work_t* request) {
  struct write_job* job = request->data;
  job->error = write_file(job->path, job->data, job->length, &job->failed_call);
}

static void write_job_done(uv_work_t* request, int status) {
  (void)status;
  struct write_job* job = request->data;
  struct host* host = request->loop->data;
  JSVM_Env env = host->env;
  struct write_job** link = &host->writes;
  while (*link != job) link = &(*link)->next;
  *link = job->next;

  if (job->call != NULL) {
    JSVM_HandleScope scope = NULL;
    JSVM_Value error = NULL;
    MUST(env, OH_JSVM_OpenHandleScope(env, &scope));
    MUST(env, OH_JSVM_GetNull(env, &error));
    if (job->error != 0) error = make_system_error(env, job->error, job->failed_call, job->path);
    JSVM_Value callback = kept(env, job->call);
    drop(env, &job->call);
    invoke(host, make_undefined(env), callback, 1, &error);
    settle(host);
    MUST(env, OH_JSVM_CloseHandleScope(env, scope));
  }
  free(job->path);
  free(job->data);
  free(job);
}

/// fs.writeFile(path, data, [options], callback)
static JSVM_Value write_file_async(JSVM_Env env, JSVM_CallbackInfo info) {
  struct host* host = host_of(env);
  struct arguments arguments = arguments_of(env, info);
  JSVM_Value callback = arguments.at[arguments.count > 3 ? 3 : 2];
  JSVM_Value string = NULL;
  if (OH_JSVM_CoerceToString(env, arguments.at[1], &string) != JSVM_OK) return NULL;
  if (!is_type(env, callback, JSVM_FUNCTION)) {
    OH_JSVM_ThrowTypeError(env, "ERR_INVALID_ARG_TYPE",
                           "The \"cb\" argument must be of type function");
    return NULL;
  }
  char* path = path_argument(env, &arguments);
  if (path == NULL || host->is_ending) {
    free(path);
    return NULL;
  }
  struct write_job* job = allocate(sizeof *job);
  job->path = path;
  job->data = string_in(env, string, &job->length);
  job->call = keep(env, callback);
  job->next = host->writes;
  host->writes = job;
  job->request.data = job;
  uv_queue_work(&host->loop, &job->request, write_job_work, write_job_done);
  return NULL;
}

static JSVM_CallbackStruct read_file_sync_callback = {read_file_sync, NULL};
static JSVM_CallbackStruct write_file_sync_callback = {write_file_sync, NULL};
static JSVM_CallbackStruct exists_sync_callback = {exists_sync, NULL};
static JSVM_CallbackStruct write_file_callback = {write_file_async, NULL};

JSVM_Value files_module(struct host* host) {
  JSVM_Value module = make_object(host->env);
  set_method(host->env, module, "readFileSync", &read_file_sync_callback);
  set_method(host->env, module, "writeFileSync", &write_file_sync_callback);
  set_method(host->env, module, "existsSync", &exists_sync_callback);
  set_method(host->env, module, "writeFile", &write_file_callback);
  return module;
}

void files_end(struct host* host) {
  for (struct write_job* job = host->writes; job != NULL; job = job->next) {
    drop(host->env, &job->call);
  }
}
