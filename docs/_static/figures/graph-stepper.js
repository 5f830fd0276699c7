/* Chapter 4: walk a computational graph forward and back. The graphs come from the lesson's engine
   (docs/book/practice/graph.py). */
"use strict";

{
  const { Stepper, arrowHead, make, set, shape, short } = book;

  // A row beside a text column has room for a graph from left to right.
  const wideWindow = matchMedia("(min-width: 48em)");
  const radius = 18;

  /* Result and local gradients, as in the engine. Our only power is the square. */
  const rules = {
    "+": (a, b) => [a + b, 1, 1],
    "-": (a, b) => [a - b, 1, -1],
    "*": (a, b) => [a * b, b, a],
    "**": (a) => [a * a, 2 * a],
    relu: (a) => (a > 0 ? [a, 1] : [0, 0]),
  };

  /* Values and gradients of the nodes, and for each edge what comes back over it. */
  function compute(nodes, inputs) {
    const data = [];
    const slopes = nodes.map(({ name, op, operands }) => {
      const numbers = operands.map((operand) => data[operand.node] ?? operand);
      const [result, ...local] = op ? rules[op](...numbers) : [inputs[name]];
      data.push(result);
      return local;
    });
    const grad = nodes.map((_, i) => (i === nodes.length - 1 ? 1 : 0));
    const terms = edgesOf(nodes).map(({ from, to, j }) => {
      const term = { from, to, local: slopes[to][j], incoming: grad[to] };
      grad[from] += term.local * term.incoming;
      return term;
    });
    return { data, grad, terms };
  }

  /* The edges in the order of the way back; j counts the operands. */
  function edgesOf(nodes) {
    const all = nodes.map(({ operands }, to) =>
      operands.map(({ node, bend }, j) => ({ from: node, to, j, bend })),
    );
    const edges = all.reverse().flat();
    return edges.filter(({ from }) => from !== undefined);
  }

  /* The inputs among nodes and their first numbers. */
  function inputsOf(nodes) {
    return Object.fromEntries(nodes.filter(({ op }) => !op).map((n) => [n.name, n.start]));
  }

  /* Places of the nodes in a picture: from left to right, or from top to bottom with room
     for the numbers at the right. */
  function layout(nodes, isWide) {
    const size = isWide ? [700, 250] : [330, 420];
    const rows = Math.max(...nodes.map(({ place }) => place[1]));
    const at = nodes.map(({ place: [column, row] }) =>
      isWide ? [60 + (row * 580) / rows, column * 96] : [column * 127, 26 + (row * 364) / rows],
    );
    const curves = edgesOf(nodes).map(({ from, to, bend }) =>
      curve(at[from], at[to], (isWide ? 20 : 30) * bend),
    );
    // Nodes and curves stand in the middle of the picture.
    const side = isWide ? 1 : 0;
    const places = [...at, ...curves.map(({ middle }) => middle)].map((place) => place[side]);
    const numbers = isWide ? 0 : 82;
    const shift = (size[side] - numbers - Math.min(...places) - Math.max(...places)) / 2;
    for (const point of [...at, ...curves.flatMap(Object.values)]) point[side] += shift;
    return { size, at, curves };
  }

  /* From circle to circle, by a control point that is `bend` away from the straight line. */
  function curve(from, to, bend) {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const off = bend / Math.hypot(dx, dy);
    const control = [(from[0] + to[0]) / 2 + dy * off, (from[1] + to[1]) / 2 - dx * off];
    const [start, end] = [from, to].map(([x, y]) => {
      const [cx, cy] = [control[0] - x, control[1] - y];
      const part = (radius + 3) / Math.hypot(cx, cy);
      return [x + cx * part, y + cy * part];
    });
    const middle = [0, 1].map((i) => (start[i] + 2 * control[i] + end[i]) / 4);
    return { start, control, end, middle };
  }

  /* Seven digits show all in full. */
  function plain(number) {
    return short(number, 7);
  }

  function factor(number) {
    return number < 0 ? `(${plain(number)})` : plain(number);
  }

  function product({ local, incoming }) {
    return `${factor(local)} × ${factor(incoming)}`;
  }

  class GraphStepper extends Stepper {
    static compute = compute;
    pace = 1200;

    get graphs() {
      this.parsed ??= JSON.parse(this.dataset.graphs);
      return this.parsed;
    }

    get nodes() {
      return this.graphs[this.state.graph];
    }

    get last() {
      return 2 * this.nodes.length;
    }

    get allInputs() {
      return inputsOf(Object.values(this.graphs).flat());
    }

    defaults() {
      return { graph: Object.keys(this.graphs)[0], step: 0, ...this.allInputs };
    }

    allowed(state) {
      const { graph, step, ...inputs } = { ...this.defaults(), ...state };
      const steps = Object.hasOwn(this.graphs, graph) ? 2 * this.graphs[graph].length : -1;
      const isStep = step >= 0 && step <= steps && Number.isInteger(step);
      const isInput = (n) => Math.abs(n) <= 4 && Number.isInteger(2 * n);
      return isStep && Object.values(inputs).every(isInput) ? state : {};
    }

    /* Another graph starts from its beginning. */
    change(state) {
      super.change("graph" in state ? { step: 0, ...state } : state);
    }

    build() {
      this.choice("graph", Object.keys(this.graphs));
      for (const label of this.live.querySelectorAll("label")) this.splitFormula(label);
      const row = make("div", { class: "sliders" }, this.live);
      this.sliders = {};
      for (const key in this.allInputs) {
        this.sliders[key] = this.slider(key, { min: -4, max: 4, step: 0.5 });
        row.append(this.sliders[key]);
      }
      this.svg = this.picture(0, 0, this.word("picture"));
      this.svg.classList.add("computational-graph");
      this.buttons(["reset", "back", "step", "play"]);
      this.live.append(this.status);
      const names = ["node", "operation", "value", "gradient"];
      this.fill = this.table(names.map((name) => this.word(name)));
      wideWindow.addEventListener("change", () => this.draw());
    }

    /* Of the name of a graph, its formula as a part that stays in one piece. */
    splitFormula(label) {
      const name = label.lastChild;
      const formula = name.splitText(name.data.indexOf(": ") + 2);
      make("span", {}, label).append(formula);
    }

    /* The picture of a graph, drawn anew only for another graph or another shape. */
    buildGraph() {
      const key = this.state.graph + wideWindow.matches;
      if (this.built === key) return;
      this.built = key;
      this.svg.replaceChildren();
      const { size, at, curves } = layout(this.nodes, wideWindow.matches);
      set(this.svg, { viewBox: `0 0 ${size.join(" ")}` });
      const edges = edgesOf(this.nodes);
      this.edges = curves.map((places, i) => this.buildEdge(places, edges[i]));
      this.texts = this.nodes.map((node, i) => this.buildNode(node, at[i]));
      this.svg.append(...this.edges.map(({ label }) => label));
      for (const key in this.sliders) this.sliders[key].hidden = !(key in inputsOf(this.nodes));
    }

    /* An edge with a head at either end, of which one shows, and its label. */
    buildEdge({ start, control, end, middle }, { bend }) {
      const group = shape("g", {}, this.svg);
      const d = `M${start}Q${control} ${end}`;
      shape("path", { class: "edge", d }, group);
      [end, start].forEach(([x, y], i) => {
        const direction = [x - control[0], y - control[1]];
        shape("path", { class: i ? "head back" : "head", d: arrowHead([x, y], direction) }, group);
      });
      // From top to bottom the labels of twins and of upright edges stand beside them.
      const isUpright = start[0] === end[0];
      const side = wideWindow.matches ? 0 : Math.sign(bend || isUpright);
      const anchor = ["end", "middle", "start"][side + 1];
      const label = this.text(this.svg, middle[0] + 7 * side, middle[1] + 4, "", anchor);
      return { group, label, d };
    }

    buildNode({ concept, sign }, [x, y]) {
      const circle = shape("circle", { class: concept, cx: x, cy: y, r: radius }, this.svg);
      this.text(this.svg, x, y + 5, sign, "middle", "sign");
      const isWide = wideWindow.matches;
      const anchor = isWide ? "middle" : "start";
      const number = (concept, x, y) => this.text(this.svg, x, y, "", anchor, concept);
      const value = isWide ? number(concept, x, y - 26) : number(concept, x + 23, y - 3);
      const grad = isWide ? number("gradient", x, y + 36) : number("gradient", x + 23, y + 14);
      return { circle, value, grad };
    }

    /* Before the first step the whole way is shown, with no node at work. */
    draw() {
      const { nodes, last, state } = this;
      const numbers = compute(nodes, state);
      const done = state.step || last;
      const isForward = done <= nodes.length;
      const current = isForward ? done - 1 : state.step ? last - done : -1;
      const values = numbers.data.map((n, i) => (i < done ? plain(n) : ""));
      const grads = numbers.grad.map((n, i) => (i >= last - done ? plain(n) : ""));
      this.buildGraph();
      this.drawNodes(current, values, grads);
      this.drawEdges(numbers, done, current);
      this.fill(nodes.map((n, i) => [n.name, this.operation(n), values[i], grads[i]]));
      const sentence = this.sentence({ ...numbers, isForward, current });
      this.say(sentence.replaceAll(" × ", "\u00a0×\u00a0").replaceAll("= ", "=\u00a0"));
    }

    drawNodes(current, values, grads) {
      this.nodes.forEach(({ name }, i) => {
        const { circle, value, grad } = this.texts[i];
        circle.classList.toggle("at-work", i === current);
        value.textContent = values[i] ? `${name} = ${values[i]}` : name;
        grad.textContent = grads[i] && `grad = ${grads[i]}`;
      });
    }

    /* At work is what comes in, forward, and what comes back, backward. Where a gradient has
       come back, the arrow points back and keeps its factor. */
    drawEdges({ data, terms }, done, current) {
      const { step } = this.state;
      const isForward = done <= this.nodes.length;
      terms.forEach((term, i) => {
        const { group, label, d } = this.edges[i];
        const isBack = term.from >= this.last - done;
        const isAtWork = current === (isForward ? term.to : term.from);
        const concept = isBack ? "gradient" : this.nodes[term.from].concept;
        const kind = isBack || term.to < done ? "is-done" : "";
        set(group, { class: `${isBack ? "gradient" : "data"} ${isAtWork ? "at-work" : kind}` });
        set(label, { class: `term ${concept}` });
        const value = isAtWork ? plain(data[term.from]) : "";
        const factors = isAtWork ? product(term) : `× ${factor(term.local)}`;
        label.textContent = isBack ? factors : value;
        if (isAtWork && step !== this.shown) this.flow(d, concept, isBack);
      });
      this.shown = step;
    }

    /* A dot that runs along an edge, there or back. */
    flow(d, concept, isBack) {
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
      const token = shape("circle", { class: `token ${concept}`, r: 6 }, this.svg);
      token.style.offsetPath = `path("${d}")`;
      const offsetDistance = isBack ? ["100%", "0%"] : ["0%", "100%"];
      token.animate({ offsetDistance }, 900).onfinish = () => token.remove();
    }

    /* The step in words; before the first step, of the result. */
    sentence({ data, grad, terms, isForward, current }) {
      const i = current < 0 ? this.nodes.length - 1 : current;
      const node = this.nodes[i];
      const chain = terms.filter(({ from }) => from === i).map(product);
      const forward = node.op ? "forward" : "forward_input";
      const backward = ["backward_end", "backward"][chain.length] ?? "backward_sum";
      return this.word(current < 0 ? "start" : isForward ? forward : backward, {
        step: this.state.step,
        steps: this.last,
        node: node.name,
        operation: this.operation(node),
        numbers: this.operation(node, (j) => factor(data[j])),
        value: plain(data[i]),
        count: chain.length,
        chain: chain.join(" + "),
        grad: plain(grad[i]),
      });
    }

    /* Such as x × w, s², relu(z); or with numbers for names. */
    operation({ op, sign, operands }, show = (i) => this.nodes[i].name) {
      const [a, b] = operands.map((o) => (o.node === undefined ? plain(o) : show(o.node)));
      if (op === "**") return sign.replace("( )", a);
      if (op === "relu") return `relu(${a})`;
      return op ? `${a} ${sign} ${b}` : this.word("input");
    }
  }

  customElements.define("graph-stepper", GraphStepper);
}
