// SPDX-License-Identifier: Apache-2.0

// What a virtual machine's native side holds: who made it, where, since when, and what was done
// wrong with it. Beside ark_runtime/jsvm.h, in the same library.
//
// The rules below hold for every function and are not repeated with each of them.
//
// Results. As in jsvm.h: a status other than JSVM_OK means that NULL, 0 or false is stored through
// every result pointer that is not NULL; JSVM_INVALID_ARG answers a required pointer that is NULL,
// a destroyed VM, and a mark, site or reference that the VM does not have. No function changes the
// last error of an environment.
//
// Threads. A function that takes a VM is called by the thread that has the VM open, or opens it for
// the duration of the call; it returns JSVM_GENERIC_FAILURE while another thread has it open.
// Functions without a VM may be called by any thread. None runs script or collects, and all work
// while an exception is pending and inside handlers of collections, unless the comment says
// otherwise.
//
// Callbacks run before the function returns, on the calling thread; what they are given is borrowed
// until they return. They may create and delete references, and use any function that does not
// destroy the VM; objects made meanwhile may be visited or not.
//
// Structs begin with their size. In one that the caller fills, `size` is set to sizeof the struct;
// in one that the library fills, `size` says how many bytes are meaningful. So a program works with
// a library older or newer than its header.
//
// Stacks are return addresses, innermost first. Functions, files and lines come from the debug
// information of the program; the first lookup in a module takes milliseconds, later ones
// microseconds.

#ifndef JSVM_MEMORY_H
#define JSVM_MEMORY_H

#include "ark_runtime/jsvm.h"

/// The version of this header; raised by one with every addition.
#define JSVM_MEMORY_VERSION 2

EXTERN_C_START

/// The version of the library's header. All of this header works if it is at least
/// JSVM_MEMORY_VERSION. Constant.
JSVM_EXTERN uint32_t JSVM_Memory_GetVersion(void);

// ---- options ----

/// What of a script's stack belongs to a creation site.
typedef enum {
  JSVM_MEMORY_SCRIPT_FRAMES_DEFAULT = 0,  ///< As `js` in JSVM_OPTIONS says, else the topmost frame.
  JSVM_MEMORY_SCRIPT_FRAMES_OFF = 1,      ///< Nothing.
  JSVM_MEMORY_SCRIPT_FRAMES_TOP = 2,      ///< The function that called: 0.6 us a callback.
  JSVM_MEMORY_SCRIPT_FRAMES_FULL = 3,     ///< Up to 16 frames: several us a callback.
} JSVM_Memory_ScriptFrames;

/// How one VM is watched.
typedef struct {
  uint32_t size;  ///< sizeof(JSVM_Memory_Options).
  JSVM_Memory_ScriptFrames scriptFrames;
  const char* name;     ///< What reports call the VM; copied. NULL: no name.
  bool trackDeletions;  ///< Keep the stacks of deletions and closed scopes, for records of misuse.
} JSVM_Memory_Options;

/// Sets how a VM is watched from now on.
///
/// Every VM is watched without this call. JSVM_INVALID_ARG for an unknown value. Constant.
JSVM_EXTERN JSVM_Status JSVM_Memory_SetOptions(JSVM_VM vm, const JSVM_Memory_Options* options);

/// Defined by a program, not by the library: options in the form of JSVM_OPTIONS, which is read
/// after them and wins. Called once, by the first API call of the process; the text is borrowed
/// until the process ends. May return NULL. Must not call the API.
///
/// In a program that is linked against the library a definition with default visibility is found
/// by itself; one in a library that is opened at run time is not.
extern const char* JSVM_Memory_DefaultOptions(void);

/// Defined by a program, not by the library: suppressions in the form of
/// JSVM_Memory_AddSuppressions. As JSVM_Memory_DefaultOptions otherwise.
extern const char* JSVM_Memory_DefaultSuppressions(void);

// ---- what there is ----

