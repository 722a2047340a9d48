"""Measures the product's search beside two others and prints the tables of this folder's README.

uv pip install -r requirements/benchmarks.txt
python -m benchmarks.search [--cache FOLDER] [--quality] [--speed] [--half tuning]
"""

import argparse
import logging
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.search import corpus, installation, others
from benchmarks.search.slips import slip
from helpdesk.local.processes import Processes

_HERE = 1
_DEPTH = 10
_LARGE, _SMALL_TENANTS, _SMALL = 50_000, 199, (100, 250)
_TIMED = 1000


def main() -> None:
    """Do what the command line asks for."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__.splitlines()[0])
    arguments.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "helpdesk-benchmarks")
    arguments.add_argument("--quality", action="store_true", help="only how well it finds")
    arguments.add_argument("--speed", action="store_true", help="only how fast it finds in a large tenant")
    arguments.add_argument("--half", choices=("reporting", "tuning"), default="reporting", help="of the questions")
    chosen = arguments.parse_args()
    logging.disable(logging.INFO)
    pages, questions = corpus.load(chosen.cache)
    asked = [question for question in questions if question.is_for_tuning == (chosen.half == "tuning")]
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-search-")).resolve()
    with Processes(folder / "logs") as processes:
        processes.remove_at_end([folder])
        installation.start(processes, folder)
        _say(f"Python {platform.python_version()}, {_postgres_version()}, {_cores()} cores.")
        _say(
            f"{len(pages):,} articles, {len(questions):,} questions, {len(asked):,} of them in the {chosen.half} half."
        )
        if not chosen.speed:
            _quality(pages, asked)
        if not chosen.quality:
            _speed(pages, asked)


# --- how well ------------------------------------------------------------------------------------------


def _quality(pages: list[corpus.Page], asked: list[corpus.Question]) -> None:
    from tenants.scope import tenant_scope

    installation.found_tenants([_HERE])
    with tenant_scope(_HERE):
        keys = installation.publish((page.key, page.title, page.markdown) for page in pages)
        installation.analyse()
        searches = {
            "This product": lambda text: [keys[hit.article.pk] for hit in _find(text).hits],
            "BM25 with stemming, title eight times": others.bm25(pages),
            "Substring search": others.substring(pages),
        }
        slipped = {question.text: slip(question.text) for question in asked}
        rows = []
        for name, find in searches.items():
            good, good_ms = _measure(find, asked, lambda text: text)
            bad, bad_ms = _measure(find, asked, slipped.get)
            lost = f"{100 * (1 - bad[0] / good[0]):.1f} %"
            rows.append([name, *_figures(good), *_figures(bad), lost, *_times(good_ms), *_times(bad_ms)])
    head = [
        "",
        "MRR@10",
        "hit@1",
        "hit@5",
        "slip: MRR@10",
        "hit@1",
        "hit@5",
        "lost",
        "ms p50",
        "p95",
        "slip: p50",
        "p95",
    ]
    _table(head, rows)


def _measure(find: Callable, asked: Iterable[corpus.Question], changed: Callable) -> tuple[list[float], list[float]]:
    """Return MRR@10, hit@1 and hit@5, and the milliseconds of each search."""
    ranks, milliseconds = [], []
    for question in asked:
        began = time.perf_counter()
        found = find(changed(question.text))
        milliseconds.append((time.perf_counter() - began) * 1000)
        ranks.append(next((place for place, key in enumerate(found, start=1) if key in question.keys), 0))
    total = len(ranks)
    good = [sum(1 / rank for rank in ranks if rank), *(sum(0 < rank <= depth for rank in ranks) for depth in (1, 5))]
    return [figure / total for figure in good], milliseconds


def _find(text: str):
    from django.contrib.auth.models import AnonymousUser

    from knowledgebase import search

    return search.find(text, reader=AnonymousUser(), size=_DEPTH)


# --- how fast ------------------------------------------------------------------------------------------


def _speed(pages: list[corpus.Page], asked: list[corpus.Question]) -> None:
    from tenants.scope import tenant_scope

    rng = random.Random(318)
    ids = range(_HERE + 1, _HERE + 2 + _SMALL_TENANTS)
    installation.found_tenants(ids)
    began, total = time.perf_counter(), 0
    for tenant_id in ids:
        number = _LARGE if tenant_id == ids[0] else rng.randint(*_SMALL)
        with tenant_scope(tenant_id):
            total += len(installation.publish(_recombined(pages, number, rng)))
    seconds = time.perf_counter() - began
    installation.analyse()
    _say(f"{_LARGE:,} articles in one tenant, {total:,} in {len(ids)} tenants, indexed in {seconds:.0f} s.")
    texts = [question.text for question in rng.sample(asked, _TIMED)]
    rows = []
    with tenant_scope(ids[0]):
        for text in texts[:50]:
            _find(text)
        for name, some in (("as asked", texts), ("with one slip", [slip(text) for text in texts])):
            milliseconds = []
            for text in some:
                began = time.perf_counter()
                _find(text)
                milliseconds.append((time.perf_counter() - began) * 1000)
            rows.append([f"{len(some):,} questions {name}", *_times(milliseconds), f"{max(milliseconds):.1f}"])
    _table(["search.find(), ten hits with snippets", "ms p50", "p95", "max"], rows)


def _recombined(pages: list[corpus.Page], number: int, rng: random.Random):
    """Make articles of the titles and paragraphs of real ones: as long as these, with the same words."""
    parts = [part for page in pages for part in page.parts]
    titles = [page.title for page in pages]
    for place in range(number):
        count = min(len(rng.choice(pages).parts), 60)
        chosen = rng.sample(parts, count)
        # Half of a title and half of another, so that most titles are new.
        one, other = (rng.choice(titles).split() for _ in range(2))
        title = " ".join(one[: len(one) // 2 + 1] + other[len(other) // 2 :])
        yield str(place), title, corpus.Page("", "", chosen).markdown


# --- what is printed -----------------------------------------------------------------------------------


def _figures(figures: list[float]) -> list[str]:
    return [f"{figure:.3f}" for figure in figures]


def _times(milliseconds: list[float]) -> list[str]:
    ordered = sorted(milliseconds)
    return [f"{ordered[int(len(ordered) * share)]:.1f}" for share in (0.5, 0.95)]


def _table(head: list[str], rows: list[list[str]]) -> None:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    _say("\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n")


def _postgres_version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def _cores() -> int:
    import os

    return os.cpu_count() or 1


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
