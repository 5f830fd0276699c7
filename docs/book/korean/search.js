/* What the reader types, cut into words of the index; see search.py. Sphinx puts
   this text into language_data.js, after searchtools.js, which calls splitQuery and Stemmer. */
(() => {
  const ENDINGS = /* ENDINGS */ [];

  function isIndexed(word) {
    const index = Search._index;
    return Object.hasOwn(index.terms, word) || Object.hasOwn(index.titleterms, word);
  }

  function stemKorean(word) {
    const ending = ENDINGS.find((e) => word.endsWith(e) && word.length - e.length >= 2);
    return ending ? word.slice(0, -ending.length) : word;
  }

  /* The form of a word under which the index has it, or "". */
  function knownForm(word) {
    return [word, stemKorean(word)].find(isIndexed) || "";
  }

  /* Cut an unknown word into the longest words of the index, from the left: two
     syllables of Hangul make a word, four letters of Latin do. */
  function cutIntoKnownWords(word) {
    const shortest = /[a-z]/.test(word) ? 4 : 2;
    const found = [];
    while (word.length >= shortest) {
      let length = word.length;
      while (length >= shortest && !isIndexed(word.slice(0, length))) length -= 1;
      if (length >= shortest) found.push(word.slice(0, length));
      word = word.slice(Math.max(length, 1));
    }
    return found;
  }

  /* Text without spaces and brackets: "평균 제곱 오차(MSE)" and "평균제곱오차" are the same. */
  function squeeze(text) {
    return text.toLowerCase().replace(/\([^)]*\)|\s/g, "");
  }

  /* The title or glossary entry that the query names, however it is spaced, or "". */
  function namedEntry(query) {
    const wanted = [squeeze(query), stemKorean(squeeze(query))];
    const { alltitles, indexentries } = Search._index;
    const names = [...Object.keys(indexentries), ...Object.keys(alltitles)];
    return names.find((name) => wanted.includes(squeeze(name))) || "";
  }

  window.splitQuery = (query) => {
    const words = query.toLowerCase().match(/[가-힣]+|[a-z_][\w.]*\w|[a-z_]|\d[\w.]*/g) || [];
    const known = [];
    for (let i = 0; i < words.length; i += 1) {
      const here = knownForm(words[i]);
      const next = words[i + 1] || "";
      const joined = next && knownForm(words[i] + next);
      if (joined && !(here && knownForm(next))) {
        known.push(joined);
        i += 1;
      } else if (here) {
        known.push(here);
      } else {
        known.push(...cutIntoKnownWords(words[i]));
      }
    }
    return known.length ? known : words;
  };

  /* The words are stems already. */
  window.Stemmer = class {
    stemWord(word) {
      return word;
    }
  };

  /* Sphinx looks up titles and glossary entries by the query as it was typed, particles
     included. Let it look them up by the entry that is meant, or by the words that were made
     of the query. There is no hook for this (Search is Sphinx's object in searchtools.js). */
  if (typeof Search !== "undefined") {
    const performSearch = Search._performSearch;
    Search._performSearch = (query, terms, ...rest) =>
      performSearch(namedEntry(query) || [...terms].join(" "), terms, ...rest);
  }
})();
