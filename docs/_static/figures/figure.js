/* What the interactive figures share. A figure is a custom element that extends Figure:
   it names its default state, builds its parts once, and draws them after each change.
   Its words come from the page (see docs/_ext/figures.py). A classic script, not a
   module: modules do not load from a folder. */
"use strict";

const SVG = "http://www.w3.org/2000/svg";

/* A number as Python prints it: 2.0, not 2; 1e-07, not 1e-7. */
function python(number) {
  const size = Math.abs(number);
  if (Number.isInteger(number) && size < 1e16) return `${number}.0`;
  // Python writes an exponent below 1e-4 and from 1e16 on, JavaScript elsewhere.
  const text = size < 1e-4 || size >= 1e16 ? number.toExponential() : String(number);
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

/* A number short enough for a label. */
function short(number, digits = 4) {
  return String(Number(number.toPrecision(digits)));
}

class Figure extends HTMLElement {
  connectedCallback() {
    this.live = this.make("div", { class: "live", role: "group" });
    this.state = { ...this.defaults(), ...this.stateInAddress() };
    this.controls = {};
    this.build();
    this.status = this.make("p", { class: "status", role: "status" }, this.live);
    this.append(this.live);
    this.classList.add("is-live");
    this.draw();
    if (Object.keys(this.stateInAddress()).length) {
      addEventListener("load", () => this.scrollIntoView({ behavior: "instant" }));
    }
    // A link on the page may lead to a state of the figure.
    addEventListener("hashchange", () => {
      const state = this.stateInAddress();
      if (!Object.keys(state).length) return;
      this.change({ ...this.defaults(), ...state });
      this.scrollIntoView();
    });
  }

  /* A word of the page, with {names} replaced by values. */
  word(key, values = {}) {
    const item = this.querySelector("template").content.querySelector(`[data-word=${key}]`);
    return item.textContent.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /* Change the state, draw, and keep the state in the address for sharing. */
  change(state) {
    Object.assign(this.state, state);
    for (const [name, control] of Object.entries(this.controls)) control.show(this.state[name]);
    this.draw();
    // Not at every step of a drag: browsers refuse too many changes of the address.
    clearTimeout(this.sharing);
    this.sharing = setTimeout(() => this.share(), 200);
  }

  share() {
    const entries = Object.entries(this.state).filter(([name]) => name in this.defaults());
    history.replaceState(null, "", `#${this.localName}?${new URLSearchParams(entries)}`);
  }

  /* Tell what changed, to eyes and to screen readers. */
  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /* State in an address such as #descent-stepper?w=0.5&learning_rate=0.22; what is not a
     known name with a sensible value is ignored. */
  stateInAddress() {
    const [name, query] = location.hash.slice(1).split("?");
    const state = {};
    if (name !== this.localName) return state;
    for (const [key, text] of new URLSearchParams(query)) {
      const usual = this.defaults()[key];
      if (typeof usual === "number" && Number.isFinite(Number(text))) state[key] = Number(text);
      if (typeof usual === "string") state[key] = text;
    }
    return this.allowed(state);
  }

  /* Figures narrow this to what their controls allow. */
  allowed(state) {
    return state;
  }

  make(tag, attributes = {}, parent = null, text = "") {
    return this.makeIn(document.createElement(tag), attributes, parent, text);
  }

  shape(tag, attributes = {}, parent = null, text = "") {
    return this.makeIn(document.createElementNS(SVG, tag), attributes, parent, text);
  }

  makeIn(element, attributes, parent, text) {
    this.set(element, attributes);
    if (text) element.textContent = text;
    if (parent) parent.append(element);
    return element;
  }

  set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  }

  /* A picture of the given size with a name for screen readers; beside others where there
     is room. */
  picture(width, height, name) {
    this.pictures ??= this.make("div", { class: "pictures" }, this.live);
    const size = { viewBox: `0 0 ${width} ${height}`, role: "img" };
    const svg = this.shape("svg", size, this.pictures);
    svg.setAttribute("aria-label", name);
    return svg;
  }

  /* A slider with its label and number, bound to a name of the state. */
  slider(name, { min, max, step, show = short }) {
    const label = this.make("label", { class: "slider" }, this.live);
    this.make("span", {}, label, this.word(name));
    const input = this.make("input", { type: "range", min, max, step }, label);
    const output = this.make("output", {}, label);
    input.addEventListener("input", () => this.change({ [name]: Number(input.value) }));
    this.controls[name] = {
      input,
      show: (value) => {
        input.value = value;
        output.textContent = show(value);
        input.setAttribute("aria-valuetext", show(value));
      },
    };
    this.controls[name].show(this.state[name]);
    return input;
  }

  /* A choice among a few, as radio buttons, bound to a name of the state. */
  choice(name, values) {
    const group = this.make("fieldset", { class: "choice" }, this.live);
    this.make("legend", {}, group, this.word(name));
    const inputs = values.map((value) => {
      const label = this.make("label", {}, group);
      const input = this.make("input", { type: "radio", name: `${this.localName}-${name}`, value }, label);
      label.append(this.word(`${name}_${value}`));
      input.addEventListener("change", () => this.change({ [name]: value }));
      return input;
    });
    this.controls[name] = {
      show: (value) => inputs.forEach((input) => (input.checked = input.value === value)),
    };
    this.controls[name].show(this.state[name]);
  }

  button(key, action, parent) {
    const button = this.make("button", { type: "button" }, parent, this.word(key));
    button.addEventListener("click", action);
    return button;
  }

  /* A table with fixed headings; call fill() with rows of texts. */
  table(headings) {
    const table = this.make("table", { class: "docutils" }, this.make("div", { class: "scrolls", tabindex: 0, role: "group", "aria-label": this.word("table") }, this.live));
    const head = this.make("tr", {}, this.make("thead", {}, table));
    headings.forEach((text) => this.make("th", { scope: "col" }, head, text));
    const body = this.make("tbody", {}, table);
    return {
      fill: (rows) => {
        while (body.rows.length > rows.length) body.deleteRow(-1);
        while (body.rows.length < rows.length) {
          const row = body.insertRow();
          headings.forEach(() => row.insertCell());
        }
        rows.forEach((texts, i) =>
          texts.forEach((text, j) => {
            if (body.rows[i].cells[j].textContent !== text) body.rows[i].cells[j].textContent = text;
          }),
        );
      },
    };
  }

  get isStill() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }
}

/* Coordinates: from numbers to places in a picture. */
function scale([from, to], [start, end]) {
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/* Points as an SVG path. */
function path(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");
}
