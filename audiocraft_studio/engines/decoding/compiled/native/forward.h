// The transformer's step, the same for every instruction set and for both kinds of `Numbers`, of bytes.h and of floats.h.
//
// All members work through the same phases and meet after each. Rows never meet: a row's numbers are made from its own
// numbers, its own scale and its own past, by the same instructions in the same order whatever else is in the pass.
#pragma once

#include "multiply.h"
#include "normalise.h"
#include "team.h"

namespace {

template <class Numbers>
class Forward {
public:
    Forward(const Pass& this_pass, Member member)
        : pass(this_pass), model(*pass.model), shape(model.shape), session(*pass.session), me(member),
          desk(session.desks[me.index]), rows(session.sequences * pass.positions), wide(shape.wide()) {}

    void run() {
        embed();
        for (int index = 0; index < shape.layers; index++) {
            const Layer& layer = model.layers[index];
            attend_to_past(layer, index);
            if (crossing) attend_to_texts(layer, index);
            feed_forward(layer);
        }
        if (pass.last) predict();
    }

private:
    const Pass& pass;
    const Model& model;
    const Shape& shape;
    Session& session;
    const Member me;
    const Desk& desk;
    const int rows, wide;
    int crossing = 0;  // how many of the rows attend to a text; session.crossing says which

    float* x(int row) const { return session.x + size_t(row) * wide; }
    int sequence(int row) const { return row % session.sequences; }
    int position(int row) const { return session.filled + row / session.sequences; }
    float factor() const { return 1.0f / __builtin_sqrtf(float(shape.head_dim)); }

    template <class Do>
    ALWAYS_INLINE void share(int things, Do each) {
        for (int i; (i = me.take(things)) >= 0;) each(i);
        me.sync();
    }

    Rows inputs(int width, int count) const {
        Rows result = session.rows;
        result.stride = size_t(width);
        result.count = count;
        return result;
    }

    void embed() {
        for (int row = 0; row < rows; row++) {
            if (shape.crossed && sequence(row) < session.items && session.texts[sequence(row)].length > 0) {
                if (me.index == 0) session.crossing[crossing] = row;
                crossing++;
            }
        }
        share(rows, [&](int row) { embed(row); });
    }

    void embed(int row) {
        const int at = pass.first + row / session.sequences;
        const float* sines = session.sines + size_t(position(row)) * shape.dim;
        float* to = x(row);
        __builtin_memset(to, 0, sizeof(float) * wide);
        if (pass.tokens) {
            const int64_t* tokens = pass.tokens + size_t(sequence(row) % session.items) * shape.codebooks * pass.given + at;
            for (int book = 0; book < shape.codebooks; book++) {
                const int64_t entry = tokens[size_t(book) * pass.given] + int64_t(book) * (shape.card + 1);
                const float* from = model.embeddings + entry * shape.dim;
                for (int i = 0; i < shape.dim; i++) to[i] += from[i];
            }
        } else {
            const float* from = pass.vectors + (size_t(sequence(row)) * pass.given + at) * shape.dim;
            __builtin_memcpy(to, from, sizeof(float) * shape.dim);
        }
        for (int i = 0; i < shape.dim; i++) to[i] += sines[i];
    }

    // Rows of x, normalised, as inputs. which: null for all.
    Rows normed(const Norm& norm, const int* which, int count) {
        const Rows to = inputs(wide, count);
        share(count, [&](int i) {
            float* room = session.wide_rows + size_t(i) * wide;
            normalise(x(which ? which[i] : i), norm, shape.epsilon, shape.dim, wide, room);
            Numbers::take_row(room, wide, to, i);
        });
        return to;
    }

    // Rows of `wide_rows`, as inputs.
    Rows taken(int width, int count) {
        const Rows to = inputs(width, count);
        share(count, [&](int i) { Numbers::take_row(session.wide_rows + size_t(i) * width, width, to, i); });
        return to;
    }

    void add(const Linear& linear, const Rows& from, const int* which) {
        share(linear.columns(), [&](int column) {
            multiply<Numbers>(linear, column, from, [&](int i, int output, Lanes lanes) INLINED {
                float* to = x(which ? which[i] : i) + output;
                store(to, load(to) + lanes);
            });
        });
    }

    void project(const Linear& linear, const Rows& from) {
        share(linear.columns(), [&](int column) {
            multiply<Numbers>(linear, column, from, [&](int i, int output, Lanes lanes) INLINED {
                store(session.projected + size_t(i) * linear.outputs + output, lanes);
            });
        });
    }

    // Where the first of `parts` projections of a head lies; the others follow.
    const float* projected(int row, int head, int parts) const {
        return session.projected + (size_t(row) * shape.heads + head) * parts * shape.head_wide();
    }

    float* mixed(int row, int head) const {
        return session.wide_rows + size_t(row) * shape.mixed() + head * shape.head_wide();
    }

