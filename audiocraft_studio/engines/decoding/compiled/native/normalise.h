// Layer norms.
#pragma once

#include "lanes.h"

namespace {

// to = (x - mean) / deviation * weight + bias over the first `dim` of `wide` values; zero in the others.
ALWAYS_INLINE void normalise(const float* x, const Norm& norm, float epsilon, int dim, int wide, float* to) {
    Lanes total = {};
    for (int i = 0; i < wide; i += lane_count) total += load(x + i);
    const float mean = sum(total) / float(dim);
    Lanes squares = {};
    for (int i = 0; i < wide; i += lane_count) {
        const Lanes centred = keep(load(x + i) - mean, dim - i);
        squares += centred * centred;
    }
    const float inverse = 1.0f / __builtin_sqrtf(sum(squares) / float(dim) + epsilon);
    for (int i = 0; i < wide; i += lane_count)
        store(to + i, (load(x + i) - mean) * inverse * load(norm.weight + i) + load(norm.bias + i));
}

}  // namespace
