"""The verbs of giving tables out: the template for districts, and projects as .xlsx, .csv or .json."""

from collections.abc import Iterator
from pathlib import Path

from climafin.base.language import Language
from climafin.base.messages import message
from climafin.base.progress import Progress
from climafin.domain.dictionary import Dictionary, dictionary
from climafin.domain.project import Project
from climafin.domain.query import ProjectQuery
from climafin.services.session import Session
from climafin.services.supplements import every_field, sheet_fields

_STEP = 100


def write_template(target: Path, language: Language) -> None:
    """Write the workbook that districts and firms fill in.

    Raises:
        CallProblem: the target cannot be written.
    """
    from climafin.exchange import template  # noqa: PLC0415 - it needs the spreadsheet writer

    template.write_template(target, dictionary(), language)


def export_projects(session: Session, target: Path, query: ProjectQuery, language: Language, progress: Progress) -> int:
    """Write the projects of a query into a file and return how many.

    Args:
        session: who works where; read-only will do.
        target: a path that ends in .xlsx, .csv or .json; an existing file is replaced whole or not at all.
        query: which projects, in which order.
        language: of heads and choices; JSON has none.
        progress: hears how far it is, may cancel; then the target is as it was.

    Raises:
        CallProblem: the name ends otherwise, or the target cannot be written.
        Cancelled: by `progress`.
    """
    from climafin.exchange.exporting import export  # noqa: PLC0415 - it needs the spreadsheet writer

    uids = session.library.uids(query)

    def told() -> Iterator[Project]:
        for done, project in enumerate(session.library.projects(uids)):
            if done % _STEP == 0:
                progress.step(done, len(uids), message("Writing projects"))
            yield project

    return export(target, told(), _fields(session), language)


def _fields(session: Session) -> Dictionary:
    """Return the data dictionary and what packs ask besides, as far as somebody answered it and a cell can hold it."""
    answered = session.library.rules.answered()
    if not answered:
        return dictionary()
    fields = sheet_fields(every_field(session))
    own = [field for field in fields if field.key in dictionary() or field.key in answered]
    return Dictionary(fields.groups, tuple(own))
