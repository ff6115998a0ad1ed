"""What a project still lacks for each goal."""

from dataclasses import dataclass

from climafin.domain.dictionary import Dictionary, Field, Goal
from climafin.domain.project import Project


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a project is for one goal.

    Attributes:
        goal: the goal.
        needed: how many fields it asks for.
        missing: the fields not known yet, in the order of the form.
    """

    goal: Goal
    needed: int
    missing: tuple[Field, ...]

    @property
    def filled(self) -> int:
        """How many of the needed fields are known or do not apply."""
        return self.needed - len(self.missing)

    @property
    def percent(self) -> int:
        """The share filled in whole per cent, rounded down: never 100 while something is missing."""
        return 100 * self.filled // self.needed if self.needed else 100


def completeness(project: Project, fields: Dictionary, goal: Goal) -> Completeness:
    """Return what a project lacks for a goal; a field marked as not applicable counts as filled."""
    asked = [field for field in fields if field.is_needed_for(goal)]
    missing = tuple(
        field for field in asked if project.values.get(field.key) is None and not project.is_not_applicable(field.key)
    )
    return Completeness(goal, len(asked), missing)
