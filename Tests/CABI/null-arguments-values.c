// SPDX-License-Identifier: Apache-2.0

// NULL for each pointer argument of the functions that make, read, convert and test values: a status,
// never a crash, and out parameters that say nothing. Optional pointers are left out where that is
// allowed.
#include "null-arguments.h"

#define NO_THROW(call)                               \
  do {                                               \
    INVALID(call);                                   \
    OK(OH_JSVM_IsExceptionPending(env, &flag));      \
    CHECK(!flag);                                    \
  } while (0)

#define ERROR_MAKER(create)                           \
  do {                                                \
    EMPTIES(value, create(NULL, text, text, &value)); \
    EMPTIES(value, create(env, text, NULL, &value));  \
    INVALID(create(env, text, text, NULL));           \
    OK(create(env, NULL, text, &value));              \
  } while (0)

#define ERROR_THROWER(throw_it)          \
  do {                                   \
    NO_THROW(throw_it(NULL, "c", "m"));  \
    NO_THROW(throw_it(env, "c", NULL));  \
    OK(throw_it(env, NULL, "m"));        \
    CHECK(take_exception(env));          \
  } while (0)

static void errors(void) {
  const JSVM_ExtendedErrorInfo* info = NULL;
  ENV_TO(OH_JSVM_GetLastErrorInfo, info);
  ENV_TO(OH_JSVM_GetAndClearLastException, value);
  ENV_TO(OH_JSVM_IsExceptionPending, flag);
  NO_THROW(OH_JSVM_Throw(NULL, object));
  NO_THROW(OH_JSVM_Throw(env, NULL));
  ERROR_THROWER(OH_JSVM_ThrowError);
  ERROR_THROWER(OH_JSVM_ThrowTypeError);
  ERROR_THROWER(OH_JSVM_ThrowRangeError);
  ERROR_THROWER(OH_JSVM_ThrowSyntaxError);
  VALUE_TO(OH_JSVM_IsError, flag);
  ERROR_MAKER(OH_JSVM_CreateError);
  ERROR_MAKER(OH_JSVM_CreateTypeError);
  ERROR_MAKER(OH_JSVM_CreateRangeError);
  ERROR_MAKER(OH_JSVM_CreateSyntaxError);
}

#define TEXT_MAKER(create, units)                    \
  do {                                               \
    EMPTIES(value, create(NULL, units, 1, &value));  \
    EMPTIES(value, create(env, NULL, 1, &value));    \
    EMPTIES(value, create(env, NULL, JSVM_AUTO_LENGTH, &value)); \
    INVALID(create(env, units, 1, NULL));            \
    OK(create(env, NULL, 0, &value));                \
  } while (0)

static void making_values(void) {
  static const char16_t wide[] = {'x', 0};
  ENV_TO(OH_JSVM_CreateObject, value);
  ENV_TO(OH_JSVM_CreateArray, value);
  ENV_TO(OH_JSVM_CreateMap, value);
  ENV_TO(OH_JSVM_CreateSet, value);
  ENV_TO(OH_JSVM_GetGlobal, value);
  ENV_TO(OH_JSVM_GetNull, value);
  ENV_TO(OH_JSVM_GetUndefined, value);
  NUMBER_TO(OH_JSVM_CreateArrayWithLength, 1, value);
  NUMBER_TO(OH_JSVM_CreateInt32, 1, value);
  NUMBER_TO(OH_JSVM_CreateUint32, 1, value);
  NUMBER_TO(OH_JSVM_CreateInt64, 1, value);
  NUMBER_TO(OH_JSVM_CreateDouble, 1, value);
  NUMBER_TO(OH_JSVM_CreateBigintInt64, 1, value);
  NUMBER_TO(OH_JSVM_CreateBigintUint64, 1, value);
  NUMBER_TO(OH_JSVM_GetBoolean, true, value);
  NUMBER_TO(OH_JSVM_CreateDate, 1, value);
  TEXT_MAKER(OH_JSVM_CreateStringLatin1, "x");
  TEXT_MAKER(OH_JSVM_CreateStringUtf8, "x");
  TEXT_MAKER(OH_JSVM_CreateStringUtf16, wide);
  TEXT_MAKER(OH_JSVM_SymbolFor, "x");
  NUMBER_TO(OH_JSVM_CreateSymbol, text, value);
  OK(OH_JSVM_CreateSymbol(env, NULL, &value));
  EMPTIES(value, OH_JSVM_CreateExternal(NULL, &vm, finalize, NULL, &value));
  INVALID(OH_JSVM_CreateExternal(env, &vm, finalize, NULL, NULL));
  OK(OH_JSVM_CreateExternal(env, NULL, NULL, NULL, &value));
}

