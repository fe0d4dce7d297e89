#define _GNU_SOURCE
#include "fake.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_RULES 256
#define GRAVES 256
#define DEFAULT_CORES 32
#define DEFAULT_LIMIT (16ull << 30)

fake_t fake = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

/* One thing that goes wrong: from the nth next matching call on, so many times (−1: for ever). */
typedef struct { bool used; fn_t function; int core, nth, times, action; int64_t value; } rule_t;

static rule_t rules[MAX_RULES];
static void *graves[GRAVES];
static int next_grave;
static int64_t release_status;
static uint64_t hang_generation;
static __thread int wrong_core;

static const char *const names[FN_COUNT] = {
    "nrt_init", "nrt_load", "nrt_unload", "nrt_execute", "nrt_get_model_tensor_info", "nrt_get_model_info", "nrt_allocate_tensor_set",
    "nrt_add_tensor_to_tensor_set", "nrt_tensor_allocate", "nrt_tensor_read", "nrt_tensor_write", "nrt_get_vnc_memory_stats",
    "nrt_get_version", "nrt_get_instance_info", "nrt_get_total_vnc_count", "nrt_get_visible_vnc_count"
};

void lock(void) { pthread_mutex_lock(&fake.lock); }
void unlock(void) { pthread_mutex_unlock(&fake.lock); }

int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000ll + now.tv_nsec;
}

void sleep_until(int64_t ns)
{
    struct timespec until = { ns / 1000000000, ns % 1000000000 };
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) { }
}

void sleep_ns(int64_t ns) { if (ns > 0) sleep_until(now_ns() + ns); }

void say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(fake.message, sizeof fake.message, format, args);
    va_end(args);
    if (getenv("FAKE_NRT_VERBOSE")) fprintf(stderr, "%s\n", fake.message);
}

void violate(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (fake.counts.violations++ == 0) vsnprintf(fake.violation, sizeof fake.violation, format, args);
    va_end(args);
}

void bury(void *object)
{
    *(uint64_t *)object = MAGIC_DEAD;
    free(graves[next_grave]);
    graves[next_grave] = object;
    next_grave = (next_grave + 1) % GRAVES;
}

bool alive(const void *object, uint64_t magic, const char *what, const char *call)
{
    if (object && *(const uint64_t *)object == magic) return true;
    violate("%s of a %s that %s", call, what, object && *(const uint64_t *)object == MAGIC_DEAD ? "was freed" : "never was");
    return false;
}

static void hang(void)
{
    uint64_t mine = hang_generation;
    fake.hung++;
    pthread_cond_broadcast(&fake.changed);
    while (mine == hang_generation) pthread_cond_wait(&fake.changed, &fake.lock);
    fake.hung--;
    pthread_cond_broadcast(&fake.changed);
}

static int obey(fn_t function, int core)
{
    wrong_core = 0;
    for (int i = 0; i < MAX_RULES; i++) {
        rule_t *rule = &rules[i];
        if (!rule->used || rule->function != function || (rule->core >= 0 && rule->core != core)) continue;
        if (rule->nth > 1) { rule->nth--; continue; }
        int action = rule->action;
        int64_t value = rule->value;
        if (rule->times > 0 && --rule->times == 0) rule->used = false;
        switch (action) {
        case DO_HANG: hang(); return (int)release_status;
        case DO_SLOW: unlock(); sleep_ns(value * 1000); lock(); continue;
        case DO_CRASH: *(volatile int *)0 = 1; return FAILURE;
        case DO_WRONG_CORE: wrong_core = (int)value; return SUCCESS;
        default: return (int)value;
        }
    }
    return SUCCESS;
}

int scripted_core(int core) { return core + wrong_core; }

int enter(fn_t function, int core, bool before_init)
{
    static const int by_state[] = { UNINITIALIZED, SUCCESS, CLOSED };
    lock();
    fake.counts.calls[function]++;
    int state = fake.state;
    int status = before_init || state == STATE_OPEN ? obey(function, core) : by_state[state];
    unlock();
    return status;
}

