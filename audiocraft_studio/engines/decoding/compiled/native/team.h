// A small team of threads that works on one thing together and sleeps in between.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

class Team;

// One thread's part in the work.
struct Member {
    Team* team;
    int index, count;

    // The next of `things` that nobody has taken yet, -1 if there is none: of its own share, in order, and then of the
    // others', since members may be of different speed. Between two meetings, all members ask for the same things.
    int take(int things) const;
    void sync() const;  // waits until all members are here
};

class Team {
public:
    explicit Team(int count);  // the caller's thread included
    ~Team();
    Team(const Team&) = delete;

    // Calls each(member) once for each member and returns when all are done.
    template <class Each>
    void run(Each each) {
        call([](void* it, Member member) { (*static_cast<Each*>(it))(member); }, &each);
    }
    int take(int index, int things);
    void sync();
    int count() const { return members; }

private:
    void call(void (*new_work)(void*, Member), void* new_what);
    void serve(int index);

    const int members;
    std::vector<std::thread> threads;
    std::mutex mutex;
    std::condition_variable called;
    unsigned calls = 0;  // guarded by the mutex, as what follows
    void (*work)(void*, Member) = nullptr;
    void* what = nullptr;
    bool over = false;
    struct alignas(64) Share {
        std::atomic<int> taken{0};
    };
    std::vector<Share> shares;
    // Apart from each other and from all else, since every waiting thread reads the second.
    alignas(64) std::atomic<int> arrived{0};
    alignas(64) std::atomic<unsigned> meetings{0};
};
