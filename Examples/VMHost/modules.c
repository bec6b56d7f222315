// SPDX-License-Identifier: Apache-2.0
//
// require: CommonJS modules, from files and built in.
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "host.h"

/// Where a module looks for others. There is one require function per module; it points here for
/// as long as the env lives.
struct module_scope {
  struct module_scope* next;
  JSVM_CallbackStruct require;
  char* path;       ///< of the module
  char* directory;  ///< that relative paths start from
};

static const struct {
  const char* name;
  JSVM_Value (*make)(struct host* host);
} builtins[] = {{"fs", files_module}, {"heapdump", heapdump_module}, {"v8", v8_module}};

static JSVM_Value require(JSVM_Env env, JSVM_CallbackInfo info);

/// The built-in module, made when it is first asked for, or NULL.
static JSVM_Value require_builtin(struct host* host, const char* name) {
  JSVM_Env env = host->env;
  JSVM_Value made = kept(env, host->builtins), global = NULL;
  bool is_made = false;
  if (strncmp(name, "node:", 5) == 0) name += 5;
  if (strcmp(name, "process") == 0 || strcmp(name, "console") == 0) {
    MUST(env, OH_JSVM_GetGlobal(env, &global));
    return get_value(env, global, name);
  }
  for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++) {
    if (strcmp(builtins[i].name, name) != 0) continue;
    MUST(env, OH_JSVM_HasOwnProperty(env, made, make_string(env, name), &is_made));
    if (!is_made) set_value(env, made, name, builtins[i].make(host));
    return get_value(env, made, name);
  }
  return NULL;
}

/// The file that `name` means to a module in `directory`: as it is, with an extension, or as a
/// directory with an index. NULL if there is none. Owned.
static char* resolve(const char* directory, const char* name) {
  static const char* const endings[] = {"", ".js", ".json", "/index.js"};
  char* found = NULL;
  for (size_t i = 0; i < sizeof endings / sizeof *endings && found == NULL; i++) {
    struct text path = {0};
    struct stat status;
    if (name[0] != '/') text_print(&path, "%s/", directory);
    text_print(&path, "%s%s", name, endings[i]);
    if (stat(path.data, &status) == 0 && !S_ISDIR(status.st_mode)) {
      found = realpath(path.data, NULL);
    }
    text_free(&path);
  }
  return found;
}

static void throw_not_found(JSVM_Env env, const char* name, const char* parent) {
  struct text message = {0};
  text_print(&message, "Cannot find module '%s'\nRequire stack:\n- %s", name, parent);
  OH_JSVM_ThrowError(env, "MODULE_NOT_FOUND", message.data);
  text_free(&message);
}

/// Puts the file's name before the message of the pending exception.
static void name_file_in_exception(JSVM_Env env, const char* path) {
  JSVM_Value exception = take_exception(env);
  if (exception == NULL) return;
  if (is_object(env, exception)) {
    char* old = text_of(env, get_value(env, exception, "message"));
    take_exception(env);
    struct text message = {0};
    text_print(&message, "%s: %s", path, old != NULL ? old : "");
    OH_JSVM_SetNamedProperty(env, exception, "message", make_string(env, message.data));
    take_exception(env);
    text_free(&message);
    free(old);
  }
  OH_JSVM_Throw(env, exception);
}

/// The function that the text of a module is the body of, or NULL with an exception pending.
/// Needs an open handle scope, which the function lives in.
static JSVM_Value compile(JSVM_Env env, const char* path, const struct text* source) {
  struct text code = {0};
  const char* body = source->data;
  size_t length = source->length;
  if (length >= 3 && memcmp(body, "\xEF\xBB\xBF", 3) == 0) {
    body += 3;
    length -= 3;
  }
  text_add_string(&code, "(function (exports, require, module, __filename, __dirname) {\n");
  if (length >= 2 && body[0] == '#' && body[1] == '!') text_add_string(&code, "//");
  text_add(&code, body, length);
  text_add_string(&code, "\n})");

  // The first line is ours: the module's own lines count from the second.
  JSVM_ScriptOrigin origin = {.resourceName = path, .resourceLineOffset = (size_t)-1};
  JSVM_Value string = NULL, function = NULL;
  JSVM_Script script = NULL;
  bool is_compiled = OH_JSVM_CreateStringUtf8(env, code.data, code.length, &string) == JSVM_OK &&
                     OH_JSVM_CompileScriptWithOrigin(env, string, NULL, 0, false, NULL, &origin,
                                                     &script) == JSVM_OK &&
                     OH_JSVM_RunScript(env, script, &function) == JSVM_OK;
  text_free(&code);
  return is_compiled ? function : NULL;
}

static struct module_scope* new_scope(struct host* host, const char* path) {
  struct module_scope* scope = allocate(sizeof *scope);
  scope->path = copy_string(path);
  scope->directory = copy_string(path);
  char* slash = strrchr(scope->directory, '/');
  strcpy(slash == NULL ? scope->directory : slash, slash == NULL ? "." : "");
  scope->require.callback = require;
  scope->require.data = scope;
  scope->next = host->module_scopes;
  host->module_scopes = scope;
  return scope;
}

