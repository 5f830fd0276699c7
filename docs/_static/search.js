/* The search page. Results come from Sphinx's searchtools.js, which this follows; what it
   has no setting for is changed in its object, Search. */
"use strict";

{
  const BLOCKS = "p, li, dt, dd, pre, td, th, div, h1, h2, h3, h4, summary, figcaption";
  const NOT_QUOTED = ".headerlink, script, style, noscript, button, svg, .katex-html, annotation";
  const [PAGE, TITLE, ANCHOR, SCORE, KIND] = [0, 1, 2, 4, 6]; // places in a result
  const ENDINGS = Search.endings ?? ["s"]; // those of Korean stand with its words

  /* From a folder, and in a frame that may do little, browsers fetch no pages to quote. */
  if (self.origin === "null") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  /* Text without cases, brackets, spaces and marks: "Mini-batch" and "minibatch" are the same. */
  function squeeze(text) {
    return text.toLowerCase().replace(/\([^)]*\)|[^\p{L}\p{N}_]/gu, "");
  }

  /* The glossary entry or title that a query names, or "". */
  function namedEntry(query) {
    const { alltitles, indexentries } = Search._index;
    const entries = Object.entries(indexentries).filter(([, found]) =>
      found.some(([, , isMain]) => isMain),
    );
    const names = [...entries.map(([name]) => name), ...Object.keys(alltitles)];
    const whole = squeeze(query);
    const ending = ENDINGS.find((e) => whole.endsWith(e) && whole.length - e.length >= 2);
    const wanted = ending ? [whole, whole.slice(0, -ending.length)] : [whole];
    return wanted.flatMap((word) => names.filter((name) => squeeze(name) === word))[0] ?? "";
  }

  /* Words that no page has would hide what the others find. */
  function known(words) {
    const { terms, titleterms } = Search._index;
    const all = [...Object.keys(terms), ...Object.keys(titleterms)];
    const found = [...words].filter((word) =>
      all.some((term) => term === word || (word.length > 2 && term.includes(word))),
    );
    return new Set(found.length ? found : words);
  }

  /* Keyboards and files write the same letters in several ways: Hangul in parts, Latin at
     full width. The index has them in one. */
  const parseQuery = Search._parseQuery;
  Search._parseQuery = (query) => {
    const parsed = parseQuery(query.normalize("NFKC").replace(/\p{Cf}/gu, ""));
    // Sphinx keeps the words, to mark them on the next page. This book keeps nothing but
    // what the reader chose.
    localStorage.removeItem("sphinx_highlight_terms");
    return parsed;
  };

  /* Results with the section or the glossary entry that they lead to, each once; a page that
     is named for more is not named again for having the words. Sphinx lists the best last. */
  function tidy(results, name) {
    const { alltitles, docnames, indexentries } = Search._index;
    const found = Object.entries(indexentries).filter(([entry]) =>
      entry.includes(name.toLowerCase()),
    );
    const sections = new Map();
    for (const [title, places] of [...found.reverse(), ...Object.entries(alltitles)]) {
      for (const [page, id] of places) sections.set(`${docnames[page]}#${id}`, title);
    }
    const isText = (result) => result[KIND] === "text";
    const seen = new Set(results.filter((result) => !isText(result)).map((result) => result[PAGE]));
    const kept = results.reverse().filter((result) => {
      const place = isText(result) ? result[PAGE] : `${result[PAGE]} ${result[ANCHOR]}`;
      const isNew = !seen.has(place);
      seen.add(place);
      return isNew;
    });
    for (const result of kept.filter((result) => result[KIND] === "index")) {
      const section = sections.get(result[PAGE] + result[ANCHOR]);
      if (section) result[TITLE] += ` > ${section}`;
    }
    return kept.reverse();
  }

  /* Sphinx looks for a title or an entry as it was typed. Let it look for the one that is
     meant. */
  const performSearch = Search._performSearch;
  Search._performSearch = (query, terms, ...others) => {
    const stemmer = new Stemmer();
    const stems = known(terms);
    const words = splitQuery(query.toLowerCase())
      .filter((word) => stems.has(stemmer.stemWord(word)))
      .join(" ");
    const name = namedEntry(query) || namedEntry(words) || words;
    return tidy(performSearch(name, stems, ...others), name);
  };

  /* What teaches comes before what mentions, and the pages about modules come last. */
  Scorer.score = (result) => {
    const page = result[PAGE];
    const rank = page.startsWith("chapters/") ? 20 : page.startsWith("reference/api") ? -10 : 0;
    return rank + result[SCORE] * (result[KIND] === "title" ? 4 : 1);
  };

  /* The text of a page, or of the part that a result leads to, as one line to quote from.
     Of a formula it is read once. */
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const all = (selector) => page.querySelectorAll(`main :is(${selector})`);
    for (const element of all(NOT_QUOTED)) element.remove();
    for (const over of all("mfrac > :first-child")) over.after("/");
    for (const part of all("mfrac > :has(mo)")) {
      part.before("(");
      part.after(")");
    }
    for (const power of all("msup")) power.firstElementChild.after("^");
    for (const hat of all("mover > :last-child")) hat.textContent = "\u0302";
    for (const block of all(BLOCKS)) {
      block.before(" ");
      block.after(" ");
    }
    const found = page.getElementById(anchor.slice(1)) ?? page.querySelector("main");
    const definition = found.matches("dt") ? found.nextElementSibling.textContent : "";
    return `${found.textContent} ${definition}`.normalize().replace(/\s+/g, " ").trim();
  };

  /* Where none of the words stands, the quotation begins with the text. */
  const makeSummary = Search.makeSearchSummary;
  Search.makeSearchSummary = (html, words, anchor) => makeSummary(html, ["", ...words], anchor);

  _ready(() => {
    document.getElementById("no-search").remove();
    /* Screen readers say how many results there are. */
    Search.status?.setAttribute("role", "status");
  });
}
