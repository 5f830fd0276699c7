"""MicroPython without a page: what the page's Python runs, run by Node.js."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

FILES = ROOT / "docs" / "_static" / "run"
PACKAGE = ROOT / "docs/node_modules/@micropython/micropython-webassembly-pyscript"
START = """
import fs from "fs";
const [folder, files, driver] = process.argv.slice(2);
const { loadMicroPython } = await import(folder + "/micropython.mjs");
const url = folder + "/micropython.wasm";
const python = await loadMicroPython({ url, stdout: (line) => console.log(line) });
for (const name of ["torch.py", "in_place.py", "check_answer.py"])
  python.FS.writeFile(name, fs.readFileSync(`${files}/${name}`, "utf8"));
python.runPython(fs.readFileSync(driver, "utf8"));
"""


def printed_by(code: str, folder: Path) -> str:
    """What a program prints; the folder is for the files that this needs."""
    start, driver = folder / "start.mjs", folder / "driver.py"
    start.write_text(START, "utf-8")
    driver.write_text(code, "utf-8")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    command = [shutil.which("node", path=path), start, PACKAGE, FILES, driver]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout
