// The C interface that steps.py calls. All functions that can fail for want of memory say so by null or false.
#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "kernel.h"
#include "memory.h"

namespace {

struct Decoder {
    Model model{};
    const Kernel* kernel;
    Team team;
    Memory memory;
    std::vector<Layer> layers;

    Decoder(const Shape& shape, const Kernel* kernel, int threads)
        : kernel(kernel), team(threads), layers(size_t(shape.layers)) {
        model.shape = shape;
        model.layers = layers.data();
    }
};

struct Batch {
    Decoder& decoder;
    Session session{};
    Memory memory;
    std::vector<Past> pasts, texts;
    std::vector<Desk> desks;
    std::vector<int> crossing;

    Batch(Decoder& decoder, int items, bool guided) : decoder(decoder) {
        session.items = items;
        session.sequences = guided ? 2 * items : items;
        pasts.resize(size_t(session.sequences));
        texts.resize(size_t(items));
        desks.resize(size_t(decoder.team.count()));
    }

    Past past(int capacity, int length) {
        const Shape& shape = decoder.model.shape;
        Past result{nullptr, padded(capacity), length, shape.heads, shape.head_wide()};
        result.memory = memory.take<uint8_t>(result.cache_bytes() * size_t(shape.layers) * size_t(shape.heads));
        return result;
    }

    void prepare(int positions, const int* text_lengths) {
        const Shape& shape = decoder.model.shape;
        const int rows = std::max(most_rows, 2 * session.items);
        int longest = std::max(positions, shape.head_wide());
        for (Past& one : pasts) one = past(positions, 0);
        for (size_t item = 0; item < texts.size(); item++) {
            texts[item] = past(text_lengths[item], text_lengths[item]);
            longest = std::max(longest, text_lengths[item]);
        }
        for (Desk& desk : desks) {
            desk.scores = memory.take<float>(size_t(padded(longest)));
            desk.digits = memory.take<int8_t>(2 * size_t(padded(longest)));
        }
        const size_t widest = size_t(std::max({shape.wide(), shape.mixed(), shape.hidden_wide()}));
        session.capacity = padded(positions);
        session.x = memory.take<float>(size_t(rows) * size_t(shape.wide()));
        session.projected = memory.take<float>(size_t(rows) * 3 * size_t(shape.mixed()));
        session.wide_rows = memory.take<float>(size_t(rows) * widest);
        session.logits = memory.take<float>(size_t(session.items) * size_t(padded(shape.tokens())));
        session.rows.bytes = memory.take<int8_t>(size_t(rows) * widest);
        session.rows.scales = memory.take<float>(size_t(rows));
        session.rows.sums = memory.take<int32_t>(size_t(rows));
        crossing.resize(size_t(rows));
        session.crossing = crossing.data();
        session.pasts = pasts.data();
        session.texts = texts.data();
        session.desks = desks.data();
    }

