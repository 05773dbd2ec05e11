"""The derivation that a mark asks for: its steps cut out, its symbols renamed, and all of it verified again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from qedtex.chains import Calc, Proof
from qedtex.errors import QedtexError
from qedtex.excerpts.options import OPTIONS, Request, nearest
from qedtex.excerpts.renaming import Names, laws_in, names_in, outcome_spaces, renamed, shown_terms, space_name
from qedtex.excerpts.spelling import reserved, spelled
from qedtex.kernel import Named, chain
from qedtex.latex.naming import Name, take_apart
from qedtex.latex.printer import latex
from qedtex.latex.reader import read
from qedtex.latex.vocabulary import Vocabulary
from qedtex.names import latex_name, plain_name
from qedtex.render.web import guarded, web
from qedtex.sorts import Alphabet, Outcome
from qedtex.terms import Symbol, Term

if TYPE_CHECKING:
    from qedtex.proved import Derivation

Load = Callable[[str], "Derivation"]


def requested(request: Request, load: Load) -> Derivation:
    """The derivation as it was asked for, proved by the kernel and read back from its LaTeX.

    `load` finds derivations by id. Raises `QedtexError`: QT883 for an unknown id, QT884 for an unknown option or a step
    that there is not, QT887 where the names cannot be changed so.

    >>> import qedtex
    >>> from qedtex.excerpts.options import request
    >>> print(requested(request(r"divergence.kl_nonneg p=P q=Q_\\theta to=1"), qedtex.load).claim)
    KL(P ‖ Q_θ) = ∑_{i=1}^{n} P(xᵢ) log(P(xᵢ) / Q_θ(xᵢ))
    """
    try:
        derivation = load(request.name)
    except QedtexError as fault:
        if fault.code != "QT501":
            raise
        raise QedtexError("QT883", fault.message, help=fault.help) from None
    names = names_for(derivation, request)
    derivation = _cut(derivation, request)
    if not request.assumptions and derivation.claim.context.hypotheses:
        raise QedtexError(
            "QT884",
            f"{derivation.name} stands on hypotheses, which have to be written",
            help="leave assumptions=off away",
        )
    if request.renaming:
        derivation = renamed(derivation, names, load)
    _read_back(derivation, bool(request.renaming))
    return derivation


def _cut(derivation: Derivation, request: Request) -> Derivation:
    """The steps from the first to the last that are asked for, as a derivation of their own."""
    count = len(derivation.steps)
    beyond = max(request.first, request.last)
    if beyond > count:
        raise QedtexError(
            "QT884",
            f"{derivation.name} has no step {beyond}",
            expected=f"from and to between 1 and {count}",
        )
    steps = derivation.steps[request.first - 1 : request.last or None]
    if len(steps) == count:
        return derivation
    theorem = chain([step.theorem for step in steps])
    return replace(derivation, claim=theorem.claim, proof=Proof(theorem, steps, Calc()))


# Names -----------------------------------------------------------------------------------------------------------


def names_for(derivation: Derivation, request: Request) -> Names:
    """The new names that a mark gives; raises `QedtexError` QT884 or QT887 where they would not do."""
    terms = list(shown_terms(derivation))
    shown = names_in(terms)
    new: dict[str, str] = {}
    given: dict[str, Symbol] = {}
    wanted: set[Name] = set()
    for key, value in request.renaming:
        old = _old_name(key, shown, derivation.name)
        if old in wanted:
            raise QedtexError("QT884", f"{key} is renamed twice", help="keep one of the two")
        wanted.add(old)
        name, bar, condition = value.partition("|")
        new.update((one, spelled(name)) for one in shown if take_apart(one) == old)
        if bar:
            for space in _spaces(key, old, terms):
                given[space] = _condition(spelled(condition), [*shown, *new.values()])
    _require_apart(shown, new, given)
    return Names(new, given)


def _old_name(key: str, shown: Iterable[str], where: str) -> Name:
    """The name of the derivation that a mark means: as LaTeX, or in plain text where that is one name only."""
    wanted = take_apart(latex_name(key))
    if any(take_apart(name) == wanted for name in shown):
        return wanted
    alike = {take_apart(name) for name in shown if plain_name(name) == plain_name(latex_name(key))}
    if len(alike) == 1:
        return alike.pop()
    known = tuple(sorted({plain_name(name) for name in shown}))
    raise QedtexError(
        "QT884",
        f"{key} is neither an option nor a symbol of {where}",
        notes=(f"its symbols are {', '.join(known)}", f"the options are {', '.join(OPTIONS)}"),
        help=nearest(key, (*OPTIONS, *known)),
    )


def _require_apart(shown: Iterable[str], new: dict[str, str], given: dict[str, Symbol]) -> None:
    """Raise QT887 where two symbols would have one name, or one would have that of a number or an operator."""
    for name in new.values():
        what = reserved(name)
        if what and name not in shown:
            raise QedtexError("QT887", f"{plain_name(name)} is {what}", help="choose another name")
    holders: dict[Name, str] = {}
    for old in shown:
        called = take_apart(new.get(old, old))
        other = holders.setdefault(called, old)
        if take_apart(other) != take_apart(old):
            one, two = sorted((plain_name(other), plain_name(old)))
            raise QedtexError(
                "QT887",
                f"{one} and {two} would both be called {plain_name(new.get(old, old))}",
                help="give each symbol a name of its own: two of them may be exchanged, as in p=q, q=p",
            )
    for symbol in given.values():
        if take_apart(symbol.name) in holders:
            raise QedtexError(
                "QT887",
                f"the condition would be called {plain_name(symbol.name)} as a symbol of the derivation is",
                help="give each symbol a name of its own",
            )


def _spaces(key: str, name: Name, terms: list[Term]) -> set[str]:
    """The spaces of outcomes that a name speaks of, whose laws get the condition."""
    spaces = outcome_spaces(terms, name)
    fitting = {law for law in laws_in(terms) if space_name(law.space) in spaces}
    if not fitting or any(law.sample is not None for law in fitting):
        raise QedtexError(
            "QT887",
            f"{key} is no outcome of a distribution here, so nothing can be conditioned",
            expected="the outcomes of distributions before =, as in x=y|x",
        )
    return spaces


def _condition(name: str, taken: list[str]) -> Symbol:
    """The symbol that a law is conditioned on: any element of a finite set that nothing else is called by."""
    letter = name[0].upper() if name[0].isalpha() else "C"
    space = rf"\mathcal{{{letter}}}"
    while take_apart(space) in map(take_apart, taken):
        space += "'"
    return Symbol(name, Outcome(Alphabet(space)))


# Verified LaTeX ----------------------------------------------------------------------------------------------------


def _read_back(derivation: Derivation, is_renamed: bool) -> None:
    """Raise unless our reader reads each formula, in every form that is written, to the identical term.

    The statements of theorems that reasons name are among them.
    """
    _read_each(list(dict.fromkeys(shown_terms(derivation))), is_renamed)
    for step in derivation.all_steps:
        for argument in (argument for use in step.uses for argument in use.arguments):
            if isinstance(argument, Named) and argument.proof is None:
                claim = argument.theorem.claim
                _read_each([claim.left, claim.right], is_renamed)


def _read_each(terms: list[Term], is_renamed: bool) -> None:
    vocabulary = Vocabulary.of(*terms)
    for term in terms:
        printed = latex(term)
        for text in dict.fromkeys((printed, web(printed), guarded(web(printed)))):
            try:
                found: object = read(text, vocabulary)
            except QedtexError as refusal:
                found = refusal.message
            if found != term:
                raise QedtexError(
                    "QT887" if is_renamed else "QT602",
                    "a formula would not be read back to the term that was printed",
                    expected=str(term),
                    found=str(found),
                    notes=(f"the formula is {text}",),
                    help="choose other names" if is_renamed else "this is a fault of qedtex, please report it",
                )
