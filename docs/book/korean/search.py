"""Search in Korean with Sphinx's own search box.

Sphinx's has no Korean: it would index 손실은 as it stands, and 손실 would not find it.
Here a word is indexed without its particle or ending (손실), and two neighbours also as
one word (경사 하강법 and 경사하강법). What the reader types is cut the same way in the
browser, by search.js. Identifiers stay whole (requires_grad, w.grad).
"""

import json
import re
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.search import SearchLanguage

# Particles and endings that may follow a noun; the longest that fits is cut off.
ENDINGS = sorted(
    """
    은 는 이 가 을 를 의 에 로 와 과 도 만 나 야 며 고 랑 께 요 으로 에서 에게 까지
    부터 보다 처럼 만큼 마다 조차 밖에 이나 이며 이고 이란 이라 란 라 에는 에도 에만
    에서는 에서도 으로는 로는 으로도 로도 으로만 로만 와는 과는 와의 과의 에서의
    으로의 로의 까지의 부터의 마다의 에게서 로부터 으로부터 이라는 라는 이라고 라고
    이라면 라면 이면 면 입니다 입니까 이다 인가 인지 인 일 일까 이었다 였다 이지만
    지만 하다 한다 하는 하면 하고 하며 하여 해서 해 했다 합니다 합니까 하기 하지 할
    할까 한 함 하려면 하도록 시키다 시킨다 시키는 시켜 됩니다 된다 되는 되면 되어 돼
    될 됨 되지 들 들이 들은 들을 들의 이랑 이라도 라도 뿐 대로 씩 하나요 인가요 나요
    이에요 예요
    """.split(),
    key=len,
    reverse=True,
)
WORD = re.compile(r"[가-힣]+|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|\d[\w.]*")
HANGUL = re.compile(r"[가-힣]+")


@cache
def stem(word: str) -> str:
    """Cut off the longest particle or ending that leaves at least two syllables."""
    if HANGUL.fullmatch(word):
        for ending in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                return word[: -len(ending)]
    return word


class SearchKorean(SearchLanguage):
    """Korean search language."""

    lang = "ko"
    language_name = "Korean"
    js_splitter_code = (
        Path(__file__)
        .with_suffix(".js")
        .read_text("utf-8")
        .replace("/* ENDINGS */ []", json.dumps(ENDINGS, ensure_ascii=False))
    )

    def split(self, text: str) -> list[str]:
        """List the words; dotted names also in parts, neighbours also joined."""
        words: list[str] = []
        before = None
        for match in WORD.finditer(text):
            word = match[0]
            words.append(word)
            if "." in word:
                words.extend(word.split("."))
            touches = before and text[before.end() : match.start()] == " "
            if touches and HANGUL.fullmatch(word) and stem(before[0]) == before[0]:
                words.append(before[0] + word)
            before = match if HANGUL.fullmatch(word) else None
        return words

    def stem(self, word: str) -> str:
        """Give the form under which a word is indexed."""
        return stem(word).lower()


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_search_language(SearchKorean)
