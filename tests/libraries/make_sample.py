"""Makes the kept library of the present schema: run once when a schema is released, never again for it.

    python -m tests.libraries.make_sample

Old libraries must open for ever, so each released schema keeps the file that its own program made.
"""

import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path

from climafin.base.clock import OFFICE_ZONE, FixedClock
from climafin.base.progress import NoProgress
from climafin.domain.project import ValueNote
from climafin.domain.signed import Occasion
from climafin.domain.stages import Stage
from climafin.domain.status import Status
from climafin.services import libraries
from climafin.services.assessments import assess_projects
from climafin.services.cohorts import freeze_cohorts
from climafin.services.judgements import judge, override, set_parameter
from climafin.services.pipeline import move_stage
from climafin.services.projects import change_status, edit_project, register_project
from climafin.services.robustness import DrawPlan, run_robustness
from climafin.services.session import Session
from tests.unit.services.office_book import PACK, project, published

FOLDER = Path(__file__).parent
CLOCK = FixedClock(datetime(2026, 11, 20, 9, 0, tzinfo=OFFICE_ZONE))


def make(folder: Path) -> int:
    """Make a library with a bit of everything in `folder`; return its schema number."""
    with libraries.create_library(folder, "张敏", title="两江新区项目库", clock=CLOCK) as session:
        solar = {
            "name": "【虚构】䶮湖屋顶光伏一期",
            "district": "shuitu",
            "owner_name": "重庆样例能源有限公司（虚构）",
            "contact_person": "王样例",
            "contact_phone": "023-00000000",
            "sector": "distributed_renewable",
            "planned_start": "2026-03",
            "planned_operation": "2026-12",
            "total_investment": 2_720_123_456,
            "financing_need": 0,
            "annual_reduction": 3460.22,
            "security_kind": ("pledge", "guarantee"),
            "is_two_high": False,
        }
        source = ValueNote(source="可研报告", page="第12页", source_date=date(2026, 1, 5), quality=3)
        _, uid = register_project(session, solar, {"annual_reduction": source})
        edit_project(session, uid, {"green_share": 100.0}, {"pue": ValueNote(not_applicable=True)})
        change_status(session, uid, Status.SUBMITTED)
        move_stage(session, uid, Stage.PLANNED, date(2026, 1, 10))
        move_stage(session, uid, Stage.STARTED, date(2026, 3, 2))
        register_project(session, {"name": "只有名称的草稿"})
        assess_projects(session, progress=NoProgress())
        _rules(session, uid)
        return session.info.schema


def _rules(session: Session, uid: str) -> None:
    """Keep something of all that schema 2 has for rules: editions, signed lines, office values, cohorts, runs."""
    published(session)
    project(session, "【虚构】水土余热利用", 150.0, efficiency=91.5)
    edit_project(session, uid, {"penalties": ({"on": date(2025, 3, 1), "fine": 100_000},), "efficiency": 88.0})
    edit_project(session, uid, {}, {"efficiency": ValueNote(source="检测报告")})
    judge(session, uid, PACK, "C2", 8_000, reason="现场核查", evidence="会议纪要", second_person="李核")
    judge(session, uid, PACK, "C2", 7_000, reason="复核", evidence="会议纪要", second_person="李核")
    override(session, uid, PACK, "grade", "plain", reason="上会决定", second_person="李核", occasion=Occasion.YEARLY)
    set_parameter(session, PACK, "下限", 60.0, source="渝发改〔2026〕1号", second_person="李核")
    freeze_cohorts(session, PACK, date(2025, 12, 31), "2025")
    for occasion in Occasion:
        assess_projects(session, pack_id=PACK, occasion=occasion)
    run_robustness(session, PACK, DrawPlan(draws=20, seed=7), top=1)


def main() -> None:
    """Make the library and keep it under its schema's number."""
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary) / "library"
        schema = make(made)
        shutil.copyfile(made / "library.db", FOLDER / f"schema-{schema:04d}.db")


if __name__ == "__main__":
    main()
