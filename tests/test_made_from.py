"""Each page ends with what it was made from: commit, date, Python and libraries."""

import platform
import re
import subprocess
from importlib.metadata import version

import pages
import pytest
from pages import LANGUAGES

from docs.book.html.made_from import commit, sentence

VERSIONS = (
    f"Python {platform.python_version()} · PyTorch {version('torch')} "
    f"· NumPy {version('numpy')}"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentence_on_every_page_in_its_language(site, language):
    sentences = set()
    for path in pages.in_language(language):
        [paragraph] = pages.html(path).select(".made-from")
        assert paragraph.find_parent("footer"), path
        sentences.add(paragraph.get_text())
    [text] = sentences
    assert text.endswith(VERSIONS)
    assert text.startswith("Made from: " if language == "en" else "빌드 정보: ")
    if made := commit():
        assert made.name in text and made.date in text


@pytest.fixture
def repository(tmp_path):
    def git(*command: str) -> str:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        command = ("git", "-C", str(tmp_path), *who, *command)
        return subprocess.run(
            command, check=True, capture_output=True, text=True
        ).stdout

    git("init", "--quiet")
    for name in ("docs", "tests"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("one")
    git("add", ".")
    git("commit", "--quiet", "--message=one", "--date=2026-01-02T03:04:05Z")
    commit.cache_clear()
    yield tmp_path, git("rev-parse", "HEAD").strip()
    commit.cache_clear()


def test_commit_is_named(repository):
    folder, name = repository
    found = commit(folder)
    assert name.startswith(found.name)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.date)
    assert sentence(folder) == (
        f"Made from: commit {found.name} of {found.date} · {VERSIONS}"
    )


def test_uncommitted_change_is_named(repository):
    folder, _ = repository
    (folder / "docs" / "file").write_text("two")
    assert ", with changes ·" in sentence(folder)


def test_a_change_of_tests_is_none_of_the_site(repository):
    folder, _ = repository
    (folder / "tests" / "file").write_text("two")
    assert "with changes" not in sentence(folder)


@pytest.mark.parametrize("git", ["gitdir: nowhere", ""])
def test_git_that_refuses_or_is_missing_is_no_history(tmp_path, monkeypatch, git):
    (tmp_path / ".git").write_text(git)
    if not git:
        monkeypatch.setenv("PATH", "")
    assert sentence(tmp_path) == f"Made from: a copy without its history · {VERSIONS}"


def test_git_that_refuses_the_folder_of_another_owner_is_no_history(
    repository, monkeypatch
):
    folder, _ = repository
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert commit(folder) is None


def test_settings_of_git_have_no_effect(repository, monkeypatch):
    folder, _ = repository
    before = commit(folder)
    commit.cache_clear()
    settings = {
        "log.showSignature": "true",
        "core.abbrev": "20",
        "log.date": "relative",
    }
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(settings)))
    for number, (key, value) in enumerate(settings.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    assert commit(folder) == before


def test_repository_without_a_commit_is_no_history(tmp_path):
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    assert commit(tmp_path) is None


def test_copy_without_history(tmp_path):
    assert sentence(tmp_path) == f"Made from: a copy without its history · {VERSIONS}"


def test_copy_inside_another_repository_has_no_commit(repository):
    folder, _ = repository
    (folder / "copy").mkdir()
    assert commit(folder / "copy") is None
