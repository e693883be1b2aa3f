"""Stands in for `nightjar` in the tests of PapermillOperator: prints how it was called, and fails if told so."""

import json
import os
import sys

print(json.dumps({"arguments": sys.argv[1:], "date": os.environ.get("AIRFLOW_CTX_EXECUTION_DATE")}))
if os.environ.get("FAKE_FAILS"):
    print("notebook in.ipynb: cell 3 failed: ZeroDivisionError")
    sys.exit(1)
