"""Side conditions for the replay: what is shown to be positive, not zero or an integer at a place, and from what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .algebra import normal
from .trees import (
    BINDERS,
    INFINITE,
    Tree,
    children,
    is_finite,
    is_number,
    less,
    negated,
    num,
    opened,
    replaced,
    sort_of,
    symbols,
)

Known = tuple[str, Tree, str, Tree, tuple[Tree, ...]]
"""A hypothesis: its name, its two sides with their relation between them, and the variables that it is for every."""
Fact = tuple[dict[Any, Any], bool]
"""A number that is at least 0, by the coefficients of its monomials, and whether it is greater than 0."""
MOST_FACTS = 12
"""Of how many facts at most all products are looked at."""
DEPTH = 5
"""How many known inequalities are added up at most."""
COMPOSED = frozenset({"Mul", "Div", "Pow", "Log", "SumOver", "ProductOver", "Expectation"})
"""What has a sign by those of its parts, and is an atom of the numbers that it is a part of."""


@dataclass(frozen=True)
class Place:
    """Where a rule is applied: the hypotheses, and the symbols bound on the way with what they run over."""

    hypotheses: tuple[Known, ...] = ()
    bound: tuple[tuple[Tree, Tree | None], ...] = ()
    apart: tuple[Known, ...] = ()
    """That the symbol of each limit around is not where it goes to."""
    memory: dict[Tree, tuple[bool, bool]] = field(default_factory=dict, compare=False, hash=False)

    def enter(self, binder: Tree) -> tuple[Place, Tree]:
        """The place inside a binder, and the body there with a symbol of its own for what is bound."""
        symbol = ("Symbol", f"%{len(self.bound)}", binder[-2])
        domain = binder[1] if binder[0] in ("SumOver", "ProductOver", "Integral", "Every") else None
        apart = self.apart
        if binder[0] == "Limit" and binder[1] not in INFINITE:  # the point itself, and the other side, do not matter
            relation = {"+": ">", "-": "<"}.get(binder[2], "!=")
            apart = (*apart, ("apart", symbol, relation, binder[1], ()))
        return Place(self.hypotheses, (*self.bound, (symbol, domain)), apart), opened(binder[-1], symbol)

    def captured(self) -> frozenset[Tree]:
        """The symbols bound here."""
        return frozenset(symbol for symbol, _ in self.bound)

    def least(self, tree: Tree) -> tuple[bool, bool]:
        """Whether tree >= 0, and whether tree > 0, is shown for all values."""
        if tree not in self.memory:
            self.memory[tree] = (False, False)  # asked for while it is being found
            self.memory[tree] = self._least(tree)
        return self.memory[tree]

    def positive(self, tree: Tree) -> bool:
        """Whether tree > 0 is shown."""
        return self.least(tree)[1]

    def nonnegative(self, tree: Tree) -> bool:
        """Whether tree >= 0 is shown."""
        return self.least(tree)[0]

    def nonzero(self, tree: Tree) -> bool:
        """Whether tree is shown to be positive or negative, or to be a product, quotient or power of such."""
        match tree:
            case ("Mul", parts) if all(map(self.nonzero, parts)):
                return True
            case ("Div" | "Pow" | "Sqrt" | "Neg", first, *_) if self.nonzero(first):
                return True
            case _:
                return self.positive(tree) or self.positive(negated(tree)) or self._apart(tree)

    def _apart(self, tree: Tree) -> bool:
        """Whether a hypothesis says that a number is not 0."""
        return is_number(tree) and self._kept_from_0(normal(tree))

    def _kept_from_0(self, value: Any) -> bool:
        """Whether a hypothesis says that two numbers differ whose difference this is, up to a factor."""
        for _, left, relation, right, variables in (*self.hypotheses, *self.apart):
            if relation == "!=" and not variables and is_number(left) and is_number(right):
                gap = normal(less(left, right))
                if gap != 0 and (ratio := (value / gap).cancel()).is_Rational and ratio != 0:
                    return True
        return False

    def _least(self, tree: Tree) -> tuple[bool, bool]:
        match tree:
            case ("Mul", parts):
                strict = [self.positive(part) for part in parts]
                below = [self.positive(negated(part)) for part in parts]
                if all(a or b for a, b in zip(strict, below, strict=True)) and sum(below) % 2 == 0:
                    return True, True
                weak = all(map(self.nonnegative, parts))
            case ("Div", over, by):
                sign = self.least(by)[1]
                if sign or self.positive(negated(by)):
                    return self.least(over if sign else negated(over))
                weak = False
            case ("Pow", base, exponent):
                if self.positive(base):
                    return True, True
                power = normal(exponent)
                even = bool(power.is_Integer and power.p % 2 == 0)
                if even and (power == 0 or self.nonzero(base)):
                    return True, True
                weak = even or self.nonnegative(base)
            case ("Sqrt", of):
                return True, self.positive(of)
            case ("Abs", of):
                return True, self.nonzero(of)
            case ("Log", of, base):
                return (
                    self.least(("Add", (of, num(-1))))
                    if base is None or self.positive(less(base, num(1)))
                    else (False,) * 2
                )
            case ("Neg", ("Neg", of)):
                return self.least(of)
            case ("Neg", ("Mul", (first, *others))):
                return self.least(("Mul", (negated(first), *others)))
            case ("Neg", ("Log", of, base)) if base is None or self.positive(less(base, num(1))):
                return self.least(less(num(1), of))
            case ("Neg", ("Div", over, by)):
                return self.least(("Div", negated(over), by))
            case ("Neg", ("SumOver" as kind, domain, sort, body)):
                return self.least((kind, domain, sort, negated(body)))
            case ("Add", parts):
                known = list(map(self.least, parts))
                if all(weak for weak, _ in known) and any(strict for _, strict in known):
                    return True, True
                weak = all(weak for weak, _ in known)
            case ("SumOver" | "ProductOver" | "Expectation" as kind, domain, _, _):
                place, body = self.enter(tree)
                weak, strict_body = place.least(body)
                if kind == "ProductOver":
                    return weak, strict_body
                if weak and strict_body and (kind == "Expectation" or self.nonempty(domain)):
                    return True, True
            case _:
                weak = False
        summed = self._summed(tree)
        weak = weak or summed[0]
        return weak, summed[1] or (weak and self._apart(tree))

    def nonempty(self, domain: Tree) -> bool:
        """Whether a range or a space has an element."""
        match domain:
            case ("Range", lower, upper) | ("Over", ("Enumerated", _, lower, upper) | ("Labels", lower, upper, _)):
                return self.nonnegative(less(upper, lower))
            case ("Over", ("Alphabet", _)):
                return True
            case _:
                return False

    def _has_two(self, space: Tree | None) -> bool:
        """Whether a space has two outcomes or more, so that none of them has all the mass."""
        match space:
            case ("Enumerated", _, lower, upper) | ("Labels", lower, upper, _):
                return self.positive(less(upper, lower))
            case _:
                return False

    def integer(self, tree: Tree) -> bool:
        """Whether a tree is an integer for all values."""
        match tree:
            case ("Num", value):
                return bool(value.denominator == 1)
            case ("Symbol", _, sort):
                domain = dict(self.bound).get(tree)
                return bool(domain[0] == "Range" if domain is not None else sort[0] == "Integer")
            case ("Add" | "Mul", parts):
                return all(map(self.integer, parts))
            case ("Neg" | "Abs", of):
                return self.integer(of)
            case ("Pow", base, exponent):
                return self.integer(base) and self.integer(exponent) and self.nonnegative(exponent)
            case ("SumOver" | "ProductOver", _, _, _):
                place, body = self.enter(tree)
                return place.integer(body)
            case _:
                return bool((sort_of(tree) or ("",))[0] == "Integer")

    def _summed(self, tree: Tree) -> tuple[bool, bool]:
        """Whether a number is shown to be at least 0, and greater, by what is known of what it is made of."""
        return self._by_facts(normal(tree), tree)

    def positive_value(self, value: Any, tree: Tree) -> bool:
        """Whether an expression made of atoms of a tree is shown to be greater than 0."""
        return self._by_facts(value, tree)[1]

    def _by_facts(self, value: Any, tree: Tree) -> tuple[bool, bool]:
        """Whether a number is a sum of known inequalities, or of products of two, with positive factors.

        Where it is not, it may still be a product or quotient of such numbers.
        """
        import sympy

        facts = [(_coefficients(normal(fact)), strict) for fact, strict in self._facts(tree)]
        found = _combined(_coefficients(value), facts, DEPTH)
        if found is None:
            facts += _products(facts, _coefficients(value))
            found = _combined(_coefficients(value), facts, DEPTH)
        if found is not None or value.is_Number:
            return found is not None, bool(found)
        over, by = sympy.fraction(sympy.together(value))
        strict = True
        sign = 1
        for part, below in ((over, False), (by, True)):
            number, factors = sympy.factor_list(part)
            sign *= 1 if number > 0 else -1
            for factor, power in factors:
                own, steep = self._sign_of(factor, facts)
                if own == 0 and not (power % 2 == 0 and not below):
                    return False, False
                sign *= own if power % 2 else 1
                strict = strict and (steep or self._kept_from_0(factor))
        return sign > 0, sign > 0 and strict

    def _sign_of(self, factor: Any, facts: list[Fact]) -> tuple[int, bool]:
        """The sign of a factor by sums of facts, and whether it is never 0."""
        for sign in (1, -1):
            found = _combined(_coefficients(sign * factor), facts, DEPTH)
            if found is not None:
                return sign, found
        return 0, False

    def _facts(self, tree: Tree) -> Iterator[tuple[Tree, bool]]:
        """What is known to be >= 0, or > 0 where the flag says so, about what a tree is made of."""
        pending: list[tuple[Tree, bool]] = [(tree, True)]
        seen: set[Tree] = set()
        for known in (*self.hypotheses, *self.apart):
            _, left, relation, right, variables = known
            if relation in ("<", "<=", ">", ">=") and not variables:
                greater, smaller = (right, left) if relation[0] == "<" else (left, right)
                if known in self.apart or (symbols(left) | symbols(right)).isdisjoint(self.captured()):
                    yield less(greater, smaller), len(relation) == 1
                    pending.append((less(greater, smaller), False))
        while pending:
            node, own = pending.pop()
            if node in seen:
                continue
            seen.add(node)
            facts = list(self._about(node))
            yield from facts
            pending.extend((fact, False) for fact, _ in facts)
            if own and node[0] in COMPOSED:  # only of what the tree itself is made of, so that it comes to an end
                for part in (node, negated(node)):
                    weak, strict = self.least(part)
                    if weak:
                        yield part, strict
            if own and node[0] == "Exp":
                for part, gap in ((node[1], less(node, num(1))), (negated(node[1]), less(num(1), node))):
                    weak, strict = self.least(part)
                    if weak:
                        yield gap, strict
            pending.extend([] if node[0] in BINDERS else [(child, own) for child in children(node)])

    def _about(self, node: Tree) -> Iterable[tuple[Tree, bool]]:
        match node:
            case ("Prob", ("Distribution", law, _, _), outcomes):
                finite = all(
                    is_finite((sort_of(x) or law)[1] if (sort_of(x) or ("",))[0] == "Outcome" else law[2])
                    for x in outcomes
                )
                several = law[3] and len(outcomes) == 1 and self._has_two(law[2])
                return [(node, law[3]), *([(less(num(1), node), several)] if finite else [])]
            case ("Sigmoid", _):
                return [(node, True), (less(num(1), node), True)]
            case ("Const", "pi" | "e" as name):
                low = 3 if name == "pi" else 2
                return [(less(node, num(low)), True), (less(num(low + 1), node), True)]
            case ("Exp", _):
                return [(node, True)]
            case ("Abs" | "Sqrt", _) | ("Norm", _, _):
                return [(node, False)]
            case ("Symbol", _, _) if (domain := dict(self.bound).get(node)) is not None:
                return between(node, domain)
            case ("Index", _, at):
                return [*within(node, sort_of(node)), *self._of_members(node, at)]
            case ("Symbol", *_):
                return within(node, sort_of(node))
            case _:
                return []

    def _of_members(self, member: Tree, at: Tree) -> Iterator[tuple[Tree, bool]]:
        """What is known of every member of a family, at an index for which it is known."""
        for _, left, relation, right, variables in self.hypotheses:
            if relation not in ("<", "<=", ">", ">=") or len(variables) != 1 or variables[0][2][0] != "Integer":
                continue
            (variable,) = variables
            open_symbols = (symbols(left) | symbols(right) | symbols(variable[2])) - {variable}
            if not open_symbols.isdisjoint(self.captured()) or not self.integer(at):
                continue
            if not all(self.nonnegative(fact) for fact, _ in within(at, variable[2])):
                continue
            for one, other, above in ((left, right, relation[0] == ">"), (right, left, relation[0] == "<")):
                if one == (*member[:2], variable):
                    end = replaced(other, {variable: at})
                    yield less(member, end) if above else less(end, member), len(relation) == 1


def between(tree: Tree, domain: Tree) -> list[tuple[Tree, bool]]:
    """What it means for a number to lie in a range of integers, or in an interval with its finite ends."""
    if domain[0] == "Range":
        return within(tree, ("Integer", *domain[1:]))
    low, high = domain[1:] if domain[0] == "Interval" else INFINITE[::-1]
    return [
        *([(less(tree, low), False)] if low not in INFINITE else []),
        *([(less(high, tree), False)] if high not in INFINITE else []),
    ]


def within(tree: Tree, sort: Tree | None) -> list[tuple[Tree, bool]]:
    """What it means for a number to lie in a sort, as terms that are >= 0 or > 0."""
    match sort:
        case ("Real", least, greatest, lower_open, upper_open, _):
            low, high = (None if end is None else num(end) for end in (least, greatest))
        case ("Integer", low, high):
            lower_open = upper_open = False
        case _:
            return []
    return [
        *([(less(tree, low), lower_open)] if low is not None else []),
        *([(less(high, tree), upper_open)] if high is not None else []),
    ]


def _coefficients(value: Any) -> dict[Any, Any]:
    import sympy

    found = sympy.expand(value).as_coefficients_dict()
    return {monomial: factor for monomial, factor in found.items() if factor != 0}


def _products(facts: list[Fact], goal: dict[Any, Any]) -> list[Fact]:
    """The products of two facts that share their monomials with a goal; none where there are too many."""
    import sympy

    if len(facts) > MOST_FACTS or all(len(sympy.Mul.make_args(monomial)) < 2 for monomial in goal):
        return []
    sums = [(sum(factor * monomial for monomial, factor in fact.items()), strict) for fact, strict in facts]
    made = []
    for number, (one, strict) in enumerate(sums):
        for other, other_strict in sums[number:]:
            product = _coefficients(one * other)
            if not product.keys().isdisjoint(goal):
                made.append((product, strict and other_strict))
    return made


def _combined(goal: dict[Any, Any], facts: list[Fact], depth: int) -> bool | None:
    """True for > 0, False for >= 0, `None` where no sum of facts was found."""
    open_monomial = next((monomial for monomial in goal if not monomial.is_Number), None)
    if open_monomial is None:
        rest = sum(factor * monomial for monomial, factor in goal.items())
        return None if rest < 0 else bool(rest > 0)
    best: bool | None = None
    for fact, strict in facts if depth else ():
        ratio = goal[open_monomial] / fact[open_monomial] if open_monomial in fact else 0
        if ratio > 0:
            left = {key: goal.get(key, 0) - ratio * fact.get(key, 0) for key in {**goal, **fact}}
            found = _combined({key: value for key, value in left.items() if value != 0}, facts, depth - 1)
            if found is not None:
                if found or strict:
                    return True
                best = False
    return best
