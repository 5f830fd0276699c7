/* Chapter 3: the path of two weights on the map of the MSE, and what the printed loss
   hides. */
"use strict";

{
  const { Figure, path, repr, samples, scale, set, shape, short } = book;
  const levels = [0.3, 3, 30, 300];

  /* The numbers, in the order of lecture_code/two_weights.py. */
  function predict(x, w1, w2, b) {
    return x * x * w2 + x * w1 + b;
  }

  function loss(x, y, w1, w2, b) {
    const error = predict(x, w1, w2, b) - y;
    return error * error;
  }

  function mse(w1, w2, b) {
    return samples.reduce((sum, [x, y]) => sum + loss(x, y, w1, w2, b), 0) / samples.length;
  }

  /* The start and the weights after each epoch. */
  function compute(b, epochs, rate = 0.01) {
    let [w1, w2] = [1.0, 1.0];
    // Before the first epoch the program has printed no loss.
    const records = [{ w1, w2, mse: mse(w1, w2, b) }];
    for (let epoch = 0; epoch < epochs; epoch++) {
      let printed;
      for (const [x, y] of samples) {
        const error = predict(x, w1, w2, b) - y;
        w1 = w1 - rate * (2 * x * error);
        w2 = w2 - rate * (2 * x * x * error);
        printed = loss(x, y, w1, w2, b);
      }
      records.push({ w1, w2, printed, mse: mse(w1, w2, b) });
    }
    return records;
  }

  function computeBest(b) {
    return { w1: 2 - (21 * b) / 19, w2: (5 * b) / 19, floor: (b * b) / 57 };
  }

  /* With d1 and d2 the distances from the best point,
     MSE = floor + (14 d1² + 72 d1 d2 + 98 d2²) / 3.
     The lines of equal MSE are ellipses along the directions in which this has no mixed
     term. They are the same for every b: (c, s), a unit vector along the valley; `flat` and
     `steep`, the growth of the MSE along and across it. */
  const steep = (112 + Math.hypot(98 - 14, 72)) / 6;
  // Their product is the determinant, (14 · 98 − 36²) / 9; a difference would lose digits.
  const flat = 76 / 9 / steep;
  const length = Math.hypot(12, flat - 14 / 3);
  const [c, s] = [12 / length, (flat - 14 / 3) / length];

  class WeightsMap extends Figure {
    static compute = compute;
    static computeBest = computeBest;

    defaults() {
      return { b: 10, epochs: 100 };
    }

    allowed({ b, epochs }) {
      const state = {};
      if (b >= 0 && b <= 10 && Number.isInteger(b * 2)) state.b = b;
      if (epochs >= 0 && epochs <= 100 && Number.isInteger(epochs)) state.epochs = epochs;
      return state;
    }

    build() {
      this.slider("b", { min: 0, max: 10, step: 0.5 });
      this.slider("epochs", { min: 0, max: 100, step: 1 });
      this.buildMap(this.picture(340, 270, this.word("picture_map")));
      this.buildScale(this.picture(340, 270, this.word("picture_scale")));
      this.fill = this.table([this.word("quantity"), this.word("value")]);
      this.live.append(this.status);
    }

    /* Left: contour lines, path and best point. */
    buildMap(svg) {
      this.mapX = scale([-12, 6.5], [26, 334]);
      this.mapY = scale([-4, 5.5], [246, 8]);
      const frame = { x: 26, y: 8, width: 308, height: 238 };
      shape("rect", frame, shape("clipPath", { id: "weights-map-frame" }, svg));
      const land = shape("g", { "clip-path": "url(#weights-map-frame)" }, svg);
      // The ellipses have weights for coordinates; this group turns them into places.
      const [x, y] = [this.mapX(0), this.mapY(0)];
      const places = [this.mapX(1) - x, 0, 0, this.mapY(1) - y, x, y];
      this.valley = shape("g", {}, shape("g", { transform: `matrix(${places})` }, land));
      const line = { class: "axis", fill: "none", "vector-effect": "non-scaling-stroke" };
      this.lines = levels.map(() => shape("ellipse", line, this.valley));
      this.path = shape("path", { class: "curve" }, land);
      this.dots = shape("path", { class: "dots" }, land);
      this.labels = levels.map((level) => shape("text", { class: "on-line" }, land, String(level)));
      const star = "M0-9L2.1-2.9 8.6-2.8 3.4 1.1 5.3 7.3 0 3.6-5.3 7.3-3.4 1.1-8.6-2.8-2.1-2.9Z";
      this.star = shape("path", { class: "mark", d: star }, land);
      shape("rect", { class: "axis", fill: "none", ...frame }, svg);
      for (const w1 of [-10, -5, 0, 5]) this.text(svg, this.mapX(w1), 263, w1, "middle");
      for (const w2 of [-2, 0, 2, 4]) this.text(svg, 22, this.mapY(w2) + 4, w2, "end");
      this.text(svg, 328, 240, "w1", "end").classList.add("on-line");
      this.text(svg, 32, 24, "w2").classList.add("on-line");
    }

    /* Right: printed loss, MSE and floor on one logarithmic scale. */
    buildScale(svg) {
      const place = scale([-9, 3], [26, 322]);
      this.lossX = (loss) => place(Math.log10(loss));
      shape("path", { class: "axis", fill: "none", d: "M26 246H322" }, svg);
      ["1e-9", "1e-6", "0.001", "1", "1000"].forEach((text, i) => {
        const x = place(3 * i - 9);
        shape("path", { class: "axis", d: `M${x} 246v-6` }, svg);
        this.text(svg, x, 263, text, "middle");
      });
      this.below = shape("rect", { class: "area", x: 26, y: 8, height: 238 }, svg);
      this.beyond = this.text(svg, 32, 238, this.word("beyond"));
      this.values = [this.word("printed"), "MSE", this.word("floor")].map((name, i) => {
        const y = 32 + 72 * i;
        this.text(svg, 32, y, name);
        const number = this.text(svg, 322, y, "", "end");
        shape("path", { class: "axis", d: `M26 ${y + 20}H322` }, svg);
        const dot = shape("circle", { class: "mark", cy: y + 20, r: 6 }, svg);
        return { number, dot };
      });
    }

    draw() {
      const { b, epochs } = this.state;
      const records = compute(b, epochs);
      const { w1, w2, printed, mse } = records[epochs];
      const { floor } = computeBest(b);
      this.drawMap(b, records);
      this.drawScale([printed, mse, floor]);
      this.fill([
        [this.word("epochs"), String(epochs)],
        ["w1", repr(w1)],
        ["w2", repr(w2)],
        [this.word("printed"), epochs ? repr(printed) : "–"],
        ["MSE", repr(mse)],
        [this.word("floor"), repr(floor)],
      ]);
      const numbers = { mse: short(mse), floor: short(floor) };
      if (epochs) this.say(this.word("trained", { epochs, printed: short(printed), ...numbers }));
      else this.say(this.word("start", numbers));
    }

    drawMap(b, records) {
      const best = computeBest(b);
      set(this.valley, { transform: `matrix(${[c, s, -s, c, best.w1, best.w2]})` });
      levels.forEach((level, i) => {
        // Half the length and half the width of the line; 0 where there is none.
        const above = Math.max(0, level - best.floor);
        const rx = Math.sqrt(above / flat);
        set(this.lines[i], { rx, ry: Math.sqrt(above / steep) });
        // The inner lines carry their number at the end of the valley, where they are apart;
        // the outer ones, which end off the map, carry it below the star.
        const far = level > 3;
        const x = this.mapX(best.w1 + (far ? 0 : rx * c));
        const y = this.mapY(best.w2 + (far ? -Math.sqrt((above * 3) / 98) : rx * s));
        const place = { x: x + (far ? -10 : 4), y: y + (far ? 4 : -6) };
        set(this.labels[i], { ...place, visibility: rx ? "visible" : "hidden" });
      });
      const points = records.map(({ w1, w2 }) => [this.mapX(w1), this.mapY(w2)]);
      set(this.path, { d: path(points) });
      // A line of no length with a round cap is a dot.
      set(this.dots, { d: points.map((point) => `${path([point])}h0`).join("") });
      set(this.star, { transform: `translate(${this.mapX(best.w1)} ${this.mapY(best.w2)})` });
    }

    drawScale(losses) {
      losses.forEach((loss, i) => {
        const { number, dot } = this.values[i];
        number.textContent = loss === undefined ? "–" : short(loss);
        // A logarithmic scale has no place for 0.
        if (loss > 0) set(dot, { cx: this.lossX(loss) });
        set(dot, { visibility: loss > 0 ? "visible" : "hidden" });
      });
      const floor = losses[2];
      set(this.below, { width: floor > 0 ? this.lossX(floor) - 26 : 0 });
      set(this.beyond, { visibility: floor > 0 ? "visible" : "hidden" });
    }
  }

  customElements.define("weights-map", WeightsMap);
}
