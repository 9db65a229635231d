// Fills in a `Kernel` for the `Dot` of the file that includes this.
#pragma once

#include "forward.h"
#include "kernel.h"

namespace {

void pack(const float* weights, int real_outputs, const Linear& to, int first, int end, int8_t* room) {
    const int inputs = to.inputs;
    for (int column = first; column < end; column++) {
        for (int o = 0; o < tile_outputs; o++) {
            const int output = column * tile_outputs + o;
            int8_t* bytes = room + size_t(o) * inputs;
            to.scales[output] = 0.0f;
            __builtin_memset(bytes, 0, size_t(inputs));
            if (output >= real_outputs) continue;
            const float* row = weights + size_t(output) * inputs;
            float range = 0.0f;
            for (int i = 0; i < inputs; i++) range = __builtin_fabsf(row[i]) > range ? __builtin_fabsf(row[i]) : range;
            const float inverse = range < smallest_range ? 0.0f : byte_range / range;
            for (int i = 0; i < inputs; i++) bytes[i] = int8_t(__builtin_rintf(row[i] * inverse));
            to.scales[output] = range / byte_range;
        }
        uint8_t* tile = to.tiles + size_t(column) * inputs * tile_outputs;
        for (int i = 0; i < inputs; i += tile_inputs, tile += tile_bytes)
            for (int o = 0; o < tile_outputs; o++)
                for (int k = 0; k < tile_inputs; k++) tile[o * tile_inputs + k] = stored(room[size_t(o) * inputs + i + k]);
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
    attend(cache, length, query, head_wide, factor, desk, to);
}

void forward(const Pass& pass, Member member) { Forward(pass, member).run(); }

}  // namespace
