// A model with its weights packed, and a batch that it decodes: who owns what the kernels work on.
#pragma once

#include <algorithm>
#include <vector>

#include "kernel.h"
#include "memory.h"

struct Decoder {
    Model model{};
    const Kernel& kernel;
    Team team;
    Memory memory;
    std::vector<Layer> layers;

    Decoder(const Shape& form, const Kernel& by, int threads) : kernel(by), team(threads), layers(size_t(form.layers)) {
        model.shape = form;
        model.layers = layers.data();
    }
};

class Batch {
public:
    // text_lengths: of each item, 0 for none. sines: [positions, dim], kept by the caller.
    Batch(Decoder& by, int items, bool guided, float guidance, int positions, const float* sines, const int* text_lengths)
        : decoder(by), pasts(size_t(guided ? 2 * items : items)), texts(size_t(items)),
          desks(size_t(by.team.count())) {
        session.items = items;
        session.sequences = int(pasts.size());
        session.guidance = guidance;
        session.sines = sines;
        session.pasts = pasts.data();
        session.texts = texts.data();
        session.desks = desks.data();
        for (Past& one : pasts) one = room_for(positions);
        for (size_t item = 0; item < texts.size(); item++) texts[item] = room_for(text_lengths[item]);
        furnish(std::max(positions, *std::max_element(text_lengths, text_lengths + items)));
    }

    void read_text(int item, const float* text) {
        decoder.team.run([&](Member me) { decoder.kernel.read_text(decoder.model, session, item, text, me); });
    }

    // `count` positions, as tokens [items, codebooks, count] or as vectors [sequences, count, dim]; the other is null.
    void feed(const int64_t* tokens, const float* vectors, int count) {
        const int most = std::max(1, most_rows / session.sequences);
        for (int first = 0; first < count; first += most) {
            const int positions = std::min(most, count - first);
            const bool last = first + positions == count;
            const Pass pass{&decoder.model, &session, positions, first, count, tokens, vectors, last};
            decoder.team.run([&](Member me) { decoder.kernel.forward(pass, me); });
            session.filled += positions;
        }
    }

    // To [items, codebooks * card].
    void copy_logits(float* to) const {
        const size_t tokens = size_t(decoder.model.shape.tokens()), pitch = size_t(decoder.model.heads.outputs);
        for (size_t item = 0; item < texts.size(); item++)
            std::copy_n(session.logits + item * pitch, tokens, to + item * tokens);
    }

private:
    Past room_for(int positions) {
        const Shape& shape = decoder.model.shape;
        Past past{nullptr, padded(positions), positions, shape.heads, shape.head_wide(), decoder.kernel.bytes_each};
        past.memory = memory.take<uint8_t>(past.cache_bytes() * size_t(shape.layers) * size_t(shape.heads));
        return past;
    }

    void furnish(int longest) {
        const Shape& shape = decoder.model.shape;
        const size_t rows = size_t(std::max(most_rows, 2 * session.items));
        const size_t widest = size_t(std::max({shape.wide(), shape.mixed(), shape.hidden_wide()}));
        const size_t positions = size_t(padded(std::max(longest, shape.head_wide())));
        for (Desk& desk : desks) desk = {memory.take<float>(positions), memory.take<int8_t>(2 * positions)};
        session.x = memory.take<float>(rows * size_t(shape.wide()));
        session.projected = memory.take<float>(rows * 3 * size_t(shape.mixed()));
        session.wide_rows = memory.take<float>(rows * widest);
        int8_t* inputs = memory.take<int8_t>(rows * widest * size_t(decoder.kernel.bytes_each));
        session.rows = {{inputs}, memory.take<float>(rows), memory.take<int32_t>(rows), 0, 0};
        session.logits = memory.take<float>(size_t(session.items) * size_t(padded(shape.tokens())));
        session.crossing = memory.take<int>(rows);
    }

    Decoder& decoder;
    Memory memory;
    Session session{};
    std::vector<Past> pasts, texts;
    std::vector<Desk> desks;
};

inline Linear packed(Memory& memory, Team& team, const Kernel& kernel, const void* weights, int outputs, int inputs,
                     int bytes_each) {
    Linear linear{nullptr, nullptr, inputs, padded(outputs), bytes_each};
    linear.tiles = memory.take<uint8_t>(size_t(linear.columns()) * linear.column_bytes());
    linear.scales = memory.take<float>(size_t(linear.outputs));
    std::vector<std::vector<uint8_t>> rooms(size_t(team.count()), std::vector<uint8_t>(packing_room(inputs)));
    team.run([&](Member me) {
        for (int column; (column = me.take(linear.columns())) >= 0;)
            kernel.pack(weights, outputs, linear, column, rooms[size_t(me.index)].data());
    });
    return linear;
}
