/* What the frame of a page does beyond furo.js. Loaded at the top of the body: the page
   shows in the reader's colours from the first moment. */
"use strict";

{
  /* Where a browser keeps nothing, the page remembers for itself until it is left: furo and
     Sphinx's search take it for granted that something is kept. */
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
  document.body.dataset.theme = localStorage.getItem("theme") ?? "auto";

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

  document.addEventListener("DOMContentLoaded", () => {
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