/// Runs `source` as `module`. False with an exception pending when it throws.
static bool run(struct host* host, JSVM_Value module, const char* path, const struct text* source) {
  JSVM_Env env = host->env;
  JSVM_HandleScope handles = NULL;
  MUST(env, OH_JSVM_OpenHandleScope(env, &handles));
  JSVM_Value function = compile(env, path, source);
  bool is_done = false;
  if (function != NULL) {
    struct module_scope* scope = new_scope(host, path);
    JSVM_Value require_function = NULL;
    MUST(env, OH_JSVM_CreateFunction(env, "require", JSVM_AUTO_LENGTH, &scope->require,
                                     &require_function));
    set_value(env, require_function, "cache", kept(env, host->modules));
    set_value(env, require_function, "main", kept(env, host->main_module));
    JSVM_Value exports = get_value(env, module, "exports");
    JSVM_Value arguments[] = {exports, require_function, module, make_string(env, path),
                              make_string(env, scope->directory)};
    is_done = OH_JSVM_CallFunction(env, exports, function, 5, arguments, NULL) == JSVM_OK;
    if (is_done) set_value(env, module, "loaded", make_bool(env, true));
  }
  MUST(env, OH_JSVM_CloseHandleScope(env, handles));
  return is_done;
}

static JSVM_Value new_module(JSVM_Env env, const char* path) {
  JSVM_Value module = make_object(env);
  set_string(env, module, "id", path);
  set_string(env, module, "filename", path);
  set_value(env, module, "exports", make_object(env));
  set_value(env, module, "loaded", make_bool(env, false));
  return module;
}

static bool parse_json(JSVM_Env env, JSVM_Value module, const char* path,
                       const struct text* source) {
  JSVM_Value string = NULL, value = NULL;
  if (OH_JSVM_CreateStringUtf8(env, source->data, source->length, &string) == JSVM_OK &&
      OH_JSVM_JsonParse(env, string, &value) == JSVM_OK) {
    set_value(env, module, "exports", value);
    return true;
  }
  name_file_in_exception(env, path);
  return false;
}

static JSVM_Value require_file(struct host* host, const char* path) {
  JSVM_Env env = host->env;
  JSVM_Value cache = kept(env, host->modules), key = make_string(env, path);
  bool is_cached = false;
  MUST(env, OH_JSVM_HasOwnProperty(env, cache, key, &is_cached));
  if (is_cached) return get_value(env, get_value(env, cache, path), "exports");

  struct text source = {0};
  int error = read_file(path, &source);
  if (error != 0) {
    OH_JSVM_Throw(env, make_system_error(env, error, "open", path));
    return NULL;
  }
  JSVM_Value module = new_module(env, path);
  set_value(env, cache, path, module);
  size_t length = strlen(path);
  bool is_json = length > 5 && strcmp(path + length - 5, ".json") == 0;
  bool is_loaded =
      is_json ? parse_json(env, module, path, &source) : run(host, module, path, &source);
  text_free(&source);
  if (is_loaded) return get_value(env, module, "exports");

  JSVM_Value exception = take_exception(env);
  OH_JSVM_DeleteProperty(env, cache, key, NULL);
  if (exception != NULL) OH_JSVM_Throw(env, exception);
  return NULL;
}

static JSVM_Value require(JSVM_Env env, JSVM_CallbackInfo info) {
  size_t count = 1;
  JSVM_Value argument = NULL;
  void* data = NULL;
  MUST(env, OH_JSVM_GetCbInfo(env, info, &count, &argument, NULL, &data));
  struct module_scope* scope = data;
  struct host* host = host_of(env);
  if (!is_type(env, argument, JSVM_STRING)) {
    OH_JSVM_ThrowTypeError(env, "ERR_INVALID_ARG_TYPE",
                           "The \"id\" argument must be of type string");
    return NULL;
  }
  char* name = string_in(env, argument, NULL);
  char* path = NULL;
  JSVM_Value result = require_builtin(host, name);
  bool is_path = name[0] == '/' || strncmp(name, "./", 2) == 0 || strncmp(name, "../", 3) == 0 ||
                 strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
  if (result == NULL && is_path) path = resolve(scope->directory, name);
  if (path != NULL) {
    result = require_file(host, path);
  } else if (result == NULL) {
    throw_not_found(env, name, scope->path);
  }
  free(path);
  free(name);
  return result;
}

void modules_install(struct host* host) {
  host->builtins = keep(host->env, make_object(host->env));
  host->modules = keep(host->env, make_object(host->env));
}

bool modules_run_main(struct host* host, const char* path, const struct text* source) {
  JSVM_Value module = new_module(host->env, path);
  set_string(host->env, module, "id", ".");
  set_value(host->env, kept(host->env, host->modules), path, module);
  host->main_module = keep(host->env, module);
  return run(host, module, path, source);
}

void modules_end(struct host* host) {
  drop(host->env, &host->builtins);
  drop(host->env, &host->modules);
  drop(host->env, &host->main_module);
}

void modules_free(struct host* host) {
  while (host->module_scopes != NULL) {
    struct module_scope* scope = host->module_scopes;
    host->module_scopes = scope->next;
    free(scope->path);
    free(scope->directory);
    free(scope);
  }
}
