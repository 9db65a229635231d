// Prints, for every kernel of this build that runs here, a hash of products and one of attentions over drawn numbers.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

extern "C" {
const char* decoding_kernel(int index);
bool decoding_apply(const char* kernel, const void* weights, int outputs, int inputs, int bytes_each, const float* x,
                    int rows, float* y);
bool decoding_attend(const char* kernel, int bytes_each, int length, int head_wide, float factor, const float* query,
                     const float* keys, const float* values, float* to);
}

namespace {

struct Draw {
    uint64_t state = 1;

    uint32_t bits() { return uint32_t((state = state * 6364136223846793005ULL + 1442695040888963407ULL) >> 33); }
    float number() { return float(int32_t(bits() % 20001) - 10000) / 5000.0f; }
    uint16_t half() { return uint16_t(((bits() % 28 + 1) << 10) | (bits() & 0x83ff)); }

    std::vector<float> numbers(size_t count) {
        std::vector<float> drawn(count);
        for (float& one : drawn) one = number();
        return drawn;
    }
};

void add(uint64_t& hash, const std::vector<float>& values) {  // FNV-1a
    for (float value : values) {
        uint32_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        hash = (hash ^ bits) * 1099511628211ULL;
    }
}

uint64_t products(const char* kernel, Draw draw) {
    constexpr int outputs = 320, inputs = 260, stride = 320, most_rows = 17;
    const std::vector<float> weights = draw.numbers(outputs * inputs);
    std::vector<uint16_t> halves(outputs * inputs);
    for (uint16_t& one : halves) one = draw.half();
    halves[5] = 0x0001, halves[6] = 0x83ff, halves[7] = 0;  // the smallest, a negative below the normal ones, zero
    std::vector<float> x(most_rows * stride);
    for (size_t i = 0; i < x.size(); i++) x[i] = i % stride < inputs ? draw.number() : 0.0f;
    uint64_t hash = 1469598103934665603ULL;
    for (int rows = 1; rows <= most_rows; rows += 4)
        for (int each : {1, 2, 4}) {
            std::vector<float> y(rows * outputs);
            const void* data = each == 2 ? static_cast<const void*>(halves.data()) : weights.data();
            decoding_apply(kernel, data, outputs, inputs, each, x.data(), rows, y.data());
            add(hash, y);
        }
    return hash;
}

uint64_t attentions(const char* kernel, Draw draw) {
    constexpr int wide = 128;
    uint64_t hash = 1469598103934665603ULL;
    for (int length : {1, 64, 131, 300})
        for (int each : {1, 4}) {
            const auto query = draw.numbers(wide), keys = draw.numbers(length * wide), values = draw.numbers(length * wide);
            std::vector<float> to(wide);
            decoding_attend(kernel, each, length, wide, 0.088f, query.data(), keys.data(), values.data(), to.data());
            add(hash, to);
        }
    return hash;
}

}  // namespace

int main() {
    for (int index = 0; const char* kernel = decoding_kernel(index); index++)
        std::printf("%s %016llx %016llx\n", kernel, (unsigned long long)products(kernel, {}),
                    (unsigned long long)attentions(kernel, {}));
}
