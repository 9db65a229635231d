#include "team.h"

namespace {

// A meeting comes about every 20 microseconds: too soon to sleep for. But where another program has the processor of the
// one that is waited for, waiting at full speed would only take more from it.
constexpr int patience = 2000;

void pause_briefly() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

}  // namespace

int Member::take(int things) const { return team->take(index, things); }
void Member::sync() const { team->sync(); }

Team::Team(int count) : members(count), shares(size_t(count)) {
    for (int index = 1; index < count; index++) threads.emplace_back(&Team::serve, this, index);
}

Team::~Team() {
    {
        std::lock_guard<std::mutex> lock(mutex);
        over = true;
    }
    called.notify_all();
    for (std::thread& thread : threads) thread.join();
}

void Team::call(void (*new_work)(void*, Member), void* new_what) {
    {
        std::lock_guard<std::mutex> lock(mutex);
        work = new_work;
        what = new_what;
        calls++;
    }
    called.notify_all();
    new_work(new_what, {this, 0, members});
    sync();
}

void Team::serve(int index) {
    for (unsigned served = 0;; served++) {
        std::unique_lock<std::mutex> lock(mutex);
        called.wait(lock, [&] { return over || calls != served; });
        if (over) return;
        lock.unlock();
        work(what, {this, index, members});  // neither changes before all have met
        sync();
    }
}

int Team::take(int index, int things) {
    for (int offset = 0; offset < members; offset++) {
        const int of = (index + offset) % members;
        const int first = int(int64_t(things) * of / members), end = int(int64_t(things) * (of + 1) / members);
        std::atomic<int>& taken = shares[size_t(of)].taken;
        if (taken.load(std::memory_order_relaxed) >= end - first) continue;
        const int thing = first + taken.fetch_add(1, std::memory_order_relaxed);
        if (thing < end) return thing;
    }
    return -1;
}

void Team::sync() {
    const unsigned meeting = meetings.load(std::memory_order_relaxed);
    if (arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == members) {
        for (Share& share : shares) share.taken.store(0, std::memory_order_relaxed);
        arrived.store(0, std::memory_order_relaxed);
        meetings.store(meeting + 1, std::memory_order_release);
        return;
    }
    for (int spins = 0; meetings.load(std::memory_order_acquire) == meeting; spins++) {
        if (spins < patience) pause_briefly();
        else std::this_thread::yield();
    }
}
