// SPDX-License-Identifier: Apache-2.0
/// What the V8 cases share. They do what the API cases do with nothing in between: the floor.
#ifndef V8_CASES_H
#define V8_CASES_H

#include <v8.h>

#include "bench.h"

/// The value of a script's last expression.
v8::Local<v8::Value> run_script(v8::Isolate* isolate, const char* source);

extern const BenchCase v8_reference_cases[];
extern const BenchCase v8_value_cases[];
extern const BenchCase v8_call_cases[];
extern const BenchCase v8_class_cases[];

#endif
