r"""Whole formulas: a set of points, a proposition such as a = b \quad \forall\, i \in \{1, \ldots, n\}, or a number."""

from __future__ import annotations

from collections.abc import Sequence

from qedtex.context import Relation
from qedtex.latex.naming import normal
from qedtex.latex.resolve import RELATIONS, Resolver
from qedtex.latex.syntax import Args, Chain, Item, Mark, Total
from qedtex.sorts import Alphabet, Outcome
from qedtex.terms import Comparison, Every, FiniteSet, Over, Range, Symbol, Term, sort_of

_COMPARING = frozenset(RELATIONS.values()) - {Relation.TENDS, Relation.IFF, Relation.ABOUT}
_DOTS = frozenset({"\\ldots", "\\dots", "\\cdots"})


class Statements(Resolver):
    """The resolver for whole formulas."""

    def whole(self, chain: Chain) -> Term:
        """The one term of a formula: a number, a set, or a proposition; a chain is refused."""
        if not chain.relations:
            return self.side(chain.totals[0])
        for mark in chain.relations:
            if RELATIONS.get(mark.text) is Relation.IFF:
                raise self.refuse("QT210", "this is a statement, not a formula", mark, way_on="read it as a chain")
        return self.proposition(chain.totals, chain.relations)

    def relations(self, chain: Chain) -> list[Term | Relation]:
        """The terms of a chain and the relations between them; the sides of an equivalence are propositions."""
        cuts = [at for at, mark in enumerate(chain.relations) if RELATIONS.get(mark.text) is Relation.IFF]
        if not cuts and not any(mark.kind == "FORALL" for mark in chain.relations):
            return self.plain_relations(chain)
        found: list[Term | Relation] = []
        start = 0
        for cut in (*cuts, len(chain.relations)):
            if found:
                found.append(Relation.IFF)
            found.append(self.proposition(chain.totals[start : cut + 1], chain.relations[start:cut]))
            start = cut + 1
        return found

    def plain_relations(self, chain: Chain) -> list[Term | Relation]:
        """The numbers or sets of a chain and the relations between them."""
        found: list[Term | Relation] = [self.side(chain.totals[0])]
        for mark, total in zip(chain.relations, chain.totals[1:], strict=True):
            found += [self.relation(mark), self.side(total)]
        return found

    def relation(self, mark: Mark) -> Relation:
        """What a sign between two formulas states."""
        relation = RELATIONS.get(mark.text)
        if relation is None:
            raise self.refuse("QT210", f"{mark.text} states nothing here", mark, expected="a relation such as =")
        return relation

    def side(self, total: Total) -> Term:
        """A set of points in curly brackets, or any other term."""
        item = total.only_item
        if item is None or not item.is_bare or not _is_curly(item):
            return self.total(total)
        args = item.base.inside[0]
        if not isinstance(args, Args) or any(separator.kind != "COMMA" for separator in args.separators):
            raise self.refuse("QT208", "a set lists its points with commas", item)
        return FiniteSet(tuple(self.number(self.cell(cell), cell) for cell in args.cells))

    def proposition(self, totals: Sequence[Total], marks: Sequence[Mark]) -> Term:
        """A comparison of two numbers, perhaps for all values of what is said behind it."""
        if not marks or (len(marks) > 1 and marks[1].kind != "FORALL") or self.relation(marks[0]) not in _COMPARING:
            place = marks[0] if marks else totals[0]
            raise self.refuse("QT210", "this is not one comparison of two numbers", place, expected="a = b")
        left, right = (self.number(self.total(total), total) for total in totals[:2])
        stated: Term = Comparison(left, self.relation(marks[0]).value, right)
        at = 2
        while at < len(totals):
            among = at + 1 < len(totals) and marks[at].text == "\\in"
            variable, domain = self.quantifier(totals[at], totals[at + 1] if among else None)
            stated = Every(domain, variable, stated)
            at += 1 + among
            if at < len(totals) and marks[at - 1].kind != "FORALL":
                raise self.refuse("QT210", "this does not fit behind a statement", marks[at - 1], expected="\\forall")
        return stated

    def quantifier(self, named: Total, among: Total | None) -> tuple[Symbol, Term]:
        """The variable of a universal statement and what it runs over."""
        name = named.only_item
        if name is None:
            raise self.refuse("QT209", "this cannot be the variable", named, expected="a symbol")
        variable = self.variable(name)
        item = among.only_item if among is not None else None
        if item is not None and _is_curly(item):
            args = item.base.inside[0]
            if isinstance(args, Args) and len(args.cells) == 3 and normal(self.source(args.cells[1])) in _DOTS:
                lower, upper = (self.number(self.cell(cell), cell) for cell in args.cells[::2])
                return variable, Range(lower, upper)
            raise self.refuse("QT209", "this is no range", item, expected=r"\{1, \ldots, n\}")
        sort = sort_of(variable)
        if not isinstance(sort, Outcome):
            raise self.refuse("QT209", f"{variable.name} has no range here", named, expected=r"\in \{1, \ldots, n\}")
        if among is not None:
            self.check_space(sort.space.name if isinstance(sort.space, Alphabet) else None, among)
        return variable, Over(sort.space)


def _is_curly(item: Item) -> bool:
    return item.base.kind == "group" and item.base.text.endswith(("{", r"\lbrace"))
