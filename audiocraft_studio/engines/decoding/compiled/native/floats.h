// Numbers kept as they are: float32 rows, keys and values, and weights of 16 bits where these say all that they are.
#pragma once

#include "dot_floats.h"
#include "lanes.h"

namespace {

struct Floats {
    static constexpr int bytes_each = sizeof(float);
    static constexpr int most_rows = FloatDot::most_rows;

    static ALWAYS_INLINE void take_row(const float* values, int count, const Rows& rows, int row) {
        __builtin_memcpy(rows.floats + row * rows.stride, values, sizeof(float) * count);
    }

    template <int rows>
    static ALWAYS_INLINE void multiply_rows(const Linear& linear, int column, const Rows& x, int first, Ahead ahead,
                                            float* acc) {
        const uint8_t* tiles = linear.column(column);
        const float* from = x.floats + first * x.stride;
        if (linear.bytes_each == sizeof(uint16_t))
            FloatDot::of<rows>(reinterpret_cast<const uint16_t*>(tiles), linear.inputs, from, x.stride, ahead, acc);
        else
            FloatDot::of<rows>(reinterpret_cast<const float*>(tiles), linear.inputs, from, x.stride, ahead, acc);
    }

    static ALWAYS_INLINE void append(const Cache& cache, int position, const float* key, const float* value,
                                     int head_wide, const Desk&) {
        float* keys = floats(cache.keys) + size_t(position / tile_outputs) * head_wide * tile_outputs +
                      position % tile_outputs;
        for (int d = 0; d < head_wide; d++) keys[d * tile_outputs] = key[d];
        for (int column = 0; column < head_wide / tile_outputs; column++)
            __builtin_memcpy(floats(cache.values) + (size_t(column) * cache.capacity + position) * tile_outputs,
                             value + column * tile_outputs, sizeof(float) * tile_outputs);
    }

    static ALWAYS_INLINE void attend(const Cache& cache, const Cache& next, int length, const float* query,
                                     int head_wide, float factor, const Desk& desk, float* to) {
        const float top = score(cache, next, length, query, head_wide, factor, desk.scores);
        Lanes totals = {};
        for (int t = 0; t < padded(length); t += lane_count) {
            const Lanes weights = keep(exp_of_negative(load(desk.scores + t) - top), length - t);
            totals += weights;
            store(desk.scores + t, weights);
        }
        const float total = sum(totals);
        for (int column = 0; column < head_wide / tile_outputs; column++) {
            alignas(64) float acc[tile_outputs];
            const size_t offset = size_t(column) * cache.capacity * tile_outputs;
            FloatDot::of<1>(floats(cache.values) + offset, length, desk.scores, 0,
                            {next.values + offset * sizeof(float), tile_bytes}, acc);
            for (int part = 0; part < tile_outputs; part += lane_count)
                store(to + column * tile_outputs + part, load(acc + part) / total);
        }
    }

    static void pack(const void* weights, int real_outputs, const Linear& to, int column, uint8_t*) {
        if (to.bytes_each == sizeof(uint16_t)) pack_as<uint16_t>(weights, real_outputs, to, column);
        else pack_as<float>(weights, real_outputs, to, column);
    }

private:
    static ALWAYS_INLINE float* floats(uint8_t* bytes) { return reinterpret_cast<float*>(bytes); }

    // scores[t] = factor * query . key of t, for whole columns of positions. Returns the largest of the first `length`.
    static ALWAYS_INLINE float score(const Cache& cache, const Cache& next, int length, const float* query,
                                     int head_wide, float factor, float* scores) {
        Lanes most = all(-3e38f);
        for (int column = 0; column < padded(length) / tile_outputs; column++) {
            float* to = scores + column * tile_outputs;
            const size_t offset = size_t(column) * head_wide * tile_outputs;
            FloatDot::of<1>(floats(cache.keys) + offset, head_wide, query, 0,
                            {next.keys + offset * sizeof(float), tile_bytes}, to);
            for (int part = 0; part < tile_outputs; part += lane_count) {
                const Lanes some = load(to + part) * factor;
                store(to + part, some);
                most = larger(most, keep(some, length - column * tile_outputs - part, -3e38f));
            }
        }
        return largest(most);
    }

    template <class Stored>
    static void pack_as(const void* weights, int real_outputs, const Linear& to, int column) {
        Stored* tile = reinterpret_cast<Stored*>(to.tiles + size_t(column) * to.column_bytes());
        const int first = column * tile_outputs;
        const Stored* from = static_cast<const Stored*>(weights) + size_t(first) * to.inputs;
        const int outputs = real_outputs - first < tile_outputs ? real_outputs - first : tile_outputs;
        constexpr int few = 32;  // inputs, whose tiles stay in the nearest cache
        for (int start = 0; start < to.inputs; start += few)
            for (int o = 0; o < outputs; o++)
                for (int i = start; i < start + few && i < to.inputs; i++)
                    tile[size_t(i) * tile_outputs + o] = from[size_t(o) * to.inputs + i];
    }
};

}  // namespace
