"""The garbage collector rests while a network is made, and works again afterwards whoever made one beside it."""

import gc

import pytest

from graph_model.collector import resting_collector


def test_it_works_again_after_the_last_of_several():
    first, second = resting_collector(), resting_collector()
    with first:
        assert not gc.isenabled()
        second.__enter__()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_it_works_again_after_an_error_and_rests_on_where_it_rested():
    with pytest.raises(KeyError), resting_collector():
        raise KeyError
    assert gc.isenabled()
    gc.disable()
    try:
        with resting_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
