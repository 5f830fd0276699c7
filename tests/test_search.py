"""The site's own search finds the right page, in Korean as a learner types it.

A query counts as found when one of its right pages is among the first three results.
"""

import re
import unicodedata
from urllib.parse import urlsplit

import pytest
from browser import open_page
from pages import text

from docs.book.korean.search import stem

CHAPTERS = {
    "1": "chapters/linear_model",
    "2": "chapters/gradient_descent",
    "3": "chapters/two_weights",
    "4": "chapters/back_propagation",
    "5": "chapters/autograd",
    "g": "reference/glossary",
    "o": "reference/original_lecture",
    "p1": "gallery/plot_1_linear_model",
    "p2": "gallery/plot_2_gradient_descent",
    "p3": "gallery/plot_3_two_weights",
    "p4": "gallery/plot_4_back_propagation",
    "p5": "gallery/plot_5_autograd",
    "a1": "reference/api/linear_model",
    "a2": "reference/api/gradient_descent",
    "a3": "reference/api/two_weights",
    "a4": "reference/api/back_propagation",
    "a5": "reference/api/autograd",
    "i": "index",
}
KOREAN = """
손실: g 1 | 손실은: g 1 | 손실이란: g 1 | 손실을: g 1 | 손실이 뭐예요: g 1
기울기: g 2 | 기울기는: g 2 | 기울기를 구하는: g 2 4 | 변화도: g | 그래디언트: g
경사 하강법: g 2 | 경사하강법: g 2 | 경사하강법이란: g 2 | 경사 하강법으로: g 2
학습률: g 2 | 학습률이: g 2 | 학습률은 얼마: g 2 | 발산: g 2 | 발산하면: g 2 | 수렴: g
가중치: g 1 | 가중치를: g 1 | 두 개의 가중치: 3 p3 | 가중치 두 개: 3 p3
선형 모델: g 1 | 선형모델: g 1 | 선형 모델은: g 1 | 모델: g 1 | 모형: g
평균 제곱 오차: g 1 | 평균제곱오차: g 1 | 제곱 오차: g 1 | 제곱오차를: g 1 | mse: g 1 a1
예측값: g 1 | 정답: g 1 | 오차: g 1 | 샘플: g 1 | 에폭: g 2 | 에포크: g | 갱신: g 2
전수 탐색: g 1 | 전수탐색: g 1 | 모든 가중치: 1 p1 | 포물선: 1
역전파: g 4 | 역전파는: g 4 | 역전파란: g 4 | 계산 그래프: g 4 | 계산그래프: g 4
계산그래프를: g 4 | 연쇄 법칙: g 4 | 연쇄법칙: g 4 | 연쇄법칙이란: g 4
국소 기울기: g 4 | 국소기울기: g 4 | 순전파: g 4 | 노드: g 4 | 간선: g 4
편미분: g 3 | 편미분을: g 3
등고선: g 3 | 손실 지도: 3 p3 | 상수 b: g 3 | 편향: g
자동 미분: g 5 | 자동미분: g 5 | 자동미분이란: g 5 | 텐서: g 5 | 텐서는: g 5
옵티마이저: g 5 | 최적화기: g | 유한 차분: g 2 | 유한차분: g 2 | 전체 배치: g 2
출력된 손실: 2 3 | 흔한 실수: 1 2 3 4 5 | 네 가지 손실: 2 p2 | 원래 강의: o
requires_grad: 5 o | w.grad: 5 4 | no_grad: 5 o | zero_grad: 5 o | backward: 4 5 a4
gradient: g 2 a2 | tensor: g 5 | learning_rate: 2 a2 | finite_difference: 2 a2
least_mse: 3 a3 | print_graph: a4 p4 | 파이토치: g 5 | relu: g 4 | float32: g 5
"""
ENGLISH = """
loss: g 1 | gradient: g 2 | gradient descent: g 2 | learning rate: g 2 | diverge: g 2
mean squared error: g 1 | mse: g 1 a1 | linear model: g 1 | weights: g 1 3 | sweep: g 1
back propagation: g 4 | backprop: g | chain rule: g 4 | computational graph: g 4
local gradient: g 4 | partial derivative: g 3 | contour line: g 3 | tensor: g 5
autograd: g 5 a5 | requires_grad: 5 o | zero_grad: 5 o | finite difference: g 2
full batch: g 2 | epoch: g 2 | residual: g | common mistakes: 1 2 3 4 5 | 기울기: g
print_graph: a4 p4 | least_mse: 3 a3 | sets instead of lists: o
"""


