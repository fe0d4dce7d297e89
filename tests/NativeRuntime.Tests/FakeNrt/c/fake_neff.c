/*
 * Toy NEFFs: the published container (a 1024-byte header, then a tar, gzipped without compression) with two members of our own:
 * toy/program, lines of text, and toy/table, for a lookup. See ToyNeff.cs, which writes them.
 *
 *   memory BYTES
 *   input NAME DTYPE SIZE NDIM DIM…
 *   output NAME DTYPE SIZE NDIM DIM… zero | copy INPUT | affine INPUT A B | lookup INPUT
 */
#define _GNU_SOURCE
#include "fake.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER 1024
#define BLOCK 512

static uint64_t u64(const unsigned char *at) { uint64_t value; memcpy(&value, at, 8); return value; }

/* Stored blocks only. */
static int unpack(const unsigned char *at, size_t size, unsigned char **out, size_t *length)
{
    *out = malloc(size + 1);
    *length = 0;
    if (size < 2 || at[0] != 0x1f || at[1] != 0x8b) { memcpy(*out, at, size); *length = size; return SUCCESS; }
    size_t place = 10;
    bool last = false;
    while (!last) {
        if (place + 5 > size || (at[place] & 6)) { say("this toy NEFF is compressed"); return INVALID; }
        last = at[place] & 1;
        size_t part = at[place + 1] | (size_t)at[place + 2] << 8;
        if (place + 5 + part > size) return INVALID;
        memcpy(*out + *length, at + place + 5, part);
        *length += part;
        place += 5 + part;
    }
    return SUCCESS;
}

static const unsigned char *member(const unsigned char *tar, size_t length, const char *name, uint64_t *size)
{
    for (size_t at = 0; at + BLOCK <= length && tar[at];) {
        *size = strtoull((const char *)tar + at + 124, NULL, 8);
        if (!strncmp((const char *)tar + at, name, 100) && *size <= length - at - BLOCK) return tar + at + BLOCK;
        at += BLOCK + (*size + BLOCK - 1) / BLOCK * BLOCK;
    }
    return NULL;
}

static int parse_line(char *line, model_t *model)
{
    char word[32], op[32] = "";
    int used = 0, more = 0;
    unsigned long long number;
    if (sscanf(line, "memory %llu", &number) == 1) { model->memory = number; return SUCCESS; }
    if (model->spec_count == MAX_TENSORS) return INVALID;
    tensor_spec_t *spec = &model->specs[model->spec_count];
    if (sscanf(line, "%31s %255s %i %llu %u%n", word, spec->name, &spec->dtype, &number, &spec->ndim, &used) != 5 || spec->ndim > 8) return INVALID;
    spec->size = number;
    spec->role = !strcmp(word, "output");
    for (uint32_t i = 0; i < spec->ndim; i++, used += more) if (sscanf(line + used, "%u%n", &spec->shape[i], &more) != 1) return INVALID;
    if (spec->role) {
        if (sscanf(line + used, "%31s %d %lf %lf", op, &spec->from, &spec->a, &spec->b) < 1) return INVALID;
        spec->op = !strcmp(op, "zero") ? OP_ZERO : !strcmp(op, "copy") ? OP_COPY : !strcmp(op, "affine") ? OP_AFFINE : !strcmp(op, "lookup") ? OP_LOOKUP : OP_NONE;
        if (spec->op == OP_NONE) return INVALID;
    }
    model->spec_count++;
    return SUCCESS;
}

static int parse(const unsigned char *program, uint64_t length, model_t *model)
{
    char *text = strndup((const char *)program, length), *rest = text, *line;
    int status = SUCCESS;
    while (!status && (line = strsep(&rest, "\n"))) if (*line) status = parse_line(line, model);
    free(text);
    if (status) say("the program of this toy NEFF makes no sense");
    return status;
}

int read_neff(const unsigned char *bytes, size_t size, model_t *model)
{
    if (size < HEADER || u64(bytes + 8) != HEADER || u64(bytes) < 1 || u64(bytes) > 2 || u64(bytes + 16) != size - HEADER) {
        say("this is no NEFF");
        return INVALID;
    }
    if (u64(bytes + 24) > 2) return 10;

    unsigned char *tar;
    size_t length;
    uint64_t program_size, table_size;
    int status = unpack(bytes + HEADER, size - HEADER, &tar, &length);
    const unsigned char *program = status ? NULL : member(tar, length, "toy/program", &program_size);
    if (!program) { if (!status) say("this is no NEFF for the fake"); free(tar); return INVALID; }

    model->memory = size;
    status = parse(program, program_size, model);
    const unsigned char *table = member(tar, length, "toy/table", &table_size);
    if (!status && table) {
        model->table = malloc(table_size);
        model->table_size = table_size;
        memcpy(model->table, table, table_size);
    }
    free(tar);
    return status;
}

static uint64_t fnv1a(const unsigned char *bytes, uint64_t size)
{
    uint64_t hash = 0xcbf29ce484222325ull;
    for (uint64_t i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 0x100000001b3ull;
    return hash;
}

static void affine(const tensor_spec_t *spec, const tensor_t *from, tensor_t *to)
{
    uint64_t elements = 1;
    for (uint32_t i = 0; i < spec->ndim; i++) elements *= spec->shape[i];
    uint64_t width = elements ? spec->size / elements : 0;
    for (uint64_t i = 0; i < elements; i++) {
        if (width == 4) ((float *)to->data)[i] = (float)(spec->a * ((float *)from->data)[i] + spec->b);
        else if (width == 8) ((int64_t *)to->data)[i] = (int64_t)(spec->a * (double)((int64_t *)from->data)[i] + spec->b);
    }
}

static void look_up(const model_t *model, const tensor_t *from, tensor_t *to)
{
    uint64_t hash = fnv1a(from->data, from->size), row = 8 + to->size;
    memset(to->data, 0, to->size);
    for (uint64_t at = 0; at + row <= model->table_size; at += row) {
        if (u64(model->table + at) == hash) { memcpy(to->data, model->table + at + 8, to->size); return; }
    }
}

int compute(const model_t *model, const set_t *in, const set_t *out)
{
    const tensor_spec_t *inputs[MAX_TENSORS];
    int count = 0;
    for (int i = 0; i < model->spec_count; i++) if (model->specs[i].role == ROLE_INPUT) inputs[count++] = &model->specs[i];
    for (int i = 0; i < model->spec_count; i++) {
        const tensor_spec_t *spec = &model->specs[i];
        if (spec->role != ROLE_OUTPUT) continue;
        tensor_t *to = find(out, spec->name);
        if (spec->op == OP_ZERO) { memset(to->data, 0, to->size); continue; }
        if (spec->from < 0 || spec->from >= count) return FAILURE;
        const tensor_t *from = find(in, inputs[spec->from]->name);
        if (spec->op == OP_COPY) memcpy(to->data, from->data, from->size < to->size ? from->size : to->size);
        else if (spec->op == OP_AFFINE) affine(spec, from, to);
        else look_up(model, from, to);
    }
    return SUCCESS;
}
