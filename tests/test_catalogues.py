"""The Korean edition is complete and true to its source."""

import pytest

from docs.book.korean import update
from docs.book.korean.catalogues import faults, read
from docs.book.korean.update import CATALOGUES as LOCALE
from docs.book.korean.update import carry, interface, left, write

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


def test_words_of_the_interface_are_translated():
    assert {m.id for m in read(LOCALE / "sphinx.po") if m.id} == {*interface()}


@each_catalogue
def test_form_is_that_which_i18n_writes(path, tmp_path):
    """Else the next change of a sentence would be a difference of hundreds of lines."""
    messages = [message.id for message in read(path) if message.id]
    write(tmp_path / "new.po", carry(path, messages, {}))
    assert (tmp_path / "new.po").read_bytes() == path.read_bytes()


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def page(tmp_path, monkeypatch):
    """The catalogue of a page of another book."""
    monkeypatch.setattr(update, "CATALOGUES", tmp_path)
    monkeypatch.setattr(update, "ROOT", tmp_path)
    old = {"The first sentence.": "첫 문장입니다.", "**values**": "**값**"}
    text = "\n".join(f'msgid "{en}"\nmsgstr "{ko}"\n' for en, ko in old.items())
    (tmp_path / "sphinx.po").write_text(HEAD, "utf-8")
    (tmp_path / "page.po").write_text(HEAD + text, "utf-8")
    read.cache_clear()
    yield tmp_path / "page.po"
    read.cache_clear()


@pytest.mark.parametrize(
    ("new", "korean", "is_fuzzy"),
    [
        ("The first sentence.", "첫 문장입니다.", False),  # kept
        ("The first, long sentence.", "첫 문장입니다.", True),  # changed
        ("The first *sentence*.", "", False),  # its markup would be lost
        ("**epochs**", "", False),
        ("Known elsewhere.", "다른 쪽에 있습니다.", False),
        ("Two ways.", "", False),
    ],
)
def test_new_message_gets_only_the_korean_that_is_its_own(page, new, korean, is_fuzzy):
    known = {"Known elsewhere.": {"다른 쪽에 있습니다."}, "Two ways.": {"가", "나"}}
    [message] = [m for m in carry(page, [new], known) if m.id]
    assert (message.string or "", message.fuzzy) == (korean, is_fuzzy)


def test_what_is_left_is_listed_with_its_line(page):
    messages = ["The first, long sentence.", "Another."]
    write(page, carry(page, messages, {}))
    read.cache_clear()
    [fuzzy, empty] = left(page)
    lines = page.read_text("utf-8").splitlines()
    for complaint, source in zip((fuzzy, empty), messages, strict=True):
        number = lines.index(f'msgid "{source}"') + 1
        assert complaint.startswith(f"page.po:{number}: ")
        assert source in complaint
    assert "fuzzy" in fuzzy
    assert "not translated" in empty


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