#define TEXT_READER(get, buffer)                           \
  do {                                                     \
    EMPTIES(size, get(NULL, text, buffer, 2, &size));      \
    EMPTIES(size, get(env, NULL, buffer, 2, &size));       \
    INVALID(get(env, text, NULL, 0, NULL));                \
    OK(get(env, text, NULL, 0, &size));                    \
    CHECK(size == 4);                                      \
    OK(get(env, text, buffer, 2, NULL));                   \
  } while (0)

static void reading_values(void) {
  char narrow[8];
  char16_t wide[8];
  int32_t signed_word = 0;
  int64_t long_word = 0;
  VALUE_TO(OH_JSVM_GetValueBool, flag);
  VALUE_TO(OH_JSVM_GetValueInt32, signed_word);
  VALUE_TO(OH_JSVM_GetValueUint32, word);
  VALUE_TO(OH_JSVM_GetValueInt64, long_word);
  VALUE_TO(OH_JSVM_GetValueExternal, pointer);
  VALUE_TO(OH_JSVM_GetPrototype, value);
  TEXT_READER(OH_JSVM_GetValueStringLatin1, narrow);
  TEXT_READER(OH_JSVM_GetValueStringUtf8, narrow);
  TEXT_READER(OH_JSVM_GetValueStringUtf16, wide);

  // With a value of the right type: those test the type before the out parameter, or after.
  JSVM_Value one = int_value(env, 1), array = NULL, date = NULL, boolean = NULL;
  OK(OH_JSVM_CreateArray(env, &array));
  OK(OH_JSVM_CreateDate(env, 0, &date));
  OK(OH_JSVM_GetBoolean(env, true, &boolean));
  INVALID(OH_JSVM_GetValueBool(env, boolean, NULL));
  INVALID(OH_JSVM_GetValueDouble(env, one, NULL));
  INVALID(OH_JSVM_GetValueInt32(env, one, NULL));
  INVALID(OH_JSVM_GetArrayLength(env, array, NULL));
  INVALID(OH_JSVM_GetDateValue(env, date, NULL));
  EMPTIES(number, OH_JSVM_GetValueDouble(NULL, one, &number));
  EMPTIES(number, OH_JSVM_GetValueDouble(env, NULL, &number));
  EMPTIES(word, OH_JSVM_GetArrayLength(NULL, array, &word));
  EMPTIES(word, OH_JSVM_GetArrayLength(env, NULL, &word));
  EMPTIES(number, OH_JSVM_GetDateValue(NULL, date, &number));
  EMPTIES(number, OH_JSVM_GetDateValue(env, NULL, &number));
}

