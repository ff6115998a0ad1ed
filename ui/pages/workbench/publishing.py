"""Publishing what stands in the workbench: two persons, then the draft is an edition."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from climafin.base.messages import message
from climafin.domain.change import Change
from climafin.services import drafts, packs
from climafin.services.packs import PackText
from climafin.ui.style import Tone
from climafin.ui.tasks import Failure

if TYPE_CHECKING:
    from climafin.ui.pages.workbench.page import WorkbenchPage

#: Shows an edition, by its pack's id and its number.
Show = Callable[[str, int], None]


def ask_publish(page: "WorkbenchPage", show: Show) -> None:
    """Ask for the second person and the reason, publish, and show the edition; not for a draft with faults."""
    from climafin.ui.dialogs.publish_pack import PublishDialog, ToPublish  # noqa: PLC0415 - hardly ever needed
    from climafin.ui.pages.workbench.effect_view import summary  # noqa: PLC0415 - as above

    bench, session = page.bench, page.desk.open_session
    stamp, standing = bench.checked.stamp, bench.checked.standing
    if stamp is None or standing is None or not bench.checked.is_sound:
        return
    before = "" if bench.draft is None else bench.draft.basis
    changes = packs.compare_pack_texts(before, bench.text) if before else ()
    effect = bench.effect
    told = page.desk.language.say(summary(effect)) if effect is not None and effect.is_compared else ""
    what = ToPublish(stamp.title, stamp.edition, standing, stamp.official, told, len(changes), session.info.single_user)
    PublishDialog.ask(page, page.desk, what, lambda second, reason: _publish(page, second, reason, show))


def _publish(page: "WorkbenchPage", second_person: str, reason: str, show: Show) -> None:
    bench, session = page.bench, page.desk.open_session
    draft, text, stamp = bench.draft, bench.text, bench.checked.stamp
    if draft is None:
        return

    def work(_progress: object) -> Change:
        return packs.publish_pack(session, PackText(text, draft.beside), second_person=second_person, reason=reason)

    def done(_change: Change) -> None:
        bench.draft = None
        drafts.drop_draft(session, draft.name)
        if stamp is not None:
            show(stamp.pack_id, stamp.edition)

    def refused(failure: Failure) -> None:
        page.refusal.say(page.desk.language.say(failure.told), Tone.BAD)

    page.desk.write(message("Publishing"), work, then=done, otherwise=refused)
