"""Everything that is published of a study, read back from the files."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outcomes.runs.publish_site import publish_bundle
from tests.disclosure.make import REPORT, VISITS, SmallStudy

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w])")
_NOT_OF_PEOPLE = re.compile(
    r'<style>.*?</style>|content="[^"]*"|[0-9a-f]{64}|id="[^"]*"|href="data:[^"]*"'
    r"|\d+ items are answered[^.]*"
    r'|"(?:started|seconds|cpu_seconds|peak_memory)": [^,\n]*|"key": "[^"]*"',
    re.DOTALL,
)


@dataclass(frozen=True)
class Release:
    """What a study's results and page say, by count: its rounded number, or None if not shown."""

    minimum: int
    step: float
    spacing: int
    counts: dict[str, int | None]
    parts: tuple[tuple[str, str], ...]
    means: dict[str, float]

    def arm_of(self, name: str) -> str:
        """Return the arm that a count is of."""
        return name.split(" ")[1]


def read_release(project: Path, study: SmallStudy, step: float, spacing: int) -> Release:
    """Read the numbers of a study from its page and its ``results.json``."""
    page = (project / "reports" / study.id / "index.html").read_text(encoding="utf-8")
    results = project / "reports" / study.id / REPORT / "results.json"
    rows = json.loads(results.read_text(encoding="utf-8"))["estimates"]
    counts: dict[str, int | None] = {}
    parts, means = [], {}
    for arm in ("dextrose", "saline"):
        cell = re.search(rf'{arm.capitalize()}</th><td>\w+</td><td class="number">([^<]*)<', page)
        assert cell
        enrolled = f"enrolled {arm}"
        counts[enrolled] = None if cell[1] == "not shown" else int(cell[1])
        here = [row for row in rows if row["arm"] == arm and not row["comparator"]]
        for visit in VISITS:
            found = {row["quantity"]: row for row in here if row["visit"] == visit}
            seen = f"seen {arm} {visit}"
            counts[seen] = int(found["n"]["estimate"]) if "n" in found else None
            parts.append((seen, enrolled))
            if "mean" in found:
                means[seen] = found["mean"]["estimate"]
            if visit != VISITS[0]:
                changed = f"changed {arm} {visit}"
                counts[changed] = int(found["change"]["n_arm"]) if "change" in found else None
                parts.append((changed, seen))
                if "change" in found:
                    means[changed] = found["change"]["estimate"]
    return Release(study.minimum, step, spacing, counts, tuple(parts), means)


def list_texts(project: Path, study: str) -> Iterator[tuple[str, str]]:
    """Yield every published file of a study as text, by name, those inside its zip among them."""
    folder = project / "reports" / study
    packed = project / f"{study}.zip"
    publish_bundle(project, study, packed)
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(project).as_posix(), path.read_text(encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(packed.read_bytes())) as archive:
        for name in archive.namelist():
            yield f"{packed.name}/{name}", archive.read(name).decode("utf-8")


def list_numbers(text: str) -> set[str]:
    """Return the numbers of a text that may be of people: not of styles, hashes and times."""
    plain = _NOT_OF_PEOPLE.sub(" ", text)
    return set(_NUMBER.findall(re.sub(r"<[^>]+>", " ", plain)))
