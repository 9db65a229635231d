// A linear layer's product, for one column of 64 outputs and all rows. Needs a `Dot`.
#pragma once

#include "lanes.h"

namespace {

template <int rows, class Use>
ALWAYS_INLINE void multiply_block(const Linear& linear, int column, const Rows& x, int first, Ahead ahead, Use use) {
    alignas(64) int32_t acc[rows * tile_outputs];
    Dot::of<rows>(linear.column(column), linear.inputs / tile_inputs, x.bytes + first * x.stride, x.stride,
                  x.sums + first, ahead, acc);
    for (int r = 0; r < rows; r++)
        for (int part = 0; part < tile_outputs; part += lane_count) {
            const int output = column * tile_outputs + part;
            const Lanes scale = load(linear.scales + output) * x.scales[first + r];
            use(first + r, output, as_float(load(acc + r * tile_outputs + part)) * scale);
        }
}

template <int rows, class Use>
ALWAYS_INLINE void multiply_rest(const Linear& linear, int column, const Rows& x, int first, int count, Ahead ahead,
                                 Use use) {
    if (count == rows) return multiply_block<rows>(linear, column, x, first, ahead, use);
    if constexpr (rows > 1) multiply_rest<rows - 1>(linear, column, x, first, count, ahead, use);
}

constexpr size_t near_ahead = 4 * tile_bytes;

// Calls use(row, output, lanes) with 16 outputs at a time. Blocks of rows are as even as can be. One block takes its tiles
// from memory as fast as they come. Several take them from the cache, where the blocks of the column before have asked
// for a share each: so memory is never waited for while there is something to compute, nor idle meanwhile.
template <class Use>
ALWAYS_INLINE void multiply(const Linear& linear, int column, const Rows& x, Use use) {
    const int blocks = (x.count + Dot::most_rows - 1) / Dot::most_rows;
    const size_t bytes = size_t(linear.inputs) * tile_outputs, share = bytes / blocks;
    for (int block = 0; block < blocks; block++) {
        const uint8_t* from = linear.column(column) + (blocks == 1 ? near_ahead : bytes + block * share);
        const int first = x.count * block / blocks;
        const int count = x.count * (block + 1) / blocks - first;
        multiply_rest<Dot::most_rows>(linear, column, x, first, count, {from, size_t(tile_bytes / blocks)}, use);
    }
}

}  // namespace
