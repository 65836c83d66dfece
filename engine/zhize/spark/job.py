"""The program for `spark-submit`: the command `zhize spark`, with the arguments of that.

It imports by full names, since Spark runs it as a script and not as a part of the package.
"""

from __future__ import annotations

import sys

from zhize.cli import main

_SOME_REFUSED = 1

if __name__ == "__main__":
    code = main(["spark", *sys.argv[1:]])
    # Any code but 0 is a failed application to Spark, which it may run again.
    sys.exit(0 if code == _SOME_REFUSED else code)
