"""Holding the garbage collector back."""

from __future__ import annotations

import gc
import threading

import pytest

from netmap.model.undisturbed import undisturbed


def test_collecting_goes_on_when_the_last_load_ends() -> None:
    begun, end = threading.Event(), threading.Event()

    def load() -> None:
        with undisturbed():
            begun.set()
            end.wait(10)

    other = threading.Thread(target=load)
    other.start()
    assert begun.wait(10)
    with undisturbed():
        assert not gc.isenabled()
    assert not gc.isenabled()  # the other one still loads
    end.set()
    other.join()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), undisturbed():
        _ = 1 / 0
    assert gc.isenabled()


def test_who_had_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
