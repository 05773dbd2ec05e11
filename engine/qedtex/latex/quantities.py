"""The printer's half for probability: laws applied, expectations, and the quantities of information theory."""

from __future__ import annotations

from qedtex.latex.naming import subscripted
from qedtex.latex.printing import Printing
from qedtex.terms import (
    KL,
    CrossEntropy,
    Distribution,
    Entropy,
    Event,
    Expectation,
    Prob,
    SelfInformation,
    VariableEntropy,
)


class Quantities(Printing):
    """Prints what is said of laws."""

    def distribution(self, node: Distribution) -> str:
        """A distribution: its law, with a dot for the outcome where it is conditioned or has parameters."""
        if not node.given and not node.parameters:
            return node.law.name
        return node.law.name + self.arguments(r"\cdot" + self.conditions(node))

    def conditions(self, node: Distribution) -> str:
        """What follows the outcomes of a distribution."""
        given = rf" \mid {self.sequence(node.given)}" if node.given else ""
        return given + (f" ; {self.sequence(node.parameters)}" if node.parameters else "")

    def event(self, node: Event) -> str:
        """An outcome by the name of its random variable."""
        return f"{node.variable} = {self.print(node.value)}"

    def prob(self, node: Prob) -> str:
        """A probability or density."""
        inside = self.conditions(node.distribution)
        if not node.indexed:
            return node.distribution.law.name + self.arguments(self.sequence(node.outcomes) + inside)
        name = subscripted(node.distribution.law.name, self.sequence(node.outcomes))
        return name + (self.arguments(r"\cdot" + inside) if inside else "")

    def expectation(self, node: Expectation) -> str:
        """An expectation."""
        drawn = rf"{self.print(node.variable)} \sim {self.print(node.distribution)}"
        return rf"\mathbb{{E}}_{{{drawn}}}\left[ {self.print(node.body)} \right]"

    def self_information(self, node: SelfInformation) -> str:
        """The information of an outcome, with its law as a subscript so that it reads back."""
        base = "" if node.base is None else f", {self.print(node.base)}"
        return f"I_{{{self.print(node.distribution)}{base}}}" + self.arguments(self.print(node.outcome))

    def entropy(self, node: Entropy) -> str:
        """An entropy; its base is a subscript."""
        return "H" + self.log_base(node.base) + self.arguments(self.print(node.distribution))

    def cross_entropy(self, node: CrossEntropy) -> str:
        """A cross-entropy; its base is a subscript."""
        return "H" + self.log_base(node.base) + self.arguments(self.sequence((node.distribution, node.other)))

    def kl(self, node: KL) -> str:
        r"""A Kullback-Leibler divergence; its base follows KL in the subscript."""
        base = "" if node.base is None else f", {self.print(node.base)}"
        between = rf"{self.print(node.distribution)} \,\|\, {self.print(node.other)}"
        return rf"D_{{\mathrm{{KL}}{base}}}\left({between}\right)"

    def variable_entropy(self, node: VariableEntropy) -> str:
        """An entropy of random variables; their law is known from the random variables."""
        given = rf" \mid {self.sequence(node.given)}" if node.given else ""
        return "H" + self.log_base(node.base) + self.arguments(self.sequence(node.of) + given)
