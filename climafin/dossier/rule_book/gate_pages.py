"""The gates: what must hold, in the reader's words, with what happens when it does not or cannot be told."""

from climafin.base.messages import Label, Message, message
from climafin.domain.answers import GateKind
from climafin.domain.signed import Occasion
from climafin.dossier.content import Block, Fact, Facts, Landmark, Words
from climafin.dossier.rule_book.book import Book
from climafin.rules.gates import ALWAYS, Branch, Gate, Scope

_CONSEQUENCES = {
    GateKind.REQUIREMENT: message("Not met: the project is not eligible."),
    GateKind.EXCLUSION: message("Not met: the project is excluded, whatever else holds."),
    GateKind.FAST_TRACK: message("Met: the fast track is open. Not met: nothing follows."),
    GateKind.NOTICE: message("Not met: a notice only, eligibility does not hang on it."),
}


def gates(book: Book) -> tuple[Block, ...]:
    """Return every gate."""
    return tuple(block for gate in book.pack.gates for block in _gate(book, gate))


def _gate(book: Book, gate: Gate) -> tuple[Block, ...]:
    said = [book.fact(message("Kind"), book.label(gate.kind.label)), *scope_facts(book, gate.scope)]
    if gate.branches:
        said += [book.fact(message("Must hold"), book.say(_counted(gate)))]
        said += [_branch(book, branch) for branch in gate.branches]
    else:
        said.append(book.fact(message("Must hold"), book.rule(gate.test)))
    said.append(book.fact(message("Consequence"), book.say(_consequence(book, gate))))
    said.append(book.fact(message("Source"), book.source(gate.source)))
    return (Landmark(numbered(book, gate.rule_id, gate.title)), Facts(tuple(said)))


def numbered(book: Book, rule_id: str, title: Label) -> Words:
    """Return a rule's heading: its id and title, the id once."""
    first, *rest = book.label(title)
    return (f"{rule_id}  {first}", *rest)


def _counted(gate: Gate) -> Message:
    if gate.needed == len(gate.branches):
        return message("all of these")
    if gate.needed == 1:
        return message("at least one of these")
    return message("at least {count} of these", count=gate.needed)


def _branch(book: Book, branch: Branch) -> Fact:
    condition = book.rule(branch.test)
    if branch.title is None:
        return Fact((f"({branch.branch_id})",), condition)
    first, *rest = book.label(branch.title)
    return Fact((f"({branch.branch_id}) {first}", *rest), condition)


def _consequence(book: Book, gate: Gate) -> Message:
    told = _CONSEQUENCES[gate.kind]
    if gate.kind.is_binding:
        open_one = message("Cannot be told: the verdict stays open.")
        strict = message("What is not shown to hold counts as not met here.")
        return message("{told} {distance}", told=told, distance=strict if gate.refuses_unknown else open_one)
    if gate.grade:
        grade = next(one.label for one in book.pack.grades if one.key == gate.grade)
        told = message("{told} {distance}", told=told, distance=message("The grade is at least {grade}.", grade=grade))
    if gate.skips:
        skipped = message("These do not apply then: {rules}.", rules=gate.skips)
        told = message("{told} {distance}", told=told, distance=skipped)
    return told


def scope_facts(book: Book, scope: Scope) -> list[Fact]:
    """Return to which projects and assessments a rule applies, where that is not all of them."""
    found = []
    if scope.own is not None:
        found.append(book.fact(message("Applies when"), book.rule(scope.own)))
    if scope.occasions != ALWAYS:
        named = [occasion.label for occasion in Occasion if occasion in scope.occasions]
        found.append(book.fact(message("Only in"), book.wording.words(named)))
    if scope.after:
        found.append(book.fact(message("Comes after"), book.rule_names(scope.after)))
    if scope.skipped_by:
        found.append(book.fact(message("Skipped by"), book.rule_names(scope.skipped_by)))
    return found
