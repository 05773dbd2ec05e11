"""The claims of one formula: rows and cells put together to chains of sides, relations, conditions and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from qedtex.notes.formulas.chains import Chain, Condition, Side, Step
from qedtex.notes.formulas.layout import Row, columns, parted_at_commas, rows, without_empty, without_parentheses
from qedtex.notes.formulas.relations import CONNECTIVES, depths, matched, relation_at, without_open_groups
from qedtex.notes.formulas.segments import (
    CLAIM,
    REASON,
    TEXT_COMMANDS,
    Segment,
    has_relation,
    is_operator,
    is_text,
    meaning_of,
    segments,
    trimmed,
    words_of,
)
from qedtex.notes.reading.tokens import Token, tokens
from qedtex.notes.sources.documents import Formula

_TEXT_GROUP = re.compile(r"\\(?:text[a-z]*|mbox|hbox)\s*\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class _Link:
    """A relation between two sides: its name, the offset where it stands, and what is written over it."""

    name: str
    at: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Split:
    """What relations part: the sides, one more than there are relations, and the relations between them.

    `bounds` says for each side where it begins and ends in `found`.
    """

    sides: list[tuple[Token, ...]]
    links: list[_Link]
    bounds: list[tuple[int, int]]
    found: Sequence[Token]

    @property
    def every(self) -> tuple[Token, ...]:
        """All tokens, those of the relations too."""
        return trimmed(self.found[self.bounds[0][0] : self.bounds[-1][1]])


@dataclass(slots=True)
class _Track:
    """A chain that is being put together: what is there of it, and the relation that waits for its right side."""

    steps: list[Step] = field(default_factory=list)
    side: Side | None = None
    waiting: _Link | None = None
    continues: bool = False
    opening: str | None = None
    part: int = 0
    conditions: list[Condition] = field(default_factory=list)
    more: list[Token] = field(default_factory=list)
    later: list[Condition] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def formula_chains(formula: Formula) -> list[Chain]:
    """The chains of one formula, in the order of their beginnings; at least one for a formula that is not empty."""
    reader = _Claims(formula)
    for row in rows(tokens(formula.latex), formula.environment):
        reader.row(row)
    return reader.chains()


class _Claims:
    def __init__(self, formula: Formula) -> None:
        self._formula = formula
        self._tracks: dict[int, _Track] = {}
        self._found: list[Chain] = []

    def chains(self) -> list[Chain]:
        for track in self._tracks.values():
            self._finish(track)
        claims = [chain for chain in self._found if chain.is_claim]
        if not claims and not self._found:
            every = tuple(tokens(self._formula.latex))
            return [Chain((), Side(every, self._formula), self._formula)]
        return sorted(self._found, key=lambda chain: chain.steps[0].at if chain.continues else chain.side.start)

    # Rows ------------------------------------------------------------------------------------------------------------

    def row(self, row: Row) -> None:
        """Take up a row: its first columns go on with the chain of the rows before."""
        for number, cells in enumerate(columns(row)):
            together = without_open_groups(without_empty([token for cell in cells for token in cell]))
            if not trimmed(together):
                continue
            track = self._tracks.setdefault(0, _Track())
            if number and (is_text(together) or not has_relation(together)):
                self._reason(track, tuple(together))
                continue
            remark = without_parentheses(trimmed(together))
            if number and (words := words_of(remark, self._formula.latex)) and meaning_of(words):
                self._segments(track, list(remark), empty_left=False, one_line=False, within=True)
                continue
            if track.side is not None and is_text(together):
                continue
            empty_left = not trimmed(without_empty(cells[0])) and len(cells) > 1
            empty_left = empty_left or together[0].text in ("\\quad", "\\qquad")
            track = self._tracks.setdefault(number, _Track())
            self._segments(track, together, empty_left=empty_left, one_line=row.is_one_line)

    def _segments(
        self, track: _Track, together: list[Token], *, empty_left: bool, one_line: bool, within: bool = False
    ) -> None:
        latest, beside = track, 0
        for segment in segments(together, self._formula.latex, beside=within):
            if segment.kind == REASON:
                self._reason(latest, segment.tokens)
            elif segment.kind != CLAIM:
                self._condition(latest, segment, pending=not beside and not within)
            else:
                if beside:
                    if latest is not track:
                        self._finish(latest)
                    latest = _Track(part=beside)
                self._claim(latest, segment, first=not beside, empty_left=empty_left, one_line=one_line)
                beside += 1
        if latest is not track:
            self._finish(latest)

    def _reason(self, track: _Track, found: tuple[Token, ...]) -> None:
        inner = trimmed(found)
        said = _said(Side(inner, self._formula).latex)
        if track.steps and said:
            track.reasons.append(said)

    def _condition(self, track: _Track, segment: Segment, *, pending: bool) -> None:
        side = Side(segment.tokens, self._formula)
        condition = Condition(segment.meaning, segment.words, side, tuple(self._listed(segment.tokens)))
        if track.steps and not pending:
            track.later.append(condition)
        else:
            track.conditions.append(condition)

    def _listed(self, found: Sequence[Token]) -> Iterator[Step]:
        """The steps of a list such as `a > 0, b > 0`, or `a, b > 0`, which says the same of each."""
        waiting: list[Side] = []
        for part in parted_at_commas(found):
            made = self._steps(part)
            for one in made[:1]:
                yield from (replace(one, left=side) for side in waiting)
                waiting = []
            yield from made
            if not made and part:
                waiting.append(Side(tuple(part), self._formula))

    def _steps(self, found: Sequence[Token]) -> tuple[Step, ...]:
        """The steps of tokens that stand by themselves: a condition, or a side of an equivalence."""
        split = self._split(found)
        sides = [Side(side, self._formula) for side in split.sides]
        return tuple(
            Step(left, link.name, right, link.at, link.note)
            for left, link, right in zip(sides, split.links, sides[1:], strict=False)
            if left.tokens and right.tokens
        )

    # Claims ----------------------------------------------------------------------------------------------------------

    def _claim(self, track: _Track, segment: Segment, *, first: bool, empty_left: bool, one_line: bool) -> None:
        if segment.meaning in ("therefore", "because"):
            self._finish(track)
            track.opening = segment.meaning
        clauses, joints = _clauses(self._split(segment.tokens))
        goes_on = first and track.side is not None
        whole = all(any(clause.sides) for clause in clauses) and clauses[0].sides[0]
        if joints and whole and not (goes_on and (empty_left or track.waiting)):
            self._between_claims(track, clauses, joints)
            return
        if goes_on and joints and not any(clauses[0].sides) and all(joint.name == "iff" for joint in joints):
            claims = [self._as_side(clause) for clause in clauses[1:]]
            if all(claim.steps for claim in claims) and self._as_claims(track):
                for link, claim in zip(joints, claims, strict=True):
                    self._step(track, link, claim.tokens, claim.steps)
                return
        for number, clause in enumerate(clauses):
            if number:
                self._finish(track)
                track.opening = joints[number - 1].name
            if any(clause.sides):
                self._clause(track, clause, goes_on=goes_on and not number, empty_left=empty_left, one_line=one_line)
            if number < len(joints) and joints[number].name != "iff" and track.steps:
                track.steps[-1] = replace(track.steps[-1], premise=True)

    def _clause(self, track: _Track, split: _Split, *, goes_on: bool, empty_left: bool, one_line: bool) -> None:
        left = split.sides[0]
        if goes_on and left and track.waiting is not None:
            self._step(track, track.waiting, left)
        elif goes_on and left and _extends(left, split, empty_left=empty_left, one_line=one_line):
            track.more.extend(left)
        elif left or not goes_on:
            self._begin(track, Side(left, self._formula))
            track.continues = not left and bool(split.links)
        for link, right in zip(split.links, split.sides[1:], strict=True):
            if right:
                self._step(track, link, right)
            else:
                track.waiting = link

    def _begin(self, track: _Track, side: Side) -> None:
        """Begin a chain, with the opening that waits for one."""
        opening = track.opening if track.side is None else None
        self._finish(track)
        track.opening = opening
        track.side = side

    def _settle(self, track: _Track) -> None:
        """Give the last step what came after it: more of its right side, conditions, reasons."""
        more, later, reasons = track.more, track.later, track.reasons
        track.more, track.later, track.reasons = [], [], []
        if track.steps and (more or later or reasons):
            last = track.steps[-1]
            track.steps[-1] = replace(
                last,
                right=replace(last.right, tokens=(*last.right.tokens, *more)),
                conditions=(*last.conditions, *later),
                reason="; ".join(filter(None, (last.reason, *reasons))) or None,
            )
        elif more and track.side is not None:
            track.side = replace(track.side, tokens=(*track.side.tokens, *more))

    def _step(self, track: _Track, link: _Link, right: tuple[Token, ...], steps: tuple[Step, ...] = ()) -> None:
        self._settle(track)
        left = track.steps[-1].right if track.steps else track.side
        side = Side(right, self._formula, steps)
        track.steps.append(
            Step(left or Side((), self._formula), link.name, side, link.at, link.note, tuple(track.conditions))
        )
        track.conditions = []
        track.waiting = None

    def _between_claims(self, track: _Track, clauses: list[_Split], joints: list[_Link]) -> None:
        """A chain whose sides are claims: A = B, if and only if C = D."""
        sides = [self._as_side(clause) for clause in clauses]
        self._begin(track, sides[0])
        for link, side in zip(joints, sides[1:], strict=True):
            self._step(track, link, side.tokens, side.steps)

    def _as_side(self, clause: _Split) -> Side:
        return Side(clause.every, self._formula, self._steps(clause.every))

    def _as_claims(self, track: _Track) -> bool:
        """Make the claim that a track ends with a side of the equivalence that the next row goes on with."""
        self._settle(track)
        if track.waiting is not None or track.side is None:
            return False
        if track.side.steps:
            return True
        if not track.steps:
            return False
        last = track.steps.pop()
        if track.steps:
            track.steps.append(replace(last, premise=True))
            self._finish(track)
        between = Token("symbol", self._formula.latex[last.at : last.right.start].strip(), last.at, last.right.start)
        track.side = Side((*last.left.tokens, between, *last.right.tokens), self._formula, (last,))
        return True

    def _split(self, found: Sequence[Token]) -> _Split:
        """The sides of a claim and its relations, those that stand in no bracket."""
        latex = self._formula.latex
        pairs = matched(found)
        levels = depths(found, pairs)
        sides: list[tuple[Token, ...]] = []
        links: list[_Link] = []
        bounds: list[tuple[int, int]] = []
        index = begin = 0
        while index < len(found):
            relation = None
            if levels[index] == 0 and not (index and found[index - 1].text in ("_", "^")):
                relation = relation_at(found, index, pairs)
            if relation is None:
                index += 1
                continue
            sides.append(trimmed(found[begin:index]))
            bounds.append((begin, index))
            note = None
            if relation.note is not None and relation.note[0] < relation.note[1] <= len(found):
                note = _said(latex[found[relation.note[0]].start : found[relation.note[1] - 1].end])
            links.append(_Link(relation.name, found[index].start, note or None))
            index = begin = relation.end
        sides.append(trimmed(found[begin:]))
        bounds.append((begin, len(found)))
        for number in range(1, len(sides)):
            start = _remark(sides[number], latex)
            if start:
                words = (words_of(sides[number][start:], latex) or "").strip()
                link = links[number - 1]
                links[number - 1] = replace(link, note="; ".join(filter(None, (link.note, words))))
                sides[number] = trimmed(sides[number][:start])
        return _Split(sides, links, bounds, found)

    def _finish(self, track: _Track) -> None:
        """End the chain of a track, which may then begin another."""
        if track.steps and track.conditions:
            track.later.extend(track.conditions)
            track.conditions = []
        self._settle(track)
        if track.side is not None and (track.steps or track.side.tokens):
            first = track.steps[0].left if track.steps else track.side
            self._found.append(
                Chain(tuple(track.steps), first, self._formula, track.continues, track.opening, track.part)
            )
        track.steps, track.side, track.waiting, track.continues, track.opening = [], None, None, False, None


def _extends(left: tuple[Token, ...], split: _Split, *, empty_left: bool, one_line: bool) -> bool:
    """Whether what begins a row goes on with the side that ended the row before."""
    if one_line:
        return True
    if split.links:
        return empty_left and is_operator(left)
    return empty_left or is_operator(left)


def _clauses(split: _Split) -> tuple[list[_Split], list[_Link]]:
    """The claims between which implications and equivalences stand; an arrow between equations is one of them."""
    names = [link.name for link in split.links]
    joints = [
        number
        for number, name in enumerate(names)
        if name in CONNECTIVES or (name == "->" and _relates(names, number - 1) and _relates(names, number + 1))
    ]
    clauses = []
    begin = 0
    for end in [*joints, len(names)]:
        part = slice(begin, end + 1)
        clauses.append(_Split(split.sides[part], split.links[begin:end], split.bounds[part], split.found))
        begin = end + 1
    return clauses, [split.links[number] for number in joints]


def _relates(names: list[str], number: int) -> bool:
    return 0 <= number < len(names) and names[number] != "->" and names[number] not in CONNECTIVES


def _said(latex: str) -> str:
    """What a reason says, without the commands for text and the braces around it."""
    latex = latex[1:-1] if latex.startswith("{") and latex.endswith("}") else latex
    return _TEXT_GROUP.sub(r"\1", latex).strip()


def _remark(side: tuple[Token, ...], latex: str) -> int:
    """Where the remark begins that ends a side, as `\\text{ (by Jensen)}`; 0 where there is none."""
    if len(side) < 4 or side[-1].kind != "close":
        return 0
    opening = next((start for start, end in matched(side).items() if end == len(side) - 1), 0)
    if opening < 2 or side[opening - 1].text not in TEXT_COMMANDS - {"\\mathrm"}:
        return 0
    if side[opening - 2].text in ("_", "^"):
        return 0
    words = latex[side[opening].end : side[-1].start].strip()
    is_remark = words[:1] in ("(", "（", "[") or len(words.split()) > 1
    return opening - 1 if is_remark else 0