/// What can be made and must be given back.
typedef enum {
  JSVM_MEMORY_REFERENCE = 0,       ///< A JSVM_Ref to a value.
  JSVM_MEMORY_DATA_REFERENCE = 1,  ///< A JSVM_Ref to a private key.
  JSVM_MEMORY_WRAP = 2,            ///< Native data tied to an object.
  JSVM_MEMORY_FINALIZER = 3,       ///< Any other finalizer that waits for its object.
  JSVM_MEMORY_DEFERRED = 4,        ///< A promise that was not concluded.
  JSVM_MEMORY_SCRIPT = 5,          ///< A retained script.
  JSVM_MEMORY_HANDLE_SCOPE = 6,    ///< An open handle scope.
  JSVM_MEMORY_ENV_SCOPE = 7,       ///< An open environment scope.
  JSVM_MEMORY_VM_SCOPE = 8,        ///< An open VM scope.
  JSVM_MEMORY_PROFILER = 9,        ///< A running CPU profiler.
  JSVM_MEMORY_BACKING_STORE = 10,  ///< Memory of OH_JSVM_AllocateArrayBufferBackingStoreData.
  JSVM_MEMORY_ENV = 11,            ///< An environment.
} JSVM_Memory_Kind;

/// How an object holds its target.
typedef enum {
  JSVM_MEMORY_STRONG = 0,   ///< It keeps it alive. What is no reference is in this state.
  JSVM_MEMORY_WEAK = 1,     ///< It does not.
  JSVM_MEMORY_CLEARED = 2,  ///< It did not, and the target was collected.
  JSVM_MEMORY_EMPTIED = 3,  ///< The target cannot be held weakly; it was dropped at count 0.
} JSVM_Memory_State;

/// A moment of a VM. Of no use with another VM.
typedef uint64_t JSVM_Memory_MarkId;
/// The moment before everything.
#define JSVM_MEMORY_START ((JSVM_Memory_MarkId)0)

/// A creation site of a VM; valid as long as the VM.
typedef uint32_t JSVM_Memory_SiteId;

/// A function at a return address. Text is NULL, and a number 0, where unknown.
typedef struct {
  uint32_t size;
  uint32_t line;          ///< From 1.
  const char* function;   ///< Demangled, with parameters.
  const char* file;       ///< As the compiler was given it.
  const char* module;     ///< The program or library.
  uintptr_t offset;       ///< The address within the module, as addr2line takes it.
  uintptr_t address;      ///< The return address less one.
  bool isInlined;         ///< Merged into the next frame's function.
} JSVM_Memory_Frame;

/// A function of script on the stack. Text may be empty, never NULL.
typedef struct {
  uint32_t size;
  uint32_t line;    ///< From 1; 0 if unknown.
  uint32_t column;  ///< In UTF-16 code units from 1; 0 if unknown.
  const char* function;
  const char* script;
} JSVM_Memory_ScriptFrame;

/// Where objects of one kind are made, and how many.
typedef struct {
  uint32_t size;
  JSVM_Memory_SiteId id;
  JSVM_Memory_Kind kind;
  uint32_t frameCount;        ///< Frames of the caller's; the library's own are left out.
  uint32_t scriptFrameCount;  ///< 0 if no script was running.
  bool isStackShort;          ///< The stack broke off: compile with -fno-omit-frame-pointer.
  uint64_t created;           ///< Since the mark that was asked for.
  uint64_t existing;          ///< Of those.
  uint64_t transient;         ///< Of those, no longer existing.
  uint64_t peak;              ///< The most that existed at one time, whatever the mark.
  const JSVM_Memory_Frame* frames;
  const JSVM_Memory_ScriptFrame* scriptFrames;
} JSVM_Memory_Site;

/// Is given a site; returns false to end the walk.
typedef bool(JSVM_CDECL* JSVM_Memory_SiteCallback)(JSVM_VM vm, const JSVM_Memory_Site* site,
                                                   void* data);

