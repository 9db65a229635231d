// Sixteen floats side by side, on every processor.
//
// GCC's and Clang's vector extensions turn this into whatever the file that includes it is compiled for. All arithmetic
// is plain IEEE single precision in a fixed order and never fused (-ffp-contract=off); sums of products are of integers, or
// explicitly fused (dot_floats.h). So every processor computes the same bits, whatever its vectors' width.
#pragma once

#include <cstring>

#include "layout.h"

namespace {

constexpr int lane_count = 16;
typedef float Lanes __attribute__((vector_size(64)));
typedef int32_t IntLanes __attribute__((vector_size(64)));
typedef int8_t ByteLanes __attribute__((vector_size(16)));

ALWAYS_INLINE Lanes load(const float* from) {
    Lanes lanes;
    std::memcpy(&lanes, from, sizeof lanes);
    return lanes;
}

ALWAYS_INLINE IntLanes load(const int32_t* from) {
    IntLanes lanes;
    std::memcpy(&lanes, from, sizeof lanes);
    return lanes;
}

ALWAYS_INLINE void store(float* to, Lanes lanes) { std::memcpy(to, &lanes, sizeof lanes); }

ALWAYS_INLINE void store_bytes(int8_t* to, IntLanes lanes) {
    const ByteLanes bytes = __builtin_convertvector(lanes, ByteLanes);
    std::memcpy(to, &bytes, sizeof bytes);
}

ALWAYS_INLINE Lanes all(float value) { return Lanes{} + value; }
ALWAYS_INLINE Lanes as_float(IntLanes lanes) { return __builtin_convertvector(lanes, Lanes); }
ALWAYS_INLINE IntLanes bits(Lanes lanes) { return (IntLanes)lanes; }
ALWAYS_INLINE Lanes from_bits(IntLanes lanes) { return (Lanes)lanes; }
ALWAYS_INLINE Lanes larger(Lanes a, Lanes b) { return a > b ? a : b; }
ALWAYS_INLINE Lanes magnitude(Lanes lanes) { return from_bits(bits(lanes) & 0x7fffffff); }

ALWAYS_INLINE IntLanes before(int count) {  // all ones in the first `count` lanes
    const IntLanes place = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return place < count;
}

// The first `count` lanes, zero or `otherwise` in those behind.
ALWAYS_INLINE Lanes keep(Lanes lanes, int count, float otherwise) { return before(count) ? lanes : all(otherwise); }
ALWAYS_INLINE Lanes keep(Lanes lanes, int count) { return from_bits(bits(lanes) & before(count)); }

ALWAYS_INLINE float sum(Lanes lanes) {
    float part[lane_count];
    store(part, lanes);
    for (int width = lane_count / 2; width > 0; width /= 2)
        for (int i = 0; i < width; i++) part[i] += part[i + width];
    return part[0];
}

ALWAYS_INLINE int32_t sum(IntLanes lanes) {
    int32_t total = 0;
    for (int i = 0; i < lane_count; i++) total += lanes[i];
    return total;
}

ALWAYS_INLINE float largest(Lanes lanes) {
    float part[lane_count];
    store(part, lanes);
    for (int width = lane_count / 2; width > 0; width /= 2)
        for (int i = 0; i < width; i++) part[i] = part[i] > part[i + width] ? part[i] : part[i + width];
    return part[0];
}

// The nearest integers, ties to even, for magnitudes below 2^22: adding 1.5 * 2^23 leaves them in the low bits.
ALWAYS_INLINE IntLanes nearest(Lanes lanes) { return bits(lanes + 12582912.0f) - 0x4b400000; }

// e^x for x <= 0, with a relative error below 2e-7; everything below -87 gives about 1e-38, which no sum notices.
// Source of the polynomial: Cephes, expf.
ALWAYS_INLINE Lanes exp_of_negative(Lanes x) {
    x = larger(x, all(-87.0f));
    const IntLanes power = nearest(x * 1.44269504f);
    const Lanes whole = as_float(power);
    // ln 2 in two parts: the first has few bits, so that its product with `whole` is exact.
    const Lanes rest = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
    Lanes series = rest * 1.9875691500e-4f + 1.3981999507e-3f;
    series = series * rest + 8.3334519073e-3f;
    series = series * rest + 4.1665795894e-2f;
    series = series * rest + 1.6666665459e-1f;
    series = series * rest + 5.0000001201e-1f;
    series = series * (rest * rest) + rest + 1.0f;
    return from_bits(bits(series) + (power << 23));
}

// x times the normal distribution's integral up to x, as torch's exact GELU; absolute error below 3e-7 * |x|.
// Source of the error function: Abramowitz and Stegun, 7.1.26.
ALWAYS_INLINE Lanes gelu(Lanes x) {
    const Lanes z = magnitude(x) * 0.70710678f;
    const Lanes t = 1.0f / (z * 0.3275911f + 1.0f);
    Lanes series = t * 1.061405429f - 1.453152027f;
    series = series * t + 1.421413741f;
    series = series * t - 0.284496736f;
    series = series * t + 0.254829592f;
    const Lanes tail = series * t * exp_of_negative(-z * z);  // 1 - erf(z)
    const Lanes half = x * 0.5f;
    return x > 0.0f ? x - half * tail : half * tail;
}

}  // namespace
