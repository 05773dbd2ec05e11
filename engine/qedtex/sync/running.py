"""`qedtex sync`: the blocks of some notes filled in, or only looked at; each file is replaced whole or left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qedtex.errors import Place, QedtexError
from qedtex.excerpts.filling import latex_lines, markdown_lines
from qedtex.excerpts.options import request
from qedtex.excerpts.requested import requested
from qedtex.notes.sources.documents import NOTEBOOK, TEX, kind_of
from qedtex.sync.blocks import Block, Found, blocks_of, placed
from qedtex.sync.notebook import NotebookSource, notebook_source
from qedtex.sync.replacing import replace_file
from qedtex.sync.source import Edit, PlainSource, Text, may_hold_blocks, plain_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from qedtex.proved import Derivation


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of a note: how many of its blocks are up to date, how many need filling, and what was refused."""

    path: str
    current: int = 0
    stale: int = 0
    faults: tuple[QedtexError, ...] = ()
    written: bool = False


@dataclass(slots=True)
class Filler:
    """Fills blocks from a catalogue; the same request is answered once."""

    load: Callable[[str], Derivation]
    _known: dict[tuple[str, bool], tuple[str, ...]] = field(default_factory=dict)

    def lines(self, text: str, *, tex: bool) -> tuple[str, ...]:
        """What stands in a block whose mark says this; raises what `request` and `requested` raise."""
        key = (text, tex)
        if key not in self._known:
            wanted = request(text)
            derivation = requested(wanted, self.load)
            made = latex_lines(derivation, wanted) if tex else markdown_lines(derivation, wanted)
            self._known[key] = tuple(made)
        return self._known[key]


def sync_file(path: Path, filler: Filler, *, check: bool = False, force: bool = False) -> Synced:
    """Fill the blocks of one note. With `check` nothing is written; with `force` edits by hand are overwritten.

    A file in which anything is refused is left as it is. The faults: those of `blocks_of`, `request` and `requested`;
    QT885 for a block that was edited by hand; with `check` QT886 for one that is stale; QT801 to QT805 for a file that
    cannot be read, QT888 for one that cannot be written, and QT890 where a block cannot be filled because of what is
    around it.
    """
    shown = str(path)
    try:
        raw = path.read_bytes()
    except OSError as fault:
        told = QedtexError("QT804", "the file cannot be read", Place(shown), found=fault.strerror or str(fault))
        return Synced(shown, faults=(told,))
    if not may_hold_blocks(raw):
        return Synced(shown)
    try:
        source = notebook_source(raw, shown) if kind_of(path) == NOTEBOOK else plain_source(raw, shown)
    except QedtexError as fault:
        return Synced(shown, faults=(fault,))
    return _synced(source, raw, path, filler, check=check, force=force)


def _synced(
    source: PlainSource | NotebookSource, raw: bytes, path: Path, filler: Filler, *, check: bool, force: bool
) -> Synced:
    shown, kind = str(path), kind_of(path)
    current = 0
    faults: list[QedtexError] = []
    edits: dict[int | None, list[Edit]] = {}
    for text in source.texts:
        found = blocks_of(text, kind, shown)
        faults += found.faults
        for block in found.blocks:
            try:
                edit = _edit(block, text, filler, tex=kind == TEX, force=force)
            except QedtexError as fault:
                faults.append(fault if fault.place else placed(fault, block.begin, text, shown))
                continue
            if edit is None:
                current += 1
                continue
            edits.setdefault(text.cell, []).append(edit)
            if check:
                faults.append(placed(_stale(block), block.begin, text, shown))
        if text.cell in edits and not faults:
            faults += _unstable(text, edits[text.cell], found.blocks, kind, shown)
    if edits and not faults:
        try:
            replace_file(path, raw, source.changed(edits))
        except QedtexError as fault:
            faults.append(fault)
    faults.sort(key=lambda fault: (fault.place.line, fault.place.column) if fault.place else (0, 0))
    return Synced(shown, current, sum(map(len, edits.values())), tuple(faults), bool(edits) and not faults)


def _unstable(text: Text, edits: list[Edit], blocks: Sequence[Block], kind: str, path: str) -> list[QedtexError]:
    """A fault for the first block that would not be read in the new text as alone, or that changes what is around."""
    found = blocks_of(text.edited(edits), kind)
    empty = text.edited([Edit(edit.start, edit.end, edit.lines[-1:]) for edit in edits])
    harmed = found.outside != blocks_of(empty, kind).outside
    for number, block in enumerate(blocks):
        again = found.blocks[number] if number < len(found.blocks) else None
        told = again is not None and again.begin.text == block.begin.text and not again.edited
        if harmed or again is None or not told or _altered(again, found, kind):
            fault = QedtexError(
                "QT890",
                "the block cannot stand here: with it filled, formulas here would be read in another way",
                help="put it between paragraphs of their own, and close every $$, \\[, \\begin and code fence above it",
            )
            return [placed(fault, block.begin, text, path)]
    return []


def _altered(block: Block, found: Found, kind: str) -> bool:
    """Whether the formulas of a block are others than those of the same lines in a text of their own."""
    alone = blocks_of(Text(tuple(block.alone(kind))), kind)
    return len(alone.blocks) != 1 or found.within(block) != alone.within(alone.blocks[0])


def _edit(block: Block, text: Text, filler: Filler, *, tex: bool, force: bool) -> Edit | None:
    """What a block needs; nothing where it is as it should be."""
    lines = filler.lines(block.begin.text, tex=tex)
    first, last = text.lines[block.begin.end_line - 1], text.lines[block.end.line - 1]
    new = tuple(block.filled(lines, first, last))
    if new == (*block.lines, last):
        return None
    if block.edited and new[:-1] != block.lines and not force:
        raise QedtexError(
            "QT885",
            f"the block of {block.begin.text.split()[0]} was edited by hand",
            notes=("what stands in it is not what sync wrote there",),
            help="move your words out of the block, or have them overwritten with --force",
        )
    return Edit(block.begin.end_line, block.end.line, new)


def _stale(block: Block) -> QedtexError:
    name = block.begin.text.split()[0]
    empty = not block.plain(block.lines)
    return QedtexError(
        "QT886",
        f"the block of {name} is {'empty' if empty else 'out of date'}",
        help="run `qedtex sync`",
    )


def sync_all(
    paths: Sequence[Path],
    filler: Filler,
    *,
    check: bool = False,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> list[Synced]:
    """What became of each note, in order."""
    found = []
    for number, path in enumerate(paths, 1):
        found.append(sync_file(path, filler, check=check, force=force))
        if progress is not None:
            progress(number, len(paths))
    return found
