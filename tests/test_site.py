"""The site stands: without it, this is the one test that fails."""

from pages import SITE


def test_site_is_built(site):
    assert SITE.exists(), "build/site is missing: run nox -s docs"
