"""x log x goes to 0 as x goes to 0 from above, which is why 0 log 0 = 0 is the convention.

From ln t <= t - 1 at t = 1 / sqrt x follows |x log x| <= 2 sqrt x, which is below epsilon once x < (epsilon / 2)^2.
"""

from qedtex import absolute, derivation, known, limit, log, positive, probability, sqrt
from qedtex.rules import (
    arithmetic,
    cite,
    compare,
    limit_by_definition,
    log_one,
    log_power,
    log_quotient,
    power_of_product,
    root_of_number,
    square_of_absolute,
)

x, epsilon = probability("x"), positive("epsilon")


@derivation(
    title="x log x goes to 0",
    chinese="当 x 趋于 0 时 x log x 趋于 0",
    source="Cover & Thomas (2006), section 2.1; Rudin (1976), definition 4.33",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(limit(x * log(x), x, 0, "+"), "=", 0),
)
def x_log_x_limit(calc):
    near = [
        known("above", x, 0, relation=">", english="x is positive", chinese="x 为正"),
        known("near", x, (epsilon / 2) ** 2, relation="<", english="x is near 0", chinese="x 接近 0"),
    ]
    small = (
        calc(absolute(x * log(x)), given=near)
        .eq(absolute(x * -log(x)), by=arithmetic)
        .eq(x * -log(x), by=square_of_absolute)
        .eq(2 * x * log(1 / sqrt(x)), by=[log_quotient, log_one, log_power])
        .le(2 * x * (1 / sqrt(x) - 1), by=cite("divergence.log_bound"))
        .eq(2 * sqrt(x) - 2 * x, by=arithmetic)
        .lt(2 * sqrt(x), by=compare)
        .lt(2 * sqrt((epsilon / 2) ** 2), by="near")
        .eq(epsilon, by=[power_of_product, root_of_number])
    ).qed("within every epsilon")
    return calc(limit(x * log(x), x, 0, "+")).eq(0, by=limit_by_definition(small)).qed()
