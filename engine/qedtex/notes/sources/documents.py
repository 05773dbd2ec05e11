"""Notes as documents: the formulas of a Markdown, LaTeX or notebook file, each with its place in the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qedtex.errors import Place, QedtexError
from qedtex.notes.blocks import Block
from qedtex.notes.sources.directives import Directive
from qedtex.notes.sources.source import Lines, with_unix_lines

MARKDOWN, TEX, NOTEBOOK = "markdown", "tex", "notebook"
_KINDS = {".tex": TEX, ".ltx": TEX, ".latex": TEX, ".ipynb": NOTEBOOK}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault of a document that does not stop its reading: a stable code, what it is, where, and a way on."""

    code: str
    message: str
    line: int
    column: int
    help: str = ""
    cell: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    r"""A formula of a document: its LaTeX, with what the document's own format does to it undone, and its place.

    `environment` is how it was written: `$`, `$$`, `\(`, `\[`, `$``, `math-fence`, `math-role`, or the name of a LaTeX
    environment. `context_before` is the prose between it and the formula before, `context_after` the prose up to the
    next, both cut to 300 characters, with a line end between two paragraphs; `section` counts the headings above it,
    of which `heading` is the last.
    `trouble` is set where its macros could not be expanded; it then stands as it was written.

    >>> formula = read_text("Let $a \\_ b$.", MARKDOWN).formulas[0]
    >>> formula.latex, formula.position(2), formula.position(4)
    ('a _ b', (1, 9), (1, 11))
    """

    latex: str
    origins: Sequence[int] = field(repr=False)
    lines: Lines = field(repr=False)
    display: bool
    environment: str
    line: int
    column: int
    end_line: int
    cell: int | None = None
    context_before: str = field(default="", repr=False)
    context_after: str = field(default="", repr=False)
    directives: Sequence[Directive] = ()
    ignored: bool = False
    section: int = 0
    heading: str = field(default="", repr=False)
    trouble: Trouble | None = None
    span: tuple[int, int] = (0, 0)
    """Where it begins and ends in the source, its delimiters included."""

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, counted from 1, of the character of `latex` at an offset; just past its end is allowed."""
        if not self.origins:
            return self.line, self.column
        if offset >= len(self.origins):
            return self.lines.place(self.origins[-1] + 1)
        return self.lines.place(self.origins[max(0, offset)])


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What was read of a file: its formulas in their order, its directives, what was wrong with it, and its blocks."""

    path: str
    kind: str
    formulas: tuple[Formula, ...]
    directives: tuple[Directive, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def skipped(self) -> int:
        """How many formulas a directive told us to ignore."""
        return sum(formula.ignored for formula in self.formulas)


def kind_of(path: str | Path) -> str:
    """How a file is read, by its ending; an ending that we do not know is read as Markdown.

    >>> kind_of("a.tex"), kind_of("a.ipynb"), kind_of("a.md"), kind_of("seeds/000.txt")
    ('tex', 'notebook', 'markdown', 'markdown')
    """
    return _KINDS.get(Path(path).suffix.lower(), MARKDOWN)


def read_document(path: str | Path) -> Document:
    """The document of a file, read by its ending; raises what `read_bytes` and `document_of` raise."""
    return document_of(read_bytes(path), path)


def read_bytes(path: str | Path) -> bytes:
    """What stands in a file.

    Raises `QedtexError` QT802 for a folder, QT803 where there is no such file, QT804 where it cannot be read.
    """
    place = Place(str(path))
    try:
        return Path(path).read_bytes()
    except IsADirectoryError:
        raise QedtexError(
            "QT802", "a folder stands where a note was expected", place, help="name the files in it"
        ) from None
    except FileNotFoundError:
        raise QedtexError("QT803", "there is no such file", place, help="check the path") from None
    except (OSError, ValueError) as fault:
        told = getattr(fault, "strerror", None) or str(fault)
        raise QedtexError("QT804", "the file cannot be read", place, found=told) from None


def document_of(raw: bytes, path: str | Path) -> Document:
    """The document that some bytes are, read by the ending of the path.

    Raises `QedtexError` QT801 where they are not UTF-8, QT805 for a notebook that is not one.
    """
    return read_text(_decoded(raw, str(path)), kind_of(path), str(path))


def read_text(text: str, kind: str = MARKDOWN, path: str = "") -> Document:
    r"""The document of a text, of the kind `markdown`, `tex` or `notebook`.

    Raises `QedtexError` QT805 for a notebook that is not one, QT806 for another kind.

    >>> [formula.latex for formula in read_text("costs $5 and $6, but $x = 5$").formulas]
    ['x = 5']
    """
    from qedtex.notes.sources.gathering import Gathering

    gathering = Gathering()
    if kind == NOTEBOOK:
        from qedtex.notes.sources.notebook import read_notebook

        read_notebook(text, path, gathering)
    elif kind == TEX:
        from qedtex.notes.sources.tex import read_tex

        read_tex(with_unix_lines(text), gathering)
    elif kind == MARKDOWN:
        from qedtex.notes.sources.markdown import read_markdown

        read_markdown(with_unix_lines(text), gathering)
    else:
        raise QedtexError(
            "QT806", f"no kind of document is called {kind!r}", expected=f"{MARKDOWN}, {TEX} or {NOTEBOOK}"
        )
    return Document(path, kind, *gathering.results())


def _decoded(raw: bytes, path: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        # With a byte order mark, offsets are counted after it.
        offset = fault.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        line = raw.count(b"\n", 0, offset) + 1
        raise QedtexError(
            "QT801",
            "the file is not UTF-8",
            Place(path, line),
            found=f"the byte 0x{raw[offset]:02x} at offset {offset}",
            help="save it as UTF-8",
        ) from None
