"""How long the numeric second opinion on every shipped derivation takes, next to `import sympy`.

`pytest tests/benchmarks/test_oracle_speed.py -m benchmark -n0 -s` prints the ratio.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from qedtex.catalogue import Catalogue
from qedtex.claims import Claim
from qedtex.oracle import Opinion, consult, consult_chain

_IMPORT = "import time; start = time.perf_counter(); import sympy; print(time.perf_counter() - start)"


def _chains() -> dict[str, list[Claim]]:
    catalogue = Catalogue()
    return {name: [step.theorem.claim for step in catalogue.load(name).steps] for name in catalogue.ids()}


def _seconds_to_import_sympy() -> float:
    """The best of three imports, each in a process of its own."""
    runs = [subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True) for _ in "123"]
    return min(float(run.stdout) for run in runs)


@pytest.mark.benchmark(group="oracle")
def test_all_derivations_are_consulted(benchmark) -> None:  # type: ignore[no-untyped-def]
    chains = _chains()

    def everything() -> list[Opinion]:
        return [opinion for chain in chains.values() for opinion in consult_chain(chain)]

    opinions = benchmark.pedantic(everything, rounds=5, warmup_rounds=1)
    assert not any(opinion.refuted for opinion in opinions)
    assert (
        sum(opinion.points == 4 for opinion in opinions) > 400
    )  # integrals and objectives over all reals have no points
    imported = _seconds_to_import_sympy()
    ratio = benchmark.stats.stats.min / imported
    benchmark.extra_info["ratio to import sympy"] = round(ratio, 3)
    print(f"\nconsult_chain over {len(chains)} derivations: {ratio:.2f} x import sympy ({imported * 1000:.0f} ms)")


@pytest.mark.benchmark(group="oracle")
def test_one_step_of_a_posterior_is_consulted_at_eight_points(benchmark) -> None:  # type: ignore[no-untyped-def]
    claim = _chains()["posterior.gaussian_prior_is_l2"][4]
    assert benchmark(consult, claim).points == 8