    void feed(const int64_t* tokens, const float* vectors, int count) {
        const int most = std::max(1, most_rows / session.sequences);
        for (int first = 0; first < count; first += most) {
            const int positions = std::min(most, count - first);
            Pass pass{&decoder.model, &session, positions, first, count, tokens, vectors, first + positions == count};
            struct Work {
                const Kernel* kernel;
                const Pass* pass;
            } work{decoder.kernel, &pass};
            decoder.team.run(
                [](void* what, Member member) {
                    const Work& work = *static_cast<Work*>(what);
                    work.kernel->forward(*work.pass, member);
                },
                &work);
            session.filled += positions;
        }
    }
};

Linear new_linear(Memory& memory, int outputs, int inputs) {
    Linear linear{nullptr, nullptr, inputs, padded(outputs)};
    linear.tiles = memory.take<uint8_t>(size_t(linear.outputs) * size_t(inputs));
    linear.scales = memory.take<float>(size_t(linear.outputs));
    return linear;
}

void pack(const Kernel& kernel, Team& team, const float* weights, int outputs, const Linear& to) {
    struct Work {
        const Kernel& kernel;
        const float* weights;
        int outputs;
        const Linear& to;
        std::vector<std::vector<uint8_t>> rooms;
    } work{kernel, weights, outputs, to, {}};
    work.rooms.assign(size_t(team.count()), std::vector<uint8_t>(packing_room(to.inputs)));
    team.run(
        [](void* what, Member me) {
            Work& work = *static_cast<Work*>(what);
            for (int column; (column = me.take(work.to.columns())) >= 0;)
                work.kernel.pack(work.weights, work.outputs, work.to, column, work.rooms[size_t(me.index)].data());
        },
        &work);
}

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

Decoder* decoding_new(const Shape* shape, const char* kernel, int threads) {
    const Offer* offer = find_kernel(kernel);
    Decoder* decoder = nullptr;
    if (offer) unless_out_of_memory([&] { decoder = new Decoder(*shape, offer->kernel, threads); });
    return decoder;
}

void decoding_free(Decoder* decoder) { delete decoder; }

// weights: [outputs, inputs], copied. layer: of no meaning for "heads".
bool decoding_linear(Decoder* decoder, int layer, const char* name, const float* weights, int outputs, int inputs) {
    return unless_out_of_memory([&] {
        Linear& linear = *linear_of(*decoder, layer, name);
        linear = new_linear(decoder->memory, outputs, inputs);
        pack(*decoder->kernel, decoder->team, weights, outputs, linear);
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
    std::unique_ptr<Batch> batch;
    const bool fits = unless_out_of_memory([&] {
        batch = std::make_unique<Batch>(*decoder, items, guided);
        batch->session.guidance = guidance;
        batch->session.sines = sines;
        batch->prepare(positions, text_lengths);
    });
    return fits ? batch.release() : nullptr;
}

void decoding_end(Batch* batch) { delete batch; }

// text: [length, dim] of an item with a length above 0.
void decoding_read_text(Batch* batch, int item, const float* text) {
    struct Work {
        Batch* batch;
        int item;
        const float* text;
    } work{batch, item, text};
    batch->decoder.team.run(
        [](void* what, Member me) {
            const Work& work = *static_cast<Work*>(what);
            Decoder& decoder = work.batch->decoder;
            decoder.kernel->read_text(decoder.model, work.batch->session, work.item, work.text, me);
        },
        &work);
}

// vectors: [sequences, count, dim], fed as they are instead of tokens' embeddings.
void decoding_feed_vectors(Batch* batch, const float* vectors, int count) { batch->feed(nullptr, vectors, count); }

// tokens: [items, codebooks, count]. logits: [items, codebooks * card], after the last.
void decoding_feed(Batch* batch, const int64_t* tokens, int count, float* logits) {
    batch->feed(tokens, nullptr, count);
    const Shape& shape = batch->decoder.model.shape;
    for (int item = 0; item < batch->session.items; item++)
        std::copy_n(batch->session.logits + size_t(item) * size_t(batch->decoder.model.heads.outputs), shape.tokens(),
                    logits + size_t(item) * size_t(shape.tokens()));
}

// For tests: y [rows, padded outputs] = the product of x [rows, padded inputs] and weights [outputs, inputs].
bool decoding_apply(const char* kernel, const float* weights, int outputs, int inputs, const float* x, int rows,
                    float* y) {
    return unless_out_of_memory([&] {
        Memory memory;
        Team alone(1);
        const Kernel& by = *find_kernel(kernel)->kernel;
        const Linear linear = new_linear(memory, outputs, inputs);
        pack(by, alone, weights, outputs, linear);
        const size_t stride = size_t(padded(inputs));
        const Rows room{memory.take<int8_t>(size_t(rows) * stride), memory.take<float>(size_t(rows)),
                        memory.take<int32_t>(size_t(rows)), stride, rows};
        by.apply(linear, x, room, y);
    });
}

// For tests: attention of a query over `length` keys and values, each [length, head_wide]; head_wide a multiple of 64.
bool decoding_attend(const char* kernel, int length, int head_wide, float factor, const float* query, const float* keys,
                     const float* values, float* to) {
    return unless_out_of_memory([&] {
        Memory memory;
        Past past{nullptr, padded(length), length, 1, head_wide};
        past.memory = memory.take<uint8_t>(past.cache_bytes());
        const size_t wide = size_t(std::max(past.capacity, head_wide));
        const Desk desk{memory.take<float>(wide), memory.take<int8_t>(2 * wide)};
        find_kernel(kernel)->kernel->attend(past.at(0, 0), length, query, keys, values, head_wide, factor, desk, to);
    });
}

}  // extern "C"
#pragma GCC visibility pop
