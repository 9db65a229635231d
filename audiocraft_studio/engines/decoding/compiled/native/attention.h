// Attention of one head over keys and values kept as bytes. Needs a `Dot`.
//
// Keys are tiles whose outputs are positions, values are tiles whose inputs are positions, so both products are dot
// products of bytes. Queries and the softmax's weights are given two digits each: the tiles are read but once, and what
// is left of the error is that of the stored bytes.
//
// Caches are many and short, and the processor cannot guess where the next one begins. So each attention asks for the
// keys and values of the `next` one, a little in each of its loops: all at once, they would have to wait for each other.
#pragma once

#include "quantise.h"

namespace {

constexpr uint32_t offset_of_four = 0x80808080u;  // byte_offset in each of four bytes

// Puts one position's key and value, head_wide floats each, in its place.
ALWAYS_INLINE void append_bytes(const Cache& cache, int position, const float* key, const float* value, int head_wide,
                                int8_t* bytes) {
    cache.key_scales[position] = quantise(key, head_wide, bytes).scale;
    uint8_t* keys = cache.keys + size_t(position / tile_outputs) * head_wide * tile_outputs +
                    position % tile_outputs * tile_inputs;
    for (int d = 0; d < head_wide; d += tile_inputs, keys += tile_bytes) {
        uint32_t four;
        __builtin_memcpy(&four, bytes + d, sizeof four);
        four ^= offset_of_four;
        __builtin_memcpy(keys, &four, sizeof four);
    }
    cache.value_scales[position] = quantise(value, head_wide, bytes).scale;
    for (int column = 0; column < head_wide / tile_outputs; column++) {
        uint8_t* values = cache.values + size_t(column) * cache.capacity * tile_outputs +
                          size_t(position / tile_inputs) * tile_bytes + position % tile_inputs;
        for (int d = 0; d < tile_outputs; d++)
            values[d * tile_inputs] = uint8_t(bytes[column * tile_outputs + d] + byte_offset);
    }
}

// scores[t] = factor * query . key of t, for whole columns of 64 positions. Returns the largest of the first `length`;
// those behind are of no meaning.
ALWAYS_INLINE float score(const Cache& cache, const Cache& next, int length, const float* query, int head_wide,
                          float factor, int8_t* digits, float* scores) {
    const TwoDigits q = quantise_finely(query, head_wide, range_of(query, head_wide), digits, digits + head_wide,
                                        next.keys);
    const uint8_t* ahead = next.keys;
    Lanes most = all(-3e38f);
    for (int column = 0; column < padded(length) / tile_outputs; column++) {
        alignas(64) int32_t acc[2 * tile_outputs];
        Dot::of<2>(cache.keys + size_t(column) * head_wide * tile_outputs, head_wide / tile_inputs, digits, head_wide,
                   q.sums, {ahead, tile_bytes / 2}, acc);
        ahead += size_t(head_wide) * tile_outputs / 2;
        for (int part = 0; part < tile_outputs; part += lane_count, ahead += 2 * tile_bytes) {
            ask_for_tile(ahead);
            ask_for_tile(ahead + tile_bytes);
            const int t = column * tile_outputs + part;
            ask_for_line(next.key_scales + t);
            ask_for_line(next.value_scales + t);
            const IntLanes whole = load(acc + part) * 128 + load(acc + tile_outputs + part);
            const Lanes some = as_float(whole) * (load(cache.key_scales + t) * (q.scale * factor));
            store(scores + t, some);
            most = larger(most, keep(some, length - t, -3e38f));
        }
    }
    return largest(most);
}

struct Softened {
    float total;    // of the softmax's weights, e^(score - top)
    float largest;  // of the weights times the values' scales
};

// Turns scores into weights times the values' scales, zero behind the last.
ALWAYS_INLINE Softened soften(const Cache& cache, const uint8_t* ahead, int length, float top, float* scores) {
    Lanes total = {}, most = {};
    for (int t = 0; t < padded(length); t += lane_count, ahead += 2 * tile_bytes) {
        ask_for_tile(ahead);
        ask_for_tile(ahead + tile_bytes);
        const Lanes weights = keep(exp_of_negative(load(scores + t) - top), length - t);
        const Lanes scaled = weights * load(cache.value_scales + t);
        total += weights;
        most = larger(most, scaled);
        store(scores + t, scaled);
    }
    return {sum(total), largest(most)};
}

// to = the mean of the first `length` values, weighted by the softmax of factor * query . keys.
ALWAYS_INLINE void attend_to_bytes(const Cache& cache, const Cache& next, int length, const float* query, int head_wide,
                                   float factor, const Desk& desk, float* to) {
    const int wide = padded(length);
    const float top = score(cache, next, length, query, head_wide, factor, desk.digits, desk.scores);
    const Softened soft = soften(cache, next.values, length, top, desk.scores);
    const TwoDigits weights = quantise_finely(desk.scores, wide, soft.largest, desk.digits, desk.digits + wide,
                                              next.values + size_t(wide) * tile_outputs / 2);
    const uint8_t* ahead = next.values + size_t(wide) * tile_outputs * 3 / 4;
    for (int column = 0; column < head_wide / tile_outputs; column++) {
        alignas(64) int32_t acc[2 * tile_outputs];
        Dot::of<2>(cache.values + size_t(column) * cache.capacity * tile_outputs,
                   (length + tile_inputs - 1) / tile_inputs, desk.digits, wide, weights.sums, {ahead, tile_bytes / 4},
                   acc);
        for (int part = 0; part < tile_outputs; part += lane_count) {
            const Lanes high = as_float(load(acc + part)), low = as_float(load(acc + tile_outputs + part));
            store(to + column * tile_outputs + part, (high * 128.0f + low) * (weights.scale / soft.total));
        }
    }
}

}  // namespace