EXPORT int fake_nrt_script(const char *function, int core, int nth, int times, int action, int64_t value)
{
    for (int f = 0; f < FN_COUNT; f++) {
        if (strcmp(names[f], function)) continue;
        lock();
        for (int i = 0; i < MAX_RULES; i++) {
            if (rules[i].used) continue;
            rules[i] = (rule_t){ true, (fn_t)f, core, nth, times, action, value };
            unlock();
            return 1;
        }
        unlock();
    }
    return 0;
}

EXPORT void fake_nrt_clear_script(int core)
{
    lock();
    for (int i = 0; i < MAX_RULES; i++) if (core < 0 || rules[i].core == core) rules[i].used = false;
    unlock();
}

/* Lets go of everything that hangs; the calls return the status. */
EXPORT void fake_nrt_release(int status)
{
    lock();
    release_status = status;
    hang_generation++;
    pthread_cond_broadcast(&fake.changed);
    unlock();
}

/* Waits until so many calls hang; 0 when the time is over first. */
EXPORT int fake_nrt_await_hung(int count, int milliseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += milliseconds % 1000 * 1000000l;
    if (until.tv_nsec >= 1000000000l) { until.tv_sec++; until.tv_nsec -= 1000000000l; }
    lock();
    int late = 0;
    while (fake.hung < count && !late) late = pthread_cond_timedwait(&fake.changed, &fake.lock, &until);
    int reached = fake.hung >= count;
    unlock();
    return reached;
}

EXPORT void fake_nrt_counts(counts_t *out)
{
    lock();
    *out = fake.counts;
    unlock();
}

EXPORT const char *fake_nrt_message(void) { return fake.message; }
EXPORT const char *fake_nrt_violation(void) { return fake.violation; }
EXPORT void fake_nrt_set_cores(int total) { lock(); fake.total = total; unlock(); }
EXPORT void fake_nrt_set_taken(int core, int taken) { lock(); fake.taken[core] = taken; unlock(); }
EXPORT void fake_nrt_set_leak(int64_t bytes) { lock(); fake.leak = bytes; unlock(); }

EXPORT void fake_nrt_set_limit(uint64_t bytes)
{
    lock();
    for (int i = 0; i < MAX_CORES; i++) fake.limit[i] = bytes;
    unlock();
}

/* How long a copy to the device, an execution and a copy back take, in microseconds. */
EXPORT void fake_nrt_set_times(int64_t write, int64_t execute, int64_t read)
{
    lock();
    fake.write_ns = write * 1000;
    fake.execute_ns = execute * 1000;
    fake.read_ns = read * 1000;
    unlock();
}

/* Back to the state of a process that has not called anything. The original has nothing like it. */
EXPORT void fake_nrt_reset(void)
{
    fake_nrt_release(SUCCESS);
    lock();
    memset(rules, 0, sizeof rules);
    memset(&fake.counts, 0, sizeof fake.counts);
    memset(fake.used, 0, sizeof fake.used);
    fake.written_count = 0;
    memset(fake.taken, 0, sizeof fake.taken);
    memset(fake.device_free_at, 0, sizeof fake.device_free_at);
    fake.message[0] = fake.violation[0] = 0;
    fake.state = STATE_NEW;
    fake.total = DEFAULT_CORES;
    fake.leak = fake.write_ns = fake.execute_ns = fake.read_ns = 0;
    for (int i = 0; i < MAX_CORES; i++) fake.limit[i] = DEFAULT_LIMIT;
    unlock();
}

/*
 * For a process that nobody can reach into: FAKE_NRT_SCRIPT is a list of function,core,nth,times,action,value separated by ';', and
 * FAKE_NRT_TIMES is write,execute,read in microseconds.
 */
void script_from_environment(void)
{
    const char *text = getenv("FAKE_NRT_SCRIPT"), *times = getenv("FAKE_NRT_TIMES");
    long long write, execute, read, value;
    if (times && sscanf(times, "%lld,%lld,%lld", &write, &execute, &read) == 3) fake_nrt_set_times(write, execute, read);
    for (; text && *text; text = strchr(text, ';') ? strchr(text, ';') + 1 : NULL) {
        char name[64];
        int core, nth, count, action;
        if (sscanf(text, "%63[^,],%d,%d,%d,%d,%lld", name, &core, &nth, &count, &action, &value) == 6)
            fake_nrt_script(name, core, nth, count, action, value);
    }
}

__attribute__((constructor)) static void born(void)
{
    fake_nrt_reset();
    script_from_environment();
}
