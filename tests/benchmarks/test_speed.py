"""How fast the checker is, as ratios to `import sympy` in the same run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

import pytest

import qedtex
from qedtex.catalogue import Catalogue
from qedtex.chains import Calc
from qedtex.conditions import holds
from qedtex.kernel import check_link
from qedtex.language import log, positive
from qedtex.rules import log_product

FIVE = (
    "divergence.kl_decomposition",
    "cross_entropy.binary",
    "likelihood.mle_is_min_cross_entropy",
    "posterior.gaussian_prior_is_l2",
    "posterior.laplace_prior_is_l1",
)
ALL = """
from pathlib import Path
from qedtex.catalogue import shipped_root
from qedtex.shares import checked
share = checked([shipped_root()], jobs=2, oracle=True)
assert share.proved == share.found == {number} and not share.errors
"""
CHECK = """
from qedtex.catalogue import Catalogue
from qedtex.oracle import consult_chain
catalogue = Catalogue()
for name in {names}:
    steps = catalogue.load(name).steps
    assert not any(opinion.refuted for opinion in consult_chain([step.theorem.claim for step in steps]))
"""


def cold(code: str, times: int = 7) -> float:
    """The median time of a fresh Python that runs some code."""
    taken, unset = [], ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    environment = {name: value for name, value in os.environ.items() if name not in unset}  # as where it is installed
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (CHECK.format(names=FIVE), "the five derivations of the first release, one process"),
        (CHECK.format(names=tuple(Catalogue().ids())), "the whole catalogue, one process"),
        (ALL.format(number=len(Catalogue().ids())), "the whole catalogue, two processes"),
    ],
    ids=["the five", "all", "all in two processes"],
)
def test_a_cold_check_by_kernel_and_oracle_against_import_sympy(code: str, what: str, benchmark, capsys) -> None:
    imports: list[float] = []
    benchmark.pedantic(cold, args=(code, 1), setup=lambda: imports.append(cold("import sympy", 1)), rounds=7)
    against = statistics.median(imports)
    ratio = benchmark.stats.stats.median / against
    with capsys.disabled():
        print(f"\ncold check of {what}: {ratio:.2f} x import sympy ({against:.3f} s)")


def test_the_median_kernel_step(benchmark, capsys) -> None:
    derivations = [qedtex.load(name) for name in Catalogue().ids()]
    taken = []
    for derivation in derivations:
        for step in derivation.steps:
            holds.cache_clear()
            start = time.perf_counter()
            for link in step.links:
                check_link(link, step.theorem.claim.context)
            taken.append(time.perf_counter() - start)
    step = derivations[0].steps[0]
    benchmark(lambda: [check_link(link, step.theorem.claim.context) for link in step.links])
    with capsys.disabled():
        print(
            f"\nkernel, {len(taken)} steps: median {1e3 * statistics.median(taken):.2f} ms, max {1e3 * max(taken):.1f}"
        )


@pytest.mark.parametrize("length", [10, 50, 100, 200])
def test_the_cost_of_a_step_in_chains_of_growing_length(length: int, benchmark, capsys) -> None:
    a, b = positive("a"), positive("b")

    def run() -> None:
        chain = Calc()(log(a * b))
        for _ in range(length // 2):
            chain = chain.eq(log(a) + log(b), by=log_product).eq(log(a * b), by=log_product)
        chain.qed()

    benchmark.pedantic(run, rounds=3)
    with capsys.disabled():
        print(f"\nchain of {length} steps: {1e3 * benchmark.stats.stats.median / length:.2f} ms a step")


def test_a_step_against_sympy_simplify(benchmark, capsys) -> None:
    """The quotient step of the KL decomposition, against simplify(lhs - rhs) on its lowered sides."""
    import sympy

    from qedtex.lowering import to_sympy

    step = qedtex.load("divergence.kl_decomposition").steps[2]
    left, right = to_sympy(step.left), to_sympy(step.right)
    start = time.perf_counter()
    decided = sympy.simplify(left - right)
    simplified = time.perf_counter() - start
    benchmark(lambda: [check_link(link, step.theorem.claim.context) for link in step.links])
    ratio = simplified / benchmark.stats.stats.median
    with capsys.disabled():
        proof = "a proof" if decided == 0 else "no proof"
        print(f"\nsimplify(lhs - rhs) takes {ratio:.0f} x the kernel and gives {proof}")
