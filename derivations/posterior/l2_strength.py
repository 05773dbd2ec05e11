"""The strength of L2 regularisation is one over twice the prior variance."""

from qedtex import (
    Sum,
    alphabet,
    argmax,
    argmin,
    density,
    derivation,
    exp,
    index,
    known,
    law,
    ln,
    parameter,
    pi,
    positive,
    positive_integer,
    sample,
    sqrt,
)
from qedtex.rules import arithmetic, extremum_drop_constant, extremum_negate, log_exp, log_product, split_sum

N, i, p = positive_integer("N"), index("i"), law("p")
theta, scale, strength = parameter("theta"), positive("sigma"), positive("lambda")
x, y = sample("x", alphabet(r"\mathcal{X}"), N), sample("y", alphabet(r"\mathcal{Y}"), N)
log_likelihood = Sum(ln(p(y[i] | (x[i], theta))), (i, 1, N))
loss = Sum(-ln(p(y[i] | (x[i], theta))), (i, 1, N))


@derivation(
    title="The strength of L2 regularisation under a Gaussian prior",
    chinese="高斯先验对应的 L2 正则化强度",
    source="Goodfellow et al. (2016), section 5.6.1; Murphy (2012), section 7.5.1",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 2",),
    claim=(argmax(log_likelihood + ln(p(theta)), theta), "=", argmin(loss + strength * theta**2, theta)),
    given=(
        density(
            p(theta),
            1 / (sqrt(2 * pi) * scale) * exp(-(theta**2) / (2 * scale**2)),
            for_all=(theta,),
            name="Gaussian",
            chinese="高斯分布的",
        ),
        known("strength", strength, 1 / (2 * scale**2), english="the strength named", chinese="记正则化强度为 λ"),
    ),
)
def l2_strength(calc):
    return (
        calc(argmax(log_likelihood + ln(p(theta)), theta))
        .eq(
            argmax(log_likelihood + ln(1 / (sqrt(2 * pi) * scale) * exp(-(theta**2) / (2 * scale**2))), theta),
            by="Gaussian",
        )
        .eq(
            argmax(log_likelihood + ln(1 / (sqrt(2 * pi) * scale)) - theta**2 / (2 * scale**2), theta),
            by=[log_product, log_exp],
        )
        .eq(argmax(log_likelihood - theta**2 / (2 * scale**2), theta), by=extremum_drop_constant)
        .eq(argmin(loss + theta**2 / (2 * scale**2), theta), by=[extremum_negate, split_sum])
        .eq(argmin(loss + 1 / (2 * scale**2) * theta**2, theta), by=arithmetic)
        .eq(argmin(loss + strength * theta**2, theta), by="strength")
        .qed()
    )
