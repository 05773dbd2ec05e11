"""Maximising the likelihood of a sample is minimising its mean negative log likelihood."""

from qedtex import (
    Product,
    Sum,
    alphabet,
    argmax,
    argmin,
    derivation,
    index,
    ln,
    member,
    pmf,
    positive_integer,
    real,
    sample,
)
from qedtex.rules import extremum_drop_factor, extremum_increasing, extremum_negate, log_of_product, take_out

m, i, theta = positive_integer("m"), index("i"), real("theta")
space = alphabet(r"\mathcal{X}")
x, p = sample("x", space, m), pmf("p_model", space)
mass = p(member(x, i), params=theta)


@derivation(
    title="Maximum likelihood is the least mean negative log likelihood",
    chinese="极大似然等价于最小化平均负对数似然",
    source="Goodfellow et al. (2016), section 5.5, (5.57) and (5.58)",
    documents=(
        "000_0b61e9c244fb50f2.txt, 交叉熵与极大似然估计的联系",
        "004_c49fcb28c16dac78.txt, 四、最大似然估计(MLE)",
    ),
    claim=(
        argmax(Product(mass, (i, 1, m)), theta),
        "=",
        argmin(1 / m * Sum(-ln(mass), (i, 1, m)), theta),
    ),
)
def mean_negative_log_likelihood(calc):
    return (
        calc(argmax(Product(mass, (i, 1, m)), theta))
        .eq(argmax(ln(Product(mass, (i, 1, m))), theta), by=extremum_increasing)
        .eq(argmax(Sum(ln(mass), (i, 1, m)), theta), by=log_of_product)
        .eq(argmin(-Sum(ln(mass), (i, 1, m)), theta), by=extremum_negate)
        .eq(argmin(Sum(-ln(mass), (i, 1, m)), theta), by=take_out)
        .eq(argmin(1 / m * Sum(-ln(mass), (i, 1, m)), theta), by=extremum_drop_factor)
        .qed()
    )
