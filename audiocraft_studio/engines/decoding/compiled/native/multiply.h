// A linear layer's product, for one column of 64 outputs and all rows. `Numbers`: see forward.h.
#pragma once

#include "lanes.h"

namespace {

// acc[r][o]: the products of `count` rows of x from `first` on.
template <class Numbers, int rows = Numbers::most_rows>
ALWAYS_INLINE void multiply_rows(const Linear& linear, int column, const Rows& x, int first, int count, Ahead ahead,
                              float* acc) {
    if (count == rows) Numbers::template multiply_rows<rows>(linear, column, x, first, ahead, acc);
    else if constexpr (rows > 1) multiply_rows<Numbers, rows - 1>(linear, column, x, first, count, ahead, acc);
}

constexpr size_t near_ahead = 4 * tile_bytes;

// Calls use(row, output, lanes) with 16 outputs at a time. Blocks of rows are as even as can be. One block takes its tiles
// from memory as fast as they come. Several take them from the cache, where the blocks of the column before have asked
// for a share each: so memory is never waited for while there is something to compute, nor idle meanwhile.
template <class Numbers, class Use>
ALWAYS_INLINE void multiply(const Linear& linear, int column, const Rows& x, Use use) {
    const int blocks = (x.count + Numbers::most_rows - 1) / Numbers::most_rows;
    const size_t bytes = linear.column_bytes(), share = bytes / blocks;
    for (int block = 0; block < blocks; block++) {
        const uint8_t* from = linear.column(column) + (blocks == 1 ? near_ahead : bytes + block * share);
        const int first = x.count * block / blocks;
        const int count = x.count * (block + 1) / blocks - first;
        alignas(64) float acc[Numbers::most_rows * tile_outputs];
        multiply_rows<Numbers>(linear, column, x, first, count, {from, size_t(tile_bytes / blocks)}, acc);
        for (int r = 0; r < count; r++)
            for (int part = 0; part < tile_outputs; part += lane_count)
                use(first + r, column * tile_outputs + part, load(acc + r * tile_outputs + part));
    }
}

}  // namespace
