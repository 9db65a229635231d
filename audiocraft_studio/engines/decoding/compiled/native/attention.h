// Attention of one head over keys and values kept as bytes. Needs a `Dot`.
//
// Keys are tiles whose outputs are positions, values are tiles whose inputs are positions, so both products are dot
// products of bytes. Queries and the softmax's weights are given two digits each: the tiles are read but once, and what
// is left of the error is that of the stored bytes.
#pragma once

#include "quantise.h"

namespace {

ALWAYS_INLINE uint8_t stored(int8_t byte) { return uint8_t(byte + byte_offset); }

// Puts one position's key and value, head_wide floats each, in its place.
ALWAYS_INLINE void append(const Cache& cache, int position, const float* key, const float* value, int head_wide,
                          int8_t* bytes) {
    cache.key_scales[position] = quantise(key, head_wide, bytes).scale;
    uint8_t* keys = cache.keys + size_t(position / tile_outputs) * head_wide * tile_outputs +
                    position % tile_outputs * tile_inputs;
    for (int d = 0; d < head_wide; d++) keys[d / tile_inputs * tile_bytes + d % tile_inputs] = stored(bytes[d]);

    cache.value_scales[position] = quantise(value, head_wide, bytes).scale;
    uint8_t* values = cache.values + size_t(position / tile_inputs) * tile_bytes + position % tile_inputs;
    for (int d = 0; d < head_wide; d++)
        values[size_t(d / tile_outputs) * cache.capacity * tile_outputs + d % tile_outputs * tile_inputs] =
            stored(bytes[d]);
}

// scores[t] = factor * query . key of t, for whole columns of 64 positions; those behind the last are of no meaning.
// next: the cache to ask memory for meanwhile, here as in `attend`.
ALWAYS_INLINE void score(const Cache& cache, const Cache& next, int length, const float* query, int head_wide, float factor, int8_t* digits,
                         float* scores) {
    const TwoDigits q = quantise_finely(query, head_wide, digits, digits + head_wide);
    const int columns = padded(length) / tile_outputs;
    for (int column = 0; column < columns; column++) {
        alignas(64) int32_t acc[2 * tile_outputs];
        const size_t start = size_t(column) * head_wide * tile_outputs;
        Dot::of<2>(cache.keys + start, head_wide / tile_inputs, digits, head_wide, q.sums,
                   {next.keys + start, tile_bytes}, acc);
        for (int part = 0; part < tile_outputs; part += lane_count) {
            const int t = column * tile_outputs + part;
            const IntLanes whole = load(acc + part) * 128 + load(acc + tile_outputs + part);
            store(scores + t, as_float(whole) * (load(cache.key_scales + t) * (q.scale * factor)));
        }
    }
}

// Turns scores into e^(score - the largest) * the value's scale, zero behind the last. Returns the sum without scales.
ALWAYS_INLINE float soften(const float* value_scales, int length, float* scores) {
    const int wide = padded(length);
    Lanes most = all(-3e38f);
    for (int t = 0; t < wide; t += lane_count) {
        const Lanes some = load(scores + t);
        most = larger(most, from_bits((bits(some) & before(length - t)) | (bits(all(-3e38f)) & ~before(length - t))));
    }
    const float top = largest(most);
    Lanes total = {};
    for (int t = 0; t < wide; t += lane_count) {
        const Lanes weights = keep(exp_of_negative(load(scores + t) - top), length - t);
        total += weights;
        store(scores + t, weights * load(value_scales + t));
    }
    return sum(total);
}

// to = the mean of the first `length` values, weighted by the softmax of factor * query . keys.
ALWAYS_INLINE void attend(const Cache& cache, const Cache& next, int length, const float* query, int head_wide,
                          float factor, const Desk& desk, float* to) {
    score(cache, next, length, query, head_wide, factor, desk.digits, desk.scores);
    const float total = soften(cache.value_scales, length, desk.scores);
    const int wide = padded(length);
    const TwoDigits weights = quantise_finely(desk.scores, wide, desk.digits, desk.digits + wide);
    for (int column = 0; column < head_wide / tile_outputs; column++) {
        alignas(64) int32_t acc[2 * tile_outputs];
        const size_t start = size_t(column) * cache.capacity * tile_outputs;
        Dot::of<2>(cache.values + start, (length + tile_inputs - 1) / tile_inputs, desk.digits, wide, weights.sums,
                   {next.values + start, tile_bytes}, acc);
        for (int part = 0; part < tile_outputs; part += lane_count) {
            const Lanes high = as_float(load(acc + part)), low = as_float(load(acc + tile_outputs + part));
            store(to + column * tile_outputs + part, (high * 128.0f + low) * (weights.scale / total));
        }
    }
}

}  // namespace