static void coercing_and_testing(void) {
  JSVM_ValueType type;
  VALUE_TO(OH_JSVM_CoerceToBool, value);
  VALUE_TO(OH_JSVM_CoerceToNumber, value);
  VALUE_TO(OH_JSVM_CoerceToObject, value);
  VALUE_TO(OH_JSVM_CoerceToString, value);
  VALUE_TO(OH_JSVM_CoerceToBigInt, value);
  VALUE_TO(OH_JSVM_IsArray, flag);
  VALUE_TO(OH_JSVM_IsDate, flag);
  VALUE_TO(OH_JSVM_IsRegExp, flag);
  VALUE_TO(OH_JSVM_IsMap, flag);
  VALUE_TO(OH_JSVM_IsSet, flag);
  VALUE_TO(OH_JSVM_IsProxy, flag);
  VALUE_TO(OH_JSVM_IsUndefined, flag);
  VALUE_TO(OH_JSVM_IsNull, flag);
  VALUE_TO(OH_JSVM_IsNullOrUndefined, flag);
  VALUE_TO(OH_JSVM_IsBoolean, flag);
  VALUE_TO(OH_JSVM_IsNumber, flag);
  VALUE_TO(OH_JSVM_IsString, flag);
  VALUE_TO(OH_JSVM_IsSymbol, flag);
  VALUE_TO(OH_JSVM_IsBigInt, flag);
  VALUE_TO(OH_JSVM_IsObject, flag);
  VALUE_TO(OH_JSVM_IsFunction, flag);
  VALUE_TO(OH_JSVM_IsCallable, flag);
  VALUE_TO(OH_JSVM_IsConstructor, flag);
  VALUE_TO(OH_JSVM_IsBigIntObject, flag);
  VALUE_TO(OH_JSVM_IsBooleanObject, flag);
  VALUE_TO(OH_JSVM_IsStringObject, flag);
  VALUE_TO(OH_JSVM_IsNumberObject, flag);
  VALUE_TO(OH_JSVM_IsSymbolObject, flag);
  VALUE_TO(OH_JSVM_IsPromise, flag);
  VALUE_TO(OH_JSVM_Typeof, type);
  EMPTIES(flag, OH_JSVM_StrictEquals(NULL, object, object, &flag));
  EMPTIES(flag, OH_JSVM_StrictEquals(env, NULL, object, &flag));
  EMPTIES(flag, OH_JSVM_StrictEquals(env, object, NULL, &flag));
  INVALID(OH_JSVM_StrictEquals(env, object, object, NULL));
  EMPTIES(flag, OH_JSVM_Equals(NULL, object, object, &flag));
  EMPTIES(flag, OH_JSVM_Equals(env, NULL, object, &flag));
  EMPTIES(flag, OH_JSVM_Equals(env, object, NULL, &flag));
  INVALID(OH_JSVM_Equals(env, object, object, NULL));
  EMPTIES(flag, OH_JSVM_Instanceof(NULL, object, function, &flag));
  EMPTIES(flag, OH_JSVM_Instanceof(env, NULL, function, &flag));
  EMPTIES(flag, OH_JSVM_Instanceof(env, object, NULL, &flag));
  INVALID(OH_JSVM_Instanceof(env, object, function, NULL));
}

static void bigints(void) {
  int64_t signed_word = 0;
  uint64_t unsigned_word = 0, words[2] = {1, 2};
  int sign = 0;
  JSVM_Value big = NULL;
  OK(OH_JSVM_CreateBigintInt64(env, 5, &big));
  EMPTIES(signed_word, OH_JSVM_GetValueBigintInt64(NULL, big, &signed_word, &flag));
  EMPTIES(signed_word, OH_JSVM_GetValueBigintInt64(env, NULL, &signed_word, &flag));
  EMPTIES(flag, OH_JSVM_GetValueBigintInt64(env, big, NULL, &flag));
  INVALID(OH_JSVM_GetValueBigintInt64(env, big, &signed_word, NULL));
  EMPTIES(unsigned_word, OH_JSVM_GetValueBigintUint64(NULL, big, &unsigned_word, &flag));
  EMPTIES(unsigned_word, OH_JSVM_GetValueBigintUint64(env, NULL, &unsigned_word, &flag));
  EMPTIES(flag, OH_JSVM_GetValueBigintUint64(env, big, NULL, &flag));
  INVALID(OH_JSVM_GetValueBigintUint64(env, big, &unsigned_word, NULL));
  size = 2;
  INVALID(OH_JSVM_GetValueBigintWords(NULL, big, &sign, &size, words));
  size = 2;
  INVALID(OH_JSVM_GetValueBigintWords(env, NULL, &sign, &size, words));
  INVALID(OH_JSVM_GetValueBigintWords(env, big, &sign, NULL, words));
  size = 2;
  INVALID(OH_JSVM_GetValueBigintWords(env, big, NULL, &size, words));
  size = 2;
  INVALID(OH_JSVM_GetValueBigintWords(env, big, &sign, &size, NULL));
  OK(OH_JSVM_GetValueBigintWords(env, big, NULL, &size, NULL));
  CHECK(size == 1);
  EMPTIES(value, OH_JSVM_CreateBigintWords(NULL, 0, 2, words, &value));
  EMPTIES(value, OH_JSVM_CreateBigintWords(env, 0, 2, NULL, &value));
  EMPTIES(value, OH_JSVM_CreateBigintWords(env, 0, 0, NULL, &value));
  INVALID(OH_JSVM_CreateBigintWords(env, 0, 2, words, NULL));
}

