"""Makes the shared corpus and strategies importable by name: `tests` itself is a package of latex2sympy2."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
