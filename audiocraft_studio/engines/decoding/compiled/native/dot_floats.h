// The dot product of floats, for whatever vectors the file that includes this is compiled for.
//
// An output's products are added in the order of the inputs, fused, in blocks whose sums are added: so every processor
// computes the same bits, whatever its vectors' width, and the error is that of a short sum.
#pragma once

#if defined(__AVX2__) || defined(__AVX512F__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#include "layout.h"

namespace {

#if defined(__AVX512F__)
constexpr int vector_bytes = 64, vectors_at_once = 4;
#elif defined(__AVX2__)
constexpr int vector_bytes = 32, vectors_at_once = 4;
#else
constexpr int vector_bytes = 16, vectors_at_once = 8;
#endif
constexpr int vector_floats = vector_bytes / int(sizeof(float));
typedef float Vector __attribute__((vector_size(vector_bytes)));

ALWAYS_INLINE Vector read(const float* from) {
    Vector vector;
    __builtin_memcpy(&vector, from, sizeof vector);
    return vector;
}

ALWAYS_INLINE Vector read(const uint16_t* halves) {
#if defined(__AVX512F__)
    return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(halves)));
#elif defined(__AVX2__)
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(halves)));
#elif defined(__aarch64__)
    return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(halves)));
#else
    // The bits of a half, moved to where a float has them, are those of a float 2^112 times too small.
    typedef uint16_t Halves __attribute__((vector_size(vector_bytes / 2)));
    typedef uint32_t Words __attribute__((vector_size(vector_bytes)));
    Halves stored;
    __builtin_memcpy(&stored, halves, sizeof stored);
    const Words words = __builtin_convertvector(stored, Words);
    const Vector magnitude = (Vector)((words & 0x7fff) << 13) * 0x1p112f;
    return (Vector)((Words)magnitude | (words & 0x8000) << 16);
#endif
}

// a * b + c, rounded once.
ALWAYS_INLINE Vector fused(Vector a, float b, Vector c) {
#if defined(__AVX512F__)
    return _mm512_fmadd_ps(a, _mm512_set1_ps(b), c);
#elif defined(__AVX2__)
    return _mm256_fmadd_ps(a, _mm256_set1_ps(b), c);
#elif defined(__aarch64__)
    return vfmaq_n_f32(c, a, b);
#else
    for (int i = 0; i < vector_floats; i++) c[i] = __builtin_fmaf(a[i], b, c[i]);
    return c;
#endif
}

struct FloatDot {
    static constexpr int most_rows = vector_bytes == 64 ? 6 : 2;  // as many as there are registers for
    static constexpr int block_inputs = 128;

    // acc[r][o] = the sum over `inputs`, a multiple of 2, of W[o] * x[r], for the 64 outputs of one column of tiles.
    template <int rows, class Stored>
    static ALWAYS_INLINE void of(const Stored* tiles, int inputs, const float* x, size_t stride, Ahead ahead,
                                 float* acc) {
        constexpr int part = vectors_at_once * vector_floats;
        for (int first = 0; first < tile_outputs; first += part, ahead.step = 0)
            of_part<rows>(tiles + first, inputs, x, stride, ahead, acc + first);
    }

private:
    template <int rows, class Stored>
    static ON_ITS_OWN void of_part(const Stored* tiles, int inputs, const float* x, size_t stride, Ahead ahead,
                                      float* acc) {
        constexpr int each_ask = tile_bytes / int(tile_outputs * sizeof(Stored));  // inputs in four cache lines
        for (int r = 0; r < rows; r++) __builtin_memset(acc + r * tile_outputs, 0, vectors_at_once * sizeof(Vector));
        for (int start = 0; start < inputs; start += block_inputs) {
            const int end = start + block_inputs < inputs ? start + block_inputs : inputs;
            Vector block[rows][vectors_at_once] = {};
            for (int i = start; i < end; i += each_ask, ahead.from += ahead.step) {
                ask_for_tile(ahead.from);
                for (int input = i; input < i + each_ask; input++) {
                    Vector weights[vectors_at_once];
                    for (int v = 0; v < vectors_at_once; v++)
                        weights[v] = read(tiles + size_t(input) * tile_outputs + v * vector_floats);
                    for (int r = 0; r < rows; r++)
                        for (int v = 0; v < vectors_at_once; v++)
                            block[r][v] = fused(weights[v], x[r * stride + input], block[r][v]);
                }
            }
            for (int r = 0; r < rows; r++)
                for (int v = 0; v < vectors_at_once; v++) {
                    float* total = acc + r * tile_outputs + v * vector_floats;
                    const Vector sum = read(total) + block[r][v];
                    __builtin_memcpy(total, &sum, sizeof sum);
                }
        }
    }
};

}  // namespace
