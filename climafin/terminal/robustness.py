"""The verb of robustness: draws of weights, bands of ranks, effective weights, weights at which neighbours swap."""

from typing import TYPE_CHECKING

from climafin.base.errors import CallProblem
from climafin.base.messages import N_, message
from climafin.terminal.door import Door
from climafin.terminal.output import Table

if TYPE_CHECKING:
    from climafin.services.robustness import RobustnessReport

_RANK_HEADS = {
    "rank": N_("Rank"),
    "number": N_("No."),
    "name": N_("Project"),
    "band": N_("5–95 % of draws"),
    "ends": N_("Best–worst"),
    "mean": N_("Mean rank"),
    "top_share": N_("In the first places"),
}
_WEIGHT_HEADS = {"rule": N_("Rule"), "nominal": N_("Weight"), "effective": N_("Effective weight")}
_SWAP_HEADS = {
    "ahead": N_("Ahead"),
    "behind": N_("Behind"),
    "rule": N_("Rule"),
    "weight": N_("Weight"),
    "swap_at": N_("Swap at"),
}


def robustness(door: Door) -> int:
    """Draw weights and keep the run, or show the last one."""
    from climafin.services.assessments import default_pack_id  # noqa: PLC0415 - `--help` needs no database
    from climafin.services.robustness import (  # noqa: PLC0415 - as above, and numpy waits until it is needed
        DrawKind,
        DrawPlan,
        last_robustness,
        run_robustness,
    )

    options = door.options
    if options.last:
        with door.session(read_only=True) as session:
            found = last_robustness(session, (options.pack or default_pack_id()).partition("@")[0])
        if found is None:
            raise CallProblem(message("No robustness run of this pack was kept yet."))
    else:
        usual = DrawPlan()
        plan = DrawPlan(
            options.draws or usual.draws,
            usual.seed if options.seed is None else options.seed,
            DrawKind(options.kind),
            options.spread or usual.spread,
        )
        with door.session() as session:
            change, found = run_robustness(session, options.pack, plan, options.top, door.progress)
        door.tell(change.told)
    door.tell(
        message(
            "Shares are exact to {error} percentage points (one standard error). Not ranked: {count}.",
            error=f"{100 * found.result.largest_error:.1f}",
            count=found.left_out,
        )
    )
    tables = {"ranks": _ranks, "weights": _weights, "swaps": _swaps}
    door.answer(tables[options.show](door, found), _plain(found))
    return 0


def _plain(found: "RobustnessReport") -> dict[str, object]:
    result = found.result
    return {
        "pack": {"id": found.pack_id, "edition": found.edition, "digest": found.pack_digest},
        "run": found.run_id,
        "as_of": found.as_of,
        "person": found.person,
        "at": found.at,
        "generator": result.generator,
        "seed": result.plan.seed,
        "draws": result.plan.draws,
        "kind": result.plan.kind,
        "spread": result.plan.spread,
        "top": result.top,
        "largest_error": result.largest_error,
        "left_out": found.left_out,
        "grades": found.grades,
        "projects": _plain_ranks(found),
        "weights": _plain_weights(found),
        "correlations": found.correlations,
        "swaps": _plain_swaps(found),
    }


def _plain_ranks(found: "RobustnessReport") -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for at, uid in enumerate(found.result.uids):
        one = found.result.standing(at)
        number, name = found.names[uid]
        rows.append(
            {
                "rank": one.rank,
                "uid": uid,
                "number": number,
                "name": name,
                "low": one.low,
                "high": one.high,
                "best": one.best,
                "worst": one.worst,
                "mean": one.mean,
                "top_share": one.top_share,
                "grade_shares": one.grade_shares if found.grades else (),
            }
        )
    return rows


def _plain_weights(found: "RobustnessReport") -> list[dict[str, object]]:
    return [{"rule": one.rule_id, "nominal": one.nominal, "effective": one.effective} for one in found.effective]


def _plain_swaps(found: "RobustnessReport") -> list[dict[str, object]]:
    return [
        {
            "ahead": found.names[one.ahead][0],
            "behind": found.names[one.behind][0],
            "rule": one.rule_id,
            "weight": one.weight / 100,
            "swap_at": one.swap_at / 100,
        }
        for one in found.swaps
    ]


def _ranks(door: Door, found: "RobustnessReport") -> Table:
    plain = _plain_ranks(found)
    shown = [
        {
            "rank": str(row["rank"]),
            "number": str(row["number"]),
            "name": str(row["name"]),
            "band": _span(row["low"], row["high"]),
            "ends": _span(row["best"], row["worst"]),
            "mean": f"{row['mean']:.1f}",
            "top_share": _percent(row["top_share"]),
        }
        for row in plain
    ]
    return Table(door.heads(_RANK_HEADS), plain, shown)


def _span(low: object, high: object) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _percent(share: object) -> str:
    return "" if share is None else f"{100 * float(str(share)):.1f} %"


def _weights(door: Door, found: "RobustnessReport") -> Table:
    plain = _plain_weights(found)
    shown = [
        {"rule": str(row["rule"]), "nominal": _percent(row["nominal"]), "effective": _percent(row["effective"])}
        for row in plain
    ]
    return Table(door.heads(_WEIGHT_HEADS), plain, shown)


def _swaps(door: Door, found: "RobustnessReport") -> Table:
    plain = _plain_swaps(found)
    shown = [{key: str(value) for key, value in row.items()} for row in plain]
    return Table(door.heads(_SWAP_HEADS), plain, shown)
