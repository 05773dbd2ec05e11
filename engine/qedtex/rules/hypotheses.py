"""The rule of hypotheses: what the context states is used, for any values of its variables."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex import binding
from qedtex.conditions import membership
from qedtex.context import Relation, Scope
from qedtex.errors import IllFormed
from qedtex.inference import Arguments, Basis, Outcome, rule
from qedtex.terms import Term


@rule("known equation", "代入已知等式")
def substitute(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """An instance of one side of a hypothesis is replaced by the same instance of its other side.

        for all v: a(v) = b(v) is known, t lies in the range of v
        ---------------------------------------------------------
                              a(t) = b(t)

    Inequalities are used alike, and the step is then one of that relation. Fails unless the hypothesis is among those
    of the context, its open symbols are not bound here, and the values of its variables lie in their sorts. Arguments
    name the hypotheses that may be used.

    >>> from qedtex.context import Context, Hypothesis, Relation
    >>> from qedtex.language import law, parameter, real
    >>> from qedtex.rules.examples import shows
    >>> p, t, s = law("p"), parameter("theta"), real("s")
    >>> known = Context((Hypothesis("flat prior", p(t), Relation.EQUAL, s, (t,)),))
    >>> shows(substitute("flat prior"), p(t), s, known)
    'accepted'
    >>> shows(substitute("another"), p(t), s, known)
    'substitute refuses: it does not apply to p(θ)'
    >>> bounded = Context((Hypothesis("bound", p(t), Relation.LESS, s, (t,)),))
    >>> shows(substitute("bound"), p(t), s, bounded)
    'accepted: p(θ) < s'

    Source: Leibniz' law of equals.
    """
    for hypothesis in scope.context.hypotheses:
        if arguments and hypothesis.name not in arguments:
            continue
        if hypothesis.open_symbols & scope.bound:
            continue
        values = hypothesis.values(before)
        if values is None:
            continue
        if hypothesis.relation is Relation.TENDS and any(value != symbol for symbol, value in values.items()):
            continue  # a limit binds an index that it does not name, which a value could capture
        bases: list[Basis] = [hypothesis]
        if hypothesis.relation is not Relation.EQUAL:
            bases.append(hypothesis.relation)
        try:
            for variable, value in values.items():
                bases.extend(membership(value, binding.sort_with(variable.sort, values), scope))
        except IllFormed:
            continue  # a value of another kind: this is no instance
        yield binding.substitute(hypothesis.right, values), tuple(bases)
