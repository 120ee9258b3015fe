"""Runs an entry script over the mini-batches of its input, as a parallel job of Azure ML does. Needs the standard library only."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from carry_parallel.main import main

    sys.exit(main())
