"""Every verb of the window, in the order of the menus. A new verb is one class and one line here."""

from climafin.ui.actions.assessing import AssessChosen, AssessLibrary, OpenWorkbench, WhyThisScore
from climafin.ui.actions.dossiers import PrintDossier
from climafin.ui.actions.editing import Redo, Undo
from climafin.ui.actions.exchange import ExportProjects, ImportWorkbook, WriteTemplate
from climafin.ui.actions.helping import ShowAbout, ShowHelp, ShowKeys
from climafin.ui.actions.libraries import (
    BackUpElsewhere,
    BackUpLibrary,
    ChangePerson,
    CheckLibrary,
    CloseLibrary,
    MakePracticeLibrary,
    NewLibrary,
    OpenLibrary,
    Quit,
    RestoreLibrary,
)
from climafin.ui.actions.pipeline import MoveStage, ShowHistory
from climafin.ui.actions.registering import OpenProject, Register
from climafin.ui.actions.status import STATUS_VERBS
from climafin.ui.actions.verb import Verb

VERBS: tuple[type[Verb], ...] = (
    OpenLibrary,
    NewLibrary,
    MakePracticeLibrary,
    CloseLibrary,
    BackUpLibrary,
    BackUpElsewhere,
    RestoreLibrary,
    CheckLibrary,
    ChangePerson,
    Quit,
    Undo,
    Redo,
    Register,
    OpenProject,
    WhyThisScore,
    PrintDossier,
    AssessChosen,
    AssessLibrary,
    OpenWorkbench,
    MoveStage,
    *STATUS_VERBS,
    ShowHistory,
    ImportWorkbook,
    ExportProjects,
    WriteTemplate,
    ShowHelp,
    ShowKeys,
    ShowAbout,
)
