// The dot product in plain C++: what every other one is tested against, and what runs where there is no other.
#pragma once

#include "layout.h"

namespace {

struct Dot {
    static constexpr int most_rows = 4;

    // acc[r][o] = the sum over 4 * quads inputs of W[o] * x[r], for the 64 outputs of one column of tiles.
    // sums: of each row of x, for kernels that multiply the bytes as they are stored, 128 too high.
    template <int rows>
    static void of(const uint8_t* tiles, int quads, const int8_t* x, size_t stride, const int32_t* /*sums*/, Ahead,
                   int32_t* acc) {
        int32_t total[rows][tile_outputs] = {};
        for (int quad = 0; quad < quads; quad++, tiles += tile_bytes)
            for (int r = 0; r < rows; r++)
                for (int output = 0; output < tile_outputs; output++)
                    for (int i = 0; i < tile_inputs; i++)
                        total[r][output] += (int32_t(tiles[output * tile_inputs + i]) - byte_offset) *
                                            int32_t(x[r * stride + quad * tile_inputs + i]);
        __builtin_memcpy(acc, total, sizeof total);
    }
};

}  // namespace
