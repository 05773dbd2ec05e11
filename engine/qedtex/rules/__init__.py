"""The rules, one file per subject; importing this package loads them all and closes the registry."""

from qedtex.inference import RULES
from qedtex.rules.absolutes import (
    absolute_bound,
    absolute_cases,
    absolute_of_product,
    absolute_of_sum,
    log_even_power,
    root_of_square,
)
from qedtex.rules.algebra import arithmetic, distribute, power_of_product, square_of_absolute
from qedtex.rules.calculus import (
    constant_by_derivative,
    least_where_derivative_changes_sign,
    limit_by_definition,
    unique_extremum,
)
from qedtex.rules.citation import cite
from qedtex.rules.definitions import fold, unfold
from qedtex.rules.derivatives import (
    derivative_chain,
    derivative_identity,
    derivative_linear,
    derivative_product,
    derivative_quotient,
)
from qedtex.rules.expectations import (
    empirical_mean,
    expectation_linear,
    expectation_of_sum,
    expectation_to_sum,
    sample_member,
)
from qedtex.rules.extrema import (
    extremum_drop_constant,
    extremum_drop_factor,
    extremum_increasing,
    extremum_negate,
)
from qedtex.rules.hypotheses import substitute
from qedtex.rules.implications import circle_of_implications, neither_is_greater
from qedtex.rules.instances import instance
from qedtex.rules.integrals import (
    gauss_integral,
    integral_absolute,
    integral_by_antiderivative,
    integral_linear,
    integral_split,
    integral_substitution,
)
from qedtex.rules.kronecker import kronecker_label, kronecker_sum, kronecker_value
from qedtex.rules.limits import limit_by_continuity, limit_by_growth
from qedtex.rules.logarithms import (
    base_change,
    exp_log,
    exp_multiple,
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
from qedtex.rules.numerals import log_of_number
from qedtex.rules.ordering import bound, compare, rounded
from qedtex.rules.probabilities import bayes, complement, conditional, marginal, normalisation, product_rule, reorder
from qedtex.rules.propositions import both_sides, equality_case, same_logarithm, zero_sum
from qedtex.rules.roots import root_of_number
from qedtex.rules.series import geometric_sum, sum_of_powers
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
    "absolute_bound",
    "absolute_cases",
    "absolute_of_product",
    "absolute_of_sum",
    "arithmetic",
    "base_change",
    "bayes",
    "both_sides",
    "bound",
    "circle_of_implications",
    "cite",
    "compare",
    "complement",
    "conditional",
    "constant_by_derivative",
    "constant_sum",
    "derivative_chain",
    "derivative_identity",
    "derivative_linear",
    "derivative_product",
    "derivative_quotient",
    "distribute",
    "empirical_mean",
    "equality_case",
    "exchange_sums",
    "exp_log",
    "exp_multiple",
    "exp_negative",
    "exp_of_sum",
    "exp_sum",
    "expand_product",
    "expand_sum",
    "expectation_linear",
    "expectation_of_sum",
    "expectation_to_sum",
    "extremum_drop_constant",
    "extremum_drop_factor",
    "extremum_increasing",
    "extremum_negate",
    "fold",
    "gauss_integral",
    "geometric_sum",
    "instance",
    "integral_absolute",
    "integral_by_antiderivative",
    "integral_linear",
    "integral_split",
    "integral_substitution",
    "kronecker_label",
    "kronecker_sum",
    "kronecker_value",
    "least_where_derivative_changes_sign",
    "limit_by_continuity",
    "limit_by_definition",
    "limit_by_growth",
    "log_even_power",
    "log_exp",
    "log_of_number",
    "log_of_product",
    "log_one",
    "log_power",
    "log_product",
    "log_quotient",
    "marginal",
    "neither_is_greater",
    "normalisation",
    "power_of_product",
    "product_rule",
    "rename_index",
    "reorder",
    "root_of_number",
    "root_of_square",
    "rounded",
    "same_logarithm",
    "sample_member",
    "shift_index",
    "split_product",
    "split_sum",
    "square_of_absolute",
    "substitute",
    "sum_of_powers",
    "take_out",
    "unfold",
    "unique_extremum",
    "zero_sum",
]