    void attend_to_past(const Layer& layer, int index) {
        const int sequences = session.sequences, head_wide = shape.head_wide(), things = shape.heads * sequences;
        project(layer.qkv, normed(layer.norm1, nullptr, rows));
        share(things, [&](int i) {
            const int head = i / sequences, following = i + 1 < things ? i + 1 : i;
            const Cache cache = session.pasts[i % sequences].at(index, head);
            const Cache next = session.pasts[following % sequences].at(index, following / sequences);
            for (int row = i % sequences; row < rows; row += sequences) {  // one position after the other
                const float* query = projected(row, head, 3);
                Numbers::append(cache, position(row), query + head_wide, query + 2 * head_wide, head_wide, desk);
                Numbers::attend(cache, next, position(row) + 1, query, head_wide, factor(), desk, mixed(row, head));
            }
        });
        add(layer.out, taken(shape.mixed(), rows), nullptr);
    }

    void attend_to_texts(const Layer& layer, int index) {
        const int* which = session.crossing;
        const int things = shape.heads * crossing;
        project(layer.cross_q, normed(layer.norm_cross, which, crossing));
        share(things, [&](int i) {
            const int head = i / crossing, row = i % crossing, following = i + 1 < things ? i + 1 : i;
            const Past& text = session.texts[sequence(which[row])];
            const Past& next = session.texts[sequence(which[following % crossing])];
            Numbers::attend(text.at(index, head), next.at(index, following / crossing), text.length,
                            projected(row, head, 1), shape.head_wide(), factor(), desk, mixed(row, head));
        });
        add(layer.cross_out, taken(shape.mixed(), crossing), which);
    }

    void feed_forward(const Layer& layer) {
        const int hidden = shape.hidden_wide();
        const Rows from = normed(layer.norm2, nullptr, rows);
        share(layer.up.columns(), [&](int column) {
            multiply<Numbers>(layer.up, column, from, [&](int i, int output, Lanes lanes) INLINED {
                store(session.wide_rows + size_t(i) * hidden + output, gelu(lanes));
            });
        });
        add(layer.down, taken(hidden, rows), nullptr);
    }

    // Logits after the last position. The heads are linear, so guidance comes before them: half the rows.
    void predict() {
        const int last = rows - session.sequences;
        const Rows to = inputs(wide, session.items);
        share(session.items, [&](int item) {
            float* given = session.wide_rows + size_t(2 * item) * wide;
            float* empty = given + wide;
            normalise(x(last + item), model.out_norm, shape.epsilon, shape.dim, wide, given);
            if (session.sequences > session.items) {
                normalise(x(last + session.items + item), model.out_norm, shape.epsilon, shape.dim, wide, empty);
                for (int i = 0; i < wide; i += lane_count)
                    store(given + i, load(empty + i) + (load(given + i) - load(empty + i)) * session.guidance);
            }
            Numbers::take_row(given, wide, to, item);
        });
        share(model.heads.columns(), [&](int column) {
            multiply<Numbers>(model.heads, column, to, [&](int item, int output, Lanes lanes) INLINED {
                store(session.logits + size_t(item) * model.heads.outputs + output, lanes);
            });
        });
    }
};

// Projects an item's text, [length, dim], to keys and values of all layers. Called by all members.
template <class Numbers>
void read_text(const Model& model, Session& session, int item, const float* text, Member me) {
    const Shape& shape = model.shape;
    const int wide = shape.wide(), head_wide = shape.head_wide(), columns = 2 * head_wide / tile_outputs;
    const Past& past = session.texts[item];
    for (int start = 0; start < past.length; start += most_rows) {
        Rows from = session.rows;
        from.stride = size_t(wide);
        from.count = past.length - start < most_rows ? past.length - start : most_rows;
        for (int i; (i = me.take(from.count)) >= 0;) {
            float* row = session.wide_rows + size_t(i) * wide;
            __builtin_memset(row, 0, sizeof(float) * wide);
            __builtin_memcpy(row, text + size_t(start + i) * shape.dim, sizeof(float) * shape.dim);
            Numbers::take_row(row, wide, from, i);
        }
        me.sync();
        // Layers use the same place for a head's projections, so one member does them all.
        for (int head; (head = me.take(shape.heads)) >= 0;)
            for (int layer = 0; layer < shape.layers; layer++) {
                const Linear& linear = model.layers[layer].cross_kv;
                for (int column = head * columns; column < (head + 1) * columns; column++)
                    multiply<Numbers>(linear, column, from, [&](int row, int output, Lanes lanes) INLINED {
                        store(session.projected + size_t(row) * linear.outputs + output, lanes);
                    });
                for (int row = 0; row < from.count; row++) {
                    const float* key = session.projected + size_t(row) * linear.outputs + head * 2 * head_wide;
                    Numbers::append(past.at(layer, head), start + row, key, key + head_wide, head_wide,
                                    session.desks[me.index]);
                }
            }
        me.sync();
    }
}

}  // namespace
