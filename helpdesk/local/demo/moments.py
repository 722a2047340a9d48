"""When everything in a ticket happened: from its last moment back to its filing. Nothing is written here.

Which moments are possible follows from the rules a new tenant has: a suggested solution closes after
seven days of silence, and a closed ticket can be reopened for seven.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from helpdesk.local.demo.casting import Case
from helpdesk.local.demo.hours import Hours
from helpdesk.local.demo.shapes import (
    ASSIGNED,
    BY_STAFF,
    CLOSED,
    IN_PROGRESS,
    MORE_INFO,
    NEEDS_REPLY,
    NEW,
    REOPENED,
    SUGGESTED,
    Person,
)

CLOSES_AFTER = timedelta(days=7)
REMINDS_AFTER = timedelta(days=5)
PAST = timedelta(days=60)
_ATTEMPTS = 200

# How long ago the last thing happened, in hours: at least, at most, and how much most lean to the least.
_LAST = {
    NEW: (0.05, 30, 1.6),
    ASSIGNED: (0.4, 96, 1.5),
    NEEDS_REPLY: (0.05, 96, 1.5),
    REOPENED: (0.5, 90, 1.3),
    IN_PROGRESS: (0.1, 72, 1.4),
    MORE_INFO: (0.5, 190, 1.3),
    SUGGESTED: (0.3, 160, 1.1),
    CLOSED: (0.6, 57 * 24, 1.15),
}
# Hours between two things, by what the first one was (a requester's or a staff member's) and the second.
_ANSWER_TAKES = {"VIP": (0.3, 9), "other": (0.6, 27)}
_GAPS = {
    ("theirs", "theirs"): (0.5, 20),
    ("theirs", "note"): (0.5, 12),
    ("ours", "theirs"): (0.4, 44),
    ("ours", "ours"): (2, 30),
    ("ours", "note"): (0.05, 0.8),
    ("note", "ours"): (0.1, 3),
    ("note", "theirs"): (0.5, 40),
    ("note", "note"): (0.2, 5),
}
_SILENCE = CLOSES_AFTER / timedelta(hours=1)
_ENDS_THE_SILENCE = {"message", "close", "ask", "solution"}
# No ticket closes in the very minute in which somebody looks at it first.
_MARGIN = timedelta(hours=1)


@dataclass(frozen=True)
class Step:
    """One thing that happened. Kinds are those of the turns and file, assign, close, remind, auto-close, and those of
    escalations: escalate, look up, escalate by number, see.
    """

    kind: str
    at: datetime
    by: Person | None = None
    text: str = ""


@dataclass
class _Act:
    kind: str
    by: Person
    text: str
    # Hours since the act before, where that is not left to chance.
    after: float | None = None


def live(case: Case, now: datetime, rng: Random) -> list[Step]:
    """Return what happened in a ticket up to now, the clock's own acts included, oldest first."""
    for _ in range(_ATTEMPTS):
        acts = _acts(case, rng)
        steps = _assigned(case, _dated(case, acts, now, rng), now, rng)
        if steps[0].at > now - PAST and (lived := _with_the_clock(case, steps, now)):
            return lived
    raise ValueError(f"No moments fit {case.subject!r}.")


def _acts(case, rng):
    """Return what people did, without the assignment."""
    agent, requester = case.agent, case.requester
    acts = [_Act("file", requester, case.description)]
    acts += [_Act(turn.kind, requester if turn.kind == "message" else agent, turn.text) for turn in case.story.turns]
    ending = case.story.ending
    if ending == "reopened" and rng.random() < 0.5:
        acts[-1].after = _SILENCE + rng.uniform(6, 90)
    elif ending == "reopened":
        acts.insert(-1, _Act("close", requester, ""))
        acts[-1].after = rng.uniform(12, 130)
    elif ending == "closed by requester":
        # Right after saying thank you, or when the solution had time to prove itself.
        soon = acts[-1].kind == "message"
        acts.append(_Act("close", requester, "", after=rng.uniform(0.02, 0.5) if soon else rng.uniform(1, 60)))
    elif ending.startswith(BY_STAFF):
        acts.append(_Act("close", agent, ending.removeprefix(BY_STAFF), after=rng.uniform(0.1, 20)))
    return acts


def _dated(case, acts, now, rng):
    least, most, leaning = _LAST[case.status]
    if case.story.ending == "closed by silence":
        least = _SILENCE + 1
    hours = least + (most - least) * rng.random() ** leaning
    moment = _hours_of(acts[-1].by, rng).latest(now - timedelta(hours=hours), rng)
    steps = [Step(acts[-1].kind, moment, acts[-1].by, acts[-1].text)]
    for act, later in zip(acts[-2::-1], acts[:0:-1], strict=True):
        gap = timedelta(hours=later.after or _gap(case, act, later, rng))
        moment = _hours_of(act.by, rng).latest(moment - gap, rng)
        steps.insert(0, Step(act.kind, moment, act.by, act.text))
    return steps


def _hours_of(person, rng):
    if person.kind == "staff":
        return Hours.of_staff(person.time_zone)
    # Not everybody sleeps at night.
    return Hours.of_everybody("UTC" if rng.random() < 0.08 else person.time_zone)


def _gap(case, act, later, rng):
    if _whose(act) == "theirs" and _whose(later) == "ours":
        least, most = _ANSWER_TAKES["VIP" if case.requester.plan == "vip" else "other"]
    else:
        least, most = _GAPS[_whose(act), _whose(later)]
    return least + (most - least) * rng.random() ** 1.8


def _whose(act):
    if act.kind == "note":
        return "note"
    return "ours" if act.by.kind == "staff" else "theirs"


def _assigned(case, steps, now, rng):
    """Put the manager's assignment between the filing and what came next."""
    if case.agent is None:
        return steps
    filed = steps[0].at
    until = steps[1].at if len(steps) > 1 else now
    hours = Hours.of_staff(case.manager.time_zone)
    at = hours.earliest(filed + timedelta(minutes=rng.uniform(3, 80)), rng)
    if at >= until and len(steps) > 1:
        at = until - min((until - filed) / 2, timedelta(minutes=rng.uniform(4, 45)))
    elif at >= until:
        at = filed + (until - filed) * rng.uniform(0.1, 0.7)
    return [steps[0], Step("assign", at, case.manager), *steps[1:]]


def _with_the_clock(case, steps, now):
    """Add what the clock did to suggested solutions; None if that is not what the story tells."""
    closes_one = _closed_by_clock(case, steps)
    by_clock = []
    for position, step in enumerate(steps):
        if step.kind != "solution":
            continue
        until = next((later.at for later in steps[position + 1 :] if later.kind in _ENDS_THE_SILENCE), now)
        closes_at, reminds_at = step.at + CLOSES_AFTER, step.at + REMINDS_AFTER
        if (closes_at < until + _MARGIN) != (step is closes_one):
            return None
        if reminds_at < until:
            by_clock.append(Step("remind", reminds_at))
        if step is closes_one:
            by_clock.append(Step("auto-close", closes_at))
    return sorted(steps + by_clock, key=lambda step: step.at)


def _closed_by_clock(case, steps):
    """Return the solution to which nobody said a word, if there is one."""
    was_reopened = case.status == REOPENED and all(step.kind != "close" for step in steps)
    if was_reopened or case.story.ending == "closed by silence":
        return [step for step in steps if step.kind == "solution"][-1]
    return None
