"""Headings and landmarks lead those who listen through a page."""

from pages import PAGES, html


def test_headings_are_in_order(site):
    for path in PAGES:
        headings = html(path).select(", ".join(f"main h{n}" for n in range(1, 7)))
        levels = [int(heading.name[1]) for heading in headings]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        for above, below in zip(levels, levels[1:]):
            assert below <= above + 1, path
        named = html(path).select("[role=heading]")
        assert all(heading["aria-level"] for heading in named), path


def test_landmarks_are_named(site):
    for path in PAGES:
        landmarks = html(path).select("nav, [role=region]")
        names = [landmark.get("aria-label") for landmark in landmarks]
        assert all(names), path
        assert len(names) == len(set(names)), path
        assert len(html(path).select("main")) == 1, path
