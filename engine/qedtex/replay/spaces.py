"""Other spaces for the replay: a claim about every finite space of its kind, read for the spaces of another term.

What is shown of outcomes x_1, ..., x_n for every n holds for z_1, ..., z_3, and where it speaks of them only under sums
over all of them also for a set whose elements have no numbers, and for the numbers themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .trees import BINDERS, FREE_INTEGER, Refusal, Tree, is_tree, less, num, rebuilt, replaced, symbols

Change = Callable[[Tree], Tree]


@dataclass
class Spaces:
    """Which space stands for which, and what the sizes are; found at the same places of two terms."""

    spaces: dict[Tree, Tree] = field(default_factory=dict)
    sizes: dict[Tree, Tree] = field(default_factory=dict)

    def pair(self, one: Tree, other: Tree) -> bool:
        """Whether two terms agree in what their spaces stand for; what else differs is left to the match of them."""
        if one[0] == other[0] == "Law" and one[2] is not None and other[2] is not None:
            return self._space(one[2], other[2])
        if one[0] != other[0] or len(one) != len(other) or one[0] == "Symbol":
            return True
        return all(
            self.pair(mine, theirs)
            for part, opposite in zip(one[1:], other[1:], strict=True)
            for mine, theirs in zip(_trees(part), _trees(opposite), strict=False)
        )

    def _space(self, old: Tree, new: Tree) -> bool:
        if self.spaces.setdefault(old, new) != new:
            return False
        if old[0] == "Enumerated":
            lower, upper = old[2:]
            if new[0] == "Enumerated":
                return self._size(lower, new[2]) and self._size(upper, new[3])
            if new[0] == "Labels":
                count = new[2] if new[1] == num(1) else ("Add", (less(new[2], new[1]), num(1)))
                return lower == num(1) and self._size(upper, count)
            return bool(lower == num(1) and new[0] == "Alphabet")
        if old[0] == new[0] == "Labels":
            return self._size(old[1], new[1]) and self._size(old[2], new[2])
        return old == new

    def _size(self, old: Tree, new: Tree) -> bool:
        if old[0] == "Symbol" and old[2][0] == "Integer":
            return self.sizes.setdefault(old, new) == new
        return old == new

    def change(self, whole: list[Tree]) -> Change:
        """How a term is read for the other spaces; `whole` lists all that the claim says."""
        moved = {old: new for old, new in self.spaces.items() if old[0] != new[0]}
        renamed = {old: new for old, new in self.spaces.items() if old[0] == new[0] == "Enumerated"}
        names = {old[1]: new[1] for old, new in renamed.items()}
        if len(names) < len(renamed) or len(set(names.values())) < len(names):
            raise Refusal("two spaces would become one")
        others = {space[1] for part in whole for space in _enumerated(part)} - set(names)
        if others & set(names.values()) or {old[1] for old in moved} & (set(names) | set(names.values())):
            raise Refusal("two spaces would have one name")
        sizes = {old: new for old, new in self.sizes.items() if old != new}

        def read(tree: Tree) -> Tree:
            for old, new in moved.items():
                tree = _moved(tree, old, new)
            return replaced(_renamed(tree, names), sizes)

        return read


def _trees(part: Any) -> Sequence[Tree]:
    """The trees that a field of a tree holds."""
    return [part] if is_tree(part) else part if isinstance(part, tuple) else []


def _enumerated(tree: Tree) -> list[Tree]:
    found = [tree] if tree[0] == "Enumerated" else []
    return found + [space for part in tree[1:] for item in _trees(part) for space in _enumerated(item)]


def _renamed(tree: Tree, names: dict[str, str]) -> Tree:
    """The tree with enumerated spaces, and the families of their outcomes, under other names."""
    match tree:
        case ("Enumerated", name, lower, upper) if name in names:
            return ("Enumerated", names[name], lower, upper)
        case ("Symbol", name, ("Family", ("Outcome", ("Enumerated", own, *_)), *_) as sort) if name == own in names:
            return ("Symbol", names[name], _renamed(sort, names))
        case _:
            return rebuilt(tree, lambda part, _: _renamed(part, names))


def _moved(tree: Tree, old: Tree, new: Tree) -> Tree:
    """The tree about another space, where it speaks of the outcomes of the old one under sums over all of them only."""
    _, name, lower, upper = old
    family: Tree = ("Symbol", name, ("Family", ("Outcome", old), lower, upper))
    changed = replaced(_resummed(tree, old, new, family), {old: new})
    lost = {family, replaced(family, {old: new})} | (symbols(upper) if new[0] == "Alphabet" else frozenset())
    if not symbols(changed).isdisjoint(lost):
        raise Refusal("what is cited speaks of single outcomes, or of their number")
    return changed


def _resummed(tree: Tree, old: Tree, new: Tree, family: Tree) -> Tree:
    over = ("Range", *old[2:])
    if tree[0] in ("SumOver", "ProductOver", "Every") and tree[1] == over and _only_numbers(tree[3], family, 0):
        body = _resummed(tree[3], old, new, family)
        if new[0] == "Alphabet":
            return (tree[0], ("Over", new), ("Outcome", new), _outcomes(body, family, 0, lambda at: at))
        return (
            *(tree[0], ("Range", *new[1:3]), FREE_INTEGER),
            _outcomes(body, family, 0, lambda at: ("Event", new[3], at) if new[3] else at),
        )
    return rebuilt(tree, lambda part, _: _resummed(part, old, new, family))


def _only_numbers(tree: Tree, family: Tree, level: int) -> bool:
    """Whether the symbol bound here does nothing but number the outcomes of a family."""
    if tree == ("Index", family, ("#", level)):
        return True
    if tree == ("#", level):
        return False
    last = len(tree) - 1 if tree[0] in BINDERS else -1
    return all(
        _only_numbers(item, family, level + (number == last))
        for number, part in enumerate(tree)
        for item in _trees(part)
    )


def _outcomes(tree: Tree, family: Tree, level: int, make: Change) -> Tree:
    if tree == ("Index", family, ("#", level)):
        return make(("#", level))
    if tree[0] == "Symbol":
        return tree
    return rebuilt(tree, lambda part, inside: _outcomes(part, family, level + inside, make))
