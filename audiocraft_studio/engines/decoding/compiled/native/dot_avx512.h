// The dot product with AVX512-VNNI: one instruction multiplies 64 bytes by 4 inputs and adds to 16 outputs.
#pragma once

#include <immintrin.h>

#include "layout.h"

namespace {

// _mm512_dpbusd_epi32 as an instruction: of the intrinsic, some compilers make a sum in one register and a copy in
// another, and there are no registers left for copies.
ALWAYS_INLINE void add_products(__m512i& total, __m512i unsigned_bytes, __m512i signed_bytes) {
    __asm__("vpdpbusd %2, %1, %0" : "+v"(total) : "v"(unsigned_bytes), "v"(signed_bytes));
}

struct Dot {
    static constexpr int most_rows = 6;  // 24 accumulators, 4 registers of weights, 1 of inputs

    // See dot_plain.h. Bytes are 128 too high, which adds 128 * the row's sum: accumulators begin that much below zero.
    template <int rows>
    static ALWAYS_INLINE void of(const uint8_t* tiles, int quads, const int8_t* x, size_t stride, const int32_t* sums,
                                 Ahead ahead, int32_t* acc) {
        constexpr int parts = 4;  // of 16 outputs
        __m512i total[rows][parts];
        for (int r = 0; r < rows; r++)
            for (int part = 0; part < parts; part++) total[r][part] = _mm512_set1_epi32(-byte_offset * sums[r]);
        for (int quad = 0; quad < quads; quad++, tiles += tile_bytes, ahead.from += ahead.step) {
            ask_for_tile(ahead.from);
            __m512i weights[parts];
            for (int part = 0; part < parts; part++) weights[part] = _mm512_loadu_si512(tiles + part * 64);
            for (int r = 0; r < rows; r++) {
                int32_t four;
                __builtin_memcpy(&four, x + r * stride + quad * tile_inputs, sizeof four);
                const __m512i inputs = _mm512_set1_epi32(four);
                for (int part = 0; part < parts; part++)
                    add_products(total[r][part], weights[part], inputs);
            }
        }
        for (int r = 0; r < rows; r++)
            for (int part = 0; part < parts; part++)
                _mm512_storeu_si512(acc + r * tile_outputs + part * 16, total[r][part]);
    }
};

}  // namespace
