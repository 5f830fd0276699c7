/* The search page. Results come from Sphinx's searchtools.js, which this follows. */
"use strict";

{
  /* From a folder browsers fetch no pages to quote. */
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  /* Sphinx keeps what was searched for, to mark it on the next page. This book keeps
     nothing but what the reader chose. */
  const parseQuery = Search._parseQuery;
  Search._parseQuery = (query) => {
    const parsed = parseQuery(query);
    localStorage.removeItem("sphinx_highlight_terms");
    return parsed;
  };

  /* Screen readers say how many results there are. */
  _ready(() => Search.status?.setAttribute("role", "status"));
}
