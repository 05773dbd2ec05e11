"""Chains: the sides of the formulas of a document and the relations between them, as ranges of LaTeX tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qedtex.notes.reading.tokens import Token
from qedtex.notes.sources.documents import Document, Formula

_IFF = re.compile(r"[\s,，]*(?:(?:holds? )?if and only if|iff|exactly when|(?:等号成立)?当且仅当)", re.IGNORECASE)
"""Words behind a formula in running text that say when it holds."""
_IF = re.compile(r"[\s,，]*(?:(?:holds? )?(?:if|when(?:ever)?)|for|当|若|如果)[\s]*$", re.IGNORECASE)
"""Words between two formulas in running text of which the second is the condition of the first."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a step: its own tokens, and where they begin and end in the LaTeX of its formula.

    A side that goes on over several rows has the tokens of all of them. The side of an equivalence between claims has
    the `steps` of that claim.
    """

    tokens: tuple[Token, ...]
    formula: Formula
    steps: tuple[Step, ...] = ()

    @property
    def start(self) -> int:
        """The offset of its first token in the formula."""
        return self.tokens[0].start if self.tokens else 0

    @property
    def end(self) -> int:
        """The offset after its last token in the formula."""
        return self.tokens[-1].end if self.tokens else 0

    @property
    def key(self) -> str:
        """Its tokens as text, by which it is known again."""
        return " ".join(token.text for token in self.tokens)

    @property
    def names(self) -> set[str]:
        """The letters and commands in it."""
        return {token.text for token in self.tokens if token.kind in ("letter", "command")}

    @property
    def latex(self) -> str:
        """Its LaTeX, without what stands between its tokens and is not its own."""
        text = self.formula.latex
        parts: list[str] = []
        done: int | None = None
        for token in self.tokens:
            if done is not None:
                between = text[done : token.start]
                parts.append(between if between.isspace() or not between else " ")
            parts.append(text[token.start : token.end])
            done = token.end
        return "".join(parts)

    @property
    def position(self) -> tuple[int, int]:
        """Line and column where it begins."""
        return self.formula.position(self.start)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a step holds under: `iff`, `if`, `where`, `for`; the words that said so, and what they apply to."""

    meaning: str
    words: str
    side: Side
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Two sides and the relation between them; `at` is the offset of the relation in the formula of the right side.

    `premise` says that something is inferred from it, as behind an arrow.
    """

    left: Side
    relation: str
    right: Side
    at: int
    reason: str | None = None
    conditions: tuple[Condition, ...] = ()
    premise: bool = False

    @property
    def condition(self) -> Condition | None:
        """The first condition on it, if there is one."""
        return self.conditions[0] if self.conditions else None

    @property
    def position(self) -> tuple[int, int]:
        """Line and column of the relation."""
        return self.right.formula.position(self.at)


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps of which each goes on from the right side of the one before; or one `side` that claims nothing.

    `continues`: it goes on from the display before. `opening`: the word or arrow that begins it (`therefore`,
    `because`, `implies`, `iff`). `part` counts the claims that stand beside each other in a row.
    """

    steps: tuple[Step, ...]
    side: Side
    formula: Formula
    continues: bool = False
    opening: str | None = None
    part: int = 0

    @property
    def is_claim(self) -> bool:
        """Whether anything is claimed."""
        return bool(self.steps)

    @property
    def line(self) -> int:
        """The line on which it begins."""
        if self.continues and self.steps:
            return self.steps[0].position[0]
        return self.side.position[0]

    @property
    def end_line(self) -> int:
        """The line on which it ends."""
        last = self.steps[-1].right if self.steps else self.side
        return last.formula.position(max(last.start, last.end - 1))[0]

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas that it is written in."""
        first = self.steps[0].left.formula if self.steps else self.formula
        return (self.formula,) if first is self.formula else (first, self.formula)


def chains(document: Document) -> tuple[Chain, ...]:
    r"""The chains of the formulas of a document in their order, those that a directive skips left out.

    >>> from qedtex.notes.sources.documents import read_text
    >>> [chain] = chains(read_text(r"$$a &= b \\ &\leq c + d \tag{1}$$"))
    >>> [(step.left.latex, step.relation, step.right.latex) for step in chain.steps]
    [('a', '=', 'b'), ('b', '<=', 'c + d')]
    """
    from qedtex.notes.formulas.claims import formula_chains

    found: list[Chain] = []
    previous: Chain | None = None
    for formula in document.formulas:
        if formula.ignored:
            continue
        new = formula_chains(formula)
        if new and new[0].continues:
            follows = not formula.display and not formula.context_before.strip() and found and found[-1].is_claim
            new[0] = _continued(new[0], found[-1] if follows else previous)
        if new and found and not formula.display:
            found[-1] = _conditioned(found[-1], new[0])
        if new and not formula.display:
            new[-1] = _under(new[-1])
        found.extend(new)
        if formula.display:
            previous = next((chain for chain in reversed(new) if chain.is_claim), None)
    return tuple(found)


def _under(chain: Chain) -> Chain:
    """A claim in running text with the condition that the words behind it put it under: holds if and only if."""
    words = _IFF.match(chain.formula.context_after)
    if words is None or not chain.is_claim or chain.steps[-1].relation != "=" or chain.steps[-1].conditions:
        return chain
    side = replace(chain.steps[-1].right, tokens=())
    last = replace(chain.steps[-1], conditions=(Condition("iff", words[0].strip(" ,，"), side),))
    return replace(chain, steps=(*chain.steps[:-1], last))


def _conditioned(chain: Chain, behind: Chain) -> Chain:
    """A claim with the formula that stands behind it in running text as its condition, where words say it is one."""
    between = behind.formula.context_before
    if (
        chain.formula.display
        or not chain.is_claim
        or not behind.is_claim
        or chain.formula.section != behind.formula.section
    ):
        return chain
    last = chain.steps[-1]
    if _IF.fullmatch(between):
        condition = Condition("if", between.strip(" ,，"), behind.side, behind.steps)
        return replace(chain, steps=(*chain.steps[:-1], replace(last, conditions=(*last.conditions, condition))))
    waits = [one for one in last.conditions if one.meaning == "iff" and not one.side.tokens]
    if waits and _IFF.fullmatch(between):
        met = replace(waits[0], side=behind.side, steps=behind.steps)
        return replace(chain, steps=(*chain.steps[:-1], replace(last, conditions=(met,))))
    return chain


def _continued(chain: Chain, previous: Chain | None) -> Chain:
    """A chain with no left side of its own, begun with the last side of the display before."""
    if previous is None or previous.formula.section != chain.formula.section:
        return chain
    side = previous.steps[-1].right
    return replace(chain, side=side, steps=(replace(chain.steps[0], left=side), *chain.steps[1:]))
