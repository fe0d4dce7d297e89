/*
 * A stand-in for AWS's libnrt.so.1, for tests: the same exported names, layouts and rules, and no device. It was written from the
 * published descriptions of the calls and shares no code with the original. It never ships.
 *
 * Beyond the original it counts: every object alive, every call, and every breach of a rule by its caller ("violations").
 */
#ifndef FAKE_H
#define FAKE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))
#define MAX_CORES 128
#define MAX_TENSORS 64
#define NAME_SIZE 256
#define MAX_WRITTEN 64

enum {
    SUCCESS = 0, FAILURE = 1, INVALID = 2, RESOURCE = 4, TIMEOUT = 5, NOT_ENOUGH_CORES = 9, UNINITIALIZED = 13, CLOSED = 14,
    BAD_INPUT = 1002, NUMERICAL = 1003
};

enum { STATE_NEW, STATE_OPEN, STATE_CLOSED };

/* What can be scripted, by the name of the call. */
typedef enum {
    FN_INIT, FN_LOAD, FN_UNLOAD, FN_EXECUTE, FN_TENSOR_INFO, FN_MODEL_INFO, FN_SET_ALLOCATE, FN_SET_ADD, FN_TENSOR_ALLOCATE,
    FN_TENSOR_READ, FN_TENSOR_WRITE, FN_MEMORY, FN_VERSION, FN_INSTANCE, FN_TOTAL_COUNT, FN_VISIBLE_COUNT, FN_COUNT
} fn_t;

enum { DO_STATUS = 0, DO_HANG = 1, DO_SLOW = 2, DO_CRASH = 3, DO_WRONG_CORE = 4 };

enum { ROLE_INPUT = 0, ROLE_OUTPUT = 1 };
enum { OP_NONE, OP_ZERO, OP_COPY, OP_AFFINE, OP_LOOKUP };

typedef struct {
    char name[NAME_SIZE];
    int role, dtype;
    uint64_t size;
    uint32_t ndim;
    uint32_t shape[8];
    int op, from;
    double a, b;
} tensor_spec_t;

typedef struct {
    uint64_t magic;
    int vnc, executing;
    uint64_t memory;
    int spec_count;
    tensor_spec_t specs[MAX_TENSORS];
    unsigned char *table; /* of a lookup: count × (8-byte FNV-1a hash, row) */
    uint64_t table_size;
} model_t;

typedef struct {
    uint64_t magic;
    int vnc, in_sets, busy;
    uint64_t size;
    char name[NAME_SIZE];
    unsigned char *data;
} tensor_t;

typedef struct {
    uint64_t magic;
    int count, busy;
    struct { char name[NAME_SIZE]; tensor_t *tensor; } entries[MAX_TENSORS];
} set_t;

/* Objects begin with one of these; a freed one keeps its memory for a while, so that a second free is seen and counted. */
#define MAGIC_MODEL 0x6c65646f6d656b66ull
#define MAGIC_TENSOR 0x726f736e65746b66ull
#define MAGIC_SET 0x2020207465736b66ull
#define MAGIC_DEAD 0x2064616564206b66ull

typedef struct {
    int64_t models, tensors, sets, infos;
    int64_t violations, inits, closes;
    int64_t calls[FN_COUNT];
} counts_t;

/* What was written to the tensors of one name on one core. */
typedef struct { char name[NAME_SIZE]; int vnc; int64_t calls, bytes; } written_t;

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int state;
    int total, first, visible;
    uint64_t limit[MAX_CORES], used[MAX_CORES];
    int64_t leak; /* bytes that every unload fails to give back */
    int64_t device_free_at[MAX_CORES];
    int64_t write_ns, execute_ns, read_ns;
    bool taken[MAX_CORES]; /* by other processes */
    counts_t counts;
    written_t written[MAX_WRITTEN];
    int written_count;
    char message[512];
    char violation[512];
    int hung;
} fake_t;

extern fake_t fake;

void lock(void);
void unlock(void);

/* Counts a call, does what the script says, and checks the life cycle. The core is −1 where none is concerned. */
int enter(fn_t function, int core, bool before_init);

/* Whether the script of the call says that a load is to report another core than it was asked for. */
int scripted_core(int core);

void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void violate(const char *format, ...) __attribute__((format(printf, 1, 2)));
void sleep_ns(int64_t ns);
void sleep_until(int64_t ns);
int64_t now_ns(void);
void bury(void *object);
bool alive(const void *object, uint64_t magic, const char *what, const char *call);
int read_neff(const unsigned char *bytes, size_t size, model_t *model);
int compute(const model_t *model, const set_t *in, const set_t *out);
tensor_t *find(const set_t *set, const char *name);
void script_from_environment(void);

#endif
