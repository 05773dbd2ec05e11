"""A derivation in other names: every symbol renamed at once, every link checked again by the kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from qedtex.chains import Calc, Proof, Step
from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis
from qedtex.errors import QedtexError
from qedtex.excerpts.spelling import mentions
from qedtex.inference import Link, Use
from qedtex.kernel import Named, Theorem, chain, prove
from qedtex.latex.naming import Name, take_apart
from qedtex.sorts import Alphabet, Data, Enumerated, Labels, Outcome, Real, Sort
from qedtex.terms import Comparison, Distribution, Event, Function, Law, Symbol, Term

if TYPE_CHECKING:
    from qedtex.proved import Derivation

_FIELDS: Final[Mapping[type, str]] = {
    **dict.fromkeys((Symbol, Law, Function, Enumerated, Alphabet), "name"),
    **dict.fromkeys((Event, Labels), "variable"),
    **dict.fromkeys((Data, Real), "role"),
}
"""Where each kind of node holds a name."""
_KINDS: Final = (Term, Sort, Law, Function)
_SPARE: Final = "ijklmrstuvw"

Load = Callable[[str], "Derivation"]


@dataclass(frozen=True, slots=True)
class Names:
    """New names by old ones, as LaTeX, and what the laws over the outcomes of some spaces are conditioned on."""

    new: Mapping[str, str]
    given: Mapping[str, Symbol] = field(default_factory=dict)
    """The condition of the laws over a space, by the old name of the space."""


def shown_terms(derivation: Derivation) -> Iterator[Term]:
    """The terms that are written out: the lines of the chain and of its lemmas, and the hypotheses."""
    yield from (derivation.claim.left, derivation.claim.right)
    for step in derivation.all_steps:
        yield from (step.left, step.right)
        for known in step.theorem.claim.context.hypotheses:
            yield from (known.left, known.right, *known.variables)


def names_in(terms: Iterable[object]) -> dict[str, None]:
    r"""The names in terms, laws and sorts, in the order in which they are met; those of bound symbols too.

    >>> from qedtex.language import index, outcomes, pmf, positive_integer, Sum
    >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n); p = pmf("p", x)
    >>> sorted(names_in([Sum(p(x[i]), (i, 1, n))]))
    ['i', 'n', 'p', 'x']
    """
    found: dict[str, None] = {}
    seen: set[tuple[type, object]] = set()
    pending: list[object] = list(terms)
    while pending:
        thing = pending.pop()
        if isinstance(thing, tuple):
            pending.extend(thing)
        elif isinstance(thing, _KINDS) and (type(thing), thing) not in seen:
            seen.add((type(thing), thing))
            name = getattr(thing, _FIELDS.get(type(thing), ""), "")
            if name:
                found[name] = None
            pending.extend(_values(thing))
    return found


def _values(thing: object) -> list[object]:
    return [getattr(thing, entry.name) for entry in fields(thing)] if is_dataclass(thing) else []


def renamed(derivation: Derivation, names: Names, load: Load) -> Derivation:
    """The derivation in other names, proved again by its own links.

    `load` finds derivations that are cited. Raises `QedtexError` QT887 where the kernel refuses a link.
    """
    shown = names_in(shown_terms(derivation))
    return _Renamed(_complete(names, shown, _all_names(derivation)), load).derivation(derivation)


def _complete(names: Names, settled: Iterable[str], every: Iterable[str]) -> Names:
    """The names with spare ones for those that nobody sees, where the names that are settled would meet them."""
    new = dict(names.new)
    taken = {take_apart(new.get(name, name)) for name in settled}
    taken |= {take_apart(name) for name in new.values()} | {take_apart(one.name) for one in names.given.values()}
    for name in every:
        if name not in settled:
            if take_apart(name) in taken:
                new[name] = next(spare for spare in _spares(name) if take_apart(spare) not in taken)
            taken.add(take_apart(new.get(name, name)))
    return replace(names, new=new)


def _spares(name: str) -> Iterator[str]:
    yield from _SPARE
    base = take_apart(name).base
    while True:
        base += "'"
        yield base


def _all_names(derivation: Derivation) -> dict[str, None]:
    """The names that are shown, and those that only links hold."""
    links = [link for step in derivation.all_steps for link in step.links]
    return names_in(
        (*shown_terms(derivation), *((link.before, link.after, link.use.arguments) for link in links)),
    )


@dataclass(slots=True)
class _Renamed:
    names: Names
    load: Load
    _known: dict[tuple[type, object], Any] = field(default_factory=dict)
    _lemmas: dict[int, Proof] = field(default_factory=dict)
    _cited: dict[str, Named] = field(default_factory=dict)

    def derivation(self, of: Derivation) -> Derivation:
        steps = self.steps(of.steps)
        theorem = chain([step.theorem for step in steps])
        return replace(of, claim=theorem.claim, proof=Proof(theorem, steps, Calc(), of.proof.name))

    # Steps -------------------------------------------------------------------------------------------------------

    def steps(self, steps: Iterable[Step]) -> tuple[Step, ...]:
        """Every step, proved again by its links; what it cites is cited in the new names too where that is needed."""
        return tuple(self.step(step, number) for number, step in enumerate(steps, 1))

    def step(self, step: Step, number: int) -> Step:
        claim = step.theorem.claim
        again = Claim(self.of(claim.left), claim.relation, self.of(claim.right), self.context(claim.context))
        refusal: QedtexError | None = None
        for everywhere in (False, True):
            try:
                theorem = prove(again, [self.link(link, everywhere) for link in step.links])
            except QedtexError as fault:
                refusal = refusal or fault
            else:
                uses = tuple(self.use(use, everywhere) for use in step.uses)
                return Step(theorem, uses, step.place, step.searched)
        raise QedtexError(
            "QT887",
            f"step {number} is not proved in these names",
            notes=(refusal.message,) if refusal is not None else (),
            help="leave some of the renaming away",
        )

    def link(self, link: Link, everywhere: bool) -> Link:
        return replace(link, before=self.of(link.before), after=self.of(link.after), use=self.use(link.use, everywhere))

    def use(self, use: Use, everywhere: bool) -> Use:
        """The use of a rule with its terms and lemmas renamed, and what it cites too where that is asked for."""
        cited = next((argument for argument in use.arguments if isinstance(argument, Named)), None)
        # the left side of a_i = f(i) is in the words of the theorem about every family a
        foreign = use.rule.name == "instance" and cited is not None and cited.proof is None and not everywhere
        return Use(use.rule, tuple(self.argument(argument, everywhere, foreign) for argument in use.arguments))

    def argument(self, argument: object, everywhere: bool, foreign: bool) -> object:
        match argument:
            case Comparison(left, relation, right) if foreign:
                return Comparison(left, relation, self.of(right))
            case Term():
                return self.of(argument)
            case Named(name, _, Proof() as proof):
                lemma = self.lemma(proof)
                return Named(name, lemma.theorem, lemma)
            case Named() if everywhere:
                return self.cited(argument)
            case _:
                return argument

    def lemma(self, lemma: Proof) -> Proof:
        known = self._lemmas.get(id(lemma))
        if known is None:
            steps = self.steps(lemma.steps)
            theorem: Theorem = chain([step.theorem for step in steps])
            known = self._lemmas[id(lemma)] = Proof(theorem, steps, lemma.owner, lemma.name)
        return known

    def cited(self, named: Named) -> Named:
        """A theorem of another derivation in the new names, its laws conditioned as those here are."""
        known = self._cited.get(named.name)
        if known is None:
            other = self.load(named.name)
            every = _all_names(other)
            spaces = {space_name(law.space) for law in laws_in(shown_terms(other))} - {""}
            given = {space: self.names.given[space] for space in spaces if space in self.names.given}
            if not given and spaces and self.names.given:
                given = dict.fromkeys(spaces, next(iter(self.names.given.values())))
            settled = {name: new for name, new in self.names.new.items() if name in every}
            names = _complete(Names(settled, given), settled, every)
            made = _Renamed(names, self.load).derivation(other)
            known = self._cited[named.name] = Named(named.name, made.theorem)
        return known

    def context(self, context: Context) -> Context:
        return Context(tuple(map(self.hypothesis, context.hypotheses)))

    def hypothesis(self, known: Hypothesis) -> Hypothesis:
        """A hypothesis in the new names; words that use an old one are left out, so that its formula is shown."""
        changed = [old for old, new in self.names.new.items() if new != old]
        worded = not any(mentions(words, old) for words in (known.english, known.chinese) for old in changed)
        return replace(
            known,
            left=self.of(known.left),
            right=self.of(known.right),
            variables=tuple(self.of(variable) for variable in known.variables),
            english=known.english if worded else "",
            chinese=known.chinese if worded else "",
        )

    # Terms -------------------------------------------------------------------------------------------------------

    def of(self, thing: Any) -> Any:
        """A term, a sort or a law with all of its names changed at once, bound ones too."""
        if isinstance(thing, tuple):
            return tuple(map(self.of, thing))
        if not isinstance(thing, _KINDS):
            return thing
        key = (type(thing), thing)
        if key not in self._known:
            self._known[key] = self._made(thing)
        return self._known[key]

    def _made(self, thing: Any) -> Any:
        changes = {entry.name: self.of(getattr(thing, entry.name)) for entry in fields(thing)}
        held = _FIELDS.get(type(thing))
        if held is not None:
            changes[held] = self.names.new.get(changes[held], changes[held])
        if isinstance(thing, Distribution):
            condition = self.names.given.get(space_name(thing.law.space))
            if condition is not None:
                changes["given"] = (*changes["given"], condition)
        return replace(thing, **changes)


def laws_in(terms: Iterable[Term]) -> dict[Law, None]:
    """The laws that are spoken of."""
    return {node.law: None for term in terms for node in term.walk() if isinstance(node, Distribution)}


def space_name(space: Sort | None) -> str:
    """The name of a space of outcomes; an empty text for one that has none."""
    return space.name if isinstance(space, (Enumerated, Alphabet)) else ""


def outcome_spaces(terms: Iterable[Term], name: Name) -> set[str]:
    """The names of the spaces whose outcomes are called by a name: of a family that enumerates one, or of a symbol."""
    found = {space_name(law.space) for law in laws_in(terms)}
    spaces = {one for one in found if take_apart(one) == name} - {""}
    for term in terms:
        for node in term.walk():
            for symbol in (node, *node.variables):
                if isinstance(symbol, Symbol) and take_apart(symbol.name) == name and isinstance(symbol.sort, Outcome):
                    spaces |= {space_name(symbol.sort.space)} - {""}
    return spaces
