"""The lane: the window hears how far work is, cancels it, and never sees a traceback as a sentence."""

import sys
from threading import Event, current_thread

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from climafin.base.errors import Refused
from climafin.base.messages import message
from climafin.base.progress import Progress
from climafin.ui.tasks import Failure, Lane
from tests.ui.conftest import until_stopped


@pytest.fixture
def lane(qtbot: QtBot):
    made = Lane()
    yield made
    made.close()


def test_results_arrive_on_the_windows_thread_in_order(lane: Lane, qtbot: QtBot):
    seen = []
    for number in range(3):
        lane.start(
            message("x"),
            lambda _p, n=number: (n, current_thread().name),
            then=lambda r: seen.append((r, current_thread().name)),
        )
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert [result[0] for result, _ in seen] == [0, 1, 2]
    assert all(worker.startswith("library") for (_, worker), _ in seen)
    assert all(thread == "MainThread" for _, thread in seen)
    assert not lane.is_busy


def test_progress_is_told_and_cancel_stops_at_the_next_step(lane: Lane, qtbot: QtBot):
    gate, steps, ended = Event(), [], []

    def work(progress: Progress) -> None:
        gate.wait(5)
        gate.clear()
        for done in range(1000):
            progress.step(done, 1000, message("x"))
            steps.append(done)
            gate.wait(5)

    job = lane.start(message("x"), work, otherwise=ended.append)
    with qtbot.waitSignal(job.progressed):
        gate.set()
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended[0].is_cancel
    assert len(steps) == 1


def test_a_refusal_is_told_in_its_own_words(lane: Lane, qtbot: QtBot):
    ended: list[Failure] = []

    def work(_progress: Progress) -> None:
        raise Refused(message("No."))

    lane.start(message("x"), work, otherwise=ended.append)
    qtbot.waitUntil(lambda: bool(ended))
    assert ended[0].told.text == "No."
    assert not ended[0].detail


def test_an_unforeseen_error_becomes_a_plain_sentence_with_a_detail(lane: Lane, qtbot: QtBot):
    ended: list[Failure] = []
    lane.start(message("x"), lambda _p: 1 / 0, otherwise=ended.append)
    qtbot.waitUntil(lambda: bool(ended))
    assert "Your data is safe" in ended[0].told.text
    assert "ZeroDivisionError" in ended[0].detail


def test_closing_asks_the_running_job_to_stop(qtbot: QtBot):
    lane, running = Lane(), Event()
    lane.start(message("x"), until_stopped(running))
    assert running.wait(5)
    lane.close()
    assert not lane.is_busy


def test_what_must_end_is_neither_cancelled_nor_left_behind_at_closing(qtbot: QtBot):
    lane, go_on, done = Lane(), Event(), []
    lane.start(message("x"), lambda _progress: go_on.wait(5))
    job = lane.start(message("x"), lambda _progress: done.append(True), must_end=True)
    job.cancel()
    go_on.set()
    lane.close()
    assert done


def test_binding_keeps_none_alive(qtbot: QtBot):
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(200):
        label.setText("x")
    assert sys.getrefcount(None) > before - 50


class Rubbish:
    """Something that only the collection of rubbish can free; it notes where that happens."""

    def __init__(self, seen: list[str]) -> None:
        self.itself, self.seen = self, seen

    def __del__(self) -> None:
        self.seen.append(current_thread().name)


def test_rubbish_is_collected_on_the_windows_thread(lane: Lane, qtbot: QtBot):
    """Parts of a closed window that die in a worker's thread can bring both threads to a stand for ever."""
    seen: list[str] = []

    def work(_progress: Progress) -> int:
        return sum(len([Rubbish(seen)]) for _turn in range(20_000))

    done: list[int] = []
    lane.start(message("x"), work, then=done.append)
    qtbot.waitUntil(lambda: bool(done))
    qtbot.waitUntil(lambda: bool(seen))
    assert set(seen) == {"MainThread"}
