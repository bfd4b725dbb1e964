"""``python -m avow``: the same as the ``avow`` command."""

import sys

from avow.cli import main

if __name__ == "__main__":
    sys.exit(main())
