/* The other side of the benchmark: write, execute and read in a loop, by the exported calls and nothing else. */
#define _GNU_SOURCE
#include "fake.h"

#include <stdlib.h>
#include <string.h>

typedef struct { uint64_t count; unsigned char rest[]; } infos_t;

int nrt_load(const void *, size_t, int32_t, int32_t, model_t **);
int nrt_unload(model_t *);
int nrt_execute(model_t *, const set_t *, set_t *);
int nrt_tensor_allocate(int, int, size_t, const char *, tensor_t **);
void nrt_tensor_free(tensor_t **);
int nrt_tensor_write(tensor_t *, const void *, size_t, size_t);
int nrt_tensor_read(const tensor_t *, void *, size_t, size_t);
int nrt_allocate_tensor_set(set_t **);
void nrt_destroy_tensor_set(set_t **);
int nrt_add_tensor_to_tensor_set(set_t *, const char *, tensor_t *);

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/*
 * Loads a NEFF of one input and one output, both of the given sizes, runs it so many times and sorts what each run took, in
 * nanoseconds, into `took`. The memory for each answer is new, as the product's is.
 */
EXPORT int fake_nrt_loop(const void *neff, size_t neff_size, int vnc, const char *input, size_t input_size, const char *output,
                         size_t output_size, int calls, int64_t *took)
{
    model_t *model;
    tensor_t *in = NULL, *out = NULL;
    set_t *ins = NULL, *outs = NULL;
    unsigned char *question = calloc(1, input_size);
    int status = nrt_load(neff, neff_size, vnc, -1, &model);
    if (status) { free(question); return status; }
    status = nrt_tensor_allocate(0, vnc, input_size, input, &in) | nrt_tensor_allocate(0, vnc, output_size, output, &out)
        | nrt_allocate_tensor_set(&ins) | nrt_allocate_tensor_set(&outs) | nrt_add_tensor_to_tensor_set(ins, input, in)
        | nrt_add_tensor_to_tensor_set(outs, output, out);
    for (int i = 0; i < calls && !status; i++) {
        int64_t begun = now_ns();
        unsigned char *answer = malloc(output_size);
        status = nrt_tensor_write(in, question, 0, input_size);
        if (!status) status = nrt_execute(model, ins, outs);
        if (!status) status = nrt_tensor_read(out, answer, 0, output_size);
        free(answer);
        took[i] = now_ns() - begun;
    }
    qsort(took, (size_t)calls, sizeof *took, ascending);
    nrt_destroy_tensor_set(&ins);
    nrt_destroy_tensor_set(&outs);
    nrt_tensor_free(&in);
    nrt_tensor_free(&out);
    nrt_unload(model);
    free(question);
    return status;
}
