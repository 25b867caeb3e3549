"""New ids of participants: what leaves a study's tables names nobody by the id of the hospital."""

from __future__ import annotations

import os
import secrets
import tempfile
from base64 import b32encode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from outcomes.errors import Fault
from outcomes.study.fault_list import FaultList

KEY_FILE = "participants.key"
"""File in a study's folder that holds its key; ignored by git, and in no zip."""

_KEY_BYTES = 32
_SIMULATED = b"simulated"
"""Key of studies in which nobody is anybody, so that their results are the same everywhere."""
_DIGEST = 10
"""Bytes of a hash: 80 bits, sixteen letters."""
_LETTERS = 6
_MORE_LETTERS = 2


@dataclass(frozen=True)
class StudyKey:
    """The key under which a study's participants have new ids.

    Parameters
    ----------
    secret : bytes
        Without it, nobody can tell which id became which.
    contents : mapping of str to bytes
        The file that it stands in, by name; none for simulated studies.
    """

    secret: bytes = field(repr=False)
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def shuffle(self, names: Iterable[str]) -> list[str]:
        """Return names in an order that only the key explains, the same for the same key."""
        digests = {name: blake2b(f"order of {name}".encode(), key=self.secret) for name in names}
        return sorted(digests, key=lambda name: digests[name].digest())

    def hide(self, ids: Iterable[str]) -> list[str]:
        """Return a new id for each id: a keyed hash, the same for the same key.

        Parameters
        ----------
        ids : iterable of str
            Each in the spelling that stands for all of its spellings.

        Returns
        -------
        list of str
            Capitals and figures: six of them or, among very many participants, as many more as it
            takes that all differ.
        """
        hashes = [
            b32encode(
                blake2b(each.encode(), digest_size=_DIGEST, key=self.secret).digest()
            ).decode()
            for each in ids
        ]
        different, letters = set(hashes), _LETTERS
        while len({each[:letters] for each in different}) < len(different):
            letters += _MORE_LETTERS
        return [each[:letters] for each in hashes]


def read_key(folder: Path, provenance: str, faults: FaultList) -> StudyKey | None:
    """Return the key of a study, which is made once.

    Parameters
    ----------
    folder : Path
        The study's folder. Two programs that make the key at the same time get the same one.
    provenance : str
        As in the study file; simulated studies have a fixed key and no file.
    faults : FaultList
        Receives one fault where there is no key, and none can be made.
    """
    if provenance == "simulated":
        return StudyKey(_SIMULATED)
    path = folder / KEY_FILE
    try:
        if not path.exists():
            _make_key(path)
        content = path.read_bytes()
    except OSError as error:
        faults.add(
            Fault(
                f"The key of participants' new ids can be neither read nor made: {error.strerror}.",
                "Let the study's folder be written to once, or put the key that was made "
                "elsewhere beside study.yaml.",
                KEY_FILE,
            )
        )
        return None
    with suppress(ValueError):
        secret = bytes.fromhex(content.decode("ascii"))
        if len(secret) == _KEY_BYTES:
            return StudyKey(secret, {KEY_FILE: content})
    faults.add(
        Fault(
            "The file holds no key of participants' new ids.",
            "Put the file back as it was made. If it is lost, delete what is left of it: "
            "participants then get other ids than in earlier reports.",
            KEY_FILE,
        )
    )
    return None


def _make_key(path: Path) -> None:
    """Put a whole key in place, unless another program has just done so."""
    with tempfile.NamedTemporaryFile("w", prefix=f".{path.name}.", dir=path.parent) as file:
        file.write(secrets.token_bytes(_KEY_BYTES).hex())
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)
