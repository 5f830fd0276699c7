/* Cells of a chapter that the reader can change and run. Run executes the cells of the
   page up to this one in a fresh interpreter, so the order of running never matters. */
"use strict";

{
  const { button, make } = book;
  const { word, program, obstacle, run, sentence, editor, recall, remember } = book.python;
  const key = `cells ${location.pathname}`;
  const cells = [];

  class Cell {
    constructor(element, number) {
      this.number = number;
      this.pre = element.querySelector(".cell_input pre");
      this.original = this.pre.textContent.trimEnd();
      this.printed = element.querySelectorAll(".cell_output"); // when the book was built
      this.bar = make("div", { class: "run-bar" });
      this.runButton = button(word("run"), () => this.run(), this.bar);
      this.editButton = button(word("edit"), () => this.edit(this.original, true), this.bar);
      this.resetButton = button(word("reset"), () => this.reset(), this.bar);
      this.resetButton.hidden = true;
      this.status = make("span", { role: "status" }, this.bar);
      element.querySelector(".cell_input").after(this.bar);
      const kept = recall(key)[this.original];
      if (kept !== undefined) this.edit(kept);
    }

    get code() {
      return this.editor ? this.editor.area.value : this.original;
    }

    edit(code, isByHand = false) {
      const label = word("code_of_cell", { cell: this.number });
      this.editor = editor(code, label, () => this.run(), this.pre.closest(".cell_input"));
      this.editor.area.addEventListener("input", () => this.keep());
      this.pre.hidden = true;
      this.editButton.hidden = true;
      this.resetButton.hidden = false;
      if (isByHand) this.editor.area.focus();
    }

    /* By the book's own code: another edition may have other cells here. */
    keep() {
      const codes = recall(key);
      codes[this.original] = this.code;
      if (this.code === this.original) delete codes[this.original];
      remember(key, codes);
    }

    /* Back to the code and the output of the book. */
    reset() {
      this.running?.stop();
      this.editor?.area.remove();
      this.editor?.keys.remove();
      this.editor = null;
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

    clear() {
      for (const printed of this.printed) printed.hidden = true;
      this.output ??= make("pre", { class: "run-output" });
      this.output.textContent = "";
      this.bar.after(this.output);
      this.resetButton.hidden = false;
    }

    async run() {
      if (this.running) return this.running.stop();
      if (obstacle()) return this.status.replaceChildren(obstacle(), " ", program());
      const pieces = cells.slice(0, this.number).map((cell) => cell.code);
      this.clear();
      this.status.textContent = word("running");
      this.status.classList.remove("is-error");
      this.bar.classList.add("is-busy");
      this.runButton.textContent = word("stop");
      this.running = run(pieces, (text) => this.output.append(text));
      const end = await this.running.end;
      this.running = null;
      this.runButton.textContent = word("run");
      this.bar.classList.remove("is-busy");
      if (!this.output) return; // it was reset meanwhile
      this.status.textContent = sentence(end, pieces.length) || word("done");
      this.status.classList.toggle("is-error", end.end !== "done");
      // What the page lacks, the program has.
      const isLacking = ["NotImplementedError", "ImportError"].includes(end.kind);
      if (isLacking) this.status.append(" ", program());
    }
  }

  for (const element of document.querySelectorAll("div.cell:not(.tag_local)")) {
    cells.push(new Cell(element, cells.length + 1));
  }
}
