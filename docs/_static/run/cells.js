/* Cells of a chapter that the reader can change and run. Run executes the cells of the
   page up to this one in a fresh interpreter, so the order of running never matters. */
"use strict";

{
  const key = `cells ${location.pathname}`;
  const cells = [];

  class Cell {
    constructor(element, number) {
      this.element = element;
      this.number = number;
      this.pre = element.querySelector(".cell_input pre");
      this.original = this.pre.textContent.trimEnd();
      this.build();
      const kept = Memory.get(key)[this.original];
      if (kept !== undefined) this.edit(kept);
    }

    get code() {
      return this.area ? this.area.value : this.original;
    }

    build() {
      this.bar = document.createElement("div");
      this.bar.className = "run-bar";
      this.runButton = this.button("run", () => this.run());
      this.editButton = this.button("edit", () => this.edit(this.original, true));
      this.resetButton = this.button("reset", () => this.reset());
      this.resetButton.hidden = true;
      this.status = document.createElement("span");
      this.status.setAttribute("role", "status");
      this.bar.append(this.status);
      this.element.querySelector(".cell_input").after(this.bar);
    }

    button(word, action) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = Python.word(word);
      button.addEventListener("click", action);
      this.bar.append(button);
      return button;
    }

    edit(code, isByHand = false) {
      const label = Python.word("code_of_cell", { cell: this.number });
      this.area = editor(code, label, () => this.run());
      this.area.addEventListener("input", () => this.keep());
      this.keys = keysOf(this.area);
      this.pre.closest(".cell_input").append(this.area, this.keys);
      this.pre.hidden = true;
      this.editButton.hidden = true;
      this.resetButton.hidden = false;
      if (isByHand) this.area.focus();
    }

    /* By the book's own code: another edition may have other cells here. */
    keep() {
      const codes = Memory.get(key);
      codes[this.original] = this.code;
      if (this.code === this.original) delete codes[this.original];
      Memory.set(key, codes);
    }

    /* Back to the code and the output of the book. */
    reset() {
      this.running?.stop();
      this.area?.remove();
      this.keys?.remove();
      this.area = null;
      this.keep();
      this.pre.hidden = false;
      this.editButton.hidden = false;
      this.resetButton.hidden = true;
      this.output?.remove();
      this.output = null;
      this.status.textContent = "";
      for (const printed of this.printed) printed.hidden = false;
      this.editButton.focus();
    }

    /* The output that the book was built with. */
    get printed() {
      return this.element.querySelectorAll(".cell_output");
    }

    clear() {
      for (const printed of this.printed) printed.hidden = true;
      this.output ??= document.createElement("pre");
      this.output.className = "run-output";
      this.output.textContent = "";
      this.bar.after(this.output);
      this.resetButton.hidden = false;
    }

    async run() {
      if (this.running) return this.running.stop();
      if (Python.obstacle) {
        this.status.replaceChildren(Python.obstacle, " ", Python.program());
        return;
      }
      const pieces = cells.slice(0, this.number).map((cell) => cell.code);
      this.clear();
      this.status.textContent = Python.word("running");
      this.status.classList.remove("is-error");
      this.bar.classList.add("is-busy");
      this.runButton.textContent = Python.word("stop");
      this.running = Python.run(pieces, (text) => this.output.append(text));
      const end = await this.running.end;
      this.running = null;
      this.runButton.textContent = Python.word("run");
      this.bar.classList.remove("is-busy");
      if (!this.output) return; // it was reset meanwhile
      this.status.textContent = Python.sentence(end, pieces.length) || Python.word("done");
      this.status.classList.toggle("is-error", end.end !== "done");
      // What the page lacks, the program has.
      const isLacking = ["NotImplementedError", "ImportError"].includes(end.kind);
      if (isLacking) this.status.append(" ", Python.program());
    }
  }

  for (const element of document.querySelectorAll("div.cell:not(.tag_local)")) {
    cells.push(new Cell(element, cells.length + 1));
  }
}
