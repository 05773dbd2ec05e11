"""Tables of joint masses that a user gives: in which order they are written, and what they say of some variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flint import fmpq

from qedtex.errors import QedtexError
from qedtex.names import keyword, plain_name
from qedtex.oracle.setting import Role
from qedtex.oracle.values import Number, Value
from qedtex.terms import Law

Roles = tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The joint masses of some random variables, by their values in the order of the roles."""

    roles: Roles
    masses: Mapping[tuple[Value, ...], Number]

    def mass(self, roles: Roles, values: tuple[Value, ...]) -> Number:
        """The mass of values of some of the random variables, the others summed over."""
        places = [(self.roles.index(role), value) for role, value in zip(roles, values, strict=True)]
        return sum(
            (mass for key, mass in self.masses.items() if all(key[place] == value for place, value in places)), fmpq(0)
        )


def table_order(roles: Iterable[Role]) -> Roles:
    """The random variables of a law in the order in which a table of its masses lists them: by name."""
    return tuple(sorted(roles, key=lambda role: role.name))


def table_form(roles: Roles) -> str:
    """What holds the masses of a law: a list, or a table with a row for each value of its first random variable."""
    if len(roles) == 1:
        return "a list"
    rows, columns = plain_name(roles[0].name), " and ".join(plain_name(role.name) for role in roles[1:])
    return f"a table of the joint masses, a row for each {rows} and in it an entry for each {columns}"


def table_example(law: Law, roles: Roles) -> str:
    """A table of equal masses, two in each direction, as a keyword."""
    text = str(1 / 2 ** len(roles))
    for _ in roles:
        text = f"[{text}, {text}]"
    return f"{keyword(law.name)}={text}"


def no_masses(law: Law, roles: Roles) -> QedtexError:
    """The error for masses that are needed and were not given."""
    order = table_order(roles)
    return QedtexError(
        "QT305",
        f"{plain_name(law.name)} has no masses",
        help=f"give {table_form(order)}: {table_example(law, order)}",
    )
