"""Whatever happens to a study's files, the answer is a list of faults and never a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from outcomes.errors import StudyError
from outcomes.study import check_study, load_study

from .small_study import write_small_study

PIECES = [
    b"", b"null", b"[]", b"{}", b"3", b"-1", b".nan", b".inf", b"1e999", b'"', b"\n", b",", b":",
    b"- ", b"\xff", b"\0", b"*a", b"&a ", b"!!int ", b"true", b"'", b"#", b"{a: b}", b"[1, 2]",
    b"\t", b"  ", b"<x>", b"{item}", b"participant", b"arm", b"arms", b"week", b"2020-01-01",
]  # fmt: skip


def damage(content: bytes, dice: random.Random) -> bytes:
    """Return the bytes of a file with a line or a few bytes taken away, doubled or replaced."""
    lines = content.split(b"\n")
    here = dice.randrange(len(lines))
    kind = dice.randrange(4)
    if kind == 0:
        del lines[here]
    elif kind == 1:
        lines.insert(here, dice.choice(lines))
    elif kind == 2:
        start = dice.randrange(len(content) + 1)
        end = start + dice.choice([0, 1, 3, 10])
        return content[:start] + dice.choice(PIECES) + content[end:]
    else:
        words = lines[here].split(b" ")
        words[dice.randrange(len(words))] = dice.choice(PIECES)
        lines[here] = b" ".join(words)
    return b"\n".join(lines)


@pytest.mark.parametrize("seed", range(6))
def test_damaged_files_give_faults(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    folder = write_small_study(tmp_path)
    sound = {path: path.read_bytes() for path in folder.iterdir()}
    names = ["study.yaml", "study.yaml", "participants.csv", "scores.csv"]
    for _ in range(25):
        for path, content in sound.items():
            path.write_bytes(content)
        for _ in range(dice.randint(1, 3)):
            path = folder / dice.choice(names)
            path.write_bytes(damage(path.read_bytes(), dice))
        faults = check_study(folder)
        if faults:
            with pytest.raises(StudyError):
                load_study(folder)
        else:
            load_study(folder)
        for fault in faults:
            assert fault.message
            assert fault.fix
            assert fault.file
