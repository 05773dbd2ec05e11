"""In Jupyter: the README's examples as a notebook, with derivations and reports that show themselves, and %%check."""

import doctest
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import qedtex
from qedtex.errors import QedtexError
from qedtex.jupyter import check_cell
from qedtex.site import templates

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def examples():
    """The Python examples of the README, each with what it shows there."""
    return doctest.DocTestParser().get_examples(README)


def executed(*sources, **options):
    """The code cells of a notebook after a run, from a kernel that imports what this test imports."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, timeout=None, kernel_name="python3", **options).execute()
    return notebook.cells


def said(cell):
    """What a cell prints and shows as text, and how its error ends."""
    parts = []
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stdout":
            parts.append(output.text)
        elif output.output_type == "execute_result":
            parts.append(output.data["text/plain"] + "\n")
        elif output.output_type == "error":
            parts.append(output.evalue + "\n")
    return "".join(parts)


def shown(cell):
    """How a cell shows its result, by kinds."""
    [output] = [output for output in cell.outputs if output.output_type == "execute_result"]
    return output.data


@pytest.fixture(scope="module", autouse=True)
def kernel():
    """A kernel of the Python that runs the tests, with its path, whatever kernels the machine has."""
    patched = pytest.MonkeyPatch()
    patched.setenv("PYTHONPATH", str(Path(qedtex.__file__).parents[1]))
    patched.chdir(ROOT)
    yield
    patched.undo()


def test_the_kernel_imports_what_the_tests_import():
    [cell] = executed("import qedtex, sys\nprint(qedtex.__file__, sys.executable)")
    assert said(cell).split() == [qedtex.__file__, sys.executable]


def test_the_examples_of_the_readme_run_as_a_notebook():
    found = examples()
    assert len(found) >= 20
    cells = executed(*(example.source for example in found), allow_errors=True)
    checker = doctest.OutputChecker()
    for example, cell in zip(found, cells, strict=True):
        if example.exc_msg is not None:
            [output] = [output for output in cell.outputs if output.output_type == "error"]
            name, _, message = example.exc_msg.partition(": ")
            assert output.ename == name.rpartition(".")[2], example.source
            assert checker.check_output(message, output.evalue + "\n", OPTIONS), (example.source, output.evalue)
        else:
            assert not [output for output in cell.outputs if output.output_type == "error"], said(cell)
            assert checker.check_output(example.want, said(cell), OPTIONS), (example.source, said(cell))


def test_a_derivation_shows_itself_as_a_page_and_as_latex():
    [cell] = executed("import qedtex\nqedtex.load('divergence.kl_decomposition')")
    data = shown(cell)
    assert data["text/html"].startswith('<div class="qedtex-output"')
    assert data["text/html"].count('class="reason"') == 6
    assert "<script" not in data["text/html"]
    assert data["text/latex"].startswith("$$\n\\begin{aligned}")
    assert "KL divergence" in data["text/plain"]


def test_a_markdown_cell_is_checked_with_what_is_false_in_it():
    note = re.search(r"````markdown\n(.*?)````", README, flags=re.DOTALL)[1]
    loaded, cell, other = executed(
        "%load_ext qedtex", f"%%check\n{note}", "_.ok, [one.verdict.value for one in _.steps]"
    )
    assert said(loaded) == ""
    data = shown(cell)
    assert data["text/html"].count('class="finding refuted"') == 2
    assert "Counterexample" in data["text/html"]
    assert "text/latex" not in data
    assert data["text/plain"].count("error[QT850]") == 2
    assert data["text/plain"].endswith("3 proved, 2 refuted")
    assert said(other).startswith("(False, ['proved', 'proved', 'refuted'")


def test_check_is_not_there_before_the_extension_is_loaded():
    with pytest.raises(CellExecutionError, match="check"):
        executed("import qedtex\nget_ipython().run_cell_magic('check', '', 'x')")


def test_a_cell_is_read_as_latex_where_it_says_so_and_as_nothing_else():
    assert check_cell("tex", "% a comment\n$\\log(a b) = \\log a$").file.path == "cell.tex"
    assert not check_cell("tex", "\\[ \\log(a b) = \\log a \\]").ok
    with pytest.raises(QedtexError) as refused:
        check_cell("rst", "text")
    assert refused.value.code == "QT642"


def test_a_note_is_checked_from_python_by_its_path(tmp_path):
    path = tmp_path / "note.md"
    path.write_text("$H(p,q) \\ge H(p)$ and $H(p) < 0$", encoding="utf-8")
    report = qedtex.check(path)
    assert [step.verdict.value for step in report.steps] == ["proved", "refuted"]
    assert not report.ok
    assert repr(report).endswith("1 proved, 1 refuted")
    with pytest.raises(QedtexError) as missing:
        qedtex.check(tmp_path / "other.md")
    assert missing.value.code == "QT803"


def test_a_text_is_told_of_by_its_name_and_not_by_where_it_lay_for_a_while():
    report = qedtex.check_text("$\\log(ab) = \\log a \\log b$", "mine.md")
    assert not report.ok
    assert "mine.md:1:" in repr(report)
    assert "/tmp" not in repr(report)
    assert all(warning.place.path == "mine.md" for warning in report.file.warnings)
    assert qedtex.check_text("nothing is claimed").ok


def test_without_what_makes_pages_a_derivation_still_has_latex_and_text(monkeypatch):
    monkeypatch.setattr(templates, "is_installed", lambda: False)
    derivation = qedtex.load("divergence.kl_decomposition")
    assert derivation._repr_html_() is None
    assert derivation._repr_latex_().startswith("$$")
    assert qedtex.check_text("$H(p) < 0$")._repr_html_() is None
