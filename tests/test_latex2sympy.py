import contextlib
import subprocess
import sys

import pytest
import sympy

from qedtex import latex2sympy
from qedtex.latex2sympy import OutOfReach, available, read


@pytest.fixture(autouse=True)
def _only_with_the_library() -> None:
    reason = available()
    if reason is not None:
        pytest.skip(reason)


def test_a_formula_is_read_to_its_sympy_expression() -> None:
    i, n = sympy.symbols("i n")
    p = sympy.Function("p")
    assert read(r"\sum_{i=1}^{n} p(i)") == sympy.Sum(p(i), (i, 1, n))


def test_a_formula_outside_its_language_is_out_of_reach() -> None:
    for text in (r"\mathbb{E}_{x}[x]", r"p(y|x)", r"\frac{a}{", "", r"\operatorname{foo}(x)"):
        with pytest.raises(OutOfReach):
            read(text)


def test_an_equation_is_not_read_as_its_right_side() -> None:
    for text in ("a = b", "a := b", "a < b", "a, b"):
        with pytest.raises(OutOfReach):
            read(text)


def test_a_matrix_is_not_an_expression() -> None:
    with pytest.raises(OutOfReach, match="not as one expression"):
        read(r"\begin{bmatrix} 1 & 2 \end{bmatrix}")


def test_nothing_after_the_formula_is_dropped() -> None:
    for text in ("a + b) c", "a) + (b", r"a + b \right) c", "a b (", "a ] b", "a + b ; c"):
        with pytest.raises(OutOfReach):
            read(text)
    assert read("(a) + (b)") == sympy.Symbol("a") + sympy.Symbol("b")


@pytest.mark.parametrize(
    "poison",
    [
        "d x",
        r"\int_{0}^{1} x + d y \, dx",
        "a := 3",
        r"a := \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}",
        r"\dfrac{a}{b}",
    ],
)
def test_one_formula_leaves_nothing_for_the_next(poison: str) -> None:
    before = read(r"a + \frac{b}{x}"), read("x^{2} a")
    with contextlib.suppress(OutOfReach):
        read(poison)
    assert (read(r"a + \frac{b}{x}"), read("x^{2} a")) == before
    library = sys.modules["latex2sympy2"]
    assert (library.var, library.variances, library.VARIABLE_VALUES) == ({}, {}, {})
    assert library.frac_type == r"\frac"
    assert library.is_real is None


def test_the_library_itself_would_have_been_poisoned() -> None:
    library = sys.modules["latex2sympy2"]
    library.latex2sympy("a d x")
    with pytest.raises(TypeError):
        library.latex2sympy("a")
    assert read("a") == sympy.Symbol("a")


def test_state_that_others_left_has_no_effect() -> None:
    library = sys.modules["latex2sympy2"]
    library.set_real(True)
    library.set_variances({sympy.Symbol("a"): sympy.eye(2)})
    assert read("a") == sympy.Symbol("a")


def test_a_long_formula_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(OutOfReach, match="longer than"):
        read("a + " * latex2sympy.LONGEST + "a")


def test_a_deep_formula_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(OutOfReach, match="nested deeper"):
        read("{" * 500 + "a" + "}" * 500)
    assert read(r"\left(\left(a\right)\right)") == sympy.Symbol("a")


def test_reading_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OutOfReach):
        read(r"\frac{a}{\zzz")
    read("a + b")
    assert capfd.readouterr() == ("", "")


def _python(code: str) -> str:
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stderr == ""
    return found.stdout.strip()


def test_typing_io_is_supplied_where_python_has_none() -> None:
    hidden = "import sys, typing\nsys.modules.pop('typing.io', None)\nif hasattr(typing, 'io'): del typing.io\n"
    check = "try:\n    import typing.io\n    print('there')\nexcept ImportError:\n    print('missing')\n"
    reading = "from qedtex.latex2sympy import available, read\nprint(available(), read('a + b'))\n"
    assert _python(hidden + check + reading).splitlines() == ["missing", "None a + b"]


def test_a_missing_library_is_reported_and_reads_nothing() -> None:
    code = (
        "import sys\n"
        "sys.modules['latex2sympy2'] = None\n"
        "from qedtex.latex2sympy import OutOfReach, available, read\n"
        "print(available())\n"
        "try:\n    read('a')\nexcept OutOfReach as refusal:\n    print('refused')\n"
    )
    reason, outcome = _python(code).splitlines()
    assert reason.startswith("latex2sympy2 cannot be imported")
    assert outcome == "refused"


def test_another_module_of_its_name_is_not_taken_for_it() -> None:
    code = (
        "import sys, types\n"
        "sys.modules['latex2sympy2'] = types.ModuleType('latex2sympy2')\n"
        "from qedtex.latex2sympy import available\n"
        "print(available())\n"
    )
    assert "different module" in _python(code)
