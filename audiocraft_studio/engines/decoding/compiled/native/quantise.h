// From floats to bytes.
#pragma once

#include "lanes.h"

namespace {

constexpr float smallest_range = 1e-30f;  // below, a row counts as zero: its inverse would overflow

ALWAYS_INLINE float range_of(const float* values, int count) {
    Lanes most = {};
    for (int i = 0; i < count; i += lane_count) most = larger(most, magnitude(load(values + i)));
    return largest(most);
}

struct Quantised {
    float scale;  // value = scale * byte
    int32_t sum;  // of the bytes
};

// Symmetric, to -127 .. 127. count: a multiple of 16.
ALWAYS_INLINE Quantised quantise(const float* values, int count, int8_t* bytes) {
    const float range = range_of(values, count);
    const float inverse = range < smallest_range ? 0.0f : byte_range / range;
    IntLanes total = {};
    for (int i = 0; i < count; i += lane_count) {
        const IntLanes whole = nearest(load(values + i) * inverse);
        store_bytes(bytes + i, whole);
        total += whole;
    }
    return {range / byte_range, sum(total)};
}

struct TwoDigits {
    float scale;      // value = scale * (128 * high + low)
    int32_t sums[2];  // of the high and of the low digits
};

// To -16256 .. 16256, as two signed bytes each: attention's weights span more than one byte can tell apart.
// range: the largest magnitude. ahead: what to ask memory for meanwhile, 256 bytes for 16 values.
ALWAYS_INLINE TwoDigits quantise_finely(const float* values, int count, float range, int8_t* high, int8_t* low,
                                        const uint8_t* ahead) {
    constexpr float fine_range = byte_range * 128.0f;
    const float inverse = range < smallest_range ? 0.0f : fine_range / range;
    IntLanes highs = {}, lows = {};
    for (int i = 0; i < count; i += lane_count, ahead += tile_bytes) {
        ask_for_tile(ahead);
        const IntLanes whole = nearest(load(values + i) * inverse);
        const IntLanes upper = (whole + 64) >> 7;
        const IntLanes lower = whole - (upper << 7);
        store_bytes(high + i, upper);
        store_bytes(low + i, lower);
        highs += upper;
        lows += lower;
    }
    return {range / fine_range, {sum(highs), sum(lows)}};
}

}  // namespace