static void symbols(void) {
  ENV_TO(OH_JSVM_GetSymbolAsyncIterator, value);
  ENV_TO(OH_JSVM_GetSymbolHasInstance, value);
  ENV_TO(OH_JSVM_GetSymbolIsConcatSpreadable, value);
  ENV_TO(OH_JSVM_GetSymbolIterator, value);
  ENV_TO(OH_JSVM_GetSymbolMatch, value);
  ENV_TO(OH_JSVM_GetSymbolReplace, value);
  ENV_TO(OH_JSVM_GetSymbolSearch, value);
  ENV_TO(OH_JSVM_GetSymbolSplit, value);
  ENV_TO(OH_JSVM_GetSymbolToPrimitive, value);
  ENV_TO(OH_JSVM_GetSymbolToStringTag, value);
  ENV_TO(OH_JSVM_GetSymbolUnscopables, value);
}

static void external_strings(void) {
  static char narrow[] = "narrow";
  static char16_t wide[] = {'w', 'i', 'd', 'e', 0};
  EMPTIES(value, OH_JSVM_CreateExternalStringLatin1(NULL, narrow, 6, NULL, NULL, &value, &flag));
  EMPTIES(value, OH_JSVM_CreateExternalStringLatin1(env, NULL, 6, NULL, NULL, &value, &flag));
  EMPTIES(flag, OH_JSVM_CreateExternalStringLatin1(env, narrow, 6, NULL, NULL, NULL, &flag));
  EMPTIES(value, OH_JSVM_CreateExternalStringLatin1(env, narrow, 6, NULL, NULL, &value, NULL));
  OK(OH_JSVM_CreateExternalStringLatin1(env, narrow, 6, NULL, NULL, &value, &flag));
  EMPTIES(value, OH_JSVM_CreateExternalStringUtf16(NULL, wide, 4, NULL, NULL, &value, &flag));
  EMPTIES(value, OH_JSVM_CreateExternalStringUtf16(env, NULL, 4, NULL, NULL, &value, &flag));
  EMPTIES(flag, OH_JSVM_CreateExternalStringUtf16(env, wide, 4, NULL, NULL, NULL, &flag));
  EMPTIES(value, OH_JSVM_CreateExternalStringUtf16(env, wide, 4, NULL, NULL, &value, NULL));
  OK(OH_JSVM_CreateExternalStringUtf16(env, wide, 4, NULL, NULL, &value, &flag));
}

