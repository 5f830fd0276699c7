"""The Korean edition is complete and true to its source."""

import pytest

from docs.book.build import ROOT
from docs.book.korean.catalogues import faults, read

LOCALE = ROOT / "docs" / "locale" / "ko" / "LC_MESSAGES"
each_catalogue = pytest.mark.parametrize(
    "path", sorted(LOCALE.rglob("*.po")), ids=lambda path: str(path.relative_to(LOCALE))
)


@each_catalogue
def test_complete(path):
    catalogue = read(path)
    messages = [message for message in catalogue if message.id]
    assert [message.id for message in messages if not message.string] == []
    assert [message.id for message in messages if message.fuzzy] == []
    assert list(catalogue.obsolete) == []


@each_catalogue
def test_same_markup_and_particles(path):
    is_rest = {"gallery", "api"} & set(path.relative_to(LOCALE).parts[:-1])
    found = [
        (fault, message.string)
        for message in read(path)
        if message.id
        for fault in faults(message.id, message.string, bool(is_rest))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "translated", "is_rest", "message"),
    [
        ("**bold**", "굵게", False, "markup differs"),
        ("use `w`", "`v`를 씁니다", False, "markup differs"),
        ("$x$ is", "엑스는", False, "markup differs"),
        ("{glue:text}`a.md::b:d` runs", "{glue:text}`a.md::c:d` 번", False, "markup"),
        ("{glue:text}`a.md::b:d` runs", "{glue:text}`a.md::b:d`은", False, "particle"),
        ("{glue:text}`a.md::b:d` runs", "{glue:text}`a.md::b:d`로", False, "particle"),
        ("the weight is {w}", "가중치가 {w}로 바뀝니다", False, "particle"),
        ("`a` {n} epochs", "`a` 에폭 {n}이 지납니다", False, "particle"),
        ("``w`` moves", "``w``는 움직입니다", True, "letter right after"),
        ("*all* move", "*모두*가 움직입니다", True, "letter right after"),
        ("**a term** is", "**용어(term)**는", False, "bold is not closed"),
    ],
)
def test_fault_is_found(source, translated, is_rest, message):
    assert any(message in fault for fault in faults(source, translated, is_rest))


@pytest.mark.parametrize(
    ("source", "translated", "is_rest"),
    [
        ("{glue:text}`a.md::b:d` runs", "{glue:text}`a.md::b:d`번입니다", False),
        ("``w`` moves", "``w``\\ 는 움직입니다", True),
        ("*all* move", "*모두*\\ 가 움직입니다", True),
        ("**a term** is", "**용어**(term)는", False),
        ("{doc}`Title </page>` says", "{doc}`제목 </page>`에 있습니다", False),
    ],
)
def test_good_translation_has_no_fault(source, translated, is_rest):
    assert list(faults(source, translated, is_rest)) == []