/// Visits the sites that made something since a mark, in order of first use.
///
/// Symbolises each one. Linear in the numbers of sites and objects.
JSVM_EXTERN JSVM_Status JSVM_Memory_Sites(JSVM_VM vm, JSVM_Memory_MarkId since,
                                          JSVM_Memory_SiteCallback callback, void* data);

/// Visits one site, with its counts since the VM began. Symbolises it.
JSVM_EXTERN JSVM_Status JSVM_Memory_DescribeSite(JSVM_VM vm, JSVM_Memory_SiteId site,
                                                 JSVM_Memory_SiteCallback callback, void* data);

/// Something that exists.
typedef struct {
  uint32_t size;
  JSVM_Memory_Kind kind;
  JSVM_Memory_State state;
  uint32_t refcount;        ///< 0 for what has none.
  JSVM_Memory_SiteId site;  ///< Where it was made.
  uint32_t collection;      ///< How many collections the VM had had when it was made.
  uint32_t age;             ///< How many it has had since, except where history was thinned.
  int32_t thread;           ///< The kernel's number of the thread that made it; 0 if unknown.
  uint64_t nanoseconds;     ///< How long ago it was made, at most.
  void* handle;  ///< The JSVM_Ref, JSVM_Deferred, JSVM_Script, JSVM_CpuProfiler or scope; or NULL.
  JSVM_Env env;  ///< The environment it was made with, or NULL.
  void* nativeData;  ///< The data of a wrap or finalizer, the address of a backing store; or NULL.
  bool isIgnored;    ///< Leak reports leave it out.
} JSVM_Memory_Object;

/// Is given an object; returns false to end the walk.
typedef bool(JSVM_CDECL* JSVM_Memory_ObjectCallback)(JSVM_VM vm, const JSVM_Memory_Object* object,
                                                     void* data);

/// Visits the references, to values and to private keys, that were made since a mark and exist.
///
/// In no particular order. About 20 ns a reference, without the callback's own time.
JSVM_EXTERN JSVM_Status JSVM_Memory_RefsExisting(JSVM_VM vm, JSVM_Memory_MarkId since,
                                                 JSVM_Memory_ObjectCallback callback, void* data);

/// Visits what exists of one kind and was made since a mark.
///
/// Backing stores belong to no VM: `vm` is NULL for them, and the mark JSVM_MEMORY_START. As
/// JSVM_Memory_RefsExisting otherwise.
JSVM_EXTERN JSVM_Status JSVM_Memory_ObjectsExisting(JSVM_VM vm, JSVM_Memory_Kind kind,
                                                    JSVM_Memory_MarkId since,
                                                    JSVM_Memory_ObjectCallback callback,
                                                    void* data);

/// The sums of a VM.
typedef struct {
  uint32_t size;  ///< sizeof(JSVM_Memory_Totals), set by the caller.
  uint32_t collections;
  uint64_t sites;
  uint64_t created;   ///< References made, of both kinds.
  uint64_t existing;  ///< References existing; the sum of the four below.
  uint64_t strong;
  uint64_t weak;
  uint64_t cleared;
  uint64_t emptied;
  uint64_t wraps;
  uint64_t finalizers;
  uint64_t deferreds;
  uint64_t scripts;  ///< Retained ones.
  uint64_t handleScopes;
  uint64_t profilers;
  uint64_t engineHandles;     ///< Handles the engine has beyond its scopes.
  uint64_t trackedHandles;    ///< Of those, the ones that this library made.
  uint64_t untrackedHandles;  ///< The rest: made by the engine itself or behind the API.
  uint64_t ledgerBytes;       ///< What the records of references and sites take.
} JSVM_Memory_Totals;

/// Adds up what a VM has. Linear in the number of references, about 8 ns each.
///
/// `totals->size` must be set; JSVM_INVALID_ARG if it is smaller than the first version's.
JSVM_EXTERN JSVM_Status JSVM_Memory_GetTotals(JSVM_VM vm, JSVM_Memory_Totals* totals);

// ---- what it holds ----

