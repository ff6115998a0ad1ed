"""Python's rubbish is collected on the window's thread only.

Left alone, Python collects wherever it happens to allocate. In a worker's thread that destroys parts of a closed window
there: Qt's lock is then held while Python's is waited for, and the window's thread waits the other way round for ever.
"""

import gc

from PySide6.QtCore import QCoreApplication, QTimer

#: So often is looked whether there is enough to collect.
_EVERY = 500


class Sweeper(QTimer):
    """Collects as Python would, by its own thresholds."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        gc.disable()
        self.setInterval(_EVERY)
        self.timeout.connect(self.sweep)
        self.start()

    def sweep(self) -> None:
        """Collect the oldest generation that is due."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return


def sweep_here() -> None:
    """Collect on this thread from now on, the window's; called before the first worker is started."""
    application = QCoreApplication.instance()
    if application is not None and application.findChild(Sweeper) is None:
        Sweeper(application)
