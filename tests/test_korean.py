"""Korean reads as written in Korean: what a program can see of CONTRIBUTING's rules."""

import re
from functools import cache

import pages
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT

from docs.book.korean.catalogues import read
from docs.book.korean.glossary import without_brackets
from docs.book.korean.update import CATALOGUES
from docs.book.lessons import discover

GLOSSARY = CATALOGUES / "reference" / "glossary.po"
# Forms of translated Korean, and what a Korean author would write.
BANNED = {
    r"당신": "leave it out",
    r"^그 값은": "세 손실의 합을 구했습니다",
    r"쌍점": "콜론",
    r"화면에 찍": "화면에 출력되는",
    r"십시오": "…하세요",
    r"아직 아닙니다": "아직 정답이 아닙니다",
    r"(?<!모델이 )(?<!화면에 )출력(하|한|할|합|해|된|됩|문)": "화면에 출력되는",
    r"상대방": "함께 곱한 다른 수",
    r"배나? (더 )?(좋|나쁘|나쁜|나은|낫|나았)": "MSE가 …배입니다",
}
ASKS = re.compile(r"세요\.|\?")
STATES = re.compile(r"(작성|반환|구|계산)합니다\.|봅시다\.")  # …하세요


@cache
def texts() -> dict[str, list[str]]:
    """Korean texts, by their catalogue; README.ko.md is one of them."""
    found = {
        path.relative_to(CATALOGUES).with_suffix("").as_posix(): [
            message.string for message in read(path) if message.id
        ]
        for path in sorted(CATALOGUES.rglob("*.po"))
    }
    return found | {"README.ko": [(ROOT / "README.ko.md").read_text("utf-8")]}


def banned(text: str) -> list[str]:
    """Translated forms in a text, each with its remedy."""
    found = [(re.search(form, text), remedy) for form, remedy in BANNED.items()]
    return [f"{match[0]}: {remedy}" for match, remedy in found if match]


@pytest.mark.parametrize("name", texts())
def test_no_form_of_translated_korean(name):
    found = {text: banned(text) for text in texts()[name]}
    assert {text: why for text, why in found.items() if why} == {}


@pytest.mark.parametrize(
    "text",
    [
        "당신의 모델입니다.",
        "그 값은 손실의 합입니다.",
        "쌍점이 없습니다.",
        "고르십시오.",
        "아직 아닙니다.",
        "출력된 손실은 마지막 샘플의 손실입니다.",
        "손실을 출력합니다.",
        "곱셈은 상대방의 값을 곱합니다.",
        "손실이 화면에 찍힙니다.",
        "13배 더 좋습니다.",
        "몇 배나 나쁜 모델",
    ],
)
def test_translated_form_is_found(text):
    assert banned(text)


@pytest.mark.parametrize(
    "text",
    [
        "모델이 출력하는 값",
        "입력과 출력이 하나씩",
        "화면에 출력된 손실",
        "MSE가 13배입니다.",
        "아직 답이 없습니다.",
    ],
)
def test_good_form_is_not_banned(text):
    assert banned(text) == []


def statement(exercise: BeautifulSoup) -> str:
    """What an exercise says before hints, code and options."""
    parts = []
    for part in exercise.find_all(True, recursive=False):
        if part.name != "p":
            break
        parts += part.get_text().split()
    return " ".join(parts)


@pytest.mark.parametrize("lesson", discover(), ids=lambda lesson: lesson.name)
def test_exercise_asks_with_a_request_or_a_question(site, lesson):
    exercises = pages.html(f"ko/{lesson.chapter}.html").select("book-exercise")
    asked = {exercise["id"]: statement(exercise) for exercise in exercises}
    assert asked
    assert {n: s for n, s in asked.items() if not ASKS.search(s)} == {}
    assert {n: s for n, s in asked.items() if STATES.search(s)} == {}


@cache
def glosses() -> dict[str, tuple[re.Pattern, str]]:
    """How a term looks with its English beside it, and the chapter that teaches it."""
    english = {message.string: message.id for message in read(GLOSSARY)}
    found = {}
    for entry in pages.html("ko/reference/glossary.html").select("dl.glossary > dt"):
        korean = entry.get_text().removesuffix("¶")
        chapter = entry.find_next_sibling("dd").select_one("p:last-child a")["href"]
        beside = rf"\*{{0,2}}\({re.escape(english[korean])}\b"
        look = re.escape(without_brackets(korean)) + beside
        home = chapter.removeprefix("../").partition(".html")[0]
        found[korean] = re.compile(look, re.IGNORECASE), home
    return found


@pytest.mark.parametrize("name", sorted(set(texts()) - {"reference/glossary"}))
def test_english_of_a_term_stands_only_where_it_is_taught(site, name):
    found = [
        (term, home, text)
        for term, (look, home) in glosses().items()
        for text in texts()[name]
        if name != home and look.search(text)
    ]
    assert found == []
