"""The content of a rule book: its parts in their fixed order, those that have nothing to say left out."""

from collections.abc import Callable

from climafin.base.messages import Label
from climafin.dossier.content import Block, DossierContent, Part
from climafin.dossier.rule_book.book import Book
from climafin.dossier.rule_book.case_pages import cases
from climafin.dossier.rule_book.criterion_pages import bonus, criteria, weights_by_class
from climafin.dossier.rule_book.gate_pages import gates
from climafin.dossier.rule_book.grade_pages import grades
from climafin.dossier.rule_book.opening import about, cover, facts_asked, page_words, sources, standing_marks
from climafin.dossier.rule_book.thresholds import cohorts, derived, limits, lists
from climafin.dossier.wording import PrintLanguage
from climafin.rules.pack import Pack

_PARTS: tuple[tuple[Label, Callable[[Book], tuple[Block, ...]], Callable[[Pack], object]], ...] = (
    (Label("说明", "About this book"), about, lambda _pack: True),
    (Label("依据文件", "Sources"), sources, lambda pack: pack.sources),
    (Label("所需数据", "Facts asked"), facts_asked, lambda pack: pack.fact_keys),
    (Label("名单", "Lists"), lists, lambda pack: pack.lists),
    (Label("限值", "Limits"), limits, lambda pack: pack.limits),
    (Label("派生值", "Derived values"), derived, lambda pack: pack.derived),
    (Label("同类群组", "Cohorts"), cohorts, lambda pack: pack.cohorts),
    (Label("准入条件", "Gates"), gates, lambda pack: pack.gates),
    (Label("指标与计分", "Criteria and marks"), criteria, lambda pack: pack.criteria),
    (Label("分类权重", "Weights by class"), weights_by_class, lambda pack: pack.weight_table),
    (Label("加分", "Extra points"), bonus, lambda pack: pack.bonus),
    (Label("等级", "Grades"), grades, lambda pack: pack.grades),
    (Label("算例", "Worked cases"), cases, lambda _pack: True),
)
#: Parts that begin on a page of their own.
_OWN_PAGE = frozenset((gates, criteria, cases))


def build_rule_book(pack: Pack, code: PrintLanguage) -> DossierContent:
    """Say everything a rule pack says; the same pack gives the same content.

    Args:
        pack: a sound pack.
        code: in which language or languages.
    """
    book = Book(pack, code)
    said = [(title, section) for title, section, holds in _PARTS if holds(pack)]
    parts = tuple(
        Part(number, book.label(title), section(book), section in _OWN_PAGE)
        for number, (title, section) in enumerate(said, start=1)
    )
    stamp = pack.stamp
    return DossierContent(
        number=stamp.pack_id,
        version=stamp.edition,
        length="rules",
        language=code,
        data_date=pack.since,
        digest=stamp.digest,
        marks=standing_marks(book),
        page=page_words(book),
        cover=cover(book),
        parts=parts,
        has_contents=True,
        code_text=f"CFR1/{stamp.pack_id}/{stamp.edition}/{stamp.digest}".upper(),
    )
