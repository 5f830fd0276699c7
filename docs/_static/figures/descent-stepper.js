/* Chapter 2: gradient descent update by update: the curve of the MSE and the hill of each
   sample, the gradient and the step that it leads to, and the four losses that one may
   report. */
"use strict";

{
  const { Stepper, arrow, make, nearest, path, repr } = book;
  const { samples, scale, set, shape, short, write } = book;
  const count = samples.length;
  const epochsShown = 100;
  const weightRange = { min: -1, max: 5, step: 0.1 };

  function lossOf([x, y], w) {
    const error = x * w - y;
    return error * error;
  }

  function gradientOf([x, y], w) {
    return 2 * x * (x * w - y);
  }

  function total(numbers) {
    return numbers.reduce((sum, number) => sum + number, 0);
  }

  function mseOf(w) {
    return total(samples.map((sample) => lossOf(sample, w))) / count;
  }

  /* An epoch: its updates, and the loss of each sample before the update that it makes.
     `watched` is the loss that tells divergence. */
  const epochOf = {
    /* One update a sample. */
    sample(w, rate) {
      const before = [];
      const updates = samples.map((sample) => {
        before.push(lossOf(sample, w));
        const gradient = gradientOf(sample, w);
        w = w - rate * gradient;
        return { x: sample[0], y: sample[1], gradient, w, watched: lossOf(sample, w) };
      });
      return { updates, before };
    },

    /* One update along the mean gradient. */
    batch(w, rate) {
      const before = samples.map((sample) => lossOf(sample, w));
      const sum = total(samples.map((sample) => gradientOf(sample, w)));
      w = w - (rate * sum) / count;
      return { updates: [{ gradient: sum / count, w, watched: mseOf(w) }], before };
    },
  };

  /* The run, in the order of lecture_code/gradient_descent.py: its updates, a record of each
     finished epoch, where it diverges, and how many epochs it needs to settle. A run that
     has not settled after 100 epochs is followed further, to see whether it will. */
  function compute({ w, learning_rate, mode }) {
    const limit = 1e6 * (mseOf(w) + 1.0);
    const isClose = (weight) => Math.abs(weight - 2) < 1e-6;
    const run = { updates: [], records: [], diverges: null, settled: isClose(w) ? 0 : Infinity };
    for (let epoch = 0; epoch < (run.settled <= 1000 ? epochsShown : 1000); epoch++) {
      const { updates, before } = epochOf[mode](w, learning_rate);
      for (const update of updates) {
        run.updates.push({ epoch, ...update });
        if (!(update.watched <= limit)) {
          run.diverges = { epoch, loss: update.watched };
          return run;
        }
      }
      w = updates.at(-1).w;
      run.records.push({
        epoch,
        w,
        last_after: lossOf(samples.at(-1), w),
        last_before: before.at(-1),
        mean_before: total(before) / count,
        mse_end: mseOf(w),
      });
      if (isClose(w)) run.settled = Math.min(run.settled, epoch + 1);
    }
    return run;
  }

  /* Four digits, plain from a millionth on; large numbers keep those before the point. */
  function plain(number) {
    return short(number, Math.abs(number) < 1e4 ? 4 : 6, 1e-6);
  }

  /* The first of 1, 2, 3, 5, 10, 20, 30, 50, ... that is not less. */
  function roundUp(number) {
    const power = 10 ** Math.floor(Math.log10(number));
    return power * [1, 2, 3, 5, 10].find((digit) => digit * power >= number);
  }

  class DescentStepper extends Stepper {
    static compute = compute;

    /* At this rate, after an epoch and before the sample (3, 6), all has something to show. */
    defaults() {
      return { w: 1, learning_rate: 0.02, mode: "sample", step: 5 };
    }

    allowed(state) {
      const { w, learning_rate, mode, step } = state;
      if (!(w >= -1 && w <= 5)) delete state.w;
      if (!(learning_rate >= 0.005 && learning_rate <= 0.3)) delete state.learning_rate;
      if (!["sample", "batch"].includes(mode)) delete state.mode;
      if (!(Number.isInteger(step) && step >= 0)) delete state.step;
      return state;
    }

    /* A run that plays stops at any other change. */
    change(state) {
      this.pause();
      super.change(state);
    }

    /* Playing ends when the run has settled. */
    get end() {
      return Math.min(this.run.settled * this.perEpoch, this.last);
    }

    get pace() {
      return Math.min(400, 7000 / this.end);
    }

    get isBatch() {
      return this.state.mode === "batch";
    }

    build() {
      this.buildPicture(this.picture(340, 240, this.word("picture")));
      const side = make("div", { class: "side" }, this.pictures);
      const concepts = { weight: "weight", gradient: "gradient", move: "rate", new_w: "weight" };
      this.tell = this.readouts(concepts, side);
      this.buildLosses(make("div", {}, side));
      this.slider("w", weightRange);
      this.buildRate();
      this.choice("mode", ["sample", "batch"]);
      this.buttons(["play", "one_step", "back", "reset"]);
      this.live.append(this.status);
      const names = [this.word("gradient"), this.word("new_w")];
      this.fill = this.table([this.word("epoch"), "x", "y", ...names]);
    }

    /* Full batch lands on 2 at once at the one mark, and diverges above the other. */
    buildRate() {
      const range = { min: 0.005, max: 0.3, step: 0.005 };
      const marks = { "3/28": 3 / 28, "3/14": 3 / 14 };
      const markNear = (rate) => Object.values(marks).find((m) => Math.abs(m - rate) < 0.0025);
      const snap = (rate) => (this.isBatch && markNear(rate)) || rate;
      const label = this.slider("learning_rate", range, snap);
      const row = make("span", { class: "marks", "aria-hidden": true }, label);
      for (const [text, rate] of Object.entries(marks)) {
        const place = (rate - range.min) / (range.max - range.min);
        make("span", {}, row, text).style.setProperty("--place", place);
      }
      this.bind("mode", () => {
        row.style.visibility = this.isBatch ? "visible" : "hidden";
      });
    }

    /* At every zoom the curves look the same; only the numbers on the axes change. */
    buildPicture(svg) {
      this.zoom(1);
      this.levels = [4, 8].map((loss) => {
        shape("path", { class: "grid", d: `M12 ${this.height(loss)}H332` }, svg);
        return this.text(svg, 17, this.height(loss) - 4, "");
      });
      this.axes(svg, [12, 332], 162, "w", this.word("loss"));
      this.numbers = [1, 2, 3].map((w) => this.text(svg, this.weightX(w), 179, "", "middle"));
      const clip = shape("clipPath", { id: "descent-clip" }, svg);
      shape("rect", { x: 12, y: 4, width: 320, height: 160 }, clip);
      const inside = shape("g", { "clip-path": "url(#descent-clip)" }, svg);
      this.buildCurves(inside);
      this.note = this.text(svg, 172, 46, "", "middle", "on-line");
      this.buildNow(svg, inside);
    }

    /* The hill of each sample, and their mean, the MSE. */
    buildCurves(inside) {
      const weights = Array.from({ length: 85 }, (_, i) => i / 20 - 0.1);
      const build = (concept, lossAt, ...name) => {
        const group = shape("g", { class: concept }, inside);
        const d = path(weights.map((w) => [this.weightX(w), this.height(lossAt(w))]));
        shape("path", { class: "line", d }, group);
        this.text(group, ...name);
        return group;
      };
      const places = [
        [330, 92, "(1, 2)", "end"],
        [288, 46, "(2, 4)"],
        [240, 26, "(3, 6)", "end"],
      ];
      this.hills = samples.map((sample, i) =>
        build("loss hill", (w) => lossOf(sample, w), ...places[i]),
      );
      build("mse thick", mseOf, 68, 72, "MSE", "end");
    }

    /* Where the run stands and what comes next: the slope, and below the axis the gradient
       and the step. */
    buildNow(svg, inside) {
      // Old weights and how they were joined, fainter from pair to pair.
      const dot = shape("marker", { id: "descent-dot", overflow: "visible" }, svg);
      shape("circle", { class: "mse dot", r: 1.75 }, dot); // in the unit of its line, which is 2
      this.trail = [0.7, 0.55, 0.4, 0.25, 0.15].map((opacity) =>
        shape("path", { class: "mse line trail", opacity }, inside),
      );
      this.guides = shape("path", { class: "guide" }, svg);
      this.tangent = shape("path", { class: "gradient line dashed" }, inside);
      this.point = shape("circle", { class: "mse dot", r: 5 }, inside);
      this.onHill = shape("circle", { class: "loss dot", r: 5 }, inside);
      this.start = this.knob(svg, "weight ring");
      this.drag(this.start, (x) => this.change({ w: nearest(this.weightX.back(x), weightRange) }));
      this.landing = shape("circle", { class: "rate line", cy: 162, r: 5 }, svg);
      this.weight = shape("circle", { class: "weight dot", cy: 162, r: 5 }, svg);
      this.arrows = [
        ["gradient", "gradient"],
        ["move", "rate"],
      ].map(([name, concept]) => ({
        arrow: shape("path", { class: `${concept} arrow` }, svg),
        label: this.text(svg, 0, 0, this.word(name), "start", `${concept} on-line`),
      }));
    }

    /* Four losses, each with a bar, the largest with the longest; the first is printed. */
    buildLosses(box) {
      this.lossesTitle = make("p", { class: "losses-title" }, box);
      const list = make("dl", { class: "losses simple" }, box);
      this.losses = {};
      for (const key of ["last_after", "last_before", "mean_before", "mse_end"]) {
        const item = make("div", { class: key === "mse_end" ? "mse" : "loss" }, list);
        make("dt", {}, item, this.word(key));
        const value = make("dd", {}, item);
        this.losses[key] = { bar: make("i", {}, value), number: make("span", {}, value) };
      }
    }

    /* Show the weights up to 2.1 * factor from 2, and the losses that belong to them. */
    zoom(factor) {
      this.factor = factor;
      this.weightX = scale([2 - 2.1 * factor, 2 + 2.1 * factor], [12, 332]);
      this.height = scale([0, 10.5 * factor ** 2], [162, 12]);
    }

    /* The run of the present settings, computed anew only when they change. */
    prepare() {
      const { w, learning_rate, mode } = this.state;
      const settings = [w, learning_rate, mode].join();
      if (settings === this.settings) return;
      this.settings = settings;
      this.run = compute(this.state);
      this.perEpoch = this.isBatch ? 1 : count;
      this.limit = epochsShown * this.perEpoch;
      this.last = Math.min(this.limit, this.run.updates.length);
    }

    draw() {
      this.prepare();
      const step = Math.min(this.state.step, this.last);
      this.state.step = step;
      const { updates } = this.run;
      const next = step < this.last ? updates[step] : null;
      const weights = [this.state.w, ...updates.slice(0, step).map((update) => update.w)];
      this.follow(weights, next);
      const w = weights.at(-1);
      this.drawTrail(weights.slice(-11).reverse());
      this.drawNow(w, next);
      this.drawLosses();
      this.fill(updates.slice(Math.max(0, step - 5), step + 1).map((update) => this.row(update)));
      this.tell([plain(w), ...(next ? this.update(w, next) : ["", "", ""])]);
      this.say(this.sentence(next));
    }

    /* The gradient and the step of the next update, and where it leads. */
    update(w, next) {
      const move = plain(next.w - w);
      return [plain(next.gradient), move > 0 ? `+${move}` : move, plain(next.w)];
    }

    /* Zoom out until every weight so far is inside, and where the next update lands. The
       view stays while the start is dragged. */
    follow(weights, next) {
      if (this.held) return;
      const landing = next ? Math.abs(next.w - 2) / 2.05 : 0;
      this.zoom(roundUp(Math.max(1, landing, ...weights.map((w) => Math.abs(w - 2)))));
      const { factor } = this;
      this.numbers.forEach((text, i) => write(text, short(2 + (i - 1) * factor)));
      this.levels.forEach((text, i) => write(text, short(4 * (i + 1) * factor ** 2)));
      write(this.note, factor > 1 ? this.word("zoom", { factor }) : "");
    }

    /* Old weights fade: each line joins three, and has dots at the two older ones. */
    drawTrail(weights) {
      const places = weights.map((w) => [this.weightX(w), this.height(mseOf(w))]);
      this.trail.forEach((line, i) => {
        const joined = places.slice(2 * i, 2 * i + 3).reverse();
        set(line, { d: joined.length > 1 ? path(joined) : "" });
      });
    }

    drawNow(w, next) {
      // A hundredth of a unit is not seen, and what stays is not drawn anew.
      const round = (place) => Math.round(100 * place) / 100;
      const x = round(this.weightX(w));
      const y = round(this.height(mseOf(w)));
      set(this.start, { transform: `translate(${this.weightX(this.state.w)} 162)` });
      set(this.weight, { cx: x });
      set(this.point, { cx: x, cy: y });
      this.hills.forEach((hill, i) => {
        hill.classList.toggle("is-present", next?.x === samples[i][0]);
      });
      const loss = next?.x ? lossOf([next.x, next.y], w) : mseOf(w);
      const top = round(this.height(loss));
      set(this.onHill, { cx: next?.x ? x : -99, cy: top });
      set(this.tangent, { d: next ? this.slope(x, top, next.gradient) : "" });
      const landing = next ? round(this.weightX(next.w)) : x;
      set(this.landing, { cx: next ? landing : -99 });
      const down = next ? `M${x} 162V232M${landing} 162V224` : "";
      set(this.guides, { d: `M${x} 162V${Math.min(y, top)}${down}` });
      // The gradient at an eighteenth of its length, so that it stays inside.
      this.drawArrow(0, 204, x, next ? this.weightX(w + next.gradient / 18) : x);
      this.drawArrow(1, 228, x, landing);
    }

    /* The tangent, 40 units to both sides. */
    slope(x, y, gradient) {
      const across = this.weightX(1) - this.weightX(0);
      const up = this.height(gradient) - this.height(0);
      const part = 40 / Math.hypot(across, up);
      const end = (side) => [x + side * part * across, y + side * part * up];
      return path([end(-1), end(1)]);
    }

    /* An arrow along w, its name on the side that it leaves free. */
    drawArrow(i, y, from, to) {
      const { arrow: shaft, label } = this.arrows[i];
      const d = arrow([from, y], [to, y]);
      set(shaft, { d });
      set(label, { visibility: d ? "visible" : "hidden" });
      if (!d) return;
      const isLeft = to < from;
      const place = { x: isLeft ? from + 7 : from - 7, y: y + 4.5 };
      set(label, { ...place, "text-anchor": isLeft ? "start" : "end" });
    }

    drawLosses() {
      const { records } = this.run;
      const finished = Math.floor(this.state.step / this.perEpoch);
      const record = records[Math.min(finished, records.length) - 1];
      const title = record
        ? this.word("losses", record)
        : this.word("no_losses", { step: this.perEpoch });
      write(this.lossesTitle, title);
      const keys = Object.keys(this.losses);
      const largest = record ? Math.max(...keys.map((key) => record[key])) : 0;
      for (const key of keys) {
        const { bar, number } = this.losses[key];
        write(number, record ? plain(record[key]) : "");
        bar.style.scale = `${largest ? record[key] / largest : 0} 1`;
      }
    }

    row({ epoch, x, y, gradient, w }) {
      const slope = short(gradient, 6);
      const sample = x
        ? [String(x), String(y), slope]
        : ["1, 2, 3", "2, 4, 6", this.word("mean", { gradient: slope })];
      return [String(epoch), ...sample, repr(w)];
    }

    /* Where the run stands, and what comes next, in words. */
    sentence(next) {
      if (this.timer) return this.word("playing");
      if (!next || this.state.step >= this.run.settled * this.perEpoch) return this.standing();
      const { x, y } = next;
      const numbers = { x, y, gradient: plain(next.gradient), w: short(next.w, 6) };
      return `${this.standing()} ${this.word(x ? "next_sample" : "next_batch", numbers)}`;
    }

    standing() {
      const { step, w: start, learning_rate } = this.state;
      const { updates, diverges, settled } = this.run;
      const distance = (i) => Math.abs((i ? updates[i - 1].w : start) - 2);
      if (step === 0) return this.word("start", { w: short(start), rate: short(learning_rate) });
      const values = { step, w: short(updates[step - 1].w, 6), epochs: settled };
      if (diverges && step === updates.length) {
        const { epoch, loss } = diverges;
        return this.word("diverges", { ...values, epoch, loss: short(loss) });
      }
      if (step >= settled * this.perEpoch) return this.word("settled", values);
      if (step === this.limit) {
        if (distance(step) > distance(0)) return this.word("grows", values);
        return this.word(Number.isFinite(settled) ? "later" : "slow", values);
      }
      return this.word(distance(step) < distance(step - 1) ? "closer" : "further", values);
    }
  }

  customElements.define("descent-stepper", DescentStepper);
}
