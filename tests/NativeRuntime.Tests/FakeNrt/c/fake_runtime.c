/* The life cycle of the library, and what it says of the machine. */
#define _GNU_SOURCE
#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { uint64_t major, minor, patch, maintenance; char detail[128]; char hash[64]; } version_t;
typedef struct { uint32_t family, size; char arch[16]; char revision[8]; } instance_t;
typedef struct { uint64_t used, limit; } memory_t;

/* As the original does it: relative indices, contiguous and increasing, VISIBLE_CORES before NUM_CORES, first fit for the latter. */
static bool parse_visible(const char *text, int *first, int *count)
{
    int next = -1;
    *count = 0;
    while (*text) {
        char *end;
        long from = strtol(text, &end, 10), to = from;
        if (end == text || from < 0) return false;
        if (*end == '-') { text = end + 1; to = strtol(text, &end, 10); if (end == text || to < from) return false; }
        if (next < 0) *first = (int)from;
        else if (from != next) { say("Neuron cores are not contiguous"); return false; }
        *count += (int)(to - from + 1);
        next = (int)to + 1;
        if (*end == ',') end++;
        else if (*end) return false;
        text = end;
    }
    return *count > 0 && *first + *count <= fake.total;
}

static bool free_run(int first, int count)
{
    for (int i = first; i < first + count; i++) if (i >= fake.total || fake.taken[i]) return false;
    return true;
}

static bool claim(void)
{
    const char *visible = getenv("NEURON_RT_VISIBLE_CORES"), *number = getenv("NEURON_RT_NUM_CORES");
    int first = 0, count = fake.total;
    if (visible && *visible) {
        if (!parse_visible(visible, &first, &count)) return false;
    } else if (number && atoi(number) > 0) {
        count = atoi(number);
        while (first < fake.total && !free_run(first, count)) first++;
    }
    if (!free_run(first, count)) {
        say("NeuronCore(s) not available - Requested:nc%d-nc%d Available:0", first, first + count - 1);
        return false;
    }
    fake.first = first;
    fake.visible = count;
    return true;
}

EXPORT int nrt_init(int framework, const char *framework_version, const char *fal_version)
{
    (void)framework;
    if (!framework_version || !fal_version) return INVALID;
    int status = enter(FN_INIT, -1, true);
    if (status) return status;
    lock();
    if (fake.state == STATE_CLOSED) status = CLOSED;
    else if (fake.state == STATE_OPEN) { violate("nrt_init twice"); status = FAILURE; }
    else if (!claim()) status = FAILURE;
    else { fake.state = STATE_OPEN; fake.counts.inits++; }
    unlock();
    return status;
}

EXPORT void nrt_close(void)
{
    lock();
    if (fake.state != STATE_OPEN) violate("nrt_close of a library that is not open");
    if (fake.counts.models || fake.counts.tensors || fake.counts.sets || fake.counts.infos) {
        violate("nrt_close with %ld models, %ld tensors, %ld sets, %ld infos alive", (long)fake.counts.models, (long)fake.counts.tensors,
                (long)fake.counts.sets, (long)fake.counts.infos);
    }
    fake.state = STATE_CLOSED;
    fake.counts.closes++;
    unlock();
}

static int total_count(uint32_t *out)
{
    int status = enter(FN_TOTAL_COUNT, -1, true);
    if (!status) *out = (uint32_t)fake.total;
    return status;
}

static int visible_count(uint32_t *out)
{
    int status = enter(FN_VISIBLE_COUNT, -1, true);
    if (status) return status;
    lock();
    int first = 0, count = fake.total;
    const char *visible = getenv("NEURON_RT_VISIBLE_CORES"), *number = getenv("NEURON_RT_NUM_CORES");
    if (fake.state == STATE_OPEN) count = fake.visible;
    else if (visible && *visible) { if (!parse_visible(visible, &first, &count)) status = FAILURE; }
    else if (number && atoi(number) > 0) count = atoi(number);
    *out = (uint32_t)count;
    unlock();
    return status;
}

EXPORT int nrt_get_total_nc_count(uint32_t *out) { return total_count(out); }
EXPORT int nrt_get_visible_nc_count(uint32_t *out) { return visible_count(out); }

#ifndef FAKE_WITHOUT_OPTIONAL
EXPORT int nrt_get_total_vnc_count(uint32_t *out) { return total_count(out); }
EXPORT int nrt_get_visible_vnc_count(uint32_t *out) { return visible_count(out); }

EXPORT int nrt_get_version(version_t *out, size_t size)
{
    int status = enter(FN_VERSION, -1, true);
    if (status) return status;
    if (size != sizeof *out) return INVALID;
    *out = (version_t){ .major = 2, .minor = 34, .patch = 10, .maintenance = 0, .detail = "fake", .hash = "0123456789abcdef" };
    return SUCCESS;
}

EXPORT int nrt_get_instance_info(instance_t *out, size_t size)
{
    int status = enter(FN_INSTANCE, -1, false);
    if (status) return status;
    if (size != sizeof *out) return INVALID;
    *out = (instance_t){ .family = 2, .size = 6, .arch = "NCv2", .revision = "A0" };
    return SUCCESS;
}

EXPORT int nrt_get_vnc_memory_stats(uint32_t vnc, memory_t *out, size_t size_in, size_t *size_out)
{
    int status = enter(FN_MEMORY, (int)vnc, false);
    if (status) return status;
    if ((int)vnc >= fake.visible || size_in < sizeof *out) return INVALID;
    lock();
    *out = (memory_t){ fake.used[vnc], fake.limit[vnc] };
    unlock();
    *size_out = sizeof *out;
    return SUCCESS;
}

EXPORT const char *nrt_get_status_as_str(int status)
{
    switch (status) {
    case SUCCESS: return "NRT_SUCCESS";
    case FAILURE: return "NRT_FAILURE";
    case INVALID: return "NRT_INVALID";
    case RESOURCE: return "NRT_RESOURCE";
    case BAD_INPUT: return "NRT_EXEC_BAD_INPUT";
    default: return "NRT_STATUS_OF_THE_FAKE";
    }
}
#endif
