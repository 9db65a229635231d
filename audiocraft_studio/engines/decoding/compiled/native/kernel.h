// What each kernel_*.cpp offers: the same functions, compiled for one instruction set.
#pragma once

#include "layout.h"
#include "team.h"

constexpr size_t packing_pitch(int inputs) { return size_t(padded(inputs)) + 64; }  // an odd number of cache lines
constexpr size_t packing_room(int inputs) { return sizeof(float) * padded(inputs) + tile_outputs * packing_pitch(inputs); }

struct Kernel {
    int bytes_each;  // of a number of a row, a key or a value
    // Fills a column from weights [real_outputs, inputs], floats of `to.bytes_each`, or of 4 where bytes are wanted.
    // room: packing_room(inputs) bytes.
    void (*pack)(const void* weights, int real_outputs, const Linear& to, int column, uint8_t* room);
    // y [rows, outputs] = the product for rows of x, [room.count, room.stride]. For tests.
    void (*apply)(const Linear& linear, const float* x, const Rows& room, float* y);
    // Attention of one query over `length` keys and values, each [length, head_wide]. For tests.
    void (*attend)(const Cache& cache, int length, const float* query, const float* keys, const float* values,
                   int head_wide, float factor, const Desk& desk, float* to);
    // Keys and values of an item's text, [length, dim], to the session's `texts`.
    void (*read_text)(const Model& model, Session& session, int item, const float* text, Member member);
    // One pass through the model; the session's logits, if it is the last.
    void (*forward)(const Pass& pass, Member member);
};

struct Kernels {
    Kernel bytes, floats;
};

extern const Kernels plain_kernels, avx2_kernels, avx512_kernels, neon_kernels;  // as far as they are in this build

// Kernels and whether this processor can run it.
struct Offer {
    const char* name;
    bool (*runs_here)();
    const Kernels* kernels;

    const Kernel& of(int bytes_each) const { return bytes_each == 1 ? kernels->bytes : kernels->floats; }
};

const Offer* find_kernel(const char* name);  // null if there is none, or if it does not run here
const Offer* kernel_at(int index);           // of those that run here; null behind the last
