"""Which rules may apply to which terms, and which terms are rewritten before their parts."""

from __future__ import annotations

from collections.abc import Mapping

from qedtex.terms import (
    KL,
    Abs,
    Add,
    CrossEntropy,
    Derivative,
    Div,
    Entropy,
    Exp,
    Expectation,
    Integral,
    Kronecker,
    Limit,
    Log,
    Mul,
    Neg,
    Norm,
    Pow,
    Prob,
    ProductOver,
    SelfInformation,
    Sigmoid,
    Sqrt,
    SumOver,
    Term,
    VariableEntropy,
)

APPLIES: Mapping[type[Term], tuple[str, ...]] = {
    Log: (
        "log_one",
        "log_of_number",
        "log_exp",
        "log_of_product",
        "log_product",
        "log_quotient",
        "log_power",
        "base_change",
    ),
    Exp: ("exp_log", "exp_sum", "exp_negative", "exp_multiple", "exp_of_sum"),
    Pow: ("exp_log", "exp_sum", "exp_negative", "exp_multiple", "square_of_absolute", "power_of_product"),
    Sqrt: ("root_of_number", "power_of_product"),
    Abs: ("square_of_absolute", "absolute_of_product"),
    SumOver: (
        "normalisation",
        "marginal",
        "kronecker_sum",
        "empirical_mean",
        "expand_sum",
        "exchange_sums",
        "shift_index",
        "split_sum",
        "constant_sum",
        "take_out",
    ),
    ProductOver: ("expand_product", "shift_index", "split_product", "constant_sum"),
    Expectation: ("empirical_mean", "expectation_to_sum", "expectation_of_sum", "sample_member", "expectation_linear"),
    Kronecker: ("kronecker_value", "kronecker_label"),
    SelfInformation: ("unfold",),
    Entropy: ("unfold",),
    CrossEntropy: ("unfold",),
    KL: ("unfold",),
    VariableEntropy: ("unfold",),
    Sigmoid: ("unfold",),
    Norm: ("unfold",),
    Prob: ("complement",),
    Integral: ("gauss_integral", "integral_by_antiderivative", "integral_absolute", "integral_linear"),
    Limit: ("limit_by_continuity", "limit_by_growth"),
    Derivative: (
        "derivative_linear",
        "derivative_identity",
        "derivative_chain",
        "derivative_product",
        "derivative_quotient",
    ),
}
TOP_DOWN = (
    Derivative,
    Integral,
    Limit,
    Abs,
    Log,
    Exp,
    SelfInformation,
    Entropy,
    CrossEntropy,
    KL,
    VariableEntropy,
    Sigmoid,
    Norm,
    Prob,
)
ARITHMETIC = (Add, Mul, Neg, Div, Pow, Sqrt)
FIELD = (Add, Mul, Neg, Div)
"""What is multiplied out together with the arithmetic that it stands in."""
MULTIPLICATIVE = (Mul, Div, Pow, Sqrt, ProductOver, Exp)
