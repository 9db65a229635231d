import itertools
import threading
import time

import pytest

from audiocraft_studio.errors import Cancelled, GenerationFailed, NotFound, QueueFull, StudioError
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import State


class Kept(dict):
    """A job store in memory, shared by a queue and the one that follows it."""

    def put(self, key, value):
        self[key] = dict(value)

    def all(self):
        return list(self.values())

    def remove(self, key):
        del self[key]


@pytest.fixture
def make_queue():
    ids, queues = itertools.count(1), []

    def make(handlers, store=None, limit=100):
        queue = JobQueue(
            Kept() if store is None else store, handlers, limit=limit, new_id=lambda: f"{next(ids):04}",
            now=lambda: "2026-01-01T00:00:00.000Z",
        )  # fmt: skip
        queues.append(queue)
        return queue

    yield make
    for queue in queues:
        queue.close()


def submit(queue, owner="ann", lane="models", kind="work", total=1, **payload):
    return queue.submit(kind, title="t", owner=owner, project="p", lane=lane, payload=payload, total=total)


class Held:
    """A handler that says when it runs and goes on when it is let."""

    def __init__(self):
        self.running = threading.Event()
        self.go = threading.Event()
        self.order = []

    def __call__(self, work):
        self.order.append(work.payload.get("name", ""))
        self.running.set()
        while not self.go.wait(0.01):
            work.tick(1, 2)


def test_a_job_runs_and_ends_with_what_it_made(make_queue):
    def handler(work):
        work.tick(1, 2)
        work.made(0, "asset-0")

    queue = make_queue({"work": handler})
    job = queue.wait(submit(queue).id, 5)
    assert (job.state, job.assets, job.progress) == (State.DONE, ["asset-0"], 1.0)


def test_owners_take_turns(make_queue):
    held = Held()
    queue = make_queue({"work": held})
    submit(queue, "ann", name="first")
    held.running.wait(5)
    jobs = [submit(queue, o, name=n) for o, n in (("ann", "a1"), ("ann", "a2"), ("ann", "a3"), ("bob", "b1"))]
    assert queue.get(jobs[3].id).position == 1
    held.go.set()
    for job in jobs:
        queue.wait(job.id, 5)
    assert held.order == ["first", "b1", "a1", "a2", "a3"]


def test_a_full_queue_refuses_and_says_what_to_do(make_queue):
    held = Held()
    queue = make_queue({"work": held}, limit=2)
    submit(queue)
    held.running.wait(5)
    submit(queue)
    submit(queue)
    with pytest.raises(QueueFull, match="Wait for one to finish"):
        submit(queue)


def test_lanes_run_side_by_side(make_queue):
    held = Held()
    queue = make_queue({"slow": held, "work": lambda work: None})
    submit(queue, kind="slow", lane="models")
    held.running.wait(5)
    assert queue.wait(submit(queue, lane="sketch").id, 5).state is State.DONE


def test_a_running_job_stops_at_its_next_tick_and_keeps_what_it_made(make_queue):
    started = threading.Event()

    def handler(work):
        work.made(0, "asset-0")
        started.set()
        while True:
            work.tick(1, 2)

    queue = make_queue({"work": handler})
    job = submit(queue, total=2)
    started.wait(5)
    queue.cancel(job.id)
    with pytest.raises(Cancelled):
        queue.wait(job.id, 5)
    assert queue.get(job.id).assets == ["asset-0"]


def test_a_waiting_job_is_cancelled_at_once(make_queue):
    held = Held()
    queue = make_queue({"work": held})
    submit(queue)
    held.running.wait(5)
    waiting = submit(queue)
    assert queue.cancel(waiting.id).state is State.CANCELLED


def test_a_failed_job_says_why_and_raises_what_its_handler_raised(make_queue):
    def handler(work):
        raise GenerationFailed("m", "It broke.")

    queue = make_queue({"work": handler})
    job = submit(queue)
    with pytest.raises(GenerationFailed, match="It broke"):
        queue.wait(job.id, 5)
    assert queue.get(job.id).error == "It broke."


def test_an_unexpected_error_fails_the_job_and_the_worker_goes_on(make_queue):
    def handler(work):
        if work.payload:
            raise ZeroDivisionError("oops")

    queue = make_queue({"work": handler})
    broken = submit(queue, bad=1)
    with pytest.raises(StudioError, match="ZeroDivisionError"):
        queue.wait(broken.id, 5)
    assert queue.wait(submit(queue).id, 5).state is State.DONE


def test_retry_runs_only_what_is_not_made(make_queue):
    seen = []

    def handler(work):
        seen.append(dict(work.job.made))
        if len(seen) == 1:
            work.made(0, "asset-0")
            work.failed(1, "once")
            raise GenerationFailed("m", "It broke.")
        work.made(1, "asset-1")

    queue = make_queue({"work": handler})
    job = submit(queue, total=2)
    with pytest.raises(GenerationFailed):
        queue.wait(job.id, 5)
    queue.retry(job.id)
    job = queue.wait(job.id, 5)
    assert seen[1] == {0: "asset-0"}
    assert job.assets == ["asset-0", "asset-1"]
    assert not job.failures


def test_what_waited_or_ran_when_a_server_stopped_goes_on_at_the_next_start(make_queue):
    store, held = Kept(), Held()
    first = make_queue({"work": held}, store)
    running, waiting = submit(first), submit(first)
    held.running.wait(5)
    first.close()
    second = make_queue({"work": lambda work: work.made(0, "a")}, store)
    second.start()
    for job in (running, waiting):
        assert second.wait(job.id, 5).assets == ["a"]


def test_listeners_hear_every_state_in_order(make_queue):
    heard = []
    queue = make_queue({"work": lambda work: work.tick(1, 1)})
    queue.on_change(lambda job: heard.append(job.state))
    queue.wait(submit(queue).id, 5)
    assert list(dict.fromkeys(heard)) == [State.QUEUED, State.RUNNING, State.DONE]


def test_an_unknown_job_says_so(make_queue):
    with pytest.raises(NotFound):
        make_queue({}).get("nothing")


def test_a_job_of_many_items_says_how_many_are_done_without_listing_them(make_queue):
    def handler(work):
        work.failed(0, "torn")
        work.count(39, 40)

    queue = make_queue({"work": handler})
    job = queue.wait(submit(queue).id, 5)
    assert (job.state, job.done, job.total, job.assets) == (State.DONE, 39, 40, [])


def test_time_left_is_told_from_what_this_run_did(make_queue):
    told = []

    def handler(work):
        time.sleep(0.35)  # the clock of time left waits that long before it speaks
        work.tick(95, 100, start=90)

    queue = make_queue({"work": handler})
    queue.on_change(lambda job: told.append((job.progress, job.eta_s)))
    queue.wait(submit(queue).id, 5)
    progress, left = next(pair for pair in told if pair[1] is not None)
    assert progress == 0.95
    assert 0.3 < left < 0.7
