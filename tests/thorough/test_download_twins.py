"""Notebooks and Korean programs run alone and print what the English programs print."""

import nbformat
import pytest
from nbclient import NotebookClient
from reader import offered, run_alone
from test_logs import expected_log

from docs.book.lessons import discover

each_lesson = pytest.mark.parametrize("lesson", discover(), ids=lambda each: each.name)


@each_lesson
def test_korean_script_runs_alone(site, lesson, tmp_path):
    printed = run_alone(offered("ko", lesson.program)[".py"], tmp_path)
    assert printed == expected_log(lesson.name)


@each_lesson
def test_notebook_runs_alone(site, lesson, tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    source = offered("en", lesson.program)[".ipynb"].read_text("utf-8")
    notebook = nbformat.reads(source, as_version=4)
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=300, resources=resources).execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    printed = [out["text"] for out in outputs if out.output_type == "stream"]
    assert "".join(printed) == expected_log(lesson.name)