/// What is asked of JSVM_Memory_AttributeHeap.
typedef struct {
  uint32_t size;             ///< sizeof(JSVM_Memory_Attribution).
  uint32_t timeoutSeconds;   ///< How long a forked child may take; 0: 60 s.
  JSVM_Memory_MarkId since;  ///< Only what was made since this mark.
  JSVM_Env env;              ///< Only what was made with this environment; NULL: all.
  bool isForkedOnly;         ///< Fail where there can be no forked child.
} JSVM_Memory_Attribution;

/// What a creation site keeps alive, in bytes of the JavaScript heap.
typedef struct {
  uint32_t size;
  JSVM_Memory_SiteId site;
  JSVM_Memory_Kind kind;
  uint64_t strong;     ///< How many of its objects keep a value alive.
  uint64_t weak;       ///< How many hold one weakly.
  uint64_t exclusive;  ///< What nothing else holds: what would be freed if the site let go.
  uint64_t inclusive;  ///< The same, and what would go with each value that others hold too.
  /// The reference that keeps most alive, and where its bytes are:
  /// "#481 Widget @20817 --model (property)---> Array @20819 [7.5KB]". #481 is the low 28 bits of the
  /// JSVM_Ref, @20817 the id in heap snapshots. NULL without strong ones. UTF-8.
  const char* example;
  uint64_t cycles;           ///< How many of its references are in cycles with their owners.
  JSVM_Memory_SiteId owner;  ///< Where most of those were wrapped or given their finalizer.
  /// One of the cycles: "#481 Widget @20817, whose native object 0x55d0a0 holds #481". NULL without.
  const char* cycle;
} JSVM_Memory_Held;

/// Is given what a site holds; returns false to end the walk.
typedef bool(JSVM_CDECL* JSVM_Memory_HeldCallback)(JSVM_VM vm, const JSVM_Memory_Held* held,
                                                   void* data);

/// The heap as a whole, and what it cost to find out.
typedef struct {
  uint32_t size;              ///< sizeof(JSVM_Memory_HeldTotals), set by the caller.
  bool isForked;              ///< A forked child did it.
  uint64_t heapBytes;         ///< All that is on the heap.
  uint64_t heldBytes;         ///< What would be freed if all the sites let go.
  uint64_t pauseNanoseconds;  ///< How long the VM could not have run: the fork, or everything.
  uint64_t nanoseconds;       ///< How long it took.
} JSVM_Memory_HeldTotals;

/// Finds out what each creation site keeps alive, and visits those that hold values, those that hold
/// most first.
///
/// References, data references, deferreds and retained scripts hold values; wraps and finalizers are
/// visited too, as weak. `how` and `totals` are optional. What `how` leaves out counts as another
/// holder. A value that script or native code can reach by another way is not held by a site alone:
/// also one in an open handle scope.
///
/// A reference is in a cycle when it lies in the memory of a native object that a finalizer deletes,
/// and the finalizer's object is what the reference leads to, or is kept by nothing but such
/// references. Neither ever goes: the reference should be weak. Looked for is the JSVM_Ref in the block
/// that malloc gave out for the finalizer's data; there is no other sign of who holds a reference, so
/// one that lies elsewhere is not found.
///
/// A forked child takes a heap snapshot and analyses it: this process, its heap and its other VMs go
/// on, and only the caller waits. Where there can be no child, because threads of V8's do not come to
/// rest within a second, it is done here, with two collections and several times the heap's size in
/// memory, unless `how` forbids it. `totals` says which. JSVM_GENERIC_FAILURE when it takes too long,
/// or memory does not suffice. Seconds for a heap of some hundred MB.
///
/// The child gets SIGALRM when its time is over. The process gets SIGCHLD when it ends.
JSVM_EXTERN JSVM_Status JSVM_Memory_AttributeHeap(JSVM_VM vm, const JSVM_Memory_Attribution* how,
                                                  JSVM_Memory_HeldCallback callback, void* data,
                                                  JSVM_Memory_HeldTotals* totals);

