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

    void sync() const;  // waits until all members are here

    // Which of `things` are this member's: first() up to first() of the next.
    int first(int things) const { return int(int64_t(things) * index / count); }
    int end(int things) const { return int(int64_t(things) * (index + 1) / count); }
};

class Team {
public:
    explicit Team(int count);  // the caller's thread included
    ~Team();
    Team(const Team&) = delete;

    // Calls work(what, member) once for each member and returns when all are done.
    void run(void (*work)(void* what, Member member), void* what);
    void sync();
    int count() const { return members; }

private:
    void serve(int index);

    const int members;
    std::vector<std::thread> threads;
    std::mutex mutex;
    std::condition_variable called;
    unsigned calls = 0;  // guarded by the mutex, as what follows
    void (*work)(void*, Member) = nullptr;
    void* what = nullptr;
    bool over = false;
    // Apart from each other and from all else, since every waiting thread reads the second.
    alignas(64) std::atomic<int> arrived{0};
    alignas(64) std::atomic<unsigned> meetings{0};
};
