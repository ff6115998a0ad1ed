"""The command line's grammar: verbs, options and their help, in the language asked for."""

import argparse
import gettext
import os
import re
from collections.abc import Callable
from datetime import date

from climafin import __version__
from climafin.base.language import Language, LanguageCode, language_code
from climafin.base.messages import N_
from climafin.base.paths import resource
from climafin.domain.signed import Occasion
from climafin.domain.values import parse_day
from climafin.terminal import judging, libraries, packs, papers, projects, robustness, sheets, signing, stages
from climafin.terminal.door import Door
from climafin.terminal.output import Format

Verb = Callable[[Door], int]
_OCCASIONS = tuple(occasion.value for occasion in Occasion)

#: What argparse itself says; it looks its own texts up by gettext.
ARGPARSE_TEXTS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
)


def speak(code: LanguageCode) -> None:
    """Make argparse speak a language: it asks gettext's default domain, in the language of the environment."""
    gettext.bindtextdomain("climafin", str(resource("translations")))
    gettext.textdomain("climafin")
    os.environ["LANGUAGE"] = code


def asked_language(arguments: list[str]) -> LanguageCode | None:
    """Return the language that `--lang` asks for, before anything else is read; None when it does not."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--lang")
    text = early.parse_known_args([word for word in arguments if word != "--lang" or arguments[-1] != word])[0].lang
    try:
        return language_code(text) if text else None
    except ValueError:
        return None  # complained about when the whole line is read


def day(text: str) -> date:
    """Return a day typed as 2026-11-20, 2026/11/20, 2026.11.20, 2026年11月20日 or 20261120."""
    found = parse_day(text)
    # A day far ahead is one too: the verb that refuses it says better why.
    far = re.fullmatch(r"([2-9]\d{3})\D?(\d{1,2})\D?(\d{1,2})日?", text.strip())
    try:
        found = found or (date(int(far[1]), int(far[2]), int(far[3])) if far else None)
    except ValueError:
        found = None
    if found is None:
        raise _wrong(N_("“{text}” is not a day; write it as 2026-11-20."), text)
    return found


def count(text: str) -> int:
    """Return a whole number above 0."""
    if not re.fullmatch(r"0*[1-9]\d{0,8}", text.strip(), re.ASCII):
        raise _wrong(N_("“{text}” is not a whole number above 0."), text)
    return int(text)


def seed(text: str) -> int:
    """Return a whole number from 0 on."""
    if not re.fullmatch(r"\d{1,18}", text.strip(), re.ASCII):
        raise _wrong(N_("“{text}” is not a whole number from 0 on."), text)
    return int(text)


def number(text: str) -> float:
    """Return a number."""
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text.strip(), re.ASCII):
        raise _wrong(N_("“{text}” is not a number."), text)
    return float(text)


def _wrong(told: str, text: str) -> argparse.ArgumentTypeError:
    """Return a complaint in the language that argparse itself speaks."""
    return argparse.ArgumentTypeError(gettext.gettext(told).format(text=text))


def parser(language: Language) -> argparse.ArgumentParser:
    """Return the parser of the whole command line, its help in this language."""
    text = language.text
    top = argparse.ArgumentParser(
        prog="climafin",
        description=text("Without a verb the window opens. Every verb works without a screen."),
        epilog=text(
            "Exit codes: 0 done; 1 done, but the data has problems that the output names; 2 the call is wrong; "
            "3 the library cannot be opened or is not healthy; 4 refused (rights, lock, four eyes)."
        ),
    )
    _common(top, language, is_top=True)
    top.add_argument(
        "--version", action="version", version=f"ClimaFin {__version__}", help=text("show the version and exit")
    )
    verbs = top.add_subparsers(dest="verb", metavar=text("VERB"), title=text("verbs"))
    maker = _Maker(verbs, language)
    _library_verbs(maker)
    _sheet_verbs(maker)
    _project_verbs(maker)
    _judging_verbs(maker)
    _pack_verbs(maker)
    _signing_verbs(maker)
    _robustness_verb(maker)
    _pipeline_and_paper_verbs(maker)
    return top


def _common(to: argparse.ArgumentParser, language: Language, *, is_top: bool = False) -> None:
    """Add the options that may stand before or after the verb."""
    text = language.text
    absent: object = None if is_top else argparse.SUPPRESS
    to.add_argument("--library", metavar=text("FOLDER"), default=absent, help=text("the library (last opened)"))
    to.add_argument(
        "--format",
        choices=[form.value for form in Format],
        default="table" if is_top else argparse.SUPPRESS,
        help=text("how the answer is printed"),
    )
    to.add_argument("--lang", type=_language, metavar="zh|en", default=absent, help=text("the language of the output"))
    to.add_argument("--person", metavar=text("NAME"), default=absent, help=text("who works, for the history"))
    to.add_argument(
        "--debug",
        action="store_true",
        default=False if is_top else argparse.SUPPRESS,
        help=text("show where in the program a failure happened"),
    )


def _language(text: str) -> LanguageCode:
    try:
        return language_code(text)
    except ValueError:
        raise _wrong(N_("“{text}” is no language of the program; there are zh and en."), text) from None


class _Maker:
    """Adds verbs that share the common options."""

    def __init__(self, verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", language: Language) -> None:
        self._verbs = verbs
        self.language = language

    def verb(self, name: str, run: Verb, told: str) -> argparse.ArgumentParser:
        """Add a verb; `told` says what it does."""
        made = self._verbs.add_parser(name, help=told, description=told)
        _common(made, self.language)
        made.set_defaults(run=run)
        return made

    def group(self, name: str, told: str) -> "_Maker":
        """Add a verb that has verbs of its own, and return what adds them."""
        made = self._verbs.add_parser(name, help=told, description=told)
        _common(made, self.language)
        inner = made.add_subparsers(
            dest="action", metavar=self.language.text("VERB"), title=self.language.text("verbs"), required=True
        )
        return _Maker(inner, self.language)


def _library_verbs(maker: _Maker) -> None:
    text = maker.language.text
    new = maker.verb("new", libraries.new, text("make a library"))
    new.add_argument("path", metavar=text("FOLDER"), help=text("where it is to lie"))
    new.add_argument(
        "--sample", action="store_true", help=text("with the practice projects; made fresh if it is there")
    )
    new.add_argument("--title", default="", metavar=text("TEXT"), help=text("its name (the folder's)"))
    about = maker.verb("library", libraries.library, text("what the library is; its title and who may admit"))
    about.add_argument("--title", metavar=text("TEXT"), help=text("give it another name"))
    about.add_argument("--mode", choices=["single", "four-eyes"], help=text("who may admit what he entered"))
    maker.verb("check", libraries.check, text("look whether the library is whole"))
    backup = maker.verb("backup", libraries.backup, text("make a backup of the library"))
    backup.add_argument("target", nargs="?", metavar=text("FOLDER"), help=text("where to (the library's own backups)"))
    restore = maker.verb("restore", libraries.restore, text("put a backup in the library's place"))
    restore.add_argument("backup", nargs="?", metavar=text("BACKUP"), help=text("which backup (the newest)"))
    restore.add_argument("--list", action="store_true", help=text("only list the backups"))
    history = maker.verb("history", libraries.history, text("who changed what, newest first"))
    history.add_argument("code", nargs="?", metavar=text("CODE"), help=text("one project only"))
    history.add_argument("--limit", type=count, default=500, metavar="N", help=text("at most so many entries"))
    maker.verb("selftest", libraries.selftest, text("try every part of the program on this machine"))


def _sheet_verbs(maker: _Maker) -> None:
    text = maker.language.text
    load = maker.verb("import", sheets.import_file, text("take the rows of a workbook"))
    load.add_argument("file", metavar=text("FILE"), help=text("an .xlsx, .xls or .csv file"))
    load.add_argument("--dry-run", action="store_true", help=text("only tell what would happen"))
    load.add_argument("--report", metavar="OUT.xlsx", help=text("write the refused rows, to send back"))
    load.add_argument(
        "--doubtful",
        choices=["skip", "update", "add"],
        default="skip",
        help=text("what to do with rows that may be known already (skip)"),
    )
    load.add_argument(
        "--unit",
        action="append",
        metavar=text("HEAD=UNIT"),
        help=text("the unit of a column's bare amounts, such as 亿元"),
    )
    load.add_argument(
        "--column", action="append", metavar=text("HEAD=FIELD"), help=text("what a column means; empty leaves it out")
    )
    template = maker.verb("template", sheets.template, text("write the workbook that others fill in"))
    template.add_argument("out", metavar="OUT.xlsx", help=text("where to"))
    export = maker.verb("export", sheets.export, text("write the projects to a file"))
    export.add_argument("out", metavar="OUT.(xlsx|csv|json)", help=text("where to; the ending decides the kind"))


def _project_verbs(maker: _Maker) -> None:
    text = maker.language.text
    lists = maker.verb("list", projects.list_projects, text("list projects"))
    lists.add_argument("--where", default="", metavar=text("EXPRESSION"), help=text("those of which this is true"))
    lists.add_argument(
        "--search", default="", metavar=text("WORDS"), help=text("those found by words, pinyin or codes")
    )
    lists.add_argument("--stage", action="append", metavar=text("STAGE"), help=text("those in this stage"))
    lists.add_argument("--status", action="append", metavar=text("STATUS"), help=text("those with this status"))
    lists.add_argument("--columns", default="", metavar=text("A,B"), help=text("which columns, by key or name"))
    show = maker.verb("show", projects.show, text("all that is known of a project"))
    show.add_argument("code", metavar=text("CODE"), help=text("its number, project code or name"))
    change = maker.verb("set", projects.set_values, text("change values of a project"))
    change.add_argument("code", metavar=text("CODE"), help=text("its number, project code or name"))
    register = maker.verb("register", projects.register, text("register a project as a draft"))
    for verb in (change, register):
        verb.add_argument("assignments", nargs="+", metavar=text("field=value"), help=text("an empty value forgets it"))
        verb.add_argument("--source", default="", metavar=text("DOCUMENT"), help=text("where the values come from"))
        verb.add_argument("--page", default="", metavar=text("PAGE"), help=text("page or clause of the document"))
    status = maker.verb("status", projects.change_status, text("submit, admit, return or remove a project"))
    status.add_argument("code", metavar=text("CODE"), help=text("its number, project code or name"))
    status.add_argument("new_status", metavar=text("STATUS"), help="submitted | admitted | returned | exited")
    status.add_argument("--reason", default="", metavar=text("TEXT"), help=text("why"))


def _judging_verbs(maker: _Maker) -> None:
    text = maker.language.text
    assess = maker.verb("assess", judging.assess, text("assess projects with a rule pack and rank them"))
    assess.add_argument("codes", nargs="*", metavar=text("CODE"), help=text("only these projects (all)"))
    assess.add_argument("--as-of", type=day, metavar=text("DATE"), help=text("the day whose rules apply (today)"))
    explain = maker.verb("explain", judging.explain, text("why a project has its score"))
    explain.add_argument("code", metavar=text("CODE"), help=text("its number, project code or name"))
    for verb in (assess, explain):
        verb.add_argument("--pack", metavar=text("ID"), help=text("the rule pack (the usual one)"))
    assess.add_argument(
        "--occasion", choices=_OCCASIONS, default=_OCCASIONS[0], help=text("the initial or the yearly assessment")
    )
    explain.add_argument("--occasion", choices=_OCCASIONS, help=text("the initial or the yearly assessment (the last)"))


def _pack_verbs(maker: _Maker) -> None:
    text = maker.language.text
    pack = maker.group("pack", text("rule packs: list, check, compare, rehearse, publish"))
    pack.verb("list", packs.list_packs, text("list the rule packs and their editions"))
    check = pack.verb("check", packs.check, text("read a pack strictly and run its cases"))
    check.add_argument("path", nargs="?", metavar=text("FOLDER"), help=text("the pack to check (all shipped ones)"))
    show = pack.verb("show", packs.show, text("print a pack's text"))
    diff = pack.verb("diff", packs.diff, text("what differs between two packs or editions, rule by rule"))
    impact = pack.verb("impact", packs.impact, text("who would move under another pack or edition; nothing is kept"))
    impact.add_argument("--as-of", type=day, metavar=text("DATE"), help=text("the day whose rules apply (today)"))
    export = pack.verb("export", packs.export, text("write a pack to a file or folder, byte for byte"))
    for verb in (show, export):
        verb.add_argument("pack", metavar="ID[@N]", help=text("the pack; @2 names its edition 2, else the newest"))
    for verb in (diff, impact):
        for name, told in (("before", text("the earlier pack")), ("after", text("the later pack"))):
            verb.add_argument(name, metavar=text("ID[@N]|FOLDER"), help=told)
    export.add_argument("--out", required=True, metavar=text("FOLDER"), help=text("a folder, or a file *.yaml"))
    book = pack.verb("print", papers.rule_book, text("print a pack's rule book as PDF"))
    book.add_argument("path", metavar=text("ID|FOLDER"), help=text("the pack: its id, folder or file"))
    book.add_argument("--out", metavar=text("FILE"), help=text("where the rule book goes (PACK.pdf here)"))
    book.add_argument(
        "--language", choices=["zh", "en", "both"], help=text("the paper's language (that of the output)")
    )
    load = pack.verb(
        "import", packs.look_at, text("look at a pack from outside, run its exam, compare; nothing is kept")
    )
    publish = pack.verb("publish", packs.publish, text("publish an edition in the library; a second person confirms"))
    for verb in (load, publish):
        verb.add_argument("path", metavar=text("FOLDER"), help=text("the pack's folder or file"))
    _signature(publish, maker.language)


def _signature(verb: argparse.ArgumentParser, language: Language) -> None:
    text = language.text
    verb.add_argument("--reason", default="", metavar=text("TEXT"), help=text("why"))
    _second(verb, language)


def _second(verb: argparse.ArgumentParser, language: Language) -> None:
    text = language.text
    verb.add_argument("--second", default="", metavar=text("NAME"), help=text("the second person, who confirms"))


def _signing_verbs(maker: _Maker) -> None:
    text = maker.language.text
    judge = maker.verb(
        "judge", signing.judge, text("sign an expert's marks; with a project alone, list its signed lines")
    )
    override = maker.verb("override", signing.override, text("sign another answer than the rules gave (two persons)"))
    for verb in (judge, override):
        verb.add_argument("code", nargs="?", metavar=text("CODE"), help=text("its number, project code or name"))
    judge.add_argument("rule", nargs="?", metavar=text("RULE"), help=text("a criterion that is left to experts"))
    judge.add_argument("marks", nargs="?", metavar=text("MARKS"), help=text("the marks, such as 12.5"))
    override.add_argument("rule", nargs="?", metavar=text("RULE"), help=text("the rule, or grade or verdict"))
    override.add_argument(
        "answer", nargs="?", metavar=text("ANSWER"), help="met | not_met | eligible | refused | GRADE | 12.5"
    )
    for verb in (judge, override):
        verb.add_argument("--evidence", default="", metavar=text("TEXT"), help=text("what it rests on"))
        verb.add_argument(
            "--occasion", choices=_OCCASIONS, default=_OCCASIONS[0], help=text("the initial or the yearly assessment")
        )
        verb.add_argument("--withdraw", type=count, metavar="N", help=text("withdraw the signed line N"))
        _signature(verb, maker.language)
    parameter = maker.verb("parameter", signing.parameter, text("limits that the rule book leaves to the office"))
    parameter.add_argument("limit", nargs="?", metavar=text("LIMIT"), help=text("the limit's name in the pack"))
    parameter.add_argument("value", nargs="?", type=number, metavar=text("VALUE"), help=text("in the limit's unit"))
    parameter.add_argument("--clear", action="store_true", help=text("take the value back"))
    parameter.add_argument("--source", default="", metavar=text("DOCUMENT"), help=text("the paper it rests on"))
    _second(parameter, maker.language)
    freeze = maker.verb("freeze", signing.freeze, text("freeze the values that projects are ranked among next year"))
    freeze.add_argument("--as-of", type=day, metavar=text("DATE"), help=text("the day the values are for (today)"))
    freeze.add_argument("--label", required=True, metavar=text("TEXT"), help=text("what it is called, such as 2025"))
    for verb in (judge, override, parameter, freeze):
        verb.add_argument("--pack", metavar=text("ID"), help=text("the rule pack (the usual one)"))


def _robustness_verb(maker: _Maker) -> None:
    text = maker.language.text
    verb = maker.verb("robustness", robustness.robustness, text("how firmly the ranking stands when weights are drawn"))
    verb.add_argument("--pack", metavar=text("ID"), help=text("the rule pack (the usual one)"))
    verb.add_argument("--draws", type=count, metavar="N", help=text("how many draws (1000)"))
    verb.add_argument("--seed", type=seed, metavar="S", help=text("where the random numbers begin"))
    verb.add_argument("--top", type=count, default=10, metavar="N", help=text("how many first places are counted (10)"))
    verb.add_argument(
        "--kind", choices=["around", "any"], default="around", help=text("weights around the pack's own, or any")
    )
    verb.add_argument("--spread", type=count, metavar="P", help=text("how far around, in per cent of a weight (25)"))
    verb.add_argument("--show", choices=["ranks", "weights", "swaps"], default="ranks", help=text("which table"))
    verb.add_argument("--last", action="store_true", help=text("show the last run instead of a new one"))


def _pipeline_and_paper_verbs(maker: _Maker) -> None:
    text = maker.language.text
    stage = maker.verb("stage", stages.move, text("record that a project entered a stage"))
    stage.add_argument("code", metavar=text("CODE"), help=text("its number, project code or name"))
    stage.add_argument("new_stage", metavar=text("STAGE"), help="planned | started | building | completed | operating")
    stage.add_argument("--on", type=day, metavar=text("DATE"), help=text("the day it happened (today)"))
    stage.add_argument("--reason", default="", metavar=text("TEXT"), help=text("why"))
    maker.verb("pipeline", stages.pipeline, text("count and investment per stage"))
    dossier = maker.verb("dossier", papers.dossier, text("print dossiers for a lender"))
    dossier.add_argument("codes", nargs="+", metavar=text("CODE"), help=text("numbers, project codes or names"))
    dossier.add_argument("--out", required=True, metavar=text("FOLDER"), help=text("where to"))
    dossier.add_argument("--length", choices=["summary", "standard"], default="standard", help=text("how long"))
    dossier.add_argument("--as", choices=["pdf"], default="pdf", help=text("the kind of file"))
    dossier.add_argument(
        "--language", choices=["zh", "en", "both"], help=text("the paper's language (that of the output)")
    )