static void buffers(void) {
  static uint64_t memory[8];
  JSVM_Value buffer = NULL, array = NULL, view = NULL;
  JSVM_TypedarrayType type;
  const JSVM_TypedarrayType bytes = JSVM_UINT8_ARRAY;
  EMPTIES(value, OH_JSVM_CreateArraybuffer(NULL, 8, &pointer, &value));
  EMPTIES(pointer, OH_JSVM_CreateArraybuffer(env, 8, &pointer, NULL));
  OK(OH_JSVM_CreateArraybuffer(env, 8, NULL, &buffer));
  INVALID(OH_JSVM_AllocateArrayBufferBackingStoreData(8, JSVM_ZERO_INITIALIZED, NULL));
  INVALID(OH_JSVM_FreeArrayBufferBackingStoreData(NULL));
  EMPTIES(value, OH_JSVM_CreateArrayBufferFromBackingStoreData(NULL, memory, 64, 0, 64, &value));
  EMPTIES(value, OH_JSVM_CreateArrayBufferFromBackingStoreData(env, NULL, 64, 0, 64, &value));
  INVALID(OH_JSVM_CreateArrayBufferFromBackingStoreData(env, memory, 64, 0, 64, NULL));
  EMPTIES(value, OH_JSVM_CreateArrayBufferFromExternalMemory(NULL, memory, 64, NULL, NULL, &flag,
                                                             &value));
  EMPTIES(value, OH_JSVM_CreateArrayBufferFromExternalMemory(env, NULL, 64, NULL, NULL, &flag,
                                                             &value));
  INVALID(OH_JSVM_CreateArrayBufferFromExternalMemory(env, memory, 64, NULL, NULL, &flag, NULL));
  OK(OH_JSVM_CreateArrayBufferFromExternalMemory(env, memory, 64, NULL, NULL, NULL, &value));
  OK(OH_JSVM_DetachArraybuffer(env, value));

  EMPTIES(pointer, OH_JSVM_GetArraybufferInfo(NULL, buffer, &pointer, &size));
  EMPTIES(size, OH_JSVM_GetArraybufferInfo(env, NULL, &pointer, &size));
  OK(OH_JSVM_GetArraybufferInfo(env, buffer, NULL, NULL));
  VALUE_TO(OH_JSVM_IsArraybuffer, flag);
  VALUE_TO(OH_JSVM_IsTypedarray, flag);
  VALUE_TO(OH_JSVM_IsDataview, flag);
  VALUE_TO(OH_JSVM_IsDetachedArraybuffer, flag);
  INVALID(OH_JSVM_DetachArraybuffer(NULL, buffer));
  INVALID(OH_JSVM_DetachArraybuffer(env, NULL));

  EMPTIES(value, OH_JSVM_CreateTypedarray(NULL, bytes, 8, buffer, 0, &value));
  EMPTIES(value, OH_JSVM_CreateTypedarray(env, bytes, 8, NULL, 0, &value));
  INVALID(OH_JSVM_CreateTypedarray(env, bytes, 8, buffer, 0, NULL));
  OK(OH_JSVM_CreateTypedarray(env, bytes, 8, buffer, 0, &array));
  EMPTIES(size, OH_JSVM_GetTypedarrayInfo(NULL, array, &type, &size, &pointer, &value, &size));
  EMPTIES(pointer, OH_JSVM_GetTypedarrayInfo(env, NULL, &type, &size, &pointer, &value, &size));
  OK(OH_JSVM_GetTypedarrayInfo(env, array, NULL, NULL, NULL, NULL, NULL));
  EMPTIES(value, OH_JSVM_CreateDataview(NULL, 8, buffer, 0, &value));
  EMPTIES(value, OH_JSVM_CreateDataview(env, 8, NULL, 0, &value));
  INVALID(OH_JSVM_CreateDataview(env, 8, buffer, 0, NULL));
  OK(OH_JSVM_CreateDataview(env, 8, buffer, 0, &view));
  EMPTIES(size, OH_JSVM_GetDataviewInfo(NULL, view, &size, &pointer, &value, NULL));
  EMPTIES(pointer, OH_JSVM_GetDataviewInfo(env, NULL, &size, &pointer, &value, NULL));
  OK(OH_JSVM_GetDataviewInfo(env, view, NULL, NULL, NULL, NULL));
}

int main(void) {
  Engine engine = begin();
  errors();
  making_values();
  reading_values();
  coercing_and_testing();
  bigints();
  symbols();
  external_strings();
  buffers();
  return end(&engine);
}
