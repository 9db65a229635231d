// How matrices lie in memory, and the plain structs that all kernels share.
//
// A matrix is cut into columns of tiles. One of bytes holds those of 4 inputs for each of 64 outputs, outputs side by side:
//     out0 in0 in1 in2 in3 | out1 in0 in1 in2 in3 | ... | out63 in0 in1 in2 in3        256 bytes, four cache lines
// and the tiles of the same 64 outputs follow each other. So a product reads memory from front to back, one 64-byte load
// feeds 16 outputs, and no sum across lanes is ever needed. Weights, keys (outputs are positions) and values (inputs are
// positions) all lie like this, and one small function, `dot`, multiplies them all. Floats, of 32 or 16 bits, lie alike, one
// input of 64 outputs after the other.
//
// Bytes are stored as value + 128: the dot-product instructions of x86 multiply unsigned by signed bytes.
#pragma once

#include <cstddef>
#include <cstdint>

// Several files that include these headers are compiled for newer processors than the one at hand. Nothing of theirs may
// stand in for the same function compiled for every processor, so all of it is either local to the file or inlined.
#define ALWAYS_INLINE inline __attribute__((always_inline))
#define INLINED __attribute__((always_inline))  // of lambdas
#define ON_ITS_OWN __attribute__((noinline))    // long enough, and compiled once instead of at each use

constexpr int tile_outputs = 64;
constexpr int tile_inputs = 4;
constexpr int tile_bytes = tile_outputs * tile_inputs;
constexpr int byte_offset = 128;
constexpr float byte_range = 127.0f;

constexpr int padded(int count) { return (count + tile_outputs - 1) / tile_outputs * tile_outputs; }

// y = W x for W [outputs, inputs]. Bytes have one scale for each row of W (symmetric int8).
struct Linear {
    uint8_t* tiles;  // [outputs / 64][inputs / 4][64][4], floats [outputs / 64][inputs][64]
    float* scales;   // [outputs], zero behind the last real one; of bytes only
    int inputs;      // a multiple of 4
    int outputs;     // padded
    int bytes_each;  // 1, or floats of 2 or 4

    ALWAYS_INLINE int columns() const { return outputs / tile_outputs; }
    ALWAYS_INLINE size_t column_bytes() const { return size_t(inputs) * tile_outputs * bytes_each; }
    ALWAYS_INLINE const uint8_t* column(int index) const { return tiles + index * column_bytes(); }
};

// Asks memory for what will be needed soon, to lie in the second cache; the first is too small to wait in.
ALWAYS_INLINE void ask_for_line(const void* line) { __builtin_prefetch(line, 0, 2); }

ALWAYS_INLINE void ask_for_tile(const uint8_t* tile) {
    for (int line = 0; line < tile_bytes; line += 64) ask_for_line(tile + line);
}

// What a product asks for while it computes: a tile at each step, `step` bytes on from the last one.
struct Ahead {
    const uint8_t* from;
    size_t step;
};

struct Norm {
    float* weight;  // [padded dim], zero behind dim
    float* bias;
};

struct Layer {
    Norm norm1, norm_cross, norm2;
    Linear qkv;       // outputs by head: queries, keys and values of head 0, then those of head 1, ...
    Linear out;       // inputs by head, each padded
    Linear cross_q;   // outputs by head
    Linear cross_kv;  // outputs by head: keys and values of head 0, ...
    Linear cross_out;
    Linear up, down;
};

// Read by ctypes: steps.py has the same fields.
struct Shape {
    int32_t dim, heads, head_dim, layers, codebooks, card, hidden, crossed;
    float epsilon;

    ALWAYS_INLINE int wide() const { return padded(dim); }            // floats from one row to the next
    ALWAYS_INLINE int head_wide() const { return padded(head_dim); }
    ALWAYS_INLINE int mixed() const { return heads * head_wide(); }   // the heads of one row, side by side
    ALWAYS_INLINE int hidden_wide() const { return padded(hidden); }
    ALWAYS_INLINE int tokens() const { return codebooks * card; }
};

struct Model {
    Shape shape;
    Layer* layers;
    Norm out_norm;
    Linear heads;
    const float* embeddings;  // [codebooks * (card + 1), dim], the caller's
};

// Keys and values of one head of one sequence; of bytes, each position has its own two scales.
struct Cache {
    uint8_t* keys;    // [capacity / 64] columns of [head_wide / 4][64 positions][4], floats [head_wide][64 positions]
    uint8_t* values;  // [head_wide / 64] columns of [capacity / 4][64][4 positions], floats [capacity][64]
    float* key_scales;
    float* value_scales;
    int capacity;
};

// All caches of one sequence (or of one item's text), in one piece of memory.
struct Past {
    uint8_t* memory;
    int capacity;  // positions, a multiple of 64
    int length;    // of the text; how much of a sequence is there, the session knows
    int heads, head_wide;
    int bytes_each;  // of a number

    ALWAYS_INLINE size_t half_bytes() const { return size_t(capacity) * head_wide * bytes_each; }  // keys, or values
    ALWAYS_INLINE size_t cache_bytes() const { return 2 * (half_bytes() + size_t(capacity) * sizeof(float)); }

    ALWAYS_INLINE Cache at(int layer, int head) const {
        uint8_t* start = memory + (size_t(layer) * heads + head) * cache_bytes();
        uint8_t* values = start + half_bytes();
        float* scales = reinterpret_cast<float*>(values + half_bytes());
        return {start, values, scales, scales + capacity, capacity};
    }
};

// Rows of a linear's input, as bytes or as floats; in the same memory.
struct Rows {
    union {
        int8_t* bytes;  // [count][stride]
        float* floats;
    };
    float* scales;
    int32_t* sums;  // of a row's bytes: what the + 128 of the other factor adds, divided by 128
    size_t stride;
    int count;
};

// What one thread needs for itself.
struct Desk {
    float* scores;   // [capacity]
    int8_t* digits;  // [2][max(capacity, head_wide)]
};

// A batch that is being decoded.
struct Session {
    int items, sequences;  // sequences: the items' own, then, with guidance, their empty halves
    float guidance;
    int filled;            // positions
    const float* sines;    // [positions, dim], the caller's
    Past* pasts;           // [sequences]
    Past* texts;           // [items]; length 0: nothing to attend to
    float* x;              // [rows][wide]: the residual stream
    float* projected;      // [rows][3 * mixed]: queries, keys and values by head
    float* wide_rows;      // [rows][max(wide, mixed, hidden_wide)]: the inputs of the next product
    float* logits;         // [items][padded tokens]
    Rows rows;             // inputs as they are multiplied, room for `most_rows`
    Desk* desks;           // [threads]
    int* crossing;         // [rows]: which rows of the pass attend to a text
};

constexpr int most_rows = 32;  // of one pass, unless there are more sequences

// Some positions of all sequences: row r is sequence r % sequences at position filled + r / sequences.
struct Pass {
    const Model* model;
    Session* session;
    int positions;           // in this pass
    int first, given;        // which of the given positions is the first here; how many were given
    const int64_t* tokens;   // [items, codebooks, given], or null and
    const float* vectors;    // [sequences, given, dim]
    bool last;               // whether logits are wanted
};
