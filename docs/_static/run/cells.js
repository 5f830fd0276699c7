/* Cells of a chapter that the reader can change and run. Run executes the cells of the
   page up to this one in a fresh interpreter, so the order of running never matters. */
"use strict";

{
  const { button, make } = book;
  const { word, program, obstacle, begin, sentence, editor, mark, recall, remember } = book.python;
  const cells = [];

  class Cell {
    constructor(element, number) {
      this.number = number;
      this.pre = element.querySelector(".cell_input pre");
      this.original = this.pre.textContent.trimEnd();
      // What the book printed when it was built.
      this.outputs = element.querySelectorAll(".cell_output");
      this.printed = [...element.querySelectorAll(".cell_output pre")]
        .map((pre) => pre.textContent)
        .join("");
      this.bar = make("div", { class: "run-bar" });
      make("span", { class: "cell-number" }, this.bar, word("cell", { cell: number }));
      this.status = make("span", { role: "status" }, this.bar);
      this.runButton = button(word("run"), () => this.press(), this.bar);
      this.editButton = button(word("edit"), () => this.edit(this.original, true), this.bar);
      this.resetButton = button(word("reset"), () => this.reset(), this.bar);
      this.resetButton.hidden = true;
      element.prepend(this.bar);
      this.output = make("pre", { class: "run-output", hidden: "" }, element);
      this.error = make("p", { class: "run-error", role: "alert" }, element);
      const kept = recall("cells")[this.original];
      if (typeof kept === "string") this.edit(kept);
    }

    get code() {
      return this.editor ? this.editor.area.value : this.original;
    }

    /* An editor in the place of the code, as large as the code. */
    edit(code, isByHand = false) {
      const label = word("code_of_cell", { cell: this.number });
      const look = getComputedStyle(this.pre);
      this.editor = editor(code, label, () => this.run(), this.pre.parentElement, this.bar);
      const { area, keys } = this.editor;
      for (const name of ["padding", "lineHeight"]) area.style[name] = look[name];
      this.status.after(keys);
      area.addEventListener("input", () => this.keep());
      this.pre.hidden = true;
      this.editButton.hidden = true;
      this.resetButton.hidden = false;
      this.mark(this.line);
      if (isByHand) area.focus({ preventScroll: true });
    }

    /* By the book's own code: another edition may have other cells here. */
    keep() {
      const codes = recall("cells");
      codes[this.original] = this.code;
      if (this.code === this.original) delete codes[this.original];
      remember("cells", codes);
      this.mark(0);
    }

    mark(line) {
      this.line = line;
      mark(this.editor?.area ?? this.pre, line);
    }

    /* Back to the output of the book and to its code; then, out of the editor. */
    reset() {
      this.running?.stop();
      this.running = null;
      this.bar.classList.remove("is-busy");
      this.say("", "");
      this.mark(0);
      this.show(true);
      if (this.editor && this.code !== this.original) return this.editor.set(this.original);
      this.editor?.area.remove();
      this.editor?.keys.remove();
      this.editor = null;
      this.pre.hidden = false;
      this.editButton.hidden = false;
      this.resetButton.hidden = true;
      this.editButton.focus({ preventScroll: true });
    }

    say(said, error) {
      this.status.textContent = said;
      this.error.textContent = error;
    }

    /* Show the output of the book, or the reader's. */
    show(isOfBook) {
      for (const output of this.outputs) output.hidden = !isOfBook;
      this.output.hidden = isOfBook;
    }

    press() {
      if (this.running) this.running.press();
      else this.run();
    }

    async run() {
      if (this.running) return;
      if (obstacle()) return this.error.replaceChildren(obstacle(), " ", program());
      const pieces = cells.slice(0, this.number).map((cell) => cell.code);
      for (const cell of cells.slice(0, this.number)) cell.mark(0);
      this.say(word("running"), "");
      this.bar.classList.add("is-busy");
      this.resetButton.hidden = false;
      let text = "";
      // While it is what the book printed, that stays, and nothing jumps.
      const running = begin(this.runButton, { pieces }, (more) => {
        text += more;
        this.output.textContent = text;
        if (!this.printed.startsWith(text)) this.show(false);
      });
      this.running = running;
      const end = await running.end;
      if (this.running !== running) return; // it was reset meanwhile
      this.running = null;
      this.bar.classList.remove("is-busy");
      this.output.textContent = text;
      const isSame = text === this.printed;
      this.show(isSame);
      if (end.end === "done") this.say(word(isSame ? (text ? "same" : "done") : "changed"), "");
      else this.say("", sentence(end));
      if (end.cell) cells[end.cell - 1].mark(end.line);
      // What the page lacks, the program has.
      const isLacking = ["NotImplementedError", "ImportError"].includes(end.kind);
      if (isLacking) this.error.append(" ", program());
    }
  }

  for (const element of document.querySelectorAll("div.cell:not(.tag_local)")) {
    cells.push(new Cell(element, cells.length + 1));
  }
}
