"""`python -m qedtex` is the command `qedtex`."""

from qedtex.cli import main

if __name__ == "__main__":
    main()
