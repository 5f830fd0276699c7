/* Walk a computational graph forward and back. The graphs come from the lesson's engine
   (docs/book/practice/graph.py). */
"use strict";

{
  const { Stepper, set, shape, short } = book;

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
      operands.map(({ node }, j) => ({ from: node, to, j })),
    );
    const edges = all.reverse().flat();
    return edges.filter(({ from }) => from !== undefined);
  }

  /* The inputs among nodes and their first numbers. */
  function inputsOf(nodes) {
    return Object.fromEntries(nodes.filter(({ op }) => !op).map((n) => [n.name, n.start]));
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
      this.sliders = {};
      for (const key in this.allInputs) {
        this.sliders[key] = this.slider(key, { min: -4, max: 4, step: 0.5 });
      }
      // What a step did is read next to the buttons.
      this.buttons(["step", "back", "reset", "play"]);
      this.live.append(this.status);
      this.drawings = {};
      for (const key in this.graphs) this.drawings[key] = this.buildGraph(this.graphs[key]);
      const names = ["node", "operation", "value", "gradient"];
      this.fill = this.table(names.map((name) => this.word(name)));
    }

    buildGraph(nodes) {
      const svg = this.picture(0, 0, this.word("picture"));
      svg.classList.add("computational-graph");
      let operations = 0;
      const colours = nodes.map(({ op }) => (op ? `op-${(operations++ % 4) + 1}` : ""));
      const edges = edgesOf(nodes).map((edge) =>
        this.buildEdge(svg, nodes, edge, colours[edge.to]),
      );
      const ring = shape("circle", { class: "hint", r: 22 }, svg);
      const texts = nodes.map((node, i) => this.buildNode(svg, node, colours[i]));
      svg.append(...edges.map(({ label }) => label));
      const [across, down] = [0, 1].map((i) => nodes.map(({ place }) => place[i]));
      const left = Math.min(...across, ...edges.map(({ x }) => x)) - 28;
      const width = Math.max(...across) + 118 - left;
      set(svg, { viewBox: `${left} 0 ${width} ${Math.max(...down) + 42}` });
      return { svg, edges, ring, texts };
    }

    /* An edge with its label, bent where it would lie on its twin or on a node. */
    buildEdge(svg, nodes, { from, to, j }, colour) {
      const [[x1, y1], [x2, y2]] = [nodes[from].place, nodes[to].place];
      const hasTwin = nodes[to].operands.filter(({ node }) => node === from).length > 1;
      const isBlocked = nodes.some(({ place: [x, y] }) => x === x1 && x === x2 && y > y1 && y < y2);
      const side = hasTwin ? 2 * j - 1 : 0;
      const bend = isBlocked ? -80 : 24 * side;
      const [x, y] = [(x1 + x2) / 2 + bend, (y1 + y2) / 2];
      const d = `M${x1} ${y1}Q${x + bend} ${y} ${x2} ${y2}`;
      const line = shape("path", { d, class: colour, fill: "none", stroke: "currentcolor" }, svg);
      // The labels of twins are not side by side.
      const label = shape("text", { class: "term", x, y: y + 4 + 10 * side });
      return { line, label, x };
    }

    buildNode(svg, { place: [x, y], sign }, colour) {
      const group = shape("g", { class: colour }, svg);
      shape("circle", { cx: x, cy: y, r: 18 }, group);
      shape("text", { class: "sign", x, y: y + 5 }, group, sign);
      return {
        value: shape("text", { x: x + 26, y: y - 3 }, group),
        grad: shape("text", { class: "grad", x: x + 26, y: y + 14 }, group),
      };
    }

    draw() {
      const { nodes, last, state } = this;
      const numbers = compute(nodes, state);
      const isForward = state.step <= nodes.length;
      const current = isForward ? state.step - 1 : last - state.step;
      const values = numbers.data.map((n, i) => (i < state.step ? plain(n) : ""));
      const grads = numbers.grad.map((n, i) => (i >= last - state.step ? plain(n) : ""));
      this.showOnly(state.graph);
      this.drawGraph({ ...numbers, isForward, current, values, grads });
      this.fill(nodes.map((n, i) => [n.name, this.operation(n), values[i], grads[i]]));
      this.say(this.sentence({ ...numbers, isForward, current }));
    }

    showOnly(graph) {
      const show = (element, isShown) => {
        element.style.display = isShown ? "" : "none";
      };
      const used = inputsOf(this.nodes);
      for (const key in this.graphs) show(this.drawings[key].svg, key === graph);
      for (const key in this.sliders) show(this.sliders[key], key in used);
    }

    drawGraph({ terms, isForward, current, values, grads }) {
      const { edges, ring, texts } = this.drawings[this.state.graph];
      this.nodes.forEach(({ name }, i) => {
        texts[i].value.textContent = values[i] ? `${name} = ${values[i]}` : name;
        texts[i].grad.textContent = grads[i] && `grad = ${grads[i]}`;
      });
      edges.forEach(({ line, label }, i) => {
        // Thick: what comes in, forward; what comes back, backward.
        const isAtWork = current === (isForward ? terms[i].to : terms[i].from);
        line.setAttribute("stroke-width", isAtWork ? 4 : 1.5);
        label.textContent = isAtWork && !isForward ? product(terms[i]) : "";
      });
      const [cx, cy] = this.nodes[current]?.place ?? [-99, -99];
      set(ring, { cx, cy });
    }

    /* The step in words. */
    sentence({ data, grad, terms, isForward, current }) {
      const { state, last } = this;
      const steps = { step: state.step, steps: last };
      if (current < 0) {
        const inputs = Object.keys(inputsOf(this.nodes)).map((n) => `${n} = ${state[n]}`);
        return this.word("start", { ...steps, inputs: inputs.join(", ") });
      }
      const node = this.nodes[current];
      const chain = terms.filter(({ from }) => from === current).map(product);
      const forward = node.op ? "forward" : "forward_input";
      const backward = ["backward_end", "backward"][chain.length] ?? "backward_sum";
      return this.word(isForward ? forward : backward, {
        ...steps,
        node: node.name,
        operation: this.operation(node),
        numbers: this.operation(node, (i) => factor(data[i])),
        value: plain(data[current]),
        count: chain.length,
        chain: chain.join(" + "),
        grad: plain(grad[current]),
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
