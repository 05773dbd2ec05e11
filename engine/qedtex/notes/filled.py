"""Blocks of a note against the derivations that they name: what is just as filled in was proved, and is not read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qedtex.catalogue import Catalogue
from qedtex.claims import Verdict
from qedtex.errors import QedtexError
from qedtex.notes.blocks import Block, plain_lines
from qedtex.notes.sources.documents import TEX, Document, Formula

if TYPE_CHECKING:
    from qedtex.proved import Derivation


@dataclass(frozen=True, slots=True)
class Filled:
    """What is known of a formula in a block that holds a derivation: the verdict, its id, and what it stands on."""

    name: str
    verdict: Verdict
    assumes: tuple[str, ...]


@dataclass(slots=True)
class FilledBlocks:
    """The blocks of a document. A derivation is made anew, in the names that the block asks for, when one is met."""

    document: Document
    catalogue: Catalogue
    _made: dict[Block, Derivation | None] = field(default_factory=dict)
    _ids: frozenset[str] | None = None

    def about(self, formula: Formula) -> Filled | None:
        """What is known of a formula; `None` where it is in no block, or in one that holds something else by now.

        The digest of a block is not trusted: what stands there is compared with what would be filled in.
        """
        block = _holding(self.document.blocks, formula)
        if block is None:
            return None
        if block not in self._made:
            self._made[block] = self._derivation(block)
        derivation = self._made[block]
        if derivation is None:
            return None
        from qedtex.render.assumptions import assumptions

        sentences = tuple(sentence.plain for sentence in assumptions(derivation, "en"))
        return Filled(derivation.name, derivation.verdict if formula.display else Verdict.ASSUMED, sentences)

    def is_of_another(self, formula: Formula) -> bool:
        """Whether a formula is in a block of a derivation that is not shipped, and was not edited since it was filled.

        Reading a note runs no code, so nothing is known of it here: `qedtex sync --check` knows.
        """
        block = _holding(self.document.blocks, formula)
        if block is None or not block.sealed:
            return False
        if self._ids is None:
            self._ids = frozenset(self.catalogue.ids())
        return block.text.split(maxsplit=1)[0].rstrip(",") not in self._ids if block.text else False

    def _derivation(self, block: Block) -> Derivation | None:
        from qedtex.excerpts.filling import latex_lines, markdown_lines
        from qedtex.excerpts.options import request
        from qedtex.excerpts.requested import requested

        try:
            wanted = request(block.text)
            derivation = requested(wanted, self.catalogue.load)
        except QedtexError:
            return None
        lines = latex_lines if self.document.kind == TEX else markdown_lines
        return derivation if plain_lines(lines(derivation, wanted)) == block.lines else None


def _holding(blocks: Iterable[Block], formula: Formula) -> Block | None:
    return next(
        (block for block in blocks if block.cell == formula.cell and block.first <= formula.line <= block.last), None
    )
