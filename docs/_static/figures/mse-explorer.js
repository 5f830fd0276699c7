/* Chapter 1: move the weight, and the line, the squares on the errors, their mean and its
   place over the weight follow; move a point of the data, and the whole curve follows. */
"use strict";

{
  const { Figure, button, make, nearest, path, samples, scale, set, shape, short, write } = book;
  const targets = ["y1", "y2", "y3"];
  const weightRange = { min: 0, max: 4, step: 0.1 };
  const targetRange = { min: 0, max: 12, step: 0.1 };
  const weights = Array.from({ length: 41 }, (_, i) => i / 10);

  function total(numbers) {
    return numbers.reduce((sum, number) => sum + number, 0);
  }

  /* The numbers, in the order of lecture_code/linear_model.py. */
  function compute(w, ys) {
    const rows = samples.map(([x], i) => {
      const prediction = x * w;
      const error = prediction - ys[i];
      return { x, y: ys[i], prediction, loss: error * error };
    });
    return { samples: rows, mse: total(rows.map((row) => row.loss)) / rows.length };
  }

  /* The weight with the least MSE, and that MSE. */
  function computeBest(ys) {
    const best = total(samples.map(([x], i) => x * ys[i])) / total(samples.map(([x]) => x * x));
    return { best, least: compute(best, ys).mse };
  }

  class MseExplorer extends Figure {
    static compute = compute;
    static computeBest = computeBest;

    defaults() {
      return { w: 1, y1: 2, y2: 4, y3: 6, curve: 0 };
    }

    allowed(state) {
      const most = { w: 4, y1: 12, y2: 12, y3: 12, curve: 1 };
      const isGood = ([name, value]) => value >= 0 && value <= most[name];
      return Object.fromEntries(Object.entries(state).filter(isGood));
    }

    /* Data that move take the curve along: show it. */
    change(state) {
      super.change(targets.some((y) => y in state) ? { curve: 1, ...state } : state);
    }

    build() {
      this.tried = 0;
      this.slider("w", weightRange);
      this.buildData(this.picture(340, 262, this.word("picture_line")));
      this.buildSquares(this.picture(340, 100, this.word("picture_squares")));
      this.buildCurve(this.picture(340, 262, this.word("picture_mse")));
      this.buildSide(make("div", {}, this.pictures));
      this.formula = make("div", { class: "formula" }, this.live);
      this.live.append(this.status);
      this.fill = this.table(["x", "y", "y_hat", this.word("loss")]);
    }

    /* The data, the model's line, and a square on each error. */
    buildData(svg) {
      // The squares fit between the last point and the right edge.
      this.lineX = scale([0, 4.8], [34, 332]);
      this.lineY = scale([0, 12.5], [240, 12]);
      for (const y of [4, 8, 12]) this.level(svg, this.lineY(y), y);
      for (const x of [1, 2, 3, 4]) this.text(svg, this.lineX(x), 257, x, "middle");
      this.axes(svg, [34, 332], 240, "x", "y");
      this.areas = samples.map(() => shape("rect", { class: "loss square" }, svg));
      this.errors = shape("path", { class: "loss line" }, svg);
      this.line = shape("path", { class: "model line" }, svg);
      this.grip = shape("path", { class: "grip" }, svg);
      this.drag(this.grip, (x, y) => this.moveWeight(this.lineY.back(y) / this.lineX.back(x)));
      this.model = this.text(svg, 0, 0, "", "end", "model on-line");
      targets.forEach((name, i) => {
        this.buildPoint(svg, name, this.lineX(samples[i][0]));
      });
    }

    /* A horizontal line of the grid with its number. */
    level(svg, y, number) {
      shape("path", { class: "grid", d: `M34 ${y}H332` }, svg);
      return this.text(svg, 28, y + 4, number, "end");
    }

    /* A point of the data, with signs that it moves up and down. */
    buildPoint(svg, name, x) {
      const knob = this.knob(svg, "data");
      shape("path", { class: "line", d: "M-5-12L0-17L5-12M-5 12L0 17L5 12" }, knob);
      this.handle(knob, name, targetRange, (_, y) => this.lineY.back(y));
      this.bind(name, (value) => set(knob, { transform: `translate(${x} ${this.lineY(value)})` }));
    }

    moveWeight(w) {
      this.change({ w: nearest(w, weightRange) });
    }

    /* The formula of the MSE in squares: (□ + □ + □) / 3 = ■. */
    buildSquares(svg) {
      const signs = ["(", "+", "+", ") / 3 ="];
      this.squares = [10, 16, 16, 54].map((gap, i) => {
        const concept = i === 3 ? "mse" : "loss";
        const part = shape("g", {}, svg);
        this.text(part, gap / 2, 68, signs[i], "middle");
        const square = shape("rect", { class: `${concept} square` }, part);
        return { part, gap, square, number: this.text(part, 0, 92, "", "middle", concept) };
      });
    }

    /* The MSE over the weight: what was tried, the whole curve, and its lowest point. */
    buildCurve(svg) {
      this.weightX = scale([0, 4], [34, 326]);
      this.levels = [1, 2, 3].map((i) => this.level(svg, 240 - 57 * i, ""));
      for (const w of [0, 1, 2, 3]) this.text(svg, this.weightX(w), 257, w, "middle");
      this.axes(svg, [34, 332], 240, "w", "MSE");
      const clip = shape("clipPath", { id: "mse-clip" }, svg);
      shape("rect", { x: 34, y: 4, width: 298, height: 240 }, clip);
      const inside = shape("g", { "clip-path": "url(#mse-clip)" }, svg);
      this.curve = shape("path", { class: "mse line thick" }, inside);
      this.floor = shape("path", { class: "mse line dashed" }, inside);
      this.dots = shape("path", { class: "mse line round" }, inside);
      this.lowest = this.text(inside, 0, 0, "", "middle", "weight on-line");
      this.drop = shape("path", { class: "mse line" }, svg);
      this.point = shape("circle", { class: "mse dot", r: 7 }, svg);
      this.knobOfWeight = this.knob(svg, "weight");
      this.drag(this.knobOfWeight, (x) => this.moveWeight(this.weightX.back(x)));
    }

    buildSide(side) {
      const concepts = { w: "weight", mse: "mse", best: "weight", least: "mse" };
      this.tell = this.readouts(concepts, side);
      const row = make("div", { class: "buttons" }, side);
      const show = button("", () => this.change({ curve: 1 - this.state.curve }), row);
      this.bind("curve", (isShown) => {
        show.textContent = this.word(isShown ? "hide" : "show");
      });
      const { w, curve, ...data } = this.defaults();
      button(this.word("reset"), () => this.change(data), row);
    }

    draw() {
      const { w } = this.state;
      const ys = targets.map((name) => this.state[name]);
      const numbers = { w, ys, ...compute(w, ys), ...computeBest(ys) };
      this.tried = Math.max(this.tried, w);
      this.drawData(numbers);
      this.drawSquares(numbers);
      this.drawCurve(numbers);
      this.writeFormula(numbers);
      this.fill(numbers.samples.map((row) => Object.values(row).map((n) => short(n, 6))));
      const { mse, best, least } = numbers;
      const found = this.state.curve ? [best, least].map((n) => short(n, 5)) : ["", ""];
      this.tell([short(w), short(mse, 5), ...found]);
      this.say(this.sentence(numbers));
    }

    drawData({ w, samples: rows }) {
      const end = Math.min(4.8, 12.5 / w);
      const [x, y] = [this.lineX(end), this.lineY(end * w)];
      const d = path([
        [this.lineX(0), this.lineY(0)],
        [x, y],
      ]);
      set(this.line, { d });
      set(this.grip, { d });
      // Over the end of the line; of a steep one, at its left.
      const top = Math.max(y - 8, 22);
      set(this.model, { x: x + y - top - 16, y: top });
      write(this.model, `ŷ = ${short(w)} x`);
      const bars = rows.map((row) =>
        [row.y, row.prediction].map((n) => [this.lineX(row.x), this.lineY(n)]),
      );
      set(this.errors, { d: bars.map(path).join("") });
      bars.forEach(([[left, one], [, other]], i) => {
        const side = Math.abs(one - other);
        set(this.areas[i], { x: left, y: Math.min(one, other), width: side, height: side });
      });
    }

    /* As large as there is room for; the data of the lecture never need a smaller unit. */
    drawSquares({ samples: rows, mse }) {
      const areas = [...rows.map((row) => row.loss), mse];
      const sides = areas.map(Math.sqrt);
      const unit = Math.min(11, 180 / total(sides), 68 / Math.max(...sides));
      const widths = sides.map((side, i) => Math.max(i === 3 ? 76 : 36, side * unit));
      let left = (340 - total(widths) - 96) / 2;
      this.squares.forEach(({ part, gap, square, number }, i) => {
        const [size, middle] = [sides[i] * unit, gap + widths[i] / 2];
        set(part, { transform: `translate(${left})` });
        set(square, { x: middle - size / 2, y: 74 - size, width: size, height: size });
        set(number, { x: middle });
        write(number, (i === 3 ? "MSE " : "") + short(areas[i]));
        left += gap + widths[i];
      });
    }

    drawCurve({ w, ys, mse, best, least }) {
      const top = [20, 40, 80, 160].find((number) => mse < 0.96 * number);
      const height = scale([0, top], [240, 12]);
      const place = (weight) => [this.weightX(weight), height(compute(weight, ys).mse)];
      const isShown = this.state.curve;
      this.levels.forEach((text, i) => write(text, ((i + 1) * top) / 4));
      const tried = weights.filter((weight) => weight <= this.tried).map(place);
      // A line of no length with a round cap is a dot.
      set(this.dots, { d: tried.map((point) => `${path([point])}h0`).join("") });
      set(this.curve, { d: isShown ? path(weights.map(place)) : "" });
      set(this.floor, { d: isShown ? `M34 ${height(least)}H332` : "" });
      set(this.lowest, { x: Math.min(this.weightX(best), 300), y: height(least) - 18 });
      write(this.lowest, isShown && best <= 4 ? `w = ${short(best)}` : "");
      const [x, y] = place(w);
      set(this.drop, { d: `M${x} 240V${y}` });
      set(this.point, { cx: x, cy: height(mse) });
      set(this.knobOfWeight, { transform: `translate(${x} 240)` });
    }

    /* The MSE with the present numbers, and, where the curve is shown, by its lowest point. */
    writeFormula({ w, samples: rows, mse, best, least }) {
      const terms = rows.map((row) => `(${short(row.prediction)} − ${short(row.y)})²`).join(" + ");
      const value = short(mse, 6);
      const lowest = `14/3 · (${short(w)} − ${short(best)})² + ${short(least)} = ${value}`;
      const lines = `MSE = (${terms}) / 3 = ${value}\n${this.state.curve ? lowest : "\u00a0"}`;
      // No line ends inside a square.
      write(this.formula, lines.replaceAll(" − ", "\u00a0−\u00a0"));
    }

    sentence({ w, mse, best, least }) {
      const key = mse === 0 ? "perfect" : w < best ? "too_low" : w > best ? "too_high" : "lowest";
      const now = this.word(key, { w: short(w), mse: short(mse, 6) });
      const found = { best: short(best, 5), least: short(least, 5) };
      return this.state.curve ? `${now} ${this.word("found", found)}` : now;
    }
  }

  customElements.define("mse-explorer", MseExplorer);
}
