// The C interface that steps.py calls. All functions that can fail for want of memory say so by null or false.
#include <cstring>

#include "decoder.h"

namespace {

template <class Do>
bool unless_out_of_memory(Do what) {
    try {
        what();
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

Linear* linear_of(Decoder& decoder, int layer, const char* name) {
    if (!std::strcmp(name, "heads")) return &decoder.model.heads;
    Layer& in = decoder.layers[size_t(layer)];
    if (!std::strcmp(name, "qkv")) return &in.qkv;
    if (!std::strcmp(name, "out")) return &in.out;
    if (!std::strcmp(name, "cross_q")) return &in.cross_q;
    if (!std::strcmp(name, "cross_kv")) return &in.cross_kv;
    if (!std::strcmp(name, "cross_out")) return &in.cross_out;
    if (!std::strcmp(name, "up")) return &in.up;
    if (!std::strcmp(name, "down")) return &in.down;
    return nullptr;
}

Norm* norm_of(Decoder& decoder, int layer, const char* name) {
    if (!std::strcmp(name, "out_norm")) return &decoder.model.out_norm;
    Layer& in = decoder.layers[size_t(layer)];
    if (!std::strcmp(name, "norm1")) return &in.norm1;
    if (!std::strcmp(name, "norm_cross")) return &in.norm_cross;
    if (!std::strcmp(name, "norm2")) return &in.norm2;
    return nullptr;
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

// The name of the index-th best kernel that runs on this processor; null behind the last.
const char* decoding_kernel(int index) {
    const Offer* offer = kernel_at(index);
    return offer ? offer->name : nullptr;
}

// bytes_each: 1 for a decoder of bytes, 4 for one of floats.
Decoder* decoding_new(const Shape* shape, const char* kernel, int bytes_each, int threads) {
    const Offer* offer = find_kernel(kernel);
    Decoder* decoder = nullptr;
    if (offer) unless_out_of_memory([&] { decoder = new Decoder(*shape, offer->of(bytes_each), threads); });
    return decoder;
}

void decoding_free(Decoder* decoder) { delete decoder; }

// weights: [outputs, inputs], floats of 4 bytes, or of 2 if bytes_each is 2; copied as numbers of `bytes_each`: 1 or, for
// a decoder of floats, 2 or 4. layer: of no meaning for "heads".
bool decoding_linear(Decoder* decoder, int layer, const char* name, const void* weights, int outputs, int inputs,
                     int bytes_each) {
    return unless_out_of_memory([&] {
        *linear_of(*decoder, layer, name) =
            packed(decoder->memory, decoder->team, decoder->kernel, weights, outputs, inputs, bytes_each);
    });
}

// weight, bias: [dim], copied. layer: of no meaning for "out_norm".
bool decoding_norm(Decoder* decoder, int layer, const char* name, const float* weight, const float* bias) {
    return unless_out_of_memory([&] {
        const Shape& shape = decoder->model.shape;
        Norm& norm = *norm_of(*decoder, layer, name);
        norm.weight = decoder->memory.take<float>(size_t(2 * shape.wide()));
        norm.bias = norm.weight + shape.wide();
        std::copy_n(weight, shape.dim, norm.weight);
        std::copy_n(bias, shape.dim, norm.bias);
    });
}

// [codebooks * (card + 1), dim], kept by the caller.
void decoding_embeddings(Decoder* decoder, const float* embeddings) { decoder->model.embeddings = embeddings; }

// sines: [positions, dim], kept by the caller. text_lengths: [items], 0 for none. guided: with an empty half.
Batch* decoding_start(Decoder* decoder, int items, bool guided, float guidance, int positions, const float* sines,
                      const int* text_lengths) {
    Batch* batch = nullptr;
    unless_out_of_memory(
        [&] { batch = new Batch(*decoder, items, guided, guidance, positions, sines, text_lengths); });
    return batch;
}

void decoding_end(Batch* batch) { delete batch; }

// text: [length, dim] of an item with a length above 0.
void decoding_read_text(Batch* batch, int item, const float* text) { batch->read_text(item, text); }

// vectors: [sequences, count, dim], fed as they are instead of tokens' embeddings.
void decoding_feed_vectors(Batch* batch, const float* vectors, int count) { batch->feed(nullptr, vectors, count); }

// tokens: [items, codebooks, count]. logits: [items, codebooks * card], after the last.
void decoding_feed(Batch* batch, const int64_t* tokens, int count, float* logits) {
    batch->feed(tokens, nullptr, count);
    batch->copy_logits(logits);
}

// For tests: y [rows, padded outputs] = the product of x [rows, padded inputs] and weights [outputs, inputs].
bool decoding_apply(const char* kernel, const void* weights, int outputs, int inputs, int bytes_each, const float* x,
                    int rows, float* y) {
    return unless_out_of_memory([&] {
        Memory memory;
        Team alone(1);
        const Kernel& by = find_kernel(kernel)->of(bytes_each);
        const Linear linear = packed(memory, alone, by, weights, outputs, inputs, bytes_each);
        const size_t stride = size_t(padded(inputs));
        const size_t bytes = size_t(rows) * stride * size_t(by.bytes_each);
        const Rows room{{memory.take<int8_t>(bytes)}, memory.take<float>(size_t(rows)),
                        memory.take<int32_t>(size_t(rows)), stride, rows};
        by.apply(linear, x, room, y);
    });
}

// For tests: attention of a query over `length` keys and values, each [length, head_wide]; head_wide a multiple of 64.
bool decoding_attend(const char* kernel, int bytes_each, int length, int head_wide, float factor, const float* query,
                     const float* keys, const float* values, float* to) {
    return unless_out_of_memory([&] {
        Memory memory;
        Past past{nullptr, padded(length), length, 1, head_wide, bytes_each};
        past.memory = memory.take<uint8_t>(past.cache_bytes());
        const size_t wide = size_t(std::max(past.capacity, head_wide));
        const Desk desk{memory.take<float>(wide), memory.take<int8_t>(2 * wide)};
        find_kernel(kernel)->of(bytes_each).attend(past.at(0, 0), length, query, keys, values, head_wide, factor,
                                               desk, to);
    });
}

}  // extern "C"
#pragma GCC visibility pop
