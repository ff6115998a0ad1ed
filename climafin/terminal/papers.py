"""The verbs that print: dossier, and the rule book of a pack."""

from pathlib import Path

from climafin.base.errors import CallProblem
from climafin.base.messages import N_, message
from climafin.terminal.door import Door
from climafin.terminal.output import Table

_HEADS = {
    "number": N_("Project"),
    "file": N_("File"),
    "pages": N_("Pages"),
    "gaps": N_("Gaps"),
}


def dossier(door: Door) -> int:
    """Print the dossiers of projects for a lender."""
    from climafin.services.dossiers import print_dossiers  # noqa: PLC0415 - `--help` needs no paper library
    from climafin.services.projects import show_project  # noqa: PLC0415 - as above

    out = Path(door.options.out).absolute()
    with door.session() as session:
        projects = [show_project(session, code) for code in dict.fromkeys(door.options.codes)]
        numbers = {project.uid: project.number for project in projects}
        printed = print_dossiers(
            session,
            list(numbers),
            out,
            length=door.options.length,
            language=door.options.language or ("en" if door.language.code == "en" else "zh"),
            progress=door.progress,
        )
    for one in printed:
        for warning in one.warnings:
            door.tell(message("{project}: {warning}", project=numbers[one.uid], warning=warning))
    plain = [
        {
            "uid": one.uid,
            "project": numbers[one.uid],
            "file": one.path,
            "pages": one.pages,
            "gaps": one.gaps,
            "number": one.number,
            "version": one.version,
            "digest": one.digest,
        }
        for one in printed
    ]
    shown = [
        {"number": numbers[one.uid], "file": str(one.path), "pages": str(one.pages), "gaps": str(one.gaps)}
        for one in printed
    ]
    door.answer(Table(door.heads(_HEADS), plain, shown, frozenset({"file"})))
    return 0


def rule_book(door: Door) -> int:
    """Print a rule pack as a rule book."""
    from climafin.services.rule_books import print_rule_book  # noqa: PLC0415 - `--help` needs no paper library

    named = door.options.path
    if not named:
        raise CallProblem(message("Say which rule pack is to be printed: its id or its folder."))
    at = Path(named).absolute()
    out = Path(door.options.out or f"{at.name}.pdf").absolute()
    language = door.options.language or ("en" if door.language.code == "en" else "zh")
    printed = print_rule_book(at if at.exists() else named, language, out)
    for warning in printed.warnings:
        door.tell(warning)
    plain = {
        "file": printed.path,
        "pages": printed.pages,
        "pack": printed.pack_id,
        "edition": printed.edition,
        "digest": printed.digest,
    }
    told = message("{file}: the rule book has {pages} pages.", file=str(printed.path), pages=printed.pages)
    door.answer_record(plain, lambda: [door.language.say(told)])
    return 0
