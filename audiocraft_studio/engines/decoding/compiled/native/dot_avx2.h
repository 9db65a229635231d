// The dot product with AVX2. There, the instruction that multiplies bytes saturates its sums; so bytes are widened to 16
// bits, the even and the odd ones apart, and multiplied there, which is exact.
#pragma once

#include <immintrin.h>

#include "layout.h"

namespace {

struct Dot {
    static constexpr int most_rows = 2;

    // See dot_plain.h and, for the sums, dot_avx512.h.
    template <int rows>
    static ALWAYS_INLINE void of(const uint8_t* tiles, int quads, const int8_t* x, size_t stride, const int32_t* sums,
                                 Ahead ahead, int32_t* acc) {
        constexpr int parts = 4;  // of 8 outputs: half a column at a time leaves enough registers
        const __m256i low_bytes = _mm256_set1_epi16(0xff);
        for (int half = 0; half < 2; half++) {
            const uint8_t* from = tiles + half * tile_bytes / 2;
            __m256i total[rows][parts];
            for (int r = 0; r < rows; r++)
                for (int part = 0; part < parts; part++) total[r][part] = _mm256_set1_epi32(-byte_offset * sums[r]);
            for (int quad = 0; quad < quads; quad++, from += tile_bytes) {
                if (half == 0) ask_for_tile(ahead.from + quad * ahead.step);
                __m256i even_inputs[rows], odd_inputs[rows];
                for (int r = 0; r < rows; r++) {
                    int32_t four;
                    __builtin_memcpy(&four, x + r * stride + quad * tile_inputs, sizeof four);
                    const __m256i inputs = _mm256_set1_epi32(four);
                    even_inputs[r] = _mm256_srai_epi16(_mm256_slli_epi16(inputs, 8), 8);
                    odd_inputs[r] = _mm256_srai_epi16(inputs, 8);
                }
                for (int part = 0; part < parts; part++) {
                    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + part * 32));
                    const __m256i even = _mm256_and_si256(bytes, low_bytes);
                    const __m256i odd = _mm256_srli_epi16(bytes, 8);
                    for (int r = 0; r < rows; r++) {
                        const __m256i products = _mm256_add_epi32(_mm256_madd_epi16(even, even_inputs[r]),
                                                                  _mm256_madd_epi16(odd, odd_inputs[r]));
                        total[r][part] = _mm256_add_epi32(total[r][part], products);
                    }
                }
            }
            for (int r = 0; r < rows; r++)
                for (int part = 0; part < parts; part++)
                    _mm256_storeu_si256(
                        reinterpret_cast<__m256i*>(acc + r * tile_outputs + (half * parts + part) * 8), total[r][part]);
        }
    }
};

}  // namespace