/// What would become of the heap if what a site made were deleted.
typedef struct {
  uint32_t size;
  JSVM_Memory_SiteId site;
  uint64_t freedBytes;
  uint64_t freedCount;     ///< Objects, the engine's own included.
  uint64_t survivorCount;  ///< Values of the site that would stay: others hold them.
  uint32_t pathCount;
  /// What holds up to five of those: each a text of lines, from a root to the value. UTF-8.
  const char* const* paths;
} JSVM_Memory_Deletion;

/// Is given the answer to a what-if question.
typedef void(JSVM_CDECL* JSVM_Memory_DeletionCallback)(JSVM_VM vm,
                                                       const JSVM_Memory_Deletion* deletion,
                                                       void* data);

/// Finds out what would be freed if the references of a site were deleted, and what would still hold
/// the rest: the next one to look at. Deletes nothing.
///
/// Costs, fails and waits as JSVM_Memory_AttributeHeap without `how`.
JSVM_EXTERN JSVM_Status JSVM_Memory_WhatIfDeleted(JSVM_VM vm, JSVM_Memory_SiteId site,
                                                  JSVM_Memory_DeletionCallback callback,
                                                  void* data);

// ---- marks ----

/// Sets a mark: what is made from now on is made since it.
///
/// `name` is copied; UTF-8. JSVM_GENERIC_FAILURE when the VM has 1,024 marks. Linear in the number
/// of sites; 8 bytes each are kept until the mark is deleted.
JSVM_EXTERN JSVM_Status JSVM_Memory_Mark(JSVM_VM vm, const char* name, JSVM_Memory_MarkId* result);

/// Forgets a mark. Constant.
JSVM_EXTERN JSVM_Status JSVM_Memory_DeleteMark(JSVM_VM vm, JSVM_Memory_MarkId mark);

// ---- leak checks ----

/// What a check looks at.
typedef struct {
  uint32_t size;             ///< sizeof(JSVM_Memory_LeakCheck).
  JSVM_Memory_MarkId since;  ///< Only what was made since this mark.
  JSVM_Env env;              ///< Only what was made with this environment; NULL: all.
  const char* name;          ///< What the report calls the occasion; NULL: "leak check".
  bool isSilent;             ///< Count, but print nothing.
} JSVM_Memory_LeakCheck;

/// Reports what exists and is neither ignored nor suppressed, and goes on.
///
/// Call it where the program believes to hold nothing: a reference that exists is a leak here.
/// Looks at references, deferreds, retained scripts and profilers. `check` is optional: without it
/// at all that the VM has. `leaked` is optional: the number of objects. The report goes where
/// `log_path` says, in the form of `leak_report_format`; `leak_report=off` keeps it back. Linear in
/// the number of references; symbolises the sites that leak.
JSVM_EXTERN JSVM_Status JSVM_Memory_DoRecoverableLeakCheck(JSVM_VM vm,
                                                           const JSVM_Memory_LeakCheck* check,
                                                           uint64_t* leaked);

/// The same for everything that a VM has; ends the process with the exit code of `exitcode` in
/// JSVM_OPTIONS, 23 by default, if something leaked.
JSVM_EXTERN JSVM_Status JSVM_Memory_DoLeakCheck(JSVM_VM vm);

/// Leaves a reference out of every leak report. It is still counted and visited. Constant.
JSVM_EXTERN JSVM_Status JSVM_Memory_IgnoreReference(JSVM_Env env, JSVM_Ref ref);

/// Leaves what the VM makes from now on out of every leak report, until JSVM_Memory_Enable.
///
/// Nests. Costs nothing meanwhile. Constant.
JSVM_EXTERN JSVM_Status JSVM_Memory_Disable(JSVM_VM vm);

/// Takes back one JSVM_Memory_Disable; JSVM_GENERIC_FAILURE if there is none. Constant.
JSVM_EXTERN JSVM_Status JSVM_Memory_Enable(JSVM_VM vm);

