import threading

import pytest
from tone_engine import ToneEngine

from audiocraft_studio.engines.pool import Pool
from audiocraft_studio.errors import Cancelled, InputError, OutOfMemory


def no_tick(done, total):
    pass


def pool_of(engine, limit_bytes=250):
    return Pool({"musicgen": engine}, device="cpu", limit_bytes=limit_bytes)


def use(pool, engine, name):
    with pool.use(engine.find(name), no_tick) as model:
        return model


def test_a_model_is_loaded_once_and_kept():
    engine = ToneEngine(["a"])
    pool = pool_of(engine)
    assert use(pool, engine, "a") is use(pool, engine, "a")
    assert engine.loads == ["a"]


def test_the_least_recently_used_goes_first_when_memory_gets_short():
    engine = ToneEngine(["a", "b", "c"])
    pool = pool_of(engine)
    first = use(pool, engine, "a")
    second = use(pool, engine, "b")
    use(pool, engine, "a")
    use(pool, engine, "c")
    assert list(pool.loaded()) == ["a", "c"]
    assert second.unloaded
    assert not first.unloaded


def test_a_model_at_work_is_never_evicted_nor_unloaded():
    engine = ToneEngine(["a", "b", "c"])
    pool = pool_of(engine, limit_bytes=100)
    with pool.use(engine.find("a"), no_tick) as model:
        done = threading.Thread(target=lambda: use(pool, engine, "b"))
        done.start()
        done.join(5)
        assert not model.unloaded
        with pytest.raises(InputError, match="at work"):
            pool.unload("a")


def test_memory_that_runs_out_while_loading_costs_the_idle_models_first():
    engine = ToneEngine(["a", "b"])
    pool = pool_of(engine, limit_bytes=10_000)
    use(pool, engine, "a")
    engine.refuse_next = 1
    use(pool, engine, "b")
    assert list(pool.loaded()) == ["b"]


def test_a_model_that_never_fits_says_so():
    engine = ToneEngine(["a"], refuse_next=5)
    with pytest.raises(OutOfMemory):
        use(pool_of(engine), engine, "a")


def test_cancelled_loading_leaves_nothing_behind():
    engine = ToneEngine(["a"])
    pool = pool_of(engine)

    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled), pool.use(engine.find("a"), stop):
        pass
    assert not pool.loaded()
    assert not pool.loading()


def test_two_threads_never_share_a_model():
    engine = ToneEngine(["a"])
    pool = pool_of(engine)
    inside, most = [], []

    def work():
        for _ in range(50):
            with pool.use(engine.find("a"), no_tick):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert max(most) == 1
    assert engine.loads == ["a"]
