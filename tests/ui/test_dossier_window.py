"""The dossier's preview, its printing and a folder full of dossiers."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPageRanges
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from climafin.base.messages import Message, message
from climafin.services import assessments, libraries, projects
from climafin.ui.actions import printing
from climafin.ui.desk import Desk
from climafin.ui.dialogs.dossier import DossierWindow
from climafin.ui.main_window import MainWindow
from tests.ui.conftest import until_stopped

NAMES = ("Wind farm of the north ridge", "Heat pumps of the east station", "Sponge park")


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    session = libraries.create_library(tmp_path / "library", "Wang", title="Trial", clock=desk.clock)
    for name in NAMES:
        projects.register_project(session, {"name": name, "climate_kind": "mitigation"})
    made = MainWindow(desk)
    desk.take_session(session)
    made.show()
    made.complete()
    yield made
    qtbot.waitUntil(lambda: not desk.lane.is_busy, timeout=20_000)
    made.close()


@pytest.fixture
def uids(window: MainWindow) -> tuple[str, ...]:
    return tuple(projects.show_project(window.desk.open_session, name).uid for name in NAMES)


def wait(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.lane.is_busy, timeout=30_000)


def show(window: MainWindow, qtbot: QtBot, uids: tuple[str, ...], length: str = "summary") -> DossierWindow:
    window.desk.settings.layout["dossier"] = f"{length} en"
    made = DossierWindow.show_for(window, window.desk, uids)
    assert made is not None
    wait(window.desk, qtbot)
    qtbot.waitUntil(lambda: made.view.picture(0) is not None, timeout=20_000)
    return made


def page_texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path.read_bytes())
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def inked(picture: QImage) -> int:
    """Count dark dots, looking at every fifth."""
    across, down = range(0, picture.width(), 5), range(0, picture.height(), 5)
    return sum(picture.pixelColor(x, y).lightness() < 128 for x in across for y in down)


def rendered(path: Path) -> list[QImage]:
    from climafin.services.dossiers import page_images  # noqa: PLC0415 - loads the paper libraries

    return [
        QImage(dots, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
        for width, height, dots in page_images(path.read_bytes(), None, 50)
    ]


def test_the_preview_shows_the_real_pages(window: MainWindow, qtbot: QtBot, uids: tuple[str, ...]):
    dossier = show(window, qtbot, uids[:1])
    assert dossier.view.page_count > 1
    assert dossier.page_number.text() == f"Page 1 of {dossier.view.page_count}"
    picture = dossier.view.picture(0)
    assert picture is not None
    assert inked(picture) > 50


def test_pages_are_drawn_when_they_come_into_view(window: MainWindow, qtbot: QtBot, uids: tuple[str, ...]):
    dossier = show(window, qtbot, uids[:1], "standard")
    last = dossier.view.page_count - 1
    assert last > 5
    assert dossier.view.picture(last) is None
    dossier.view.go_to(last)
    qtbot.waitUntil(lambda: dossier.view.picture(last) is not None, timeout=20_000)


def test_the_contents_lead_to_their_page(window: MainWindow, qtbot: QtBot, uids: tuple[str, ...]):
    dossier = show(window, qtbot, uids[:1], "standard")
    contents = dossier.choices.contents
    assert contents.count() > 10
    contents.setCurrentRow(contents.count() - 1)
    qtbot.waitUntil(lambda: dossier.view.page > 5)


def test_the_strips_name_what_is_missing_and_what_it_is_not(window: MainWindow, qtbot: QtBot, uids: tuple[str, ...]):
    dossier = show(window, qtbot, uids[:1])
    assert "Not provided" in dossier.gap_strip.sentence
    assert "and" in dossier.gap_strip.sentence
    assert "not been assessed" in dossier.mark_strip.sentence
    assessments.assess_projects(window.desk.open_session, uids=uids[:1])
    dossier.load()
    wait(window.desk, qtbot)
    assert "no official standard" in dossier.mark_strip.sentence


def test_a_character_without_a_glyph_is_named(window: MainWindow, qtbot: QtBot, uids: tuple[str, ...]):
    projects.edit_project(window.desk.open_session, uids[0], {"name": "Wind \U000130b8 farm"})
    dossier = show(window, qtbot, uids[:1])
    assert dossier.glyph_strip.isVisible()
    assert "\U000130b8" in dossier.glyph_strip.sentence


def test_another_language_is_another_paper(window: MainWindow, qtbot: QtBot, uids: tuple[str, ...]):
    dossier = show(window, qtbot, uids[:1])
    english = dossier.choices.contents.item(0).text()
    dossier.choices.choose("summary", "zh")
    wait(window.desk, qtbot)
    assert dossier.choices.contents.item(0).text() != english
    assert window.desk.settings.layout["dossier"] == "summary zh"


def test_saving_puts_one_whole_file_where_it_was_asked(
    window: MainWindow, qtbot: QtBot, uids: tuple[str, ...], tmp_path: Path
):
    dossier = show(window, qtbot, uids[:1])
    target = tmp_path / "out" / "mine.pdf"
    target.parent.mkdir()
    dossier.save_as(target)
    wait(window.desk, qtbot)
    assert len(page_texts(target)) == dossier.view.page_count
    assert [path.name for path in target.parent.iterdir()] == ["mine.pdf"]
    assert str(target) in window.status.sentence.text()
    assert not window.status.undo.isVisible()


def test_a_folder_that_is_gone_is_told_in_a_sentence(
    window: MainWindow, qtbot: QtBot, uids: tuple[str, ...], tmp_path: Path
):
    dossier = show(window, qtbot, uids[:1])
    dossier.save_as(tmp_path / "gone" / "mine.pdf")
    wait(window.desk, qtbot)
    assert "gone/mine.pdf cannot be written: there is no such file or folder" in dossier.problem_strip.sentence


def test_the_buttons_stay_on_a_low_screen(window: MainWindow, qtbot: QtBot, uids: tuple[str, ...]):
    """A screen of 1366 x 768 at 150 % has room for 910 x 512, less the title bar."""
    dossier = show(window, qtbot, uids)
    for strip in (dossier.mark_strip, dossier.gap_strip, dossier.glyph_strip, dossier.problem_strip):
        strip.say("Something that must be told in one line.")
    room = QSize(910, 490)
    dossier.resize(room)
    assert dossier.size() == room
    QApplication.processEvents()
    inside = dossier.rect()
    for made in (dossier.save_button, dossier.print_button, dossier.batch_button, dossier.page_number):
        assert inside.contains(QRect(made.mapTo(dossier, QPoint()), made.size())), made
    assert dossier.view.height() > dossier.save_button.height()


def test_a_library_opened_for_reading_shows_its_dossiers_and_prints_none(
    desk: Desk, window: MainWindow, qtbot: QtBot, uids: tuple[str, ...]
):
    folder = desk.open_session.info.folder
    desk.drop_session()
    desk.take_session(libraries.open_library(folder, "Li", read_only=True, clock=desk.clock))
    dossier = show(window, qtbot, uids)
    assert dossier.view.page_count > 0
    assert not any(made.isEnabled() for made in (dossier.save_button, dossier.print_button, dossier.batch_button))
    assert "reading only" in dossier.mark_strip.sentence


def test_a_batch_that_cannot_go_on_says_what_is_finished(
    window: MainWindow, qtbot: QtBot, uids: tuple[str, ...], tmp_path: Path
):
    folder = tmp_path / "batch"
    number = projects.show_project(window.desk.open_session, uids[1]).number
    # A folder lies where the second one is written first.
    (folder / f"CF-{number}-1 {NAMES[1]}.pdf.tmp").mkdir(parents=True)
    dossier = show(window, qtbot, uids)
    dossier.save_all(folder)
    wait(window.desk, qtbot)
    assert "it is a folder, not a file" in dossier.problem_strip.sentence
    assert f"1 of 3 dossiers were finished before and lie in {folder}" in dossier.problem_strip.sentence
    assert len([path for path in folder.iterdir() if path.is_file()]) == 1


def test_a_batch_fills_a_folder_and_names_it(window: MainWindow, qtbot: QtBot, uids: tuple[str, ...], tmp_path: Path):
    dossier = show(window, qtbot, uids)
    assert dossier.batch_button.isVisible()
    dossier.save_all(tmp_path / "batch")
    wait(window.desk, qtbot)
    files = sorted((tmp_path / "batch").iterdir())
    assert len(files) == len(NAMES)
    assert all(page_texts(path) for path in files)
    assert str(tmp_path / "batch") in dossier.outcome.text()
    assert str(tmp_path / "batch") in window.status.sentence.text()


def test_a_cancelled_batch_leaves_whole_files_only(
    window: MainWindow, qtbot: QtBot, uids: tuple[str, ...], tmp_path: Path
):
    folder = tmp_path / "batch"
    job = printing.save_dossiers(window.desk, uids, folder, printing.Wish("summary", "en"))

    def stop_after_the_first(done: int, _total: int, _doing: Message) -> None:
        if done:
            job.cancel()

    job.progressed.connect(stop_after_the_first)
    wait(window.desk, qtbot)
    files = list(folder.iterdir())
    assert all(path.suffix == ".pdf" and len(page_texts(path)) > 1 for path in files)
    logged = sum(len(window.desk.open_session.library.prints(uid)) for uid in uids)
    assert len(files) == logged
    if len(files) < len(uids):
        assert "Cancelled" in window.status.sentence.text()


def test_printing_to_a_printer_gives_pages_with_ink(
    window: MainWindow, qtbot: QtBot, uids: tuple[str, ...], tmp_path: Path
):
    dossier = show(window, qtbot, uids[:1])
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dossier.print_on(printer)
    wait(window.desk, qtbot)
    pages = rendered(tmp_path / "printed.pdf")
    assert len(pages) == dossier.view.page_count
    assert all(inked(page) > 20 for page in pages)
    # The paper itself, not pictures of it: its words can be searched.
    assert NAMES[0] in page_texts(tmp_path / "printed.pdf")[0]
    assert "sent to" in window.status.sentence.text()


def test_chosen_pages_are_printed_and_no_others(
    window: MainWindow, qtbot: QtBot, uids: tuple[str, ...], tmp_path: Path
):
    dossier = show(window, qtbot, uids[:1])
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    dossier.print_on(printer)
    wait(window.desk, qtbot)
    printed = rendered(tmp_path / "printed.pdf")
    assert len(printed) == 2
    assert all(inked(page) > 20 for page in printed)


def test_ranges_leave_out_what_lies_between_them():
    printer = QPrinter()
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("1-2,5"))
    pages = printing.chosen_pages(printer, 9)
    assert pages == [0, 1, 4]
    assert "-P 1-2,5-5" in " ".join(printing.queue_options(printer, pages))


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_answer_is_told(
    window: MainWindow, qtbot: QtBot, uids: tuple[str, ...], tmp_path: Path
):
    dossier = show(window, qtbot, uids[:1])
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 2)
    dossier.print_on(printer)
    wait(window.desk, qtbot)
    assert "does not answer" in window.strip.sentence


@pytest.mark.parametrize("way", ["close", "escape", "main window"])
def test_closing_while_the_pages_are_made_ends_their_work_and_does_no_harm(
    window: MainWindow, qtbot: QtBot, uids: tuple[str, ...], way: str
):
    dossier = DossierWindow.show_for(window, window.desk, uids[:1])
    assert dossier is not None
    drawing = Event()
    dossier.lane.start(message("x"), until_stopped(drawing))
    assert drawing.wait(5)
    threads = {thread for thread in enumerate_threads() if thread.name.startswith("library")}
    if way == "close":
        dossier.close()
    elif way == "escape":
        qtbot.keyClick(dossier, Qt.Key.Key_Escape)
    else:
        window.leave()
    wait(window.desk, qtbot)
    qtbot.waitUntil(lambda: not window.findChildren(DossierWindow))
    assert sum(thread.is_alive() for thread in threads) < len(threads)


def test_the_print_dialog_does_not_hold_the_window(window: MainWindow, qtbot: QtBot, uids: tuple[str, ...]):
    dossier = show(window, qtbot, uids[:1])
    dossier._ask_printer()
    (asking,) = dossier.findChildren(QPrintDialog)
    assert asking.isVisible()
    for name in ("pageSetLabel", "pageSetCombo"):
        unheard = asking.findChild(QWidget, name)
        assert unheard is None or unheard.isHidden()
    asking.reject()
    qtbot.waitUntil(lambda: not dossier.findChildren(QPrintDialog))


def test_the_queue_hears_copies_sides_colour_and_pages():
    class Duplexer(QPrinter):
        """A printer that can print both sides; the one without a device here cannot."""

        def duplex(self) -> QPrinter.DuplexMode:
            return QPrinter.DuplexMode.DuplexLongSide

    printer = Duplexer()
    printer.setCopyCount(3)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    told = " ".join(printing.queue_options(printer, [1, 2, 3]))
    assert "-n 3" in told
    assert "sides=two-sided-long-edge" in told
    assert "print-color-mode=monochrome" in told
    assert "-P 2-4" in told


def test_pages_in_reverse_leave_the_printer_last_first():
    printer = QPrinter()
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert printing.chosen_pages(printer, 3) == [2, 1, 0]


def test_a_stale_preview_never_replaces_a_newer_one(window: MainWindow, qtbot: QtBot, uids: tuple[str, ...]):
    dossier = show(window, qtbot, uids)
    dossier.choices.choose("standard", "en")
    dossier.choices.choose("summary", "zh")
    wait(window.desk, qtbot)
    assert dossier.choices.contents.count() < 10
