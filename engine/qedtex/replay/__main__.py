"""The command `python -m qedtex.replay FILE.json`."""

from qedtex.replay import main

raise SystemExit(main())
