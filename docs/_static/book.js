/* What the scripts of the pages share: `book` is the only global name. They are classic
   scripts, each in a block of its own: modules do not load from a folder. */
"use strict";

globalThis.book = {
  /* A function that gives the words of a template, with {names} replaced by values. */
  wordsOf(template) {
    return (key, values = {}) => {
      const item = template.content.querySelector(`[data-word=${key}]`);
      return item?.textContent.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    };
  },

  /* A number as Python prints it: 2.0, not 2; 1e-07, not 1e-7. */
  repr(number) {
    const size = Math.abs(number);
    if (Number.isInteger(number) && size < 1e16) return `${number}.0`;
    // Python writes an exponent below 1e-4 and from 1e16 on, JavaScript elsewhere.
    const text = size < 1e-4 || size >= 1e16 ? number.toExponential() : String(number);
    return book.twoDigits(text);
  },

  /* A number short enough for a label. As in Python, one that is too large or too small for
     its digits has an exponent: zeros would look exact. */
  short(number, digits = 4, least = 1e-4) {
    const rounded = Number(number.toPrecision(digits));
    const size = Math.abs(rounded);
    const isPlain = size === 0 || (size >= least && size < 10 ** digits);
    return book.twoDigits(isPlain ? String(rounded) : rounded.toExponential());
  },

  /* A number's text with an exponent as Python's, of two digits or more. */
  twoDigits(text) {
    return text.replace(/e([+-])(\d)$/, "e$10$2");
  },

  /* Attributes and text: what stays the same need not be laid out anew. */
  set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
    }
  },

  write(element, text) {
    if (element.textContent !== String(text)) element.textContent = text;
  },

  make(tag, attributes, parent, text, namespace = "http://www.w3.org/1999/xhtml") {
    const element = document.createElementNS(namespace, tag);
    book.set(element, attributes ?? {});
    if (text) element.textContent = text;
    parent?.append(element);
    return element;
  },

  button(text, action, parent) {
    const button = book.make("button", { type: "button" }, parent, text);
    button.addEventListener("click", action);
    return button;
  },
};
