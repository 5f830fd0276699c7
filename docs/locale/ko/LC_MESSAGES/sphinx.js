/* Words of Sphinx's search in the browser. Sphinx takes this file instead of its own
   Korean one, which lacks some of them. The pair is looked up by its English singular; its
   entries are for one result and for many, and Korean makes no difference. */
Object.assign(Documentation, {
  LOCALE: "ko",
  TRANSLATIONS: {
    "Search Results": "검색 결과",
    "Searching": "검색 중",
    "Preparing search...": "검색 준비 중…",
    "Hide Search Matches": "찾은 말 표시 지우기",
    ", in ": ", 위치: ",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
      "찾는 말이 들어 있는 페이지가 없습니다. 철자를 확인하거나 다른 말로 찾아보세요.",
    "Search finished, found one page matching the search query.": [
      "검색 결과가 ${resultCount}건 있습니다.",
      "검색 결과가 ${resultCount}건 있습니다.",
    ],
  },
});
