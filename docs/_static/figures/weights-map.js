/* Chapter 3: what the printed loss hides. Printed loss and MSE over the epochs, the error of
   each sample, and the path of two weights on the map of the MSE. */
"use strict";

{
  const { Stepper, arrow, make, path, repr } = book;
  const { samples, scale, set, shape, short, write } = book;
  const bands = [0.3, 1, 3, 10, 30, 100, 300];
  const labelled = [0.3, 3, 30, 300];
  const last = 1000;

  // Two digits of a ratio; a format is made once, which takes longer than to use it.
  const two = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });

  /* Four digits, plain from a millionth on. */
  function plain(number) {
    return short(number, 4, 1e-6);
  }

  /* The numbers, in the order of lecture_code/two_weights.py. */
  function predict(x, w1, w2, b) {
    return x * x * w2 + x * w1 + b;
  }

  function loss(x, y, w1, w2, b) {
    const error = predict(x, w1, w2, b) - y;
    return error * error;
  }

  function errors({ w1, w2 }, b) {
    return samples.map(([x, y]) => predict(x, w1, w2, b) - y);
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

  /* The last epoch at which the error of the last sample crosses 0. In the first epochs it
     jumps to and fro. */
  function computeCrossing(records, b) {
    const isAbove = records.map(({ w1, w2 }) => predict(3, w1, w2, b) > 6);
    const crossing = isAbove.lastIndexOf(!isAbove[last]) + 1;
    return crossing > 20 ? crossing : undefined;
  }

  /* Early epochs change most, so the slider has a stretched scale: from 0 to 1. */
  const stretch = (epoch) => Math.log1p(epoch) / Math.log1p(last);
  const unstretch = (place) => Math.round(Math.expm1(place * Math.log1p(last)));

  /* With d1 and d2 the distances from the best point,
     MSE = floor + (14 d1² + 72 d1 d2 + 98 d2²) / 3.
     The lines of equal MSE are ellipses along the directions in which this has no mixed
     term. They are the same for every b. In a map with units x and y: (c, s), a unit vector
     along the valley; `flat` and `steep`, the growth of the MSE along and across it. */
  function valleyOn(x, y) {
    const [p, r, q] = [14 / 3 / x ** 2, 12 / (x * y), 98 / 3 / y ** 2];
    const steep = (p + q + Math.hypot(q - p, 2 * r)) / 2;
    // Their product is the determinant, p q − r²; a difference would lose digits.
    const flat = 76 / 9 / (x * y) ** 2 / steep;
    const length = Math.hypot(r, p - flat);
    return { flat, steep, c: -r / length, s: (p - flat) / length };
  }

  /* The epochs of the curves: of later ones, which lie close together, each twentieth. */
  const drawn = Array.from({ length: last }, (_, i) => i + 1).filter(
    (epoch) => epoch < 120 || epoch % 20 === 0,
  );

  /* The places of the epochs as texts, without those that would lie on the one before. */
  function trailOf(places) {
    let [x, y] = [-99, -99];
    const trail = [];
    places.forEach((place, epoch) => {
      if (Math.hypot(place[0] - x, place[1] - y) < 0.7) return;
      [x, y] = place;
      trail.push({ epoch, text: path([place]).slice(1) });
    });
    return trail;
  }

  class WeightsMap extends Stepper {
    static compute = compute;
    static computeBest = computeBest;
    last = last;
    pace = 50;
    runs = {}; // by the constant

    defaults() {
      return { b: 10, step: 0 };
    }

    allowed({ b, step }) {
      const state = {};
      if (b >= 0 && b <= 10 && Number.isInteger(b * 2)) state.b = b;
      if (step >= 0 && step <= last && Number.isInteger(step)) state.step = step;
      return state;
    }

    build() {
      const row = make("div", { class: "sliders" }, this.live);
      row.append(this.slider("b", { min: 0, max: 10, step: 0.5 }), this.epochSlider());
      this.buttons(["play", "reset"]);
      this.buildCurves(this.picture(340, 190, this.word("picture_curves")));
      this.buildErrors(this.picture(340, 120, this.word("picture_errors")));
      this.buildMap(this.picture(340, 334, this.word("picture_map")));
      this.read = this.readouts({ printed: "loss", mse: "mse", floor: "mse" });
      this.live.append(this.status);
      this.fill = this.table([this.word("quantity"), this.word("value")]);
    }

    /* About six seconds for all. */
    tick() {
      const { step } = this.state;
      const next = Math.max(step + 1, Math.round(step * 1.05));
      if (next < last) this.change({ step: next });
      else this.go(last);
    }

    /* On a stretched scale; the keys reach each epoch. */
    epochSlider() {
      const label = make("label", { class: "slider" });
      make("span", {}, label, this.word("epochs"));
      const input = make("input", { type: "range", min: 0, max: 1, step: 0.001 }, label);
      const output = make("output", {}, label);
      input.addEventListener("input", () => this.go(unstretch(Number(input.value))));
      input.addEventListener("keydown", (event) => {
        const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
        if (!by) return;
        event.preventDefault();
        this.go(this.state.step + by);
      });
      this.bind("step", (epochs) => {
        input.value = stretch(epochs);
        write(output, epochs);
        set(input, { "aria-valuetext": epochs });
      });
      return label;
    }

    /* Printed loss, MSE and floor over the epochs, both on logarithmic scales. */
    buildCurves(svg) {
      const across = scale([0, 3], [68, 322]);
      const up = scale([-6, 2], [164, 8]);
      this.epochX = (epoch) => across(Math.log10(Math.max(epoch, 1)));
      this.lossY = (loss) => up(Math.min(Math.max(Math.log10(loss), -6.2), 2));
      this.drawnX = drawn.map((epoch) => this.epochX(epoch).toFixed(2));
      const epochAt = (x) => Math.round(10 ** across.back(x));
      for (const power of [0, 1, 2, 3]) {
        shape("path", { class: "grid", d: `M${across(power)} 8V164` }, svg);
        this.text(svg, across(power), 182, 10 ** power, "middle");
      }
      this.text(svg, across(1.5), 182, this.word("epoch"), "middle");
      for (const power of [-6, -4, -2, 0, 2]) {
        shape("path", { class: "grid", d: `M68 ${up(power)}H322` }, svg);
        this.text(svg, 63, up(power) + 4, plain(10 ** power), "end");
      }
      this.curves = ["loss", "mse"].map((concept) =>
        shape("path", { class: `line ${concept}` }, svg),
      );
      // What has not been trained is pale.
      this.future = shape("rect", { class: "future", y: 4, height: 164 }, svg);
      this.floor = shape("path", { class: "line dashed mse" }, svg);
      const label = (concept, anchor) => this.text(svg, 0, 0, "", anchor, `${concept} on-line`);
      this.names = {
        mse: label("mse", "end"),
        floor: label("mse"),
        printed: label("loss"),
        zero: label("loss"),
      };
      this.gap = shape("path", { class: "gap" }, svg);
      this.ratio = label("data");
      this.dots = ["loss", "mse"].map((concept) => this.knob(svg, concept));
      for (const dot of this.dots) this.drag(dot, (x) => this.go(epochAt(x)));
    }

    /* A bar for the error of each sample, with its loss. */
    buildErrors(svg) {
      this.errorX = scale([-4, 16], [52, 262]);
      this.text(svg, 52, 14, this.word("errors"));
      this.text(svg, 336, 14, this.word("loss"), "end");
      this.bars = samples.map(([x], i) => {
        const y = 24 + 26 * i;
        this.text(svg, 44, y + 14, `x = ${x}`, "end", i === 2 ? "loss" : "");
        const bar = shape(
          "rect",
          { class: i === 2 ? "dot loss" : "square loss", y, height: 18 },
          svg,
        );
        const loss = this.text(svg, 336, y + 14, "", "end", "loss");
        return { bar, loss };
      });
      shape("path", { class: "axis", d: `M${this.errorX(0)} 20V102` }, svg);
      for (const error of [0, 5, 10, 15]) this.text(svg, this.errorX(error), 115, error, "middle");
    }

    /* Bands of the MSE, path and best point, and below what they are. */
    buildMap(svg) {
      this.mapX = scale([-12, 6.5], [26, 334]);
      this.mapY = scale([-4, 5.5], [270, 8]);
      const frame = { x: 26, y: 8, width: 308, height: 262 };
      shape("rect", frame, shape("clipPath", { id: "weights-map-frame" }, svg));
      const land = shape("g", { class: "mse", "clip-path": "url(#weights-map-frame)" }, svg);
      shape("rect", { class: "land", ...frame }, land);
      this.shape = valleyOn(this.mapX(1) - this.mapX(0), this.mapY(1) - this.mapY(0));
      this.valley = shape("g", {}, land);
      const band = { class: "band" };
      this.bands = bands.toReversed().map((level) => [level, shape("ellipse", band, this.valley)]);
      this.labels = labelled.map((level) => this.text(land, 0, 0, level, "start", "data on-line"));
      this.path = shape("path", { class: "line weight" }, land);
      this.marks = shape("path", { class: "line round weight" }, land);
      this.text(
        land,
        this.mapX(1) + 9,
        this.mapY(1) + 4,
        this.word("begin"),
        "start",
        "weight on-line",
      );
      const star = "M0-9L2.1-2.9 8.6-2.8 3.4 1.1 5.3 7.3 0 3.6-5.3 7.3-3.4 1.1-8.6-2.8-2.1-2.9Z";
      const best = { class: "dot mse", d: star };
      this.star = shape("path", best, land);
      this.arrow = shape("path", { class: "arrow rate" }, land);
      this.point = shape("circle", { class: "dot weight", r: 6 }, land);
      shape("rect", { class: "axis", fill: "none", ...frame }, svg);
      for (const w1 of [-10, -5, 0, 5]) this.text(svg, this.mapX(w1), 286, w1, "middle");
      for (const w2 of [-2, 0, 2, 4]) this.text(svg, 22, this.mapY(w2) + 4, w2, "end");
      this.text(svg, 328, 264, "w1", "end", "weight on-line");
      this.text(svg, 32, 24, "w2", "start", "weight on-line");
      shape("path", { class: "line weight", d: "M26 303H46" }, svg);
      shape("path", { class: "line round weight", d: "M26 303h0M36 303h0M46 303h0" }, svg);
      this.text(svg, 54, 307, this.word("path"));
      shape("path", { ...best, transform: "translate(236 303)" }, svg);
      this.text(svg, 250, 307, this.word("best"));
      this.buildScale(svg);
    }

    /* The colours of the bands, each laid over those of higher MSE. */
    buildScale(svg) {
      const shades = shape("g", { class: "mse" }, svg);
      const size = { x: 96, y: 318, height: 12 };
      shape("rect", { class: "land", ...size, width: 160 }, shades);
      for (const i of bands.keys()) {
        shape("rect", { class: "band", ...size, width: 20 * (bands.length - i) }, shades);
      }
      this.text(svg, 90, 328, this.word("low"), "end");
      this.text(svg, 262, 328, this.word("high"));
    }

    draw() {
      const { b, step } = this.state;
      if (b !== this.drawnB) this.drawB(b);
      this.drawnB = b;
      const { w1, w2, printed, mse } = this.records[step];
      const { floor } = computeBest(b);
      this.drawEpoch(step, printed, mse);
      this.drawErrors(errors({ w1, w2 }, b));
      this.drawPath(step);
      const numbers = { epochs: step, mse: plain(mse), floor: plain(floor) };
      this.read([step ? plain(printed) : "", numbers.mse, numbers.floor]);
      this.fill([
        [this.word("epochs"), String(step)],
        ["w1", repr(w1)],
        ["w2", repr(w2)],
        [this.word("printed"), step ? repr(printed) : "–"],
        ["MSE", repr(mse)],
        [this.word("floor"), repr(floor)],
      ]);
      const trained = step && { printed: plain(printed), ratio: two.format(mse / printed) };
      this.say(this.word(step ? "trained" : "start", { ...numbers, ...trained }));
    }

    /* What depends on the constant alone. */
    drawB(b) {
      this.runs[b] ??= this.runWith(b);
      const { records, places, trail, lines } = this.runs[b];
      Object.assign(this, { records, places, trail });
      const best = computeBest(b);
      this.drawBands(best);
      set(this.star, { transform: `translate(${this.mapX(best.w1)} ${this.mapY(best.w2)})` });
      lines.forEach((d, i) => set(this.curves[i], { d }));
      this.nameCurves(best.floor, this.records[last].mse, computeCrossing(this.records, b));
    }

    /* The run with a constant, its path on the map, and the lines of both losses. */
    runWith(b) {
      const records = compute(b, last);
      const places = records.map(({ w1, w2 }) => [this.mapX(w1), this.mapY(w2)]);
      const lines = ["printed", "mse"].map((name) => {
        const y = (epoch) => this.lossY(records[epoch][name]).toFixed(2);
        return `M${drawn.map((epoch, at) => `${this.drawnX[at]} ${y(epoch)}`).join("L")}`;
      });
      return { records, places, trail: trailOf(places), lines };
    }

    nameCurves(floor, mse, crossing) {
      const isSeen = floor > 1e-6;
      set(this.floor, { d: isSeen ? `M68 ${this.lossY(floor)}H322` : "" });
      const name = (text, words, x, y) => {
        write(text, words);
        set(text, { x, y });
      };
      name(this.names.mse, "MSE", 318, this.lossY(mse) - 8);
      name(this.names.floor, isSeen ? this.word("floor") : "", 72, this.lossY(floor) + 15);
      const isLeft = !crossing;
      const x = isLeft ? 72 : this.epochX(crossing) - 8;
      const words = crossing ? this.word("zero", { epoch: crossing }) : "";
      name(this.names.printed, this.word("printed"), x, 140);
      name(this.names.zero, words, x, 156);
      for (const text of [this.names.printed, this.names.zero]) {
        set(text, { "text-anchor": isLeft ? "start" : "end" });
      }
    }

    drawBands(best) {
      const { flat, steep, c, s } = this.shape;
      const [x, y] = [this.mapX(best.w1), this.mapY(best.w2)];
      set(this.valley, { transform: `matrix(${[c, s, -s, c, x, y]})` });
      // Half the length and half the width of the line; 0 where there is none.
      const above = (level) => Math.max(0, level - best.floor);
      for (const [level, band] of this.bands) {
        set(band, { rx: Math.sqrt(above(level) / flat), ry: Math.sqrt(above(level) / steep) });
      }
      labelled.forEach((level, i) => {
        const rx = Math.sqrt(above(level) / flat);
        // The inner lines carry their number at the end of the valley, where they are apart;
        // the outer ones, which end off the map, carry it below the star.
        const below = this.mapY(best.w2 - Math.sqrt((above(level) * 3) / 98));
        const isFar = level > 3;
        const place = isFar
          ? { x: x - 10, y: below + 4 }
          : { x: x + rx * c + 4, y: y + rx * s - 6 };
        set(this.labels[i], { ...place, visibility: rx ? "visible" : "hidden" });
      });
    }

    drawPath(step) {
      const points = this.trail.filter(({ epoch }) => epoch <= step).map(({ text }) => text);
      set(this.path, { d: `M${points.join("L")}` });
      // A line of no length with a round cap is a dot.
      set(this.marks, { d: `M${points.join("h0M")}h0` });
      const [x, y] = this.places[step];
      const [fromX, fromY] = this.places[step - 1] ?? [x, y];
      // To the rim of the point; shorter steps are seen as dots.
      const rim = 1 - 8 / Math.hypot(x - fromX, y - fromY);
      const end = [fromX + rim * (x - fromX), fromY + rim * (y - fromY)];
      set(this.arrow, { d: rim > 0.3 ? arrow([fromX, fromY], end) : "" });
      set(this.point, { cx: x, cy: y });
    }

    /* The present epoch on the curves, and the gap between them. */
    drawEpoch(step, printed, mse) {
      const x = this.epochX(step);
      set(this.future, { x, width: Math.max(326 - x, 0) });
      // Before the first epoch nothing is printed, and a logarithmic scale has no epoch 0.
      const heights = [printed ?? mse, mse].map(this.lossY);
      heights.forEach((y, i) => set(this.dots[i], { transform: `translate(${x} ${y})` }));
      for (const dot of this.dots) set(dot, { visibility: step ? "visible" : "hidden" });
      set(this.gap, { d: `M${x} ${heights[0]}V${heights[1]}` });
      const isWide = heights[0] - heights[1] > 40;
      write(this.ratio, isWide ? `× ${two.format(mse / printed)}` : "");
      if (!isWide) return;
      const isRight = x > 250;
      const y = (heights[0] + heights[1]) / 2 + 4;
      set(this.ratio, { x: x + (isRight ? -8 : 8), y, "text-anchor": isRight ? "end" : "start" });
    }

    drawErrors(all) {
      all.forEach((error, i) => {
        const { bar, loss } = this.bars[i];
        const ends = [0, error].map(this.errorX).sort((one, other) => one - other);
        // A bar of no length is still a line.
        set(bar, { x: ends[0], width: Math.max(ends[1] - ends[0], 2) });
        write(loss, plain(error * error));
      });
    }
  }

  customElements.define("weights-map", WeightsMap);
}
