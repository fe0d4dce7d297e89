/* Tensors and sets. A set does not own its tensors, and a tensor must outlive every set that it is in. */
#define _GNU_SOURCE
#include "fake.h"

#include <stdlib.h>
#include <string.h>

EXPORT int nrt_tensor_allocate(int placement, int vnc, size_t size, const char *name, tensor_t **out)
{
    int status = enter(FN_TENSOR_ALLOCATE, vnc, false);
    if (status) return status;
    if (placement != 0 || vnc < 0 || vnc >= fake.visible) { say("placement %d on vnc %d", placement, vnc); return INVALID; }

    lock();
    if (size > fake.limit[vnc] - fake.used[vnc]) status = RESOURCE;
    else { fake.used[vnc] += size; fake.counts.tensors++; }
    unlock();
    if (status) return status;

    tensor_t *tensor = calloc(1, sizeof *tensor);
    *tensor = (tensor_t){ .magic = MAGIC_TENSOR, .vnc = vnc, .size = size, .data = calloc(1, size ? size : 1) };
    strncpy(tensor->name, name ? name : "", NAME_SIZE - 1);
    *out = tensor;
    return SUCCESS;
}

EXPORT void nrt_tensor_free(tensor_t **tensor)
{
    lock();
    if (alive(*tensor, MAGIC_TENSOR, "tensor", "nrt_tensor_free")) {
        if ((*tensor)->in_sets) violate("nrt_tensor_free of %s, which is in a set", (*tensor)->name);
        if (fake.state != STATE_OPEN) violate("nrt_tensor_free while the library is not open");
        fake.used[(*tensor)->vnc] -= (*tensor)->size;
        fake.counts.tensors--;
        free((*tensor)->data);
        bury(*tensor);
    }
    unlock();
    *tensor = NULL;
}

static int copy(fn_t function, tensor_t *tensor, uint64_t offset, uint64_t size, const char *call)
{
    int status = enter(function, tensor ? tensor->vnc : -1, false);
    if (status) return status;
    lock();
    if (!alive(tensor, MAGIC_TENSOR, "tensor", call)) status = INVALID;
    else if (offset > tensor->size || size > tensor->size - offset) status = INVALID;
    else if (tensor->busy) violate("%s of %s during an execution", call, tensor->name);
    unlock();
    return status;
}

static written_t *written(const char *name, int vnc)
{
    for (int i = 0; i < fake.written_count; i++) {
        if (fake.written[i].vnc == vnc && !strcmp(fake.written[i].name, name)) return &fake.written[i];
    }
    return NULL;
}

static void note(const tensor_t *tensor, uint64_t size)
{
    lock();
    written_t *entry = written(tensor->name, tensor->vnc);
    if (!entry && fake.written_count < MAX_WRITTEN) {
        entry = &fake.written[fake.written_count++];
        *entry = (written_t){ .vnc = tensor->vnc };
        memcpy(entry->name, tensor->name, NAME_SIZE);
    }
    if (entry) { entry->calls++; entry->bytes += (int64_t)size; }
    unlock();
}

/* How often, and how many bytes, were written to the tensors of a name on a core. */
EXPORT int64_t fake_nrt_written(const char *name, int vnc, int64_t *bytes)
{
    lock();
    const written_t *entry = written(name, vnc);
    int64_t calls = entry ? entry->calls : 0;
    *bytes = entry ? entry->bytes : 0;
    unlock();
    return calls;
}

EXPORT int nrt_tensor_write(tensor_t *tensor, const void *buffer, size_t offset, size_t size)
{
    int status = copy(FN_TENSOR_WRITE, tensor, offset, size, "nrt_tensor_write");
    if (status) return status;
    sleep_ns(fake.write_ns);
    memcpy(tensor->data + offset, buffer, size);
    note(tensor, size);
    return SUCCESS;
}

EXPORT int nrt_tensor_read(const tensor_t *tensor, void *buffer, size_t offset, size_t size)
{
    int status = copy(FN_TENSOR_READ, (tensor_t *)tensor, offset, size, "nrt_tensor_read");
    if (status) return status;
    sleep_ns(fake.read_ns);
    memcpy(buffer, tensor->data + offset, size);
    return SUCCESS;
}

EXPORT size_t nrt_tensor_get_size(const tensor_t *tensor) { return tensor->size; }

EXPORT int nrt_allocate_tensor_set(set_t **out)
{
    int status = enter(FN_SET_ALLOCATE, -1, false);
    if (status) return status;
    *out = calloc(1, sizeof **out);
    (*out)->magic = MAGIC_SET;
    lock();
    fake.counts.sets++;
    unlock();
    return SUCCESS;
}

EXPORT void nrt_destroy_tensor_set(set_t **set)
{
    lock();
    if (alive(*set, MAGIC_SET, "set", "nrt_destroy_tensor_set")) {
        if ((*set)->busy) violate("nrt_destroy_tensor_set during an execution");
        if (fake.state != STATE_OPEN) violate("nrt_destroy_tensor_set while the library is not open");
        for (int i = 0; i < (*set)->count; i++) {
            if (alive((*set)->entries[i].tensor, MAGIC_TENSOR, "tensor", "a set")) (*set)->entries[i].tensor->in_sets--;
        }
        fake.counts.sets--;
        bury(*set);
    }
    unlock();
    *set = NULL;
}

tensor_t *find(const set_t *set, const char *name)
{
    for (int i = 0; i < set->count; i++) if (!strcmp(set->entries[i].name, name)) return set->entries[i].tensor;
    return NULL;
}

EXPORT int nrt_add_tensor_to_tensor_set(set_t *set, const char *name, tensor_t *tensor)
{
    int status = enter(FN_SET_ADD, tensor ? tensor->vnc : -1, false);
    if (status) return status;
    lock();
    if (!alive(set, MAGIC_SET, "set", "nrt_add_tensor_to_tensor_set") || !alive(tensor, MAGIC_TENSOR, "tensor", "nrt_add_tensor_to_tensor_set"))
        status = INVALID;
    int at = 0;
    while (!status && at < set->count && strcmp(set->entries[at].name, name)) at++;
    if (!status && at == MAX_TENSORS) status = RESOURCE;
    if (!status) {
        if (at < set->count) set->entries[at].tensor->in_sets--;
        else { strncpy(set->entries[at].name, name, NAME_SIZE - 1); set->count++; }
        set->entries[at].tensor = tensor;
        tensor->in_sets++;
    }
    unlock();
    return status;
}

EXPORT int nrt_get_tensor_from_tensor_set(set_t *set, const char *name, tensor_t **out)
{
    *out = find(set, name);
    return *out ? SUCCESS : FAILURE;
}
