"""The Qt application with its desk and its window; the window is built anew when the look changes."""

import gc
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from climafin.base.clock import Clock
from climafin.base.language import language
from climafin.base.settings import Settings
from climafin.ui.actions.opening import open_as, open_folder
from climafin.ui.desk import Desk
from climafin.ui.main_window import MainWindow
from climafin.ui.qt_words import QtWords
from climafin.ui.style import dress, dress_sheet, wants_dark
from climafin.ui.tasks import Failure
from climafin.ui.tasks.sweeping import sweep_here

#: The stylesheet is written for Qt's own look, whatever the system's is. Asked for here and not by `setStyle`, which
#: returns the style: its enums are the largest of Qt, and to build them takes a fortieth of the start.
_STYLE = ("-style", "fusion")


class Application:
    """One running program."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        known = QApplication.instance()
        self.qt = known if isinstance(known, QApplication) else QApplication([*sys.argv[:1], *_STYLE])
        self.qt.setApplicationName("ClimaFin")
        # Asked before our own palette hides it.
        self._system_is_dark = wants_dark("system")
        self.desk = Desk(settings, clock)
        self.desk.look_changed.connect(lambda: QTimer.singleShot(0, self.rebuild))
        self._translator = QTranslator()
        self._words = QtWords(language("zh_CN"))
        self.window: MainWindow | None = None

    @property
    def has_no_screen(self) -> bool:
        """Whether Qt fell back to drawing into memory."""
        return QGuiApplication.platformName() == "offscreen"

    def run(self, library: Path | None) -> int:
        """Show the window and stay until it is closed."""
        sys.excepthook = self._on_exception
        self.show(library or self._last())
        QTimer.singleShot(0, _collect_again)
        try:
            return self.qt.exec()
        finally:
            self.desk.close()
            sys.excepthook = sys.__excepthook__

    def _last(self) -> Path | None:
        """Return the library opened last, when it is still there and somebody said who he is."""
        last = next((Path(path) for path in self.settings.recent), None)
        return last if last is not None and self.settings.person and (last / "library.db").exists() else None

    def dress(self) -> None:
        """Put theme, fonts and Qt's own texts on the application."""
        dark = self._system_is_dark if self.settings.theme == "system" else wants_dark(self.settings.theme)
        dress(self.qt, dark=dark, scale=self.settings.font_scale, with_sheet=False)
        self.qt.removeTranslator(self._translator)
        self.qt.removeTranslator(self._words)
        QLocale.setDefault(QLocale(self.settings.language))
        if self.settings.language == "zh_CN":
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._translator.load("qtbase_zh_CN", folder):
                self.qt.installTranslator(self._translator)
            self.qt.installTranslator(self._words)

    def show(self, library: Path | None = None) -> MainWindow:
        """Build the window, open a library in it when one is named, and show it."""
        self.dress()
        told: list[Failure] = []
        if library is not None and self.settings.person:
            # Before the window is built, so that no first page is made in vain.
            hearing = self.desk.failed.connect(told.append)
            open_as(self.desk, library, self.settings.person, claims_later=True)
            self.desk.failed.disconnect(hearing)
        self.window = MainWindow(self.desk)
        for failure in told:
            self.desk.failed.emit(failure)
        if library is not None and not self.settings.person:
            open_folder(self.desk, self.window, library)
        dress_sheet(self.qt)
        self.window.show()
        return self.window

    def rebuild(self) -> None:
        """Build the window anew in another language, theme or text size; work goes on meanwhile."""
        old = self.window
        if old is not None:
            old.leave()
        self.show()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        self.desk.failed.emit(Failure(error))


def _collect_again() -> None:
    """Collect garbage from now on, on this thread, but not among what the start has made: it stays."""
    gc.freeze()
    sweep_here()
