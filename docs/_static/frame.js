/* What the frame of a page does. Loaded at the top of the body: the page shows in the
   reader's colours from the first moment. */
"use strict";

{
  /* Where a browser stores nothing, the page has a store of its own until it is left:
     Sphinx's search takes one for granted. */
  try {
    localStorage.setItem("kept", "");
    localStorage.removeItem("kept");
  } catch {
    const kept = new Map();
    const value = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, text) => kept.set(key, String(text)),
      removeItem: (key) => kept.delete(key),
    };
    Reflect.defineProperty(window, "localStorage", { value });
  }
  document.documentElement.classList.remove("no-js");
  document.body.dataset.theme = localStorage.getItem("theme") ?? "auto";

  /* From the colours of the system to the other ones, then to the same, then back. */
  function changeTheme({ target }) {
    if (!target.closest(".theme-toggle")) return;
    const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    const themes = isDark ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    const next = (themes.indexOf(document.body.dataset.theme) + 1) % themes.length;
    document.body.dataset.theme = themes[next];
    localStorage.setItem("theme", themes[next]);
  }

  /* On phones navigation and contents are popovers. Browsers open and close them by their
     buttons, by Esc and by a click elsewhere. Here they also close when their work is done:
     when a link in them is followed, when the focus leaves them, when the window grows. */
  function closeWhenDone(drawer) {
    const isOpen = () => drawer.matches(":popover-open");
    const close = () => isOpen() && drawer.hidePopover();
    drawer.addEventListener("click", (event) => event.target.closest("a") && close());
    document.addEventListener("focusin", (event) => {
      const isOpener = event.target.getAttribute("popovertarget") === drawer.id;
      if (!isOpener && !drawer.contains(event.target)) close();
    });
    for (const width of ["63em", "82em"]) {
      matchMedia(`(max-width: ${width})`).addEventListener("change", close);
    }
  }

  /* What scrolls can be scrolled by keyboard; what does not is no stop for the Tab key. */
  function makeStop(box) {
    const isWider = box.scrollWidth > box.clientWidth;
    const isTaller = box.scrollHeight > box.clientHeight;
    if (isWider || isTaller) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
  const watchBoxes = new ResizeObserver((entries) =>
    entries.forEach(({ target }) => makeStop(target)),
  );
  /* Made after watchBoxes, so told after it: at this width all boxes have been looked at. */
  const watchWidth = new ResizeObserver(() => {
    document.documentElement.dataset.settled = innerWidth;
  });

  /* Esc hides the other language's word that hovering or focusing a term shows. */
  function hideShownWord(event) {
    if (event.key !== "Escape") return;
    for (const link of document.querySelectorAll("a.glossary-link:is(:hover, :focus)")) {
      link.classList.add("is-quiet");
      for (const end of ["mouseleave", "blur"]) {
        link.addEventListener(end, () => link.classList.remove("is-quiet"), { once: true });
      }
    }
  }

  /* The other language's page opens at the section that is read: both have its id. */
  function keepSection({ target }) {
    const link = target.closest("a.language-switch");
    if (!link) return;
    link.hash = readSection();
  }

  /* The section at the top third of the window, by its id. */
  function readSection() {
    const isAbove = (section) => section.getBoundingClientRect().top < innerHeight / 3;
    const sections = [...document.querySelectorAll("article section section[id]")];
    return sections.findLast(isAbove)?.id ?? "";
  }

  /* The contents beside the text mark the section that is read, and keep it in view. */
  function markSection() {
    const hash = `#${readSection()}`;
    const box = document.querySelector(".toc-scroll");
    for (const link of box?.querySelectorAll(".toc-tree a") ?? []) {
      const isRead = link.getAttribute("href") === hash;
      link.parentElement.classList.toggle("scroll-current", isRead);
      if (isRead) box.scrollTop = link.offsetTop - box.clientHeight / 2;
    }
  }

  /* What exercise.js keeps under this name, for both languages. */
  function solvedOf(page) {
    try {
      const kept = JSON.parse(localStorage.getItem(`exercises ${page}`)) ?? {};
      return Object.values(kept).filter((exercise) => exercise.solved).length;
    } catch {
      return 0; // nothing is kept, or not by this book
    }
  }

  /* Each chapter of the sidebar with what is solved in it; on the front page a link to the
     chapter that comes next. */
  function showProgress() {
    const tree = document.querySelector("[data-solved]");
    let next = null;
    for (const link of tree.querySelectorAll("[data-exercises]")) {
      const all = Number(link.dataset.exercises);
      const solved = Math.min(solvedOf(link.dataset.page), all);
      const filled = (words) => words.replace("{solved}", solved).replace("{all}", all);
      link.querySelector(".solved")?.remove();
      const title = link.textContent;
      if (solved || next?.isDone) next = { link, title, filled, isDone: solved === all };
      if (!solved) continue;
      const mark = document.createElement("span");
      mark.className = "solved";
      mark.role = "img";
      mark.ariaLabel = filled(tree.dataset.solved);
      mark.textContent = solved === all ? "✓" : `${solved}/${all}`;
      link.append(mark);
    }
    const goOn = document.querySelector("a.continue");
    if (!goOn || !next) return;
    goOn.textContent = next.filled(goOn.dataset.words).replace("{title}", next.title);
    goOn.href = next.link.href;
    goOn.hidden = false;
  }

  /* Names in what programs print have the colours of their concepts. */
  const names = {
    model: "y_pred|y_hat",
    loss: "loss|l|error",
    gradient: "grad[12]?|gradient|slope",
    weight: "w[12]?",
    rate: "learning_rate|rate",
    mse: "MSE|mse",
  };
  function colourNames() {
    if (!CSS.highlights) return;
    for (const [concept, words] of Object.entries(names)) {
      const name = new RegExp(`(?<![\\w.])(?:${words})(?= ?[=:])`, "g");
      const highlight = new Highlight();
      for (const pre of document.querySelectorAll(".cell_output pre, .sphx-glr-script-out pre")) {
        const walk = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
          const text = walk.currentNode;
          for (const { 0: word, index } of text.data.matchAll(name)) {
            const range = new StaticRange({
              startContainer: text,
              startOffset: index,
              endContainer: text,
              endOffset: index + word.length,
            });
            highlight.add(range);
          }
        }
      }
      CSS.highlights.set(concept, highlight);
    }
  }

  document.addEventListener("click", keepSection);
  document.addEventListener("click", changeTheme);
  addEventListener("scroll", () => requestAnimationFrame(markSection), { passive: true });
  for (const event of ["storage", "solved"]) addEventListener(event, showProgress);
  document.addEventListener("DOMContentLoaded", () => {
    showProgress();
    markSection();
    colourNames();
    document.querySelectorAll("[popover]").forEach(closeWhenDone);
    const boxes = document.querySelectorAll("article pre, .table-wrapper, div.math");
    boxes.forEach((box) => watchBoxes.observe(box));
    document.fonts.ready.then(() => {
      boxes.forEach(makeStop); // a font changes what is in a box, not the box
      watchWidth.observe(document.documentElement);
    });
    document.addEventListener("keydown", hideShownWord);
  });
}
