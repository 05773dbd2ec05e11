"""Where the cache lies: the user's cache folder, or where QEDTEX_CACHE says; an empty QEDTEX_CACHE is no cache."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "QEDTEX_CACHE"


def cache_folder() -> Path | None:
    """The folder that results are kept in; `None` where the user wants none.

    >>> import os
    >>> before, os.environ["QEDTEX_CACHE"] = os.environ.get("QEDTEX_CACHE"), ""
    >>> cache_folder() is None
    True
    >>> _ = os.environ.pop("QEDTEX_CACHE") if before is None else os.environ.update(QEDTEX_CACHE=before)
    """
    named = os.environ.get(VARIABLE)
    if named == "":
        return None
    if named is not None:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("qedtex")
