"""A worker process of a parallel job; the driver starts it with the number of a pipe as its only argument."""

import os
import sys

if __name__ == "__main__":
    folder = os.path.dirname(os.path.abspath(__file__))
    # Appended: what the entry script imports must not be found among the driver's files first.
    sys.path = [path for path in sys.path if os.path.abspath(path) != folder] + [folder]
    from carry_parallel.worker import main

    main(int(sys.argv[1]))
