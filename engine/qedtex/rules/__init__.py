"""The rules, one file per subject; importing this package loads them all and closes the registry."""

from qedtex.kernel import RULES
from qedtex.rules.algebra import arithmetic, distribute, power_of_product, square_of_absolute
from qedtex.rules.citation import cite
from qedtex.rules.definitions import fold, unfold
from qedtex.rules.expectations import empirical_mean, expectation_linear, expectation_to_sum
from qedtex.rules.extrema import (
    extremum_drop_constant,
    extremum_drop_factor,
    extremum_increasing,
    extremum_negate,
)
from qedtex.rules.hypotheses import substitute
from qedtex.rules.logarithms import (
    base_change,
    exp_log,
    exp_negative,
    exp_of_sum,
    exp_sum,
    log_exp,
    log_of_product,
    log_one,
    log_power,
    log_product,
    log_quotient,
)
from qedtex.rules.probabilities import bayes, complement, normalisation, product_rule
from qedtex.rules.sums import (
    constant_sum,
    exchange_sums,
    expand_product,
    expand_sum,
    rename_index,
    shift_index,
    split_product,
    split_sum,
    take_out,
)

RULES.close()

__all__ = [
    "arithmetic",
    "base_change",
    "bayes",
    "cite",
    "complement",
    "constant_sum",
    "distribute",
    "empirical_mean",
    "exchange_sums",
    "exp_log",
    "exp_negative",
    "exp_of_sum",
    "exp_sum",
    "expand_product",
    "expand_sum",
    "expectation_linear",
    "expectation_to_sum",
    "extremum_drop_constant",
    "extremum_drop_factor",
    "extremum_increasing",
    "extremum_negate",
    "fold",
    "log_exp",
    "log_of_product",
    "log_one",
    "log_power",
    "log_product",
    "log_quotient",
    "normalisation",
    "power_of_product",
    "product_rule",
    "rename_index",
    "shift_index",
    "split_product",
    "split_sum",
    "square_of_absolute",
    "substitute",
    "take_out",
    "unfold",
]
