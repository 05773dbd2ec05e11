"""What a page shows of a derivation: its chains as rows of formulas and reasons, and what each step rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from qedtex.kernel import Named
from qedtex.latex.printer import latex, latex_relation
from qedtex.render.breaking import broken
from qedtex.render.parts import Part, parts, stated
from qedtex.render.ranges import from_to
from qedtex.render.reasons import Language, reason_sentence
from qedtex.render.width import formula_width
from qedtex.site.formulas import display, inline, with_dollars
from qedtex.site.words import words
from qedtex.terms import Range, Term

if TYPE_CHECKING:
    from qedtex.axioms import Axiom
    from qedtex.chains import Step
    from qedtex.conditions import Condition
    from qedtex.proved import Derivation
    from qedtex.render.sentences import Sentence

WIDEST = 430.0
"""The width in points of 10 pt type at which formulas are broken."""
_WIDEST_START = 90.0
"""The widest first term that stands on the line of the first step."""
_NEEDED = {"> 0": "> 0", ">= 0": r"\ge 0", "!= 0": r"\ne 0"}
_JOINT = re.compile(r"(?<=[._])")
"""Where a line may end inside an id."""
_LEMMA = re.compile(r"(?:lemma |引理 )(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Links:
    """Where the pages of derivations are, seen from one page, by their ids."""

    pages: Mapping[str, str]
    axioms: str
    anchors: bool = True
    """Whether there are places in the page to go to, as there are not in the output of a notebook."""

    def marked(self, words: str) -> Markup:
        """Words with the ids of derivations and the numbers of lemmas in them as links."""
        names = [re.escape(name) for name in sorted(self.pages, key=len, reverse=True) if name in words]
        patterns = [rf"(?<![\w.]){name}(?![\w.]*\w)" for name in names] + [_LEMMA.pattern] * self.anchors
        if not patterns:
            return escape(words)
        pattern = re.compile("|".join(patterns))
        made, done = Markup(), 0
        for found in pattern.finditer(words):
            target = self.pages.get(found[0]) or f"#lemma-{found['number']}"
            shown = Markup("<wbr>").join(escape(piece) for piece in _JOINT.split(found[0]))
            made += escape(words[done : found.start()]) + Markup('<a href="{}">{}</a>').format(target, shown)
            done = found.end()
        return made + escape(words[done:])


@dataclass(frozen=True, slots=True)
class StepView:
    """One line of a chain: what stands left of the relation, the relation, the right side in pieces, and the reason."""

    left: Markup | None
    relation: Markup | None
    right: tuple[Markup, ...]
    number: int = 0
    reason: Markup = field(default_factory=Markup)
    rules: tuple[str, ...] = ()
    conditions: tuple[Markup, ...] = ()
    hypotheses: tuple[Markup, ...] = ()
    axioms: tuple[Axiom, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainView:
    """A lemma with its number and heading, or the chain of the claim, which has the number 0."""

    number: int
    heading: Markup
    steps: tuple[StepView, ...]


def chain_views(derivation: Derivation, lang: Language, links: Links) -> tuple[ChainView, ...]:
    """The lemmas of a derivation and its own chain.

    >>> import qedtex
    >>> [chain] = chain_views(qedtex.load("divergence.kl_decomposition"), "en", Links({}, ""))
    >>> len(chain.steps), str(chain.steps[3].reason), chain.steps[0].left is not None
    (6, 'definition of entropy', True)
    """
    return tuple(_chain(part, lang, links) for part in parts(derivation))


def _chain(part: Part, lang: Language, links: Links) -> ChainView:
    start = latex(part.lines[0])
    alone = formula_width(start) > _WIDEST_START
    room = WIDEST - (0.0 if alone else formula_width(start))
    views = [StepView(None, None, _pieces(start, WIDEST))] if alone else []
    for number, step in enumerate(part.steps, 1):
        left = display(start) if number == 1 and not alone else None
        views.append(_step(step, number, left, room, (part, lang, links)))
    return ChainView(part.number, with_dollars(part.heading(lang)), tuple(views))


def _step(step: Step, number: int, left: Markup | None, room: float, told: tuple[Part, Language, Links]) -> StepView:
    part, lang, links = told
    return StepView(
        left,
        inline(latex_relation(step.relation)),
        _pieces(latex(step.right), room),
        number,
        _reason(reason_sentence(step, lang, part.numbers), links),
        tuple(dict.fromkeys(str(use) for use in step.uses)),
        tuple(dict.fromkeys(condition_html(condition, lang) for condition in step.conditions)),
        tuple(inline(stated(known)) for known in step.theorem.hypotheses),
        tuple(sorted(step.axioms, key=lambda axiom: axiom.name)),
        tuple(dict.fromkeys(_cited(step, links))),
    )


def _pieces(formula: str, room: float) -> tuple[Markup, ...]:
    return tuple(display(piece) for piece in broken(formula, room))


def _reason(reason: Sentence, links: Links) -> Markup:
    """A reason with links to what it cites."""
    return Markup("").join(links.marked(part) if isinstance(part, str) else inline(part.latex) for part in reason.parts)


def _cited(step: Step, links: Links) -> Iterator[str]:
    for use in step.uses:
        for argument in use.arguments:
            if isinstance(argument, Named) and argument.proof is None and argument.name in links.pages:
                yield argument.name


def condition_html(condition: Condition, lang: Language) -> Markup:
    """A side condition as a formula, with what the bound symbols in it run over."""
    said = words(lang)
    value = latex(condition.value)
    if condition.needed in _NEEDED:
        shown = inline(f"{value} {_NEEDED[condition.needed]}")
    else:
        shown = inline(value) + " " + said["integer"]
    ranges = [_range(symbol, domain) for symbol, domain in condition.scope.binders]
    if not ranges:
        return shown
    return shown + " " + escape(said["every"]).format(Markup(", ").join(dict.fromkeys(ranges)))


def _range(symbol: Term, domain: Term | None) -> Markup:
    match domain:
        case Range(lower, upper):
            return inline(f"{latex(symbol)} = {from_to(lower, upper).latex}")
        case _:
            return inline(latex(symbol))