/// Adds rules about leaks that are known.
///
/// One rule a line; `#` begins a comment. `leak:PATTERN` matches a function, FILE:LINE or module of
/// any native frame of a site, `lib:PATTERN` a module, `js:PATTERN` a function or SCRIPT:LINE of
/// script. In a pattern `*` stands for anything, `^` and `$` for the beginning and the end; without
/// them it matches anywhere. ` max=N` behind a pattern is a ceiling: the rule holds while it covers
/// at most N objects.
///
/// `length` is bytes or JSVM_AUTO_LENGTH. A line that is not understood gives JSVM_INVALID_ARG, and
/// nothing is added. Rules hold for the whole process and cannot be removed. Linear in the length.
JSVM_EXTERN JSVM_Status JSVM_Memory_AddSuppressions(const char* rules, size_t length);

// ---- test scopes ----

/// A part of a test that may leave so many references and no more.
typedef struct {
  JSVM_VM vm;
  const char* name;
  uint64_t most;
  JSVM_Memory_MarkId mark;
  bool isOpen;
} JSVM_Memory_TestScope;

/// Begins a scope; `name` is borrowed until its end. Fails as JSVM_Memory_Mark does; `isOpen` is
/// false then.
JSVM_EXTERN JSVM_Status JSVM_Memory_BeginTestScope(JSVM_VM vm, const char* name, uint64_t most,
                                                   JSVM_Memory_TestScope* result);

/// Ends a scope: reports the references made in it that exist, if they are more than it may leave.
///
/// `left` is optional: how many there are. Ignored and suppressed ones do not count. A scope that
/// fails counts in JSVM_Memory_GetTestFailures. JSVM_INVALID_ARG for one that is not open. As
/// JSVM_Memory_DoRecoverableLeakCheck otherwise.
JSVM_EXTERN JSVM_Status JSVM_Memory_EndTestScope(JSVM_Memory_TestScope* scope, uint64_t* left);

/// How many test scopes of the process have failed. Constant.
JSVM_EXTERN uint64_t JSVM_Memory_GetTestFailures(void);

/// The statement that follows runs in a test scope. Leaving it by `break`, `return` or `goto`
/// leaves the scope open; a scope that cannot be opened fails, but the statement runs.
///
///     JSVM_MEMORY_TEST_SCOPE(vm, "open and close a page", 0) { open_page(env); close_page(env); }
#define JSVM_MEMORY_TEST_SCOPE(vm, name, most)                                         \
  for (JSVM_Memory_TestScope jsvm_memory_scope = {NULL, NULL, 0, JSVM_MEMORY_START, 0}, \
                             *jsvm_memory_once = &jsvm_memory_scope;                   \
       jsvm_memory_once != NULL &&                                                     \
       (JSVM_Memory_BeginTestScope(vm, name, most, jsvm_memory_once) == JSVM_OK ||     \
        !jsvm_memory_once->isOpen);                                                    \
       JSVM_Memory_EndTestScope(jsvm_memory_once, NULL), jsvm_memory_once = NULL)

// ---- misuse ----

/// A call that the API does not allow. It has failed or was repaired; the process goes on.
typedef struct {
  uint32_t size;
  uint32_t createdCount;
  uint32_t deletedCount;
  uint32_t usedCount;
  uint64_t number;       ///< From 1, across all VMs.
  const char* code;      ///< "E01" to "E06" as OpenHarmony has them, or "M01" and up.
  const char* function;  ///< The API function that was called.
  const char* message;   ///< What is wrong, as a clause.
  JSVM_VM vm;            ///< The VM it happened to; may be destroyed. NULL in a kept record.
  int32_t thread;        ///< The kernel's number of the thread that called.
  int32_t otherThread;   ///< The one that has the VM open instead, for wrong threads; else 0.
  const uintptr_t* created;  ///< Where the object was made or the scope opened; empty if unknown.
  const uintptr_t* deleted;  ///< Where it was given back or closed; empty if unknown.
  const uintptr_t* used;     ///< Where the call came from.
} JSVM_Memory_Misuse;