# What each of these is looked up for: the page that teaches it stands first.
FIRST = {
    "ko": """
미분: 2 | 미분은: 2 | 도함수: 2 | 기울기: 2 | 그레이디언트: 2 | gradient: 2
수치 미분: 2 | 손실: 1 | 손실 함수: 1 | 쿼카의 손실: 1
비용 함수: 1 | 매개변수: 1 | 레이블: 1 | 잔차: 1 | 선형모델: 1
학습률: 2 | 미니배치: 2 | 미니 배치: 2 | 확률적 경사 하강법: 2 | 경사하강법이란: 2
벡터: 3 | 편향: 3 | 편미분: 3 | 두 개의 가중치: 3 | 배열: 5 | 스칼라: 5 | 파이토치: 5
위상 정렬: 4 | 오차역전파법: 4 | 역전파: 4 | 연쇄법칙: 4 | 국소 기울기: 4 | 신경망: 4
retain_graph: 5 | requires_grad: 5 | 자동 미분: 5 | 텐서: 5 | 리스트 대신 쓰인 집합: o
""",
    "en": """
gradient: 2 | gradients: 2 | derivative: 2 | numerical differentiation: 2 | epoch: 2
loss: 1 | loss function: 1 | cost function: 1 | parameter: 1 | label: 1 | residual: 1
learning rates: 2 | mini-batch: 2 | minibatch: 2 | stochastic gradient descent: 2
vector: 3 | bias: 3 | partial derivative: 3 | two weights: 3 | scalar: 5 | array: 5
topological order: 4 | back-propagation: 4 | backprop: 4 | chain rule: 4 | SGD: 2
retain_graph: 5 | pytorch: 5 | autograd: 5 | tensors: 5 | what is a gradient?: 2
sets instead of lists: o | the derivatives of a quokka: 2
""",
}
# The same query as keyboards, files and other programs write it.
SPELLINGS = {
    "Hangul in parts": lambda query: unicodedata.normalize("NFD", query),
    "compatible letters": lambda query: unicodedata.normalize("NFKD", query),
    "full width": lambda query: query.translate(
        {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
    ),
    "with what is not seen": lambda query: query.replace(" ", "\u00a0") + "\u200b",
    "capitals": str.upper,
}


def parse(text: str) -> dict[str, set[str]]:
    """Read a list of queries, each with its right pages."""
    queries = {}
    for item in text.replace("\n", " | ").split("|"):
        if item.strip():
            query, pages = item.rsplit(":", 1)
            queries[query.strip()] = {CHAPTERS[page] for page in pages.split()}
    return queries


def open_search(page, site, language: str) -> None:
    """Open the search from a folder, where no page is fetched to be quoted."""
    open_page(page, f"{(site / language / 'search.html').as_uri()}?q=w")
    page.wait_for_selector(".search-summary:not(:empty)")  # the index is there


def first_pages(page, language: str, query: str) -> list[str]:
    """Search on the open search page; list the pages of the first three results."""
    page.evaluate(
        """query => {
            document.getElementById("search-results").replaceChildren();
            Search.performSearch(query);
        }""",
        query,
    )
    page.wait_for_selector(".search-summary:not(:empty)")  # it comes after the results
    links = page.locator("ul.search > li > a").evaluate_all(
        "all => all.map(a => a.href)"
    )
    paths = [urlsplit(link).path.rpartition(f"/{language}/")[2] for link in links]
    return list(dict.fromkeys(path.removesuffix(".html") for path in paths))[:3]


@pytest.mark.parametrize(("language", "text"), [("ko", KOREAN), ("en", ENGLISH)])
def test_right_page_is_among_the_first_three(page, site, language, text):
    open_search(page, site, language)
    queries = parse(text)
    found = {query: first_pages(page, language, query) for query in queries}
    missed = {
        query: found[query]
        for query in queries
        if not queries[query] & set(found[query])
    }
    assert len(missed) <= 0.05 * len(queries), missed


@pytest.mark.parametrize("language", FIRST)
def test_page_that_teaches_comes_first_in_any_spelling(page, site, language):
    open_search(page, site, language)
    for query, pages in parse(FIRST[language]).items():
        assert {first_pages(page, language, query)[0]} == pages, query
    for query in ("수치 미분", "경사 하강법", "learning rate", "requires_grad"):
        found = first_pages(page, language, query)
        assert found
        for name, spell in SPELLINGS.items():
            assert first_pages(page, language, spell(query)) == found, (query, name)


@pytest.mark.parametrize("language", FIRST)
def test_result_is_listed_once(page, site, language):
    open_search(page, site, language)
    for query in ("gradient", "손실", "chain rule", "backward"):
        first_pages(page, language, query)
        links = page.locator("ul.search > li > a").evaluate_all("a => a.map(String)")
        assert len(set(links)) == len(links) > 0


@pytest.mark.parametrize("language", FIRST)
def test_entries_of_the_glossary_are_told_apart(page, site, language):
    open_search(page, site, language)
    for query in ("loss", "gradient", "graph", "모델", "미분"):
        first_pages(page, language, query)
        links = page.locator("ul.search > li > a[href*='glossary']")
        titles = links.evaluate_all("all => all.map(a => a.textContent)")
        assert len(set(titles)) == len(titles) > 0, query


QUOTED = """
<main><h2>One<a class="headerlink">#</a></h2><p>Two</p>
<ul><li>three</li><li>four</li></ul>
<p>so <span class="katex"><span class="katex-mathml"><math><semantics><mrow>
<mover><mi>y</mi><mo>^</mo></mover><mo>=</mo>
<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><msup><mi>c</mi><mn>2</mn></msup>
</mfrac></mrow><annotation>\\hat y = \\frac{a + b}{c^2}</annotation>
</semantics></math></span><span class="katex-html">again</span></span>.</p>
<dl><dt id="some.name">word</dt><dd>what it means</dd></dl></main>
"""


def test_result_is_quoted_in_whole_words_and_each_formula_once(page, site):
    open_search(page, site, "en")
    quote = "([html, anchor]) => Search.htmlToText(html, anchor)"
    html = QUOTED.replace("\n<", "<")
    assert page.evaluate(quote, [html, ""]) == (
        "One Two three four so ŷ=(a+b)/c^2. word what it means"
    )
    assert page.evaluate(quote, [html, "#some.name"]) == "word what it means"
    for path in ("en/chapters/gradient_descent.html", "ko/chapters/two_weights.html"):
        quoted = page.evaluate(quote, [text(path), ""])
        assert not re.search(r"\\(frac|hat|ell|alpha|partial|text)|¶", quoted), path


STORAGE = {
    "refused": "get() { throw new DOMException('denied', 'SecurityError'); }",
    "missing": "value: null",
    "full": "value: { getItem: () => null, setItem() { throw new Error('full'); } }",
}


@pytest.mark.parametrize("storage", STORAGE)
def test_search_and_colours_work_where_nothing_is_kept(page, address, storage):
    # As in a browser, the page may put something else in its place.
    what = f"{{ configurable: true, {STORAGE[storage]} }}"
    page.add_init_script(f"Object.defineProperty(window, 'localStorage', {what})")
    open_page(page, f"{address}/ko/search.html?q=미분")
    page.wait_for_selector("ul.search > li > a[href*='gradient_descent']")
    colour = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(colour)
    page.locator(".content-icon-container .theme-toggle").click()
    assert page.evaluate(colour) != before
    page.problems[:] = [said for said in page.problems if "mode" not in said]


@pytest.mark.parametrize(
    ("words", "stem_of_all"),
    [
        ("손실은 손실을 손실이 손실의 손실에 손실로 손실과 손실도 손실만", "손실"),
        ("기울기는 기울기를 기울기가 기울기의 기울기와 기울기라고", "기울기"),
        ("가중치에서 가중치까지 가중치부터 가중치보다 가중치처럼 가중치마다", "가중치"),
        ("역전파란 역전파인가요 역전파이며 역전파입니다 역전파라는", "역전파"),
        ("갱신으로 갱신이란 갱신이라고 갱신에서는 갱신하면 갱신하기 갱신할", "갱신"),
        ("발산하다 발산합니다 발산하는 발산하면 발산한다 발산해", "발산"),
        ("노드들 노드들은 노드들을 노드에서 노드마다", "노드"),
        ("오차 오차는", "오차"),
    ],
)
def test_particles_and_endings_are_cut_off(words, stem_of_all):
    assert {word: stem(word) for word in words.split()} == dict.fromkeys(
        words.split(), stem_of_all
    )


@pytest.mark.parametrize("word", ["requires_grad", "나이", "의도", "w.grad"])
def test_other_words_stay_whole(word):
    assert stem(word) == word
