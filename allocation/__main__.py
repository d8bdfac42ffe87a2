"""The engine on files, without Django: `python -m allocation solve PROBLEM.json -o RESULT.json`.

Exit codes: 0 done, 1 a result is disputed or not proven, 2 something is not understood.
"""

import sys

from allocation.command_line.main import main

if __name__ == "__main__":
    sys.exit(main())
