// The dot product with ARM's dot-product instructions, which multiply signed by signed bytes.
#pragma once

#include <arm_neon.h>

#include "layout.h"

namespace {

struct Dot {
    static constexpr int most_rows = 2;  // one after the other: 16 accumulators each; the second finds the tiles in cache

    // See dot_plain.h.
    template <int rows>
    static ALWAYS_INLINE void of(const uint8_t* tiles, int quads, const int8_t* x, size_t stride, const int32_t*, Ahead,
                                 int32_t* acc) {
        constexpr int parts = 16;  // of 4 outputs
        const uint8x16_t offset = vdupq_n_u8(byte_offset);
        for (int r = 0; r < rows; r++) {
            int32x4_t total[parts];
            for (int part = 0; part < parts; part++) total[part] = vdupq_n_s32(0);
            for (int quad = 0; quad < quads; quad++) {
                int32_t four;
                __builtin_memcpy(&four, x + r * stride + quad * tile_inputs, sizeof four);
                const int8x16_t inputs = vreinterpretq_s8_s32(vdupq_n_s32(four));
                for (int part = 0; part < parts; part++) {
                    const uint8x16_t stored = vld1q_u8(tiles + size_t(quad) * tile_bytes + part * 16);
                    total[part] = vdotq_s32(total[part], vreinterpretq_s8_u8(veorq_u8(stored, offset)), inputs);
                }
            }
            for (int part = 0; part < parts; part++) vst1q_s32(acc + r * tile_outputs + part * 4, total[part]);
        }
    }
};

}  // namespace
