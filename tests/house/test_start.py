"""A start waits for nothing that the first page does not need."""

import subprocess
import sys

from tests.house.tree import ROOT

# Half of what the product is in memory and time; whoever is at the door needs none of it.
LATE = ("altair", "numpy", "pandas", "pyarrow", "openpyxl", "typst", "vl_convert", "docx")
_ASKED = f"import sys, app; print('late:', *sorted(set({LATE!r}) & set(sys.modules)))"


def test_a_start_imports_neither_tables_nor_charts_nor_documents() -> None:
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _ASKED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip().splitlines()[-1] == "late:"
