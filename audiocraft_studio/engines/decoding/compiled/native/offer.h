// Fills in a `Kernel` for the `Dot` of the file that includes this.
#pragma once

#include "forward.h"
#include "kernel.h"

namespace {

void pack(const float* weights, int real_outputs, const Linear& to, int column, uint8_t* room) {
    const int inputs = to.inputs, wide = padded(inputs);
    const size_t pitch = packing_pitch(inputs);
    float* row = reinterpret_cast<float*>(room);
    int8_t* bytes = reinterpret_cast<int8_t*>(room + sizeof(float) * wide);
    __builtin_memset(row, 0, sizeof(float) * wide);
    for (int o = 0; o < tile_outputs; o++) {
        const int output = column * tile_outputs + o;
        if (output < real_outputs) __builtin_memcpy(row, weights + size_t(output) * inputs, sizeof(float) * inputs);
        else __builtin_memset(row, 0, sizeof(float) * inputs);
        to.scales[output] = quantise(row, wide, bytes + o * pitch).scale;
    }
    uint8_t* tile = to.tiles + size_t(column) * inputs * tile_outputs;
    for (int i = 0; i < inputs; i += tile_inputs, tile += tile_bytes)
        for (int o = 0; o < tile_outputs; o++) {
            uint32_t four;
            __builtin_memcpy(&four, bytes + o * pitch + i, sizeof four);
            four ^= offset_of_four;
            __builtin_memcpy(tile + o * tile_inputs, &four, sizeof four);
        }
}

void apply(const Linear& linear, const float* x, const Rows& room, float* y) {
    for (int row = 0; row < room.count; row++) quantise_row(x + row * room.stride, int(room.stride), room, row);
    for (int column = 0; column < linear.columns(); column++)
        multiply(linear, column, room,
                 [&](int row, int output, Lanes lanes) { store(y + size_t(row) * linear.outputs + output, lanes); });
}

void attend_for_test(const Cache& cache, int length, const float* query, const float* keys, const float* values,
                     int head_wide, float factor, const Desk& desk, float* to) {
    for (int t = 0; t < length; t++)
        append(cache, t, keys + size_t(t) * head_wide, values + size_t(t) * head_wide, head_wide, desk.digits);
    attend(cache, cache, length, query, head_wide, factor, desk, to);
}

void forward(const Pass& pass, Member member) { Forward(pass, member).run(); }

}  // namespace
