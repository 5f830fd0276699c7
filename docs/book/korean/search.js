/* What the reader types, cut into words that the index knows; see search.py.
   Sphinx puts this text into language_data.js, which follows searchtools.js. */
{
  Search.endings = /* ENDINGS */ [];

  function indexKnows(word) {
    const index = Search._index;
    return Object.hasOwn(index.terms, word) || Object.hasOwn(index.titleterms, word);
  }

  function stem(word) {
    const ending = Search.endings.find((e) => word.endsWith(e) && word.length - e.length >= 2);
    return ending ? word.slice(0, -ending.length) : word;
  }

  /* The form of a word under which the index has it, or "". */
  function knownForm(word) {
    return [word, stem(word)].find(indexKnows) || "";
  }

  /* Cut an unknown word into the longest words that the index knows, from the left: two
     syllables of Hangul make a word, four letters of Latin do. */
  function cutIntoKnownWords(word) {
    const shortest = /[a-z]/.test(word) ? 4 : 2;
    const found = [];
    while (word.length >= shortest) {
      let length = word.length;
      while (length >= shortest && !indexKnows(word.slice(0, length))) length -= 1;
      if (length >= shortest) found.push(word.slice(0, length));
      word = word.slice(Math.max(length, 1));
    }
    return found;
  }

  /* Sphinx's searchtools.js calls it. */
  globalThis.splitQuery = (query) => {
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
  globalThis.Stemmer = class {
    stemWord(word) {
      return word;
    }
  };
}
