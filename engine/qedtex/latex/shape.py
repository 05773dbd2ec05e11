"""From the text of a formula to its shape: limits of size, then Lark's LALR parser over `grammar.lark`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from qedtex.latex.syntax import Args, Base, Chain, Item, Mark, Node, Product, Total, refusal

MAX_CHARACTERS = 20_000
MAX_NESTING = 100  # a level takes the resolver five calls, and Python allows a thousand in all

_OPENING = re.compile(r"\\\\|\\[{}|]|[{}()\[\]]")
_EXPECTED = {
    "RPAR": ")",
    "RBRACK": "]",
    "RCURLY": r"\}",
    "RBRACE": "}",
    "LBRACE": "{",
    "RABS": r"\right|",
    "RNORM": r"\rVert",
    "$END": "the end of the formula",
}


def shape(text: str) -> Chain:
    """The shape of a formula; raises `ReadError` where it has none or is over the limits."""
    if len(text) > MAX_CHARACTERS:
        raise refusal(
            "QT203",
            f"the formula has {len(text)} characters",
            MAX_CHARACTERS,
            expected=f"at most {MAX_CHARACTERS} characters",
            way_on="split it into shorter formulas",
        )
    depth = 0
    for found in _OPENING.finditer(text):
        last = found[0][-1]
        depth += last in "{([" and found[0] != "\\\\"
        depth -= last in "})]"
        if depth > MAX_NESTING:
            raise too_deep(found.start())
    return _parser()(text)


def too_deep(start: int) -> Exception:
    """The error for a formula nested too deeply."""
    return refusal(
        "QT204",
        "the formula is nested too deeply",
        start,
        expected=f"at most {MAX_NESTING} levels",
        way_on="name its parts and write them as formulas of their own",
    )


@cache
def _parser() -> Callable[[str], Chain]:
    """The parser, made at its first use: Lark takes longer to import than a formula takes to read."""
    from lark import Lark
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    grammar = files("qedtex.latex").joinpath("grammar.lark").read_text(encoding="utf-8")
    parser = Lark(grammar, parser="lalr", lexer="basic", transformer=Builder())

    def parse(text: str) -> Chain:
        try:
            shape = parser.parse(text)
        except UnexpectedCharacters as error:
            at = error.pos_in_stream or 0
            raise refusal(
                "QT201",
                f"{text[at]!r} is not part of a formula here",
                at,
                text[at],
                way_on="leave it out of the formula",
            ) from None
        except UnexpectedToken as error:
            raise _unexpected(error.token, error.expected, text) from None
        if not isinstance(shape, Chain):
            raise TypeError("the grammar's start is a chain")
        return shape

    return parse


def _unexpected(token: Any, expected: set[str], text: str) -> Exception:
    # `Any` for Lark's token, a subclass of str with attributes that it declares loosely.
    ended = token.type == "$END"
    at = len(text) if ended else int(token.start_pos)
    wanted = [_EXPECTED[name] for name in sorted(expected) if name in _EXPECTED]
    if expected & {"LETTER", "NUMBER"}:
        wanted.insert(0, "a number, a name, or something in parentheses")
    return refusal(
        "QT202",
        "the formula stops too early" if ended else f"{str(token)!r} does not fit here",
        at,
        "the end of the formula" if ended else str(token),
        expected=" or ".join(wanted),
        way_on="close what is open"
        if ended
        else "look for a sign, brace or parenthesis too many or too few just before it",
    )


class Builder:
    """The callbacks of the grammar's rules: each makes its node from those of its parts, so that nothing recurses.

    Lark hands over untyped lists of nodes and tokens; the grammar says what is in them.
    """

    def start(self, children: list[Any]) -> Chain:
        """The whole formula."""
        chain: Chain = children[0]
        return chain

    def chain(self, children: list[Any]) -> Chain:
        """Totals and relations in turn."""
        totals = tuple(children[::2])
        return Chain(totals[0].start, totals[-1].end, totals, tuple(map(_mark, children[1::2])))

    def sum(self, children: list[Any]) -> Total:
        """An optional minus sign, and products with signs between them."""
        leading, *rest = children
        products: tuple[Product, ...] = tuple(rest[::2])
        signs = ("+" if leading is None else "-", *("-" if mark.type == "MINUS" else "+" for mark in rest[1::2]))
        return Total(_start(products[0] if leading is None else leading), products[-1].end, signs, products)

    def product(self, children: list[Any]) -> Product:
        """Items, and signs of multiplication or division."""
        elements = tuple(child if isinstance(child, Item) else _mark(child) for child in children)
        return Product(elements[0].start, elements[-1].end, elements)

    def item(self, children: list[Any]) -> Item:
        """A base and its scripts; two scripts in one place are refused."""
        first, *scripts = children
        item = first if isinstance(first, Item) else Item(first.start, first.end, first)
        for kind, at, args in scripts:
            end = args.end if args is not None else at.end_pos
            is_free = item.sup is None and not item.starred and not item.side
            if kind == "SUB" and item.sub is None:
                item = replace(item, end=end, sub=args)
            elif kind == "SUP" and is_free:
                item = replace(item, end=end, sup=args)
            elif kind == "STAR" and is_free:
                item = replace(item, end=end, starred=True)
            elif kind in ("+", "-") and is_free:
                item = replace(item, end=end, side=kind)
            elif kind == "PRIME":
                item = replace(item, end=end, primes=item.primes + len(at))
            else:
                raise refusal(
                    "QT207",
                    "two scripts in one place",
                    at.start_pos,
                    str(at),
                    way_on="put parentheses around the first",
                )
        return item

    def script(self, children: list[Any]) -> tuple[str, Any, Args]:
        """A subscript or superscript."""
        return children[0].type, children[0], children[1]

    def star(self, children: list[Any]) -> tuple[str, Any, None]:
        """A star that belongs to a name."""
        return "STAR", children[-1], None

    def side(self, children: list[Any]) -> tuple[str, Any, None]:
        """The sign in 0^{+}."""
        is_plus = any(child.type == "PLUS" for child in children)
        return "+" if is_plus else "-", children[-1], None

    def prime(self, children: list[Any]) -> tuple[str, Any, None]:
        """Primes."""
        return "PRIME", children[0], None

    def args_script(self, children: list[Any]) -> Args:
        """The content of a script in braces."""
        args: Args = replace(children[1], start=children[0].start_pos, end=children[2].end_pos)
        return args

    def token_script(self, children: list[Any]) -> Args:
        """A script without braces is one token: x^23 would show x^2 3, so a longer number is refused."""
        token = children[0]
        if token.type == "NUMBER" and len(token) > 1:
            raise refusal(
                "QT207", f"only {token[0]} is in the script", token.start_pos, str(token), way_on="use braces"
            )
        return _alone(self.number(children) if token.type == "NUMBER" else self.name(children))

    def accented_script(self, children: list[Any]) -> Args:
        """A script without braces that is an accented name."""
        return _alone(children[0])

    def base(self, children: list[Any]) -> Any:
        """A base that is already made."""
        return children[0]

    def number(self, children: list[Any]) -> Base:
        """A number."""
        return _base("number", children)

    def name(self, children: list[Any]) -> Base:
        """A letter, a command, or a letter or word in a style."""
        return _base("name", children)

    def accented(self, children: list[Any]) -> Base:
        """A name under an accent."""
        inside = children[2] if len(children) > 2 else None
        if isinstance(inside, Item) and (inside.base.kind != "name" or inside.sup is not None or inside.side):
            raise refusal("QT208", "the accent is not over a name", inside.start, str(children[0]))
        return replace(_base("name", children), inside=())

    def group(self, children: list[Any]) -> Base:
        """Something between parentheses, brackets, or curly braces that show."""
        return _base("group", children)

    def brace(self, children: list[Any]) -> Base:
        """Something between braces that do not show."""
        return _base("brace", children)

    def absolute(self, children: list[Any]) -> Base:
        """An absolute value."""
        return _base("absolute", children)

    def evaluated(self, children: list[Any]) -> Base:
        """A derivative with a bar behind it; the point it is taken at is the subscript."""
        return _base("evaluated", children)

    def norm(self, children: list[Any]) -> Base:
        """A norm; its order is its subscript."""
        return _base("norm", children)

    def fraction(self, children: list[Any]) -> Base:
        """A fraction."""
        return _base("fraction", children)

    def root(self, children: list[Any]) -> Base:
        """A square root."""
        return _base("root", children)

    def operator(self, children: list[Any]) -> Base:
        """A sum, product or integral sign, a function such as log, an arg max, or the d of an integral."""
        return _base(children[0].type, children)

    def underset(self, children: list[Any]) -> Item:
        """An arg max with its variable set under it."""
        sign = children[-2]
        made = _base("EXTREMUM", children)
        return Item(made.start, made.end, replace(made, inside=(), text=str(sign)), sub=children[2])

    def args(self, children: list[Any]) -> Args:
        """Cells with separators between them."""
        cells = tuple(children[::2])
        return Args(cells[0].start, cells[-1].end, cells, tuple(map(_mark, children[1::2])))

    def cell(self, children: list[Any]) -> Chain:
        """A chain between separators."""
        chain: Chain = children[0]
        return chain

    def placeholder(self, children: list[Any]) -> Chain:
        """The dot of p( . | x)."""
        return Chain(children[0].start_pos, children[0].end_pos, (), ())


def _mark(token: Any) -> Mark:
    return Mark(token.start_pos, token.end_pos, token.type, str(token))


def _start(part: Any) -> int:
    return part.start if isinstance(part, Node) else int(part.start_pos)


def _base(kind: str, children: list[Any]) -> Base:
    last = children[-1]
    end = last.end if isinstance(last, Node) else last.end_pos
    inside = tuple(child for child in children if isinstance(child, Node))
    return Base(_start(children[0]), end, kind, inside, "" if isinstance(children[0], Node) else str(children[0]))


def _alone(base: Base) -> Args:
    item = Item(base.start, base.end, base)
    product = Product(base.start, base.end, (item,))
    chain = Chain(base.start, base.end, (Total(base.start, base.end, ("+",), (product,)),), ())
    return Args(base.start, base.end, (chain,), ())
