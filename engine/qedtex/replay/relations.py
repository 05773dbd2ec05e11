"""How two terms stand to each other, for the replay: which relation gives which, and what two in a row give.

Rounding is written `~=k`: the left side differs from the right one by at most half a unit of the k-th decimal. So it
says the same of every way to write the right side, and the digits that a record shows say which k is claimed.
"""

from __future__ import annotations

from .trees import INFINITE, Refusal, Tree, is_number

UP = {">": True, ">=": False}
DOWN = {"<": True, "<=": False}
ONE_WAY = ("->", "~=")


def turned(relation: str) -> str:
    """The relation read from right to left; raises `Refusal` where that says nothing."""
    if relation.startswith(ONE_WAY):
        raise Refusal(f"{relation[:2]} is not read from right to left")
    return relation.translate(str.maketrans("<>", "><"))


def implied(found: str, wanted: str) -> bool:
    """Whether one relation gives another."""
    if found.startswith("~=") and wanted.startswith("~="):
        return int(found[2:]) >= int(wanted[2:])
    weaker = {"=": ("<=", ">=", "iff"), "<": ("<=", "!="), ">": (">=", "!=")}
    return found == wanted or wanted in weaker.get(found, ())


def joined(one: str, other: str) -> str:
    """What two relations in a row give; raises `Refusal` where that is nothing."""
    if one == "=":
        return other
    if other == "=" and not one.startswith("~="):
        return one
    for way in (UP, DOWN):
        if one in way and other in way:
            return one if way[one] else other
    if one == other == "iff":
        return one
    raise Refusal(f"{one} and then {other} say nothing of the two ends")


def kind(tree: Tree) -> str:
    """What a whole term stands for: a number, a set, a proposition, or what may be infinite."""
    if tree[0] in ("Comparison", "Every"):
        return "proposition"
    if tree[0] in ("Argmax", "Argmin", "FiniteSet") or (tree[0] == "Symbol" and tree[2][0] == "Extrema"):
        return "set"
    if tree[0] == "Limit" or tree in INFINITE:
        return "limit"
    if is_number(tree):
        return "number"
    raise Refusal(f"{tree[0]} is nothing that a claim can be about")


def check_kinds(left: Tree, relation: str, right: Tree) -> None:
    """Propositions are equivalent, sets and limits are equal, and only numbers are compared in other ways."""
    kinds = {kind(left), kind(right)}
    if (kinds == {"proposition"}) != (relation == "iff") or ("proposition" in kinds and len(kinds) > 1):
        raise Refusal("an equivalence stands between propositions, and nothing else does")
    if (kinds != {"number"} and relation not in ("=", "iff")) or ("set" in kinds and len(kinds) > 1):
        raise Refusal(f"{relation} does not stand between such terms")
