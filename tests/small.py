"""Small derivation files, one true and one false, that tests of the command line and what is around it write."""

DERIVATION = """
from qedtex import derivation, log, positive
from qedtex.rules import log_product

a, b = positive("a"), positive("b")


@derivation(title="One", source="Rudin (1976)", claim=(log(a * b), "=", log(a) + log(b)))
def one(calc):
    return calc(log(a * b)).eq(log(a) + log(b), by=log_product).qed()
"""
WRONG_DERIVATION = DERIVATION.replace("eq(log(a) + log(b)", "eq(log(a) - log(b)")
