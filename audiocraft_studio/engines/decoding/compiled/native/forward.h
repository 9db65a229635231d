// The transformer's step, the same for every instruction set. Needs a `Dot`.
//
// All members work through the same phases and meet after each. Rows never meet: a row's numbers are made from its own
// bytes, its own scale and its own past, by the same instructions in the same order whatever else is in the pass.
#pragma once

#include "attention.h"
#include "multiply.h"
#include "team.h"

namespace {

class Forward {
public:
    Forward(const Pass& pass, Member me)
        : pass(pass), model(*pass.model), shape(model.shape), session(*pass.session), me(me),
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
        for (int i = me.first(things); i < me.end(things); i++) each(i);
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

    // Rows of x, normalised and quantised. which: null for all.
    Rows normed(const Norm& norm, const int* which, int count) {
        const Rows to = inputs(wide, count);
        share(count, [&](int i) {
            float* room = session.wide_rows + size_t(i) * wide;
            normalise(x(which ? which[i] : i), norm, shape.epsilon, shape.dim, wide, room);
            quantise_row(room, wide, to, i);
        });
        return to;
    }

    // Rows of `wide_rows`, quantised.
    Rows quantised(int width, int count) {
        const Rows to = inputs(width, count);
        share(count, [&](int i) { quantise_row(session.wide_rows + size_t(i) * width, width, to, i); });
        return to;
    }

    void add(const Linear& linear, const Rows& from, const int* which) {
        share(linear.columns(), [&](int column) {
            multiply(linear, column, from, [&](int i, int output, Lanes lanes) INLINED {
                float* to = x(which ? which[i] : i) + output;
                store(to, load(to) + lanes);
            });
        });
    }

    // A head's part of a product, for all rows: to `desk.projected`, [rows][parts * head_wide].
    void project(const Linear& linear, const Rows& from, int head, int parts) {
        const int width = parts * shape.head_wide(), start = head * width;
        for (int column = start / tile_outputs; column < (start + width) / tile_outputs; column++)
            multiply(linear, column, from, [&](int i, int output, Lanes lanes) INLINED {
                store(desk.projected + size_t(i) * width + (output - start), lanes);
            });
    }

    float* mixed(int row, int head) const {
        return session.wide_rows + size_t(row) * shape.mixed() + head * shape.head_wide();
    }

    void attend_to_past(const Layer& layer, int index) {
        const Rows from = normed(layer.norm1, nullptr, rows);
        const int head_wide = shape.head_wide();
        share(shape.heads, [&](int head) {
            project(layer.qkv, from, head, 3);
            for (int row = 0; row < rows; row++) {  // later positions of a pass attend to earlier ones, never back
                const float* query = desk.projected + size_t(row) * 3 * head_wide;
                const Cache cache = session.pasts[sequence(row)].at(index, head);
                append(cache, position(row), query + head_wide, query + 2 * head_wide, head_wide, desk.digits);
                attend(cache, position(row) + 1, query, head_wide, factor(), desk, mixed(row, head));
            }
        });
        add(layer.out, quantised(shape.mixed(), rows), nullptr);
    }

    void attend_to_texts(const Layer& layer, int index) {
        const int* which = session.crossing;
        const Rows from = normed(layer.norm_cross, which, crossing);
        const int head_wide = shape.head_wide();
        share(shape.heads, [&](int head) {
            project(layer.cross_q, from, head, 1);
            for (int i = 0; i < crossing; i++) {
                const Past& text = session.texts[sequence(which[i])];
                attend(text.at(index, head), text.length, desk.projected + size_t(i) * head_wide, head_wide, factor(),
                       desk, mixed(i, head));
            }
        });
        add(layer.cross_out, quantised(shape.mixed(), crossing), which);
    }

    void feed_forward(const Layer& layer) {
        const int hidden = shape.hidden_wide();
        const Rows from = normed(layer.norm2, nullptr, rows);
        share(layer.up.columns(), [&](int column) {
            multiply(layer.up, column, from, [&](int i, int output, Lanes lanes) INLINED {
                store(session.wide_rows + size_t(i) * hidden + output, gelu(lanes));
            });
        });
        add(layer.down, quantised(hidden, rows), nullptr);
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
            quantise_row(given, wide, to, item);
        });
        share(model.heads.columns(), [&](int column) {
            multiply(model.heads, column, to, [&](int item, int output, Lanes lanes) INLINED {
                store(session.logits + size_t(item) * model.heads.outputs + output, lanes);
            });
        });
    }
};

// Projects an item's text, [length, dim], to keys and values of all layers. Called by all members.
void read_text(const Model& model, Session& session, int item, const float* text, Member me) {
    const Shape& shape = model.shape;
    const int wide = shape.wide(), head_wide = shape.head_wide(), width = 2 * head_wide;
    const Past& past = session.texts[item];
    const Desk& desk = session.desks[me.index];
    for (int start = 0; start < past.length; start += most_rows) {
        Rows from = session.rows;
        from.stride = size_t(wide);
        from.count = past.length - start < most_rows ? past.length - start : most_rows;
        for (int i = me.first(from.count); i < me.end(from.count); i++) {
            float* row = session.wide_rows + size_t(i) * wide;
            __builtin_memset(row, 0, sizeof(float) * wide);
            __builtin_memcpy(row, text + size_t(start + i) * shape.dim, sizeof(float) * shape.dim);
            quantise_row(row, wide, from, i);
        }
        me.sync();
        for (int layer = 0; layer < shape.layers; layer++)
            for (int head = me.first(shape.heads); head < me.end(shape.heads); head++) {
                const Linear& linear = model.layers[layer].cross_kv;
                const int first = head * width;
                for (int column = first / tile_outputs; column < (first + width) / tile_outputs; column++)
                    multiply(linear, column, from, [&](int i, int output, Lanes lanes) INLINED {
                        store(desk.projected + size_t(i) * width + (output - first), lanes);
                    });
                for (int i = 0; i < from.count; i++) {
                    const float* key = desk.projected + size_t(i) * width;
                    append(past.at(layer, head), start + i, key, key + head_wide, head_wide, desk.digits);
                }
            }
        me.sync();
    }
}

}  // namespace
