/* Models: load, what they say of themselves, execute, unload. */
#define _GNU_SOURCE
#include "fake.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    char name[NAME_SIZE];
    int32_t usage;
    uint64_t size;
    int32_t dtype;
    uint32_t *shape;
    uint32_t ndim;
} info_t;

typedef struct { uint64_t count; info_t infos[]; } infos_t;

_Static_assert(sizeof(info_t) == 296 && offsetof(info_t, size) == 264 && offsetof(info_t, dtype) == 272, "nrt_tensor_info_t");
_Static_assert(offsetof(info_t, shape) == 280 && offsetof(info_t, ndim) == 288 && offsetof(infos_t, infos) == 8, "nrt_tensor_info_t");

EXPORT int nrt_load(const void *bytes, size_t size, int32_t vnc, int32_t vnc_count, model_t **out)
{
    int status = enter(FN_LOAD, vnc, false);
    if (status) return status;
    if (vnc_count != -1) { say("vnc_count is %d, and must be -1", vnc_count); return INVALID; }
    if (vnc < 0) vnc = 0; /* "first free"; the product never asks for it */
    if (vnc >= fake.visible) { say("vnc %d of %d", vnc, fake.visible); return INVALID; }

    int core = scripted_core(vnc);
    model_t *model = calloc(1, sizeof *model);
    status = read_neff(bytes, size, model);
    lock();
    if (!status && model->memory > fake.limit[vnc] - fake.used[vnc]) { say("Allocation Failure"); status = RESOURCE; }
    if (!status) {
        model->magic = MAGIC_MODEL;
        model->vnc = core;
        fake.used[core] += model->memory;
        fake.counts.models++;
    }
    unlock();
    if (status) { free(model->table); free(model); return status; }
    *out = model;
    return SUCCESS;
}

EXPORT int nrt_unload(model_t *model)
{
    int status = enter(FN_UNLOAD, model ? model->vnc : -1, false);
    lock();
    if (!alive(model, MAGIC_MODEL, "model", "nrt_unload")) status = INVALID;
    else {
        /* As in the original, a failed unload leaves nothing that could be unloaded once more. */
        if (model->executing) violate("nrt_unload during an execution");
        fake.used[model->vnc] -= model->memory;
        fake.used[model->vnc] += (uint64_t)fake.leak;
        fake.counts.models--;
        free(model->table);
        bury(model);
    }
    unlock();
    return status;
}

EXPORT int nrt_get_model_tensor_info(model_t *model, infos_t **out)
{
    int status = enter(FN_TENSOR_INFO, model ? model->vnc : -1, false);
    if (status) return status;
    infos_t *all = calloc(1, sizeof *all + (size_t)model->spec_count * sizeof(info_t));
    all->count = (uint64_t)model->spec_count;
    for (int i = 0; i < model->spec_count; i++) {
        const tensor_spec_t *spec = &model->specs[i];
        info_t *info = &all->infos[i];
        memcpy(info->name, spec->name, NAME_SIZE);
        info->usage = spec->role;
        info->size = spec->size;
        info->dtype = spec->dtype;
        info->ndim = spec->ndim;
        info->shape = malloc(sizeof(uint32_t) * (spec->ndim ? spec->ndim : 1));
        memcpy(info->shape, spec->shape, sizeof(uint32_t) * spec->ndim);
    }
    lock();
    fake.counts.infos++;
    unlock();
    *out = all;
    return SUCCESS;
}

EXPORT int nrt_free_model_tensor_info(infos_t *all)
{
    for (uint64_t i = 0; i < all->count; i++) free(all->infos[i].shape);
    free(all);
    lock();
    fake.counts.infos--;
    unlock();
    return SUCCESS;
}

#ifndef FAKE_WITHOUT_OPTIONAL
typedef struct { uint32_t vnc; } model_info_t;

EXPORT int nrt_get_model_info(const model_t *model, model_info_t *out, size_t size_in, size_t *size_out)
{
    int status = enter(FN_MODEL_INFO, model ? model->vnc : -1, false);
    if (status) return status;
    if (size_in < sizeof *out) return INVALID;
    out->vnc = (uint32_t)model->vnc;
    *size_out = sizeof *out;
    return SUCCESS;
}
#endif

static int check(const model_t *model, const set_t *set, int role)
{
    for (int i = 0; i < model->spec_count; i++) {
        const tensor_spec_t *spec = &model->specs[i];
        if (spec->role != role) continue;
        const tensor_t *tensor = find(set, spec->name);
        if (!tensor) { say("tensor %s is not in the set", spec->name); return BAD_INPUT; }
        if (tensor->size != spec->size) { say("tensor %s has another size", spec->name); return BAD_INPUT; }
        if (tensor->vnc != model->vnc) {
            say("Tensor %s allocated on vnc %d must be allocated on same vnc as model (%d)", spec->name, tensor->vnc, model->vnc);
            return INVALID;
        }
    }
    return SUCCESS;
}

static void occupy(const set_t *set, int by)
{
    for (int i = 0; i < set->count; i++) set->entries[i].tensor->busy += by;
    ((set_t *)set)->busy += by;
}

static int begin(model_t *model, const set_t *in, set_t *out)
{
    int status = INVALID;
    lock();
    if (alive(model, MAGIC_MODEL, "model", "nrt_execute") && alive(in, MAGIC_SET, "set", "nrt_execute") && alive(out, MAGIC_SET, "set", "nrt_execute")) {
        if (in->busy || out->busy) violate("two executions with one set");
        status = check(model, in, ROLE_INPUT);
        if (!status) status = check(model, out, ROLE_OUTPUT);
        if (!status) { model->executing++; occupy(in, 1); occupy(out, 1); }
    }
    unlock();
    return status;
}

/* A core executes one at a time, and the next begins the moment the one before has ended, whoever waits for it. */
static void take_time(int vnc)
{
    if (fake.execute_ns == 0) return;
    lock();
    int64_t now = now_ns();
    int64_t begins = fake.device_free_at[vnc] > now ? fake.device_free_at[vnc] : now;
    int64_t ends = fake.device_free_at[vnc] = begins + fake.execute_ns;
    unlock();
    sleep_until(ends);
}

EXPORT int nrt_execute(model_t *model, const set_t *in, set_t *out)
{
    int status = begin(model, in, out);
    if (status) { enter(FN_EXECUTE, model ? model->vnc : -1, false); return status; }

    int scripted = enter(FN_EXECUTE, model->vnc, false);
    take_time(model->vnc);
    status = scripted && scripted != NUMERICAL ? scripted : compute(model, in, out);
    if (!status) status = scripted;
    lock();
    model->executing--;
    occupy(in, -1);
    occupy(out, -1);
    unlock();
    return status;
}
