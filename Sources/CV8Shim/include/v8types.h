// SPDX-License-Identifier: Apache-2.0
#ifndef V8TYPES_H_
#define V8TYPES_H_

// A C view of the parts of V8 that the Swift core needs, grouped by V8 class: isolates and what belongs to
// them in v8shim.h, values of script in v8values.h, profiles, traces and heaps in v8tools.h.
//
// A function converts its arguments, calls V8 once and converts back. It keeps no state and takes no
// decision, but for what is done without V8 because V8 takes longer (v8hot.h, and short texts): the
// outcome is V8's. Unless said otherwise a function must run on the thread that has the isolate
// entered, inside a handle scope, and may collect garbage. Returned values are local handles of the
// innermost handle scope. NULL means that V8 gave nothing: too long, thrown, or not found.
//
// Functions with a `caught` argument may run script. They fill it when an exception escapes and
// leave it alone otherwise; the exception is a local handle of the innermost handle scope.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct v8s_isolate_s { char unused; } *v8s_isolate;
typedef struct v8s_context_s { char unused; } *v8s_context;
typedef struct v8s_value_s { char unused; } *v8s_value;
typedef struct v8s_data_s { char unused; } *v8s_data;
typedef struct v8s_script_s { char unused; } *v8s_script;
typedef struct v8s_call_s { char unused; } *v8s_call;
typedef struct v8s_template_s { char unused; } *v8s_template;

/// A persistent handle; `slot` is NULL when empty. V8 keeps the address of a weak one: do not move.
typedef struct { void* slot; } v8s_global;

/// An exception that escaped from script. `exception` is NULL when the execution was terminated.
typedef struct {
  v8s_value exception;
  bool thrown;
} v8s_caught;

/// V8's Maybe<bool>.
typedef enum { V8S_NOTHING = -1, V8S_FALSE = 0, V8S_TRUE = 1 } v8s_maybe;

#ifdef __cplusplus
}
#endif
#endif  // V8TYPES_H_
