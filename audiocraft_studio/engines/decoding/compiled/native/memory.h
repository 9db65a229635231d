// Memory that is taken piece by piece and given back as a whole: zeroed, aligned to cache lines, and in huge pages where
// the system has them, which spares the processor many thousands of address translations a step.
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>
#include <vector>

class Memory {
public:
    Memory() = default;
    Memory(const Memory&) = delete;
    ~Memory() {
        for (const auto& [start, bytes] : blocks) munmap(start, bytes);
    }

    // Throws std::bad_alloc.
    template <class T>
    T* take(size_t count) {
        const size_t bytes = round_up(count * sizeof(T), 64);
        if (bytes > left) add_block(bytes);
        T* taken = reinterpret_cast<T*>(next);
        next += bytes;
        left -= bytes;
        return taken;
    }

private:
    static constexpr size_t huge_page = size_t(2) << 20, usual_block = 8 * huge_page;

    static size_t round_up(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }

    void add_block(size_t least) {
        const size_t bytes = round_up(std::max(least, usual_block), huge_page);
        blocks.reserve(blocks.size() + 1);
        void* start = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (start == MAP_FAILED) throw std::bad_alloc();
#if defined(MADV_HUGEPAGE)
        madvise(start, bytes, MADV_HUGEPAGE);
#endif
        blocks.emplace_back(start, bytes);
        next = static_cast<uint8_t*>(start);
        left = bytes;
    }

    std::vector<std::pair<void*, size_t>> blocks;
    uint8_t* next = nullptr;
    size_t left = 0;
};
