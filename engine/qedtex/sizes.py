"""The same derivation for given numbers of outcomes or samples: its sums written out, every line proved anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qedtex.binding import free, map_data, substitute
from qedtex.chains import Calc, Proof, Step
from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import Link, Use
from qedtex.kernel import Named, Theorem, chain, prove
from qedtex.names import plain_name
from qedtex.search.relations import found_for
from qedtex.sorts import Integer
from qedtex.stating import is_proposition
from qedtex.terms import ProductOver, Range, SumOver, Symbol, Term, term

if TYPE_CHECKING:
    from qedtex.proved import Derivation

_MOST = 64
"""The greatest number of outcomes that is written out."""


def at_sizes(derivation: Derivation, sizes: Mapping[str, int]) -> Derivation:
    """The derivation for sizes; `Derivation.at` says what is raised."""
    fixed = _fixed_sizes(derivation, sizes)
    again = _Again(fixed)
    context = again.context(derivation.claim.context)
    lines = [substitute(line, fixed) for line in derivation.lines]
    written = [_written_out(line) for line in lines]
    steps = []
    for step, (left, right), (first, last) in zip(derivation.steps, pairwise(lines), pairwise(written), strict=True):
        uses = tuple(map(again.use, step.uses))
        theorem = again.between(Claim(first, step.relation, last, context), left, right, uses)
        steps.append(Step(theorem, uses, step.place, searched=True))
    theorem = chain([step.theorem for step in steps])
    given = ", ".join(f"{plain_name(symbol.name)} = {value}" for symbol, value in fixed.items())
    return replace(
        derivation,
        title=f"{derivation.title} ({given})",
        chinese=f"{derivation.chinese}（{given}）",
        claim=theorem.claim,
        proof=Proof(theorem, tuple(steps), Calc()),
    )


@dataclass(slots=True)
class _Again:
    """Proves the steps of a derivation again for sizes; a lemma is proved once."""

    sizes: dict[Symbol, Term]
    _lemmas: dict[int, Proof] = field(default_factory=dict)

    def context(self, context: Context) -> Context:
        """The hypotheses for the sizes."""
        return Context(tuple(_fixed(hypothesis, self.sizes) for hypothesis in context.hypotheses))

    def use(self, use: Use) -> Use:
        """The use of a rule with its lemmas, and the terms that it was given, for the sizes."""
        return Use(use.rule, tuple(self._argument(argument, use.rule.name == "instance") for argument in use.arguments))

    def _argument(self, argument: object, of_families: bool) -> object:
        if isinstance(argument, Term):
            return substitute(argument, self.sizes)
        if isinstance(argument, Named) and isinstance(argument.proof, Proof):
            lemma = self._lemma(argument.proof)
            return Named(argument.name, lemma.theorem, lemma)
        if isinstance(argument, Named) and of_families:
            return Named(argument.name, self._cited(argument))
        return argument

    def _cited(self, named: Named) -> Theorem:
        """A theorem about families, for families of the sizes; the theorem itself where it speaks of none of them."""
        claim = named.theorem.claim
        left, right = substitute(claim.left, self.sizes), substitute(claim.right, self.sizes)
        if (left, right) == (claim.left, claim.right):
            return named.theorem
        from qedtex import load

        try:
            return self._lemma(load(named.name).proof).theorem
        except QedtexError:
            return named.theorem  # a derivation of one's own: its rule then says that it does not fit

    def _lemma(self, lemma: Proof) -> Proof:
        known = self._lemmas.get(id(lemma))
        if known is not None:
            return known
        steps = []
        for step in lemma.steps:
            claim = step.theorem.claim
            uses = tuple(map(self.use, step.uses))
            left, right = substitute(claim.left, self.sizes), substitute(claim.right, self.sizes)
            context = self.context(claim.context)
            steps.append(
                Step(self.between(Claim(left, claim.relation, right, context), left, right, uses), uses, step.place)
            )
        made = Proof(chain([step.theorem for step in steps]), tuple(steps), lemma.owner, lemma.name)
        self._lemmas[id(lemma)] = made
        return made

    def between(self, claim: Claim, left: Term, right: Term, uses: Sequence[Use]) -> Theorem:
        """The theorem of a line: by the rules of its step on the sums as they were, else on the sums written out.

        Raises `QedtexError` QT513 where the search finds neither.
        """
        here = claim.context
        ways = (
            lambda: [
                *_links(Claim(claim.left, _same(left), left, here), _writing_out()),
                *_links(Claim(left, claim.relation, right, here), uses),
                *_links(Claim(right, _same(right), claim.right, here), _writing_out()),
            ],
            lambda: _links(claim, [*uses, *_writing_out()]),
            lambda: _links(claim, None),
        )
        for way in ways:
            try:
                return prove(claim, way())
            except QedtexError:
                continue
        raise QedtexError(
            "QT513",
            f"the line {claim.right} was not proved again for these numbers",
            help="this is a limit of the search: please report it with the derivation's id",
        )


def _links(claim: Claim, uses: Sequence[Use] | None) -> tuple[Link, ...]:
    """The links that the search finds; none where both sides are the same. Raises QT513 where it finds nothing."""
    if claim.left == claim.right:
        return ()
    found = found_for(claim, uses)
    if found is None:
        raise QedtexError("QT513", f"{claim} was not found")
    return tuple(found.links)


def _same(side: Term) -> Relation:
    """What a term and the same term written out stand in."""
    return Relation.IFF if is_proposition(side) else Relation.EQUAL


def _fixed_sizes(derivation: Derivation, sizes: Mapping[str, int]) -> dict[Symbol, Term]:
    """The integers that keywords name, with their numbers as terms."""
    everything: set[Symbol] = set()
    for line in derivation.lines:
        everything |= free(line)
    known = {plain_name(symbol.name): symbol for symbol in everything if isinstance(symbol.sort, Integer)}
    fixed: dict[Symbol, Term] = {}
    for name, number in sizes.items():
        symbol = known.get(name)
        if symbol is None:
            listed = (
                ", ".join(sorted(known)) or "none: it holds for one fixed number of outcomes, or for any finite set"
            )
            raise QedtexError(
                "QT511", f"{name} is not a size in {derivation.name}", help=f"sizes that can be given: {listed}"
            )
        least = 0 if isinstance(symbol.sort, Integer) and symbol.sort.lower == term(0) else 1
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= _MOST:
            raise QedtexError(
                "QT512", f"{name} = {number!r} cannot be written out", expected=f"an integer from {least} to {_MOST}"
            )
        fixed[symbol] = term(number)
    _require_in_range(fixed)
    return fixed


def _require_in_range(fixed: Mapping[Symbol, Term]) -> None:
    """Raise QT512 for a number beyond the upper end of its range, where that is known too."""
    for symbol, value in fixed.items():
        upper = symbol.sort.upper if isinstance(symbol.sort, Integer) else None
        end = fixed.get(upper, upper) if isinstance(upper, Symbol) else upper
        if end is not None and str(end).isdigit() and int(str(value)) > int(str(end)):
            raise QedtexError(
                "QT512", f"{plain_name(symbol.name)} = {value} is out of range", expected=f"at most {end}"
            )


def _writing_out() -> list[Use]:
    """The rules that write sums and products out, and act on logarithms of those."""
    from qedtex.rules import expand_product, expand_sum, log_product

    return [Use(expand_sum), Use(expand_product), Use(log_product)]


def _fixed(hypothesis: Hypothesis, sizes: dict[Symbol, Term]) -> Hypothesis:
    """A hypothesis with sizes given, in its statement and in the ranges of its variables."""
    variables = tuple(
        variable
        for variable in (map_data(symbol, lambda inner: substitute(inner, sizes)) for symbol in hypothesis.variables)
        if isinstance(variable, Symbol)
    )
    return replace(
        hypothesis,
        left=substitute(hypothesis.left, sizes),
        right=substitute(hypothesis.right, sizes),
        variables=variables,
    )


def _written_out(value: Term) -> Term:
    """The term with every sum and product over a range of numbers written out, from the inside."""
    from qedtex.rules import expand_product, expand_sum

    value = value.with_children(tuple(_written_out(child) for child in value.children))
    if isinstance(value, (SumOver, ProductOver)) and isinstance(value.domain, Range):
        expand = expand_sum if isinstance(value, SumOver) else expand_product
        for written, _ in expand.forward(value, Scope(), ()):
            return written
    return value
