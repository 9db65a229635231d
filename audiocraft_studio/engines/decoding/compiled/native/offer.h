// Fills in the kernels for the `Dot` and the vectors of the file that includes this.
#pragma once

#include "bytes.h"
#include "floats.h"
#include "forward.h"
#include "kernel.h"

namespace {

template <class Numbers>
void apply(const Linear& linear, const float* x, const Rows& room, float* y) {
    for (int row = 0; row < room.count; row++) Numbers::take_row(x + row * room.stride, int(room.stride), room, row);
    for (int column = 0; column < linear.columns(); column++)
        multiply<Numbers>(linear, column, room, [&](int row, int output, Lanes lanes) INLINED {
            store(y + size_t(row) * linear.outputs + output, lanes);
        });
}

template <class Numbers>
void attend(const Cache& cache, int length, const float* query, const float* keys, const float* values, int head_wide,
            float factor, const Desk& desk, float* to) {
    for (int t = 0; t < length; t++)
        Numbers::append(cache, t, keys + size_t(t) * head_wide, values + size_t(t) * head_wide, head_wide, desk);
    Numbers::attend(cache, cache, length, query, head_wide, factor, desk, to);
}

template <class Numbers>
void forward(const Pass& pass, Member member) {
    Forward<Numbers>(pass, member).run();
}

template <class Numbers>
constexpr Kernel kernel() {
    return {Numbers::bytes_each, Numbers::pack,      apply<Numbers>,
            attend<Numbers>,     read_text<Numbers>, forward<Numbers>};
}

constexpr Kernels kernels() { return {kernel<Bytes>(), kernel<Floats>()}; }

}  // namespace
