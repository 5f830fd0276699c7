"""The site's own search finds the right page, in Korean as a learner types it.

A query counts as found when one of its right pages is among the first three results.
"""

from urllib.parse import urlsplit

import pytest
from browser import open_page

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


def parse(text: str) -> dict[str, set[str]]:
    """Read a list of queries, each with its right pages."""
    queries = {}
    for item in text.replace("\n", " | ").split("|"):
        if item.strip():
            query, pages = item.rsplit(":", 1)
            queries[query.strip()] = {CHAPTERS[page] for page in pages.split()}
    return queries


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
    # From a folder, where no page is fetched to be quoted: many queries are soon asked.
    open_page(page, f"{(site / language / 'search.html').as_uri()}?q=w")
    page.wait_for_selector(".search-summary:not(:empty)")  # the index is there
    queries = parse(text)
    found = {query: first_pages(page, language, query) for query in queries}
    missed = {
        query: found[query]
        for query in queries
        if not queries[query] & set(found[query])
    }
    assert len(missed) <= 0.05 * len(queries), missed


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
