"""`python -m portolan` is `portolan`."""

import sys

from portolan.cli import main

if __name__ == "__main__":
    sys.exit(main())
