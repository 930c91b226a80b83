"""All benchmarks: `make bench`."""

import sys

from tests.benchmarks import bench_scoring

if __name__ == "__main__":
    sys.exit(0 if bench_scoring.run() else 1)
