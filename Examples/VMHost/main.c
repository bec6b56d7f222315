// SPDX-License-Identifier: Apache-2.0
//
// The command line of vmhost.
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "host.h"

static const char usage[] =
    "usage: vmhost [--v8-option...] SCRIPT [ARGUMENT...]\n"
    "       vmhost [--v8-option...] -e CODE [ARGUMENT...]\n"
    "       vmhost --help | --version\n";

static const char help[] =
    "\n"
    "Runs a JavaScript program on the JSVM-API.\n"
    "\n"
    "  -e CODE        run CODE instead of a file\n"
    "  --trace-gc     print a line per garbage collection\n"
    "  --expose-gc    accepted; gc() is always there\n"
    "  --v8-option    any other option of V8, before the script\n"
    "\n"
    "The program has: console, setTimeout, setInterval, setImmediate, queueMicrotask, process,\n"
    "gc, and require for ./files, \"fs\", \"v8\" and \"heapdump\". With require(\"heapdump\"),\n"
    "SIGUSR2 writes heapdump-<seconds>.<microseconds>.heapsnapshot to the current directory.\n"
    "\n"
    "Environment: JSVM_OPTIONS=name=value:..., see JSVM_OPTIONS=help=1.\n"
    "Exit code: the program's; 1 after an uncaught error; 64 for a wrong command line.\n";

struct command {
  int option_count;  ///< from arguments[1], for the engine
  const char* code;  ///< of -e
  int rest;          ///< index of the script, or with -e of the first argument
};

static void print_version(void) {
  JSVM_VMInfo engine = {0};
  OH_JSVM_GetVMInfo(&engine);
  printf("vmhost %s (%s %s)\n", VMHOST_VERSION, engine.engine, engine.version);
}

/// Takes the command line apart; ends the program where that answers it.
static struct command parse(int count, char** arguments) {
  struct command command = {.rest = 1};
  while (command.rest < count && arguments[command.rest][0] == '-') {
    const char* argument = arguments[command.rest++];
    if (strcmp(argument, "--") == 0) break;
    if (strcmp(argument, "-h") == 0 || strcmp(argument, "--help") == 0) {
      printf("%s%s", usage, help);
      exit(EX_OK);
    } else if (strcmp(argument, "-v") == 0 || strcmp(argument, "--version") == 0) {
      print_version();
      exit(EX_OK);
    } else if (strcmp(argument, "-e") == 0 && command.rest < count) {
      command.code = arguments[command.rest++];
      return command;
    } else if (strncmp(argument, "--", 2) == 0) {
      command.option_count++;
    } else {
      fprintf(stderr, "vmhost: unknown option %s\n%s", argument, usage);
      exit(EX_USAGE);
    }
  }
  if (command.rest < count) return command;
  fputs(usage, stderr);
  exit(EX_USAGE);
}

/// Starts the engine with the options of the command line; what it does not know is an error.
static void init(char** arguments, int option_count) {
  int count = option_count + 1;
  char** options = allocate(((size_t)count + 1) * sizeof *options);
  for (int i = 0; i < count; i++) options[i] = arguments[i];
  JSVM_InitOptions init_options = {.argc = &count, .argv = options, .removeFlags = true};
  MUST(NULL, OH_JSVM_Init(&init_options));
  if (count > 1) {
    fprintf(stderr, "vmhost: unknown option %s\n%s", options[1], usage);
    exit(EX_USAGE);
  }
  free(options);
}

/// The script's full path, its text in `source`. Ends the program if it cannot be read. Owned.
static char* read_script(const char* name, struct text* source) {
  struct text with_extension = {0};
  text_print(&with_extension, "%s.js", name);
  int error = read_file(name, source);
  if (error != 0 && read_file(with_extension.data, source) == 0) {
    error = 0;
    name = with_extension.data;
  }
  if (error != 0) {
    fprintf(stderr, "vmhost: cannot read %s: %s\n", name, strerror(error));
    exit(EXIT_FAILURE);
  }
  char* path = realpath(name, NULL);
  if (path == NULL) path = copy_string(name);
  text_free(&with_extension);
  return path;
}

int main(int count, char** arguments) {
  struct host host = {0};
  struct command command = parse(count, arguments);
  struct text source = {0};
  char* path = NULL;
  host.arguments = arguments + command.rest;
  host.argument_count = count - command.rest;
  if (command.code != NULL) {
    path = copy_string("[eval]");
    text_add_string(&source, command.code);
  } else {
    path = read_script(arguments[command.rest], &source);
    host.arguments[0] = path;
  }
  init(arguments, command.option_count);
  int exit_code = host_run(&host, path, &source);
  text_free(&source);
  free(path);
  return exit_code;
}
