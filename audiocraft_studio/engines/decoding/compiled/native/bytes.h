// Numbers of 8 bits: symmetric, with a scale for each output of a weight, each row, key and value. Needs a `Dot`.
#pragma once

#include "attention.h"
#include "kernel.h"

namespace {

struct Bytes {
    static constexpr int bytes_each = 1;
    static constexpr int most_rows = Dot::most_rows;

    static ALWAYS_INLINE void take_row(const float* values, int count, const Rows& rows, int row) {
        const Quantised done = quantise(values, count, rows.bytes + row * rows.stride);
        rows.scales[row] = done.scale;
        rows.sums[row] = done.sum;
    }

    template <int rows>
    static ALWAYS_INLINE void multiply_rows(const Linear& linear, int column, const Rows& x, int first, Ahead ahead,
                                            float* acc) {
        alignas(64) int32_t whole[rows * tile_outputs];
        Dot::of<rows>(linear.column(column), linear.inputs / tile_inputs, x.bytes + first * x.stride, x.stride,
                      x.sums + first, ahead, whole);
        for (int r = 0; r < rows; r++)
            for (int part = 0; part < tile_outputs; part += lane_count) {
                const Lanes scale = load(linear.scales + column * tile_outputs + part) * x.scales[first + r];
                store(acc + r * tile_outputs + part, as_float(load(whole + r * tile_outputs + part)) * scale);
            }
    }

    static ALWAYS_INLINE void append(const Cache& cache, int position, const float* key, const float* value,
                                     int head_wide, const Desk& desk) {
        append_bytes(cache, position, key, value, head_wide, desk.digits);
    }

    static ALWAYS_INLINE void attend(const Cache& cache, const Cache& next, int length, const float* query,
                                     int head_wide, float factor, const Desk& desk, float* to) {
        attend_to_bytes(cache, next, length, query, head_wide, factor, desk, to);
    }

    static void pack(const void* weights, int real_outputs, const Linear& to, int column, uint8_t* room) {
        const int inputs = to.inputs, wide = padded(inputs);
        const size_t pitch = packing_pitch(inputs);
        float* row = reinterpret_cast<float*>(room);
        int8_t* bytes = reinterpret_cast<int8_t*>(room + sizeof(float) * wide);
        __builtin_memset(row, 0, sizeof(float) * wide);
        for (int o = 0; o < tile_outputs; o++) {
            const int output = column * tile_outputs + o;
            const float* from = static_cast<const float*>(weights) + size_t(output) * inputs;
            if (output < real_outputs) __builtin_memcpy(row, from, sizeof(float) * inputs);
            else __builtin_memset(row, 0, sizeof(float) * inputs);
            to.scales[output] = quantise(row, wide, bytes + o * pitch).scale;
        }
        uint8_t* tile = to.tiles + size_t(column) * to.column_bytes();
        for (int i = 0; i < inputs; i += tile_inputs, tile += tile_bytes)
            for (int o = 0; o < tile_outputs; o++) {
                uint32_t four;
                __builtin_memcpy(&four, bytes + o * pitch + i, sizeof four);
                four ^= offset_of_four;
                __builtin_memcpy(tile + o * tile_inputs, &four, sizeof four);
            }
    }
};

}  // namespace
