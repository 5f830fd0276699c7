/* What the interactive figures share. A figure is a custom element that extends Figure:
   it names its default state, builds its parts once, and draws them after each change.
   Its words come from the page (see docs/book/practice/figures.py). */
"use strict";

{
  const { button, make, set, short, write } = book;

  /* The data of the lecture: each x with its y. */
  const samples = [1, 2, 3].map((x) => [x, 2 * x]);

  function shape(tag, attributes, parent, text) {
    return make(tag, attributes, parent, text, "http://www.w3.org/2000/svg");
  }

  /* Coordinates: from numbers to places in a picture, and `back`. */
  function scale([from, to], [start, end]) {
    const place = (value) => start + ((value - from) / (to - from)) * (end - start);
    place.back = (at) => from + ((at - start) / (end - start)) * (to - from);
    return place;
  }

  /* The value of a slider's range that is nearest to another. */
  function nearest(value, { min, max, step }) {
    const near = min + step * Math.round((value - min) / step);
    return Math.min(Math.max(Number(near.toFixed(9)), min), max);
  }

  /* Points as an SVG path. */
  function path(points) {
    return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");
  }

  /* The head of an arrow as a path: a triangle with its tip at a place, in a direction. */
  function arrowHead([x, y], [dx, dy], size = 9) {
    const scale = size / Math.hypot(dx, dy);
    const [ux, uy] = [dx * scale, dy * scale];
    const corner = (side) => [x - ux - 0.45 * side * uy, y - uy + 0.45 * side * ux];
    return `${path([[x, y], corner(1), corner(-1)])}Z`;
  }

  /* A straight arrow as a path; a short one is all head. */
  function arrow(start, end, size = 9) {
    const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
    const length = Math.hypot(dx, dy);
    if (length < 0.5) return "";
    const head = Math.min(size, length);
    const neck = [end[0] - (dx * head) / length, end[1] - (dy * head) / length];
    return path([start, neck]) + arrowHead(end, [dx, dy], head);
  }

  class Figure extends HTMLElement {
    connectedCallback() {
      this.word = book.wordsOf(this.querySelector("template"));
      const name = { role: "group", "aria-label": this.word("title") };
      this.live = make("div", { class: "live", ...name });
      this.status = make("p", { class: "status", role: "status" });
      this.state = { ...this.defaults(), ...this.stateInAddress() };
      this.controls = {};
      this.build();
      this.append(this.live);
      this.draw();
      if (Object.keys(this.stateInAddress()).length) {
        addEventListener("load", () => this.scrollIntoView({ behavior: "instant" }));
      }
      // A link on the page may lead to a state of the figure.
      addEventListener("hashchange", (event) => {
        // The new address: a share that was due may have written over it already.
        const state = this.stateInAddress(new URL(event.newURL).hash);
        if (!Object.keys(state).length) return;
        this.change({ ...this.defaults(), ...state });
        this.scrollIntoView();
      });
    }

    /* Change the state, draw, and keep the state in the address for sharing. */
    change(state) {
      Object.assign(this.state, state);
      for (const [name, shows] of Object.entries(this.controls)) {
        for (const show of shows) show(this.state[name]);
      }
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
      write(this.status, text);
    }

    /* State in an address such as #descent-stepper?w=0.5&learning_rate=0.22; what is not a
       known name with a sensible value is ignored. */
    stateInAddress(hash = location.hash) {
      const [name, query] = hash.slice(1).split("?");
      const state = {};
      if (name !== this.localName) return state;
      for (const [key, text] of new URLSearchParams(query)) {
        const usual = this.defaults()[key];
        if (typeof usual === "number" && Number.isFinite(Number(text))) state[key] = Number(text);
        if (typeof usual === "string") state[key] = text;
      }
      return this.allowed(state);
    }

    /* A picture of the given size with a name for screen readers; beside others where there
       is room. */
    picture(width, height, name) {
      this.pictures ??= make("div", { class: "pictures" }, this.live);
      const size = { viewBox: `0 0 ${width} ${height}`, role: "img" };
      return shape("svg", { ...size, "aria-label": name }, this.pictures);
    }

    /* A text in a picture that begins, ends or has its middle at a place. */
    text(svg, x, y, text, anchor = "start", concept = "") {
      return shape("text", { x, y, "text-anchor": anchor, class: concept }, svg, String(text));
    }

    /* Two axes from their corner at the lower left, with their names. */
    axes(svg, [left, right], bottom, across, up) {
      shape("path", { class: "axis", fill: "none", d: `M${left} 12V${bottom}H${right}` }, svg);
      this.text(svg, right, bottom + 17, across, "end");
      this.text(svg, left + 6, 20, up);
    }

    /* A slider with its label and number, bound to a name of the state; `snap` may move what
       the slider gives. */
    slider(name, range, snap = (value) => value) {
      const label = make("label", { class: "slider" }, this.live);
      make("span", {}, label, this.word(name));
      const input = make("input", { type: "range", ...range }, label);
      const output = make("output", {}, label);
      input.addEventListener("input", () => this.change({ [name]: snap(Number(input.value)) }));
      this.bind(name, (value) => {
        input.value = value;
        write(output, short(value));
        set(input, { "aria-valuetext": short(value) });
      });
      return label;
    }

    /* A choice among a few, as radio buttons, bound to a name of the state. */
    choice(name, values) {
      const group = make("fieldset", {}, this.live);
      make("legend", {}, group, this.word(name));
      const inputs = values.map((value) => {
        const label = make("label", {}, group);
        const radio = { type: "radio", name: `${this.localName}-${name}`, value };
        const input = make("input", radio, label);
        label.append(this.word(`${name}_${value}`));
        input.addEventListener("change", () => this.change({ [name]: value }));
        return input;
      });
      this.bind(name, (value) => {
        for (const input of inputs) input.checked = input.value === value;
      });
    }

    /* Let a control show its part of the state, now and after each change. */
    bind(name, show) {
      this.controls[name] ??= [];
      this.controls[name].push(show);
      show(this.state[name]);
    }

    /* A dot that a finger can hold: its target is 44 units wide. Place it by `transform`. */
    knob(svg, concept) {
      const knob = shape("g", { class: `knob ${concept}` }, svg);
      shape("circle", { class: "target", r: 23 }, knob);
      shape("circle", { class: "dot", r: 7 }, knob);
      return knob;
    }

    /* Let a part of a picture be dragged: `move` is told the pointer's place in the picture.
       While `held`, a figure keeps its scale. Whoever uses this gives the same by keys. */
    drag(part, move) {
      part.classList.add("handle");
      // A finger moves the part, not the page; the style touch-action does not do it in SVG.
      part.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
      part.addEventListener("pointerdown", (event) => {
        part.setPointerCapture(event.pointerId);
        this.held = part;
      });
      part.addEventListener("pointermove", (event) => {
        if (this.held !== part) return;
        const toPicture = part.ownerSVGElement.getScreenCTM().inverse();
        const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(toPicture);
        move(x, y);
      });
      part.addEventListener("lostpointercapture", () => {
        this.held = null;
        this.draw();
      });
    }

    /* A part of a picture as a slider, by pointer and by keys, bound to a name of the state;
       `valueAt` turns a place in the picture into a value. */
    handle(part, name, range, valueAt) {
      const { min, max, step } = range;
      const move = (value) => this.change({ [name]: nearest(value, range) });
      set(part.ownerSVGElement, { role: "group" }); // an image would hide its parts
      set(part, { role: "slider", tabindex: 0, "aria-label": this.word(name) });
      set(part, { "aria-valuemin": min, "aria-valuemax": max });
      this.drag(part, (x, y) => move(valueAt(x, y)));
      part.addEventListener("keydown", (event) => {
        const arrows = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 };
        const far = { PageUp: 5, PageDown: -5, Home: -Infinity, End: Infinity };
        const steps = { ...arrows, ...far }[event.key];
        if (!steps) return;
        event.preventDefault();
        move(this.state[name] + steps * step);
      });
      this.bind(name, (value) => {
        set(part, { "aria-valuenow": value, "aria-valuetext": short(value) });
      });
    }

    /* Numbers beside the pictures, each under its name and in the colour of its concept;
       returns a function that fills them in. */
    readouts(concepts, parent = this.pictures) {
      const list = make("dl", { class: "readouts simple" }, parent);
      const numbers = Object.entries(concepts).map(([name, concept]) => {
        const item = make("div", { class: concept }, list);
        make("dt", {}, item, this.word(name));
        return make("dd", {}, item);
      });
      return (texts) => texts.forEach((text, i) => write(numbers[i], text));
    }

    /* A folded table with fixed headings; returns a function that gives it rows of texts.
       They are written while it is open. */
    table(headings) {
      const details = make("details", {}, this.live);
      make("summary", {}, details, this.word("table"));
      const box = {
        class: "scrolls",
        tabindex: 0,
        role: "group",
        "aria-label": this.word("table"),
      };
      const table = make("table", { class: "docutils" }, make("div", box, details));
      const head = make("tr", {}, make("thead", {}, table));
      for (const text of headings) make("th", { scope: "col" }, head, text);
      const body = make("tbody", {}, table);
      let rows = [];
      const fill = () => {
        if (!details.open) return;
        while (body.rows.length > rows.length) body.deleteRow(-1);
        rows.forEach((texts, i) => {
          const row = body.rows[i] ?? body.insertRow();
          texts.forEach((text, j) => {
            const cell = row.cells[j] ?? row.insertCell();
            write(cell, text);
          });
        });
      };
      details.addEventListener("toggle", fill);
      return (given) => {
        rows = given;
        fill();
      };
    }
  }

  /* A figure whose state has a step, from 0 to `last`, and that can play up to `end`: a step
     each `pace` milliseconds. */
  class Stepper extends Figure {
    get end() {
      return this.last;
    }

    buttons(keys) {
      const forward = () => this.go(this.state.step + 1);
      const actions = {
        play: () => this.play(),
        step: forward,
        one_step: forward,
        back: () => this.go(this.state.step - 1),
        reset: () => this.go(0),
      };
      const row = make("div", { class: "buttons" }, this.live);
      for (const key of keys) {
        const made = button(this.word(key), actions[key], row);
        if (key === "play") this.playButton = made;
      }
    }

    /* A step by hand ends the playing. */
    go(step) {
      this.pause();
      this.change({ step: Math.min(Math.max(step, 0), this.last) });
    }

    pause() {
      clearInterval(this.timer);
      this.timer = null;
      this.playButton.textContent = this.word("play");
    }

    play() {
      const { step } = this.state;
      if (this.timer) return this.go(step);
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.go(this.end);
      this.timer = setInterval(() => this.tick(), this.pace);
      this.playButton.textContent = this.word("pause");
      super.change({ step: step >= this.end ? 0 : step });
    }

    tick() {
      const step = this.state.step + 1;
      if (step < this.end) super.change({ step });
      else this.go(step);
    }
  }

  Object.assign(book, {
    Figure,
    Stepper,
    arrow,
    arrowHead,
    nearest,
    path,
    samples,
    scale,
    shape,
  });
}
