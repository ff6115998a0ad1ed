"""Line icons (Lucide, ISC licence) from `resources/icons`, coloured from the tokens."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from climafin.ui.style.signs import sign
from climafin.ui.style.theme import theme
from climafin.ui.style.tokens import Size


def icon(name: str, ink: str = "muted", on_ink: str = "") -> QIcon:
    """Return an icon in a colour of the theme in use.

    Args:
        name: the file's name without `.svg`.
        ink: the token that colours it.
        on_ink: the token for the checked or selected state; the same when empty.
    """
    tokens = theme().tokens
    found = QIcon()
    # Without a picture of its own the checked state shows the plain one.
    states = ((QIcon.State.Off, ink), (QIcon.State.On, on_ink)) if on_ink else ((QIcon.State.Off, ink),)
    for state, wanted in states:
        for mode, mixed in ((QIcon.Mode.Normal, wanted), (QIcon.Mode.Disabled, "faint")):
            for picture in _pictures(name, getattr(tokens, mixed), theme().px(Size.ICON_LARGE)):
                found.addPixmap(picture, mode, state)
    return found


def picture(name: str, ink: str, size: Size) -> QPixmap:
    """Return an icon as a picture of one size, sharp on screens of double density."""
    return _pictures(name, getattr(theme().tokens, ink), theme().px(size))[-1]


def _drawn(name: str, colour: str, pixels: int, scale: float) -> QPixmap:
    # Qt's own cache, because pictures must not outlive the application.
    key = f"climafin/{name}/{colour}/{pixels}/{scale}"
    drawn = QPixmap()
    if QPixmapCache.find(key, drawn):
        return drawn
    # An icon has one colour: its lines are drawn once and dyed for every other look, in a fraction of the time.
    lines_key = f"climafin/{name}/{pixels}/{scale}"
    if QPixmapCache.find(lines_key, drawn):
        dye = QPixmap(drawn.size())
        dye.fill(colour)
        dye.setDevicePixelRatio(scale)
        painter = QPainter(drawn)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.drawPixmap(0, 0, dye)
    else:
        drawn = QPixmap(round(pixels * scale), round(pixels * scale))
        drawn.setDevicePixelRatio(scale)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        QSvgRenderer(QByteArray(sign(name, colour))).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    QPixmapCache.insert(lines_key, drawn)
    QPixmapCache.insert(key, drawn)
    return drawn


def _pictures(name: str, colour: str, pixels: int) -> tuple[QPixmap, ...]:
    return tuple(_drawn(name, colour, pixels, scale) for scale in _scales())


def _scales() -> tuple[float, ...]:
    """Return the densities to draw for: one picture does for an ordinary screen, finer ones need more."""
    finest = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    return (1.0,) if finest <= 1 else (1.0, 1.5, 2.0)
