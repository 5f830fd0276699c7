"""What search engines and messengers read of a page: its description and addresses.

Each page is described by its first paragraph. Its addresses are written only where the
environment variable ``SITE_ADDRESS`` says where the site will be.
Both trees come from the same sources, so each page has its twin.
"""

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError
from sphinx.locale import _

from docs.book.lessons import opening

LOCALES = {"en": "en_US", "ko": "ko_KR"}
LONGEST = 160  # what a list of search results shows, in letters


def set_title(app: Sphinx, config: Config) -> None:
    """Name the book in the language that is built."""
    config.project = config.html_title = _("PyTorch Basics (1)")


def set_base(app: Sphinx, config: Config) -> None:
    """Derive the base of this language's tree, for Sphinx's canonical links."""
    config.site_address = config.site_address.rstrip("/")
    if config.site_address:
        if not config.site_address.startswith(("https://", "http://")):
            raise ConfigError(
                f"SITE_ADDRESS is {config.site_address}: begin with https://"
            )
        config.html_baseurl = f"{config.site_address}/{config.language}/"


def description(env: BuildEnvironment, docname: str) -> str:
    """First paragraph of a page, shortened at a word."""
    text = " ".join(opening(env, docname).astext().split())
    if len(text) <= LONGEST:
        return text
    return text[: text.rindex(" ", 0, LONGEST)] + " …"


def add_to_context(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Give the template of a page what partials/head.html writes."""
    if doctree is None:  # the search page
        context["pageurl"] = None
        return
    context["description"] = description(app.env, pagename)
    context["locales"] = LOCALES
    context["site_address"] = app.config.site_address


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_config_value("site_address", "", "html", str)
