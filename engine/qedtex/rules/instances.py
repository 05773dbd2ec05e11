"""The rule of instances: a theorem about families of numbers, used for the numbers that a formula gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from qedtex.binding import alpha_equal, free, substitute
from qedtex.claims import Claim
from qedtex.conditions import membership, nonnegative, nonzero, positive
from qedtex.context import Hypothesis, Relation, Scope
from qedtex.definedness import requirements
from qedtex.inference import Arguments, Basis, Outcome, Refused, rule
from qedtex.kernel import Named, is_theorem
from qedtex.order import ORDERED, difference, implies
from qedtex.sorts import Family, Integer, Real
from qedtex.terms import Comparison, Index, Range, Symbol, Term

Formulas = Mapping[Symbol, tuple[Symbol, Term]]
"""For each family the index and the formula of its members."""


@rule("by", "由")
def instance(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A theorem about every family a_1, ..., a_n is used with a formula for a_i.

        c(a) <= d(a) is proved for every family a,   f(i) lies in the sort of a_i for every i
        -------------------------------------------------------------------------------------
                                  c(f(1), ..., f(n)) <= d(f(1), ..., f(n))

    The arguments are the theorem, an equation a_i = f(i) for each family, and theorems that state the hypotheses that
    these values leave. Fails unless the family occurs only through its members, no symbol of a formula is bound in
    the theorem, and each of its hypotheses, with the formulas in, is known here, follows, or is one of the theorems.

    >>> from qedtex.language import index, positive_integer, real, sample, statement, Sum
    >>> from qedtex.rules import compare
    >>> from qedtex.rules.examples import named, shows
    >>> from qedtex.sorts import REAL
    >>> n, i, j, t = positive_integer("n"), index("i"), index("j"), real("t")
    >>> a = sample("a", REAL, n)
    >>> squares = named(Sum(a[j] ** 2, (j, 1, n)), ">=", 0, compare)
    >>> shows(instance(squares, statement(a[i], "=", t - i)), Sum((t - j) ** 2, (j, 1, n)), 0 * t)
    'instance refuses: it turns ∑_{j=1}^{n} (t - j)^2 into 0, not into 0 t'
    >>> shows(instance(squares, statement(a[i], "=", t - n)), Sum((t - n) ** 2, (i, 1, n)), squares.theorem.claim.right)
    'accepted: ∑_{i=1}^{n} (t - n)^2 >= 0'

    Source: instantiation of a universally quantified statement.
    """
    theorems = [argument for argument in arguments if not isinstance(argument, Term)]
    for argument in theorems:
        if type(argument) is not Named or not is_theorem(argument.theorem):
            raise Refused("what is cited is not a theorem of the kernel")
    if not theorems:
        raise Refused("no theorem is named")
    (cited, *others) = [argument.theorem.claim for argument in theorems if isinstance(argument, Named)]
    formulas = dict(_formula(argument) for argument in arguments if isinstance(argument, Term))
    hypotheses = cited.context.hypotheses
    sides = [cited.left, cited.right, *(side for known in hypotheses for side in (known.left, known.right))]
    _check_capture(sides, hypotheses, formulas, scope)
    left, right = (_put_in(side, formulas) for side in (cited.left, cited.right))
    relation = Relation.EQUAL if cited.relation is Relation.IFF else cited.relation
    if relation in (Relation.TENDS, Relation.ABOUT):
        raise Refused(f"what is cited states {relation.value}, which is of its own numbers alone")
    for start, end, said in ((left, right, relation), (right, left, relation.reverse)):
        if alpha_equal(before, start):
            bases = [basis for known in hypotheses for basis in _shown(known, formulas, others, scope)]
            for family, (index, formula) in formulas.items():
                bases.extend(_members(family, index, formula, scope))
            yield end, (*bases, *(() if said is Relation.EQUAL else (said,)))


def _formula(argument: Term) -> tuple[Symbol, tuple[Symbol, Term]]:
    """The family, the index and the formula of an equation a_i = f(i)."""
    match argument:
        case Comparison(Index(Symbol(_, Family(Real(role=""), _, _)) as family, Symbol() as index, _), "=", formula):
            sized = frozenset().union(*map(free, family.sort.terms()))
            if index.sort == Integer() and index not in sized and family not in free(formula):
                return family, (index, formula)
        case _:
            pass
    raise Refused(f"{argument} is not an equation a_i = f(i) for the members of a family of numbers")


def _check_capture(sides: Sequence[Term], hypotheses: Sequence[Hypothesis], formulas: Formulas, scope: Scope) -> None:
    """Nothing that is put in is bound where it lands, and nothing that is spoken of is bound here."""
    binding = {variable for side in sides for node in side.walk() for variable in node.variables}
    binding.update(variable for known in hypotheses for variable in known.variables)
    names = {variable.name for variable in binding}
    incoming = {symbol for index, formula in formulas.values() for symbol in free(formula) - {index}}
    taken = sorted(symbol.name for symbol in incoming | formulas.keys() if symbol.name in names)
    if taken:
        raise Refused(f"{taken[0]} is bound in what is cited")
    indices = {index for index, _ in formulas.values()}
    if (incoming | indices).union(*map(free, sides)) & scope.bound:
        raise Refused("what is cited, or a formula, speaks of a symbol that is bound here")


def _put_in(term: Term, formulas: Formulas) -> Term:
    """The term with the formulas for the members; raises `Refused` where a family stands for itself."""
    put = _replaced(term, formulas)
    left = sorted(family.name for family in formulas if family in free(put))
    if left:
        raise Refused(f"{left[0]} does not occur through its members alone")
    return put


def _replaced(term: Term, formulas: Formulas) -> Term:
    if isinstance(term, Index) and term.family in formulas:
        index, formula = formulas[term.family]
        return substitute(formula, {index: _replaced(term.at, formulas)})
    return term.with_children(tuple(_replaced(child, formulas) for child in term.children))


def _shown(known: Hypothesis, formulas: Formulas, others: Sequence[Claim], scope: Scope) -> Iterator[Basis]:
    """What shows a hypothesis with the formulas in: the same hypothesis, a theorem, or an inequality that follows."""
    if known in scope.context.hypotheses and not known.open_symbols & formulas.keys():
        yield known
        return
    left, right = _put_in(known.left, formulas), _put_in(known.right, formulas)
    for claim in others if not known.variables else ():
        same = alpha_equal(claim.left, left) and alpha_equal(claim.right, right)
        same = same and implies(claim.relation, known.relation)
        speaks = (free(claim.left) | free(claim.right)) & scope.bound
        if same and not speaks and set(claim.context.hypotheses) <= set(scope.context.hypotheses):
            yield from claim.context.hypotheses
            return
    if known.variables or known.relation not in (*ORDERED, Relation.UNEQUAL):
        raise Refused(f"what is cited stands on the hypothesis {known.name!r}")
    for side in (left, right):
        yield from requirements(side, scope)
    if known.relation is Relation.UNEQUAL:
        yield nonzero(left - right, scope)
        return
    value, strict = difference(left, known.relation, right)
    yield positive(value, scope) if strict else nonnegative(value, scope)


def _members(family: Symbol, index: Symbol, formula: Term, scope: Scope) -> Iterator[Basis]:
    """Every number that the formula gives makes sense and lies in the sort of the family's members."""
    if not isinstance(family.sort, Family):
        raise Refused(f"{family} is no family")
    inside = replace(scope, binders=(*scope.binders, (index, Range(family.sort.lower, family.sort.upper))))
    yield from requirements(formula, inside)
    yield from membership(formula, family.sort.element, inside)