/// Is told of a misuse, on the thread that calls, before the call returns.
///
/// Several threads may be in it at once. It must not use the API, except JSVM_Memory_DescribeStack.
/// What it does wrong itself is recorded but not told.
typedef void(JSVM_CDECL* JSVM_Memory_MisuseHandler)(const JSVM_Memory_Misuse* misuse, void* data);

/// Sets who is told of misuse, in the whole process; NULL: nobody. Replaces the handler before.
/// Constant.
JSVM_EXTERN JSVM_Status JSVM_Memory_SetMisuseHandler(JSVM_Memory_MisuseHandler handler, void* data);

/// How often a code such as "M01" was met; NULL: all of them. JSVM_INVALID_ARG for an unknown one.
/// Linear in the number of records kept.
JSVM_EXTERN JSVM_Status JSVM_Memory_GetMisuseCount(const char* code, uint64_t* result);

/// Gives the last 256 records, oldest first, to a handler; it may use the API. Copies them first.
JSVM_EXTERN JSVM_Status JSVM_Memory_Misuses(JSVM_Memory_MisuseHandler handler, void* data);

/// Is given a frame; returns false to end the walk.
typedef bool(JSVM_CDECL* JSVM_Memory_FrameCallback)(const JSVM_Memory_Frame* frame, void* data);

/// Names the functions of a stack, inlined ones too, innermost first; the library's own are left
/// out.
///
/// Milliseconds for the first address of a module, microseconds for later ones.
JSVM_EXTERN JSVM_Status JSVM_Memory_DescribeStack(const uintptr_t* addresses, size_t count,
                                                  JSVM_Memory_FrameCallback callback, void* data);

// ---- the control door ----

/// Opens a Unix socket at which the command line `jsvm` can ask about this process.
///
/// The user that the process runs as and root are let in, nobody else. `path` is where the socket is
/// made; NULL: where `jsvm` looks for it. JSVM_OPTIONS=control=1 does the same in OH_JSVM_Init.
/// JSVM_GENERIC_FAILURE before OH_JSVM_Init, in a forked child, when a door is open, and when there
/// can be none at that place: the log then says why. Starts two threads the first time. Any thread.
JSVM_EXTERN JSVM_Status JSVM_Memory_OpenControl(const char* path);

/// Closes the door and its connections, and removes the socket. At exit that is done by itself.
///
/// JSVM_GENERIC_FAILURE when none is open. Any thread; waits at most for a request to be read.
JSVM_EXTERN JSVM_Status JSVM_Memory_CloseControl(void);

/// Is told, on any thread, that something waits to be done on the thread that has the VM open.
///
/// Must return at once, must not use the API, and may be called several times for one thing. It has
/// that thread call OH_JSVM_PumpMessageLoop soon.
typedef void(JSVM_CDECL* JSVM_Memory_WakeHandler)(JSVM_VM vm, void* data);

/// Sets who is told; NULL: nobody. Without one, what the control door asks is done when the thread
/// pumps its loop or runs script anyway.
///
/// When this returns, the handler before is not running and will not be called. Constant.
JSVM_EXTERN JSVM_Status JSVM_Memory_SetWakeHandler(JSVM_VM vm, JSVM_Memory_WakeHandler handler,
                                                   void* data);

EXTERN_C_END

#ifdef __cplusplus
namespace jsvm {

/// Leaves what the VM makes in a scope of C++ out of leak reports: JSVM_Memory_Disable and _Enable.
class ScopedDisable {
 public:
  explicit ScopedDisable(JSVM_VM vm) : vm_(vm), done_(JSVM_Memory_Disable(vm) == JSVM_OK) {}
  ~ScopedDisable() {
    if (done_) JSVM_Memory_Enable(vm_);
  }
  ScopedDisable(const ScopedDisable&) = delete;
  ScopedDisable& operator=(const ScopedDisable&) = delete;

 private:
  JSVM_VM vm_;
  bool done_;
};

}  // namespace jsvm
#endif

#endif  // JSVM_MEMORY_H
