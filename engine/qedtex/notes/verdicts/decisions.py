"""Decisions of claims, kept by the claims' content: what of a note was not edited is not decided again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qedtex.cache.content import content
from qedtex.cache.engine import engine_digest
from qedtex.cache.plain import Damaged, from_plain, to_plain
from qedtex.cache.store import Store, key_of
from qedtex.notes.verdicts.deciding import Decision
from qedtex.verdicts import Verdict, Witness

if TYPE_CHECKING:
    from qedtex.claims import Claim


class Decisions:
    """What was decided of claims with the derivations that are shipped, whatever time it took.

    A theorem is not kept, as only the kernel makes one: what is found here can be reported and not be built upon.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, what: str, claim: Claim) -> tuple[Decision | None] | None:
        """What was decided, in a tuple, as it can be nothing; `None` where it is not known."""
        raw = self._store.find(_key(what, claim))
        if raw is None:
            return None
        try:
            data = json.loads(raw)
            return (None if data is None else _decision(data),)
        except (ValueError, RecursionError):
            return None

    def keep(self, what: str, claim: Claim, decision: Decision | None) -> None:
        """Keep what was decided."""
        data = None
        if decision is not None:
            data = to_plain((decision.verdict, decision.by, decision.message, decision.witness, decision.points))
        self._store.keep(_key(what, claim), json.dumps(data).encode())


def _decision(data: object) -> Decision:
    if not isinstance(data, list) or len(data) != 5:
        raise Damaged("no decision")
    verdict, by, message, witness, points = data
    return Decision(
        from_plain(Verdict, verdict),
        from_plain(tuple[str, ...], by),
        from_plain(str, message),
        None if witness is None else from_plain(Witness, witness),
        None,
        from_plain(int, points),
    )


def _key(what: str, claim: Claim) -> bytes:
    return key_of("decision", engine_digest(), what, content(claim))
