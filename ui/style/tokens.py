"""The look in one table: colours, sizes, type. Nothing else in the program names a colour or a size."""

from enum import Enum, StrEnum
from typing import NamedTuple

from climafin.domain.stages import Stage


class Tokens(NamedTuple):
    """The colours of one theme, as `#RRGGBB`.

    Attributes:
        is_dark: whether light text stands on a dark ground.
        ground: the window.
        surface: panes and tables.
        raised: menus, popups, dialogs.
        line: hairlines.
        line_strong: borders of controls.
        scroll: handles of scroll bars.
        text: body text.
        muted: labels.
        faint: hints and marks that nobody must read.
        accent: primary action, selection, focus, links.
        accent_soft: selected rows.
        on_accent: text on the accent.
        hover: a row or button under the pointer.
        good: a good state, always with a word or sign.
        warn: a state to look at.
        bad: a problem.
        info: a hint that matters.
        good_soft: ground of a good chip or strip.
        warn_soft: ground of a warning chip or strip.
        bad_soft: ground of a problem chip or strip.
        info_soft: ground of a hint chip or strip.
        stages: one colour per stage; their lightness falls in order, so that grey print keeps the order.
    """

    is_dark: bool
    ground: str
    surface: str
    raised: str
    line: str
    line_strong: str
    scroll: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_soft: str
    on_accent: str
    hover: str
    good: str
    warn: str
    bad: str
    info: str
    good_soft: str
    warn_soft: str
    bad_soft: str
    info_soft: str
    stages: tuple[str, str, str, str, str]

    def stage(self, stage: Stage) -> str:
        """Return the colour of a stage."""
        return self.stages[stage.rank]


LIGHT = Tokens(
    is_dark=False,
    ground="#F6F7F5",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#E1E5E2",
    line_strong="#86928D",
    scroll="#C4CCC8",
    text="#1B2421",
    muted="#5A6762",
    faint="#8A958F",
    accent="#0B6E5F",
    accent_soft="#DCEFEA",
    on_accent="#FFFFFF",
    hover="#EEF2F0",
    good="#2B762F",
    warn="#955800",
    bad="#B3261E",
    info="#1F5FA8",
    good_soft="#E6F2E6",
    warn_soft="#FBF0DC",
    bad_soft="#FBE9E7",
    info_soft="#E5EEF8",
    stages=("#8492A0", "#B7791F", "#2B6CB0", "#6B4FA0", "#17603C"),
)
DARK = Tokens(
    is_dark=True,
    ground="#161A19",
    surface="#1E2422",
    raised="#262D2A",
    line="#303835",
    line_strong="#6B7872",
    scroll="#46514C",
    text="#E7ECE9",
    muted="#A3AFA9",
    faint="#76827C",
    accent="#3FB8A3",
    accent_soft="#17342F",
    on_accent="#0C1513",
    hover="#262E2B",
    good="#7BC47F",
    warn="#F0B45B",
    bad="#F28B82",
    info="#8AB8EA",
    good_soft="#1E2F21",
    warn_soft="#352A17",
    bad_soft="#3A2220",
    info_soft="#1C2B3B",
    stages=("#C8D1DA", "#E3B566", "#84B4E6", "#AE95DC", "#4FA878"),
)


class Type(Enum):
    """The type scale: points at 100 %, and whether bold."""

    BODY = (9.5, False)
    STRONG = (9.5, True)
    SMALL = (8.5, False)
    SECTION = (11.0, True)
    PAGE = (14.0, True)
    FIGURE = (22.0, False)

    @property
    def points(self) -> float:
        """The size in points at 100 %."""
        return self.value[0]

    @property
    def is_bold(self) -> bool:
        """Whether it is set bold."""
        return self.value[1]


class Size(Enum):
    """Sizes of things in pixels at 100 %; spacing is counted in steps of `GRID`."""

    CONTROL = ("control", 28)
    PRIMARY = ("primary", 32)
    ROW = ("row", 30)
    RADIUS = ("radius", 6)
    FOCUS = ("focus", 2)
    ICON = ("icon", 16)
    ICON_LARGE = ("icon_large", 20)
    ICON_CARD = ("icon_card", 28)
    COMMAND_BAR = ("command_bar", 52)
    STATUS_BAR = ("status_bar", 30)
    RAIL = ("rail", 148)
    RAIL_FOLDED = ("rail_folded", 88)
    RAIL_BUTTON = ("rail_button", 52)
    FILTERS = ("filters", 216)
    DETAIL = ("detail", 320)
    SEARCH = ("search", 320)
    FORM = ("form", 560)
    FIELD_SHORT = ("field_short", 240)
    SECTION_INDEX = ("section_index", 220)
    CARD = ("card", 232)
    DIALOG = ("dialog", 520)
    DIALOG_WIDE = ("dialog_wide", 980)
    DIALOG_TALL = ("dialog_tall", 620)
    RING = ("ring", 64)
    RING_LINE = ("ring_line", 7)
    DOT = ("dot", 8)
    WINDOW_WIDTH = ("window_width", 1280)
    WINDOW_HEIGHT = ("window_height", 760)
    WINDOW_LEAST_WIDTH = ("window_least_width", 900)
    WINDOW_LEAST_HEIGHT = ("window_least_height", 560)
    TEXT_AREA = ("text_area", 96)
    PROGRESS = ("progress", 120)
    PROGRESS_LINE = ("progress_line", 4)

    @property
    def pixels(self) -> int:
        """The size at 100 %."""
        return self.value[1]


GRID = 4
#: Under this window width (at 100 %) the rail shows its words below the icons.
RAIL_FOLDS_UNDER = 1440


class Tone(StrEnum):
    """What a chip, a strip or a line says by its colour, always beside a word or a sign."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    INFO = "info"
    ACCENT = "accent"
