"""`python -m extraction`: PDFs in, one JSON line a file out, without a database."""

import sys

from extraction.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
