/* Python in the page: one run is one worker with a fresh interpreter. Nothing is fetched
   before the first run. The words and addresses stand in the page, in <template
   id="python"> (see docs/_templates/partials/python.html). */
"use strict";

{
  const { make, repr } = book;
  const template = document.getElementById("python");
  const word = book.wordsOf(template);
  const memory = {};

  function address(name) {
    return new URL(template.dataset[name], document.baseURI).href;
  }

  /* A link to the program of the lesson, for the reader's own machine. */
  function program() {
    return make("a", { href: address("program") }, null, word("program"));
  }

  /* Why Python cannot run here, or "". */
  function obstacle() {
    if (location.protocol === "file:") return word("no_server");
    if (window.origin === "null") return word("no_frame");
    return window.WebAssembly && window.Worker ? "" : word("no_wasm");
  }

  /* The modules of the book, and the checker of the exercises. */
  async function files() {
    const response = await fetch(address("files"));
    if (!response.ok) throw new Error(`files.json: ${response.status} ${response.statusText}`);
    const found = await response.json();
    for (const [key, text] of Object.entries(JSON.parse(found["errors.json"]).ends)) {
      if (!word(key)) make("i", { "data-word": key }, template.content, text);
    }
    return found;
  }

  /* Why Python did not start: of a script that is sent as plain text browsers only say that
     it failed. */
  async function whyNot(text) {
    const response = await fetch(address("worker"), { method: "HEAD" }).catch(() => null);
    const type = response?.headers.get("content-type") ?? "?";
    const isWrong = response?.ok && !type.includes("javascript");
    return isWrong ? { end: "wrong_type", text: type } : { end: "failed", text };
  }

  /* What MicroPython prints, as Python prints it. Some floats have 16 or 17 digits where
     Python writes fewer: 86.4 is 86.40000000000001, the same number; JavaScript finds the shortest
     form, too. That many decimals may also be what the code asks for. In a list Hangul is
     written by its numbers. */
  function asPython(output, code) {
    const asked = [...code.matchAll(/\.(\d+)[ef]/gi)].map(([, digits]) => Number(digits));
    const shorten = (text, decimals) => {
      const digits = text.replace(/e.*/, "").replace(".", "").replace(/^0+/, "");
      const isLong = digits.length > 15 && !decimals.endsWith("0");
      return isLong && !asked.includes(decimals.length) ? repr(Number(text)) : text;
    };
    const read = (_, digits) => String.fromCodePoint(Number.parseInt(digits, 16));
    return output
      .replace(/\d+\.(\d+)(?:e[+-]\d+)?/g, shorten)
      .replace(/(?<!\\)\\[uU]([\da-f]{8}|[\da-f]{4})/g, read);
  }

  /* Run `work.pieces` of code one after the other, or check `work.code` as an answer to
     `work.exercise`; show(text) gets what the last piece prints. Returns a promise of how
     it ended, which is kept whatever happens, and functions that end it. */
  function run(work, show) {
    const { promise: end, resolve } = Promise.withResolvers();
    const fail = (text) => whyNot(text).then(resolve);
    const code = work.pieces?.join("\n") ?? "";
    let worker = null;
    const start = async () => {
      worker = new Worker(address("worker"), { type: "module" });
      worker.onerror = (event) => fail(event.message || address("worker"));
      worker.onmessage = ({ data }) => {
        if (data.end) resolve(data);
        else show(asPython(data.output, code));
      };
      const [micropython, wasm] = [address("micropython"), address("wasm")];
      worker.postMessage({ micropython, wasm, files: await files(), ...work });
    };
    start().catch((error) => fail(String(error)));
    end.then(() => worker?.terminate());
    return { end, stop: () => resolve({ end: "stopped" }) };
  }

  /* Run while a button says what it does: for the first half second nothing, since the
     second press of a double click is not meant to stop what the first began. */
  function begin(button, work, show) {
    const running = run(work, show);
    const text = button.textContent;
    const timer = setTimeout(() => {
      button.textContent = word("stop");
      running.press = running.stop;
    }, 500);
    running.press = () => {};
    running.end.then(() => {
      clearTimeout(timer);
      button.textContent = text;
    });
    return running;
  }

  document.addEventListener("keydown", (event) => {
    // A key that is held presses a button once.
    const isHeld = event.repeat && event.key === "Enter";
    if (isHeld && event.target.closest(".run-bar, .answer button")) event.preventDefault();
  });

  /* How a run ended, in words; "" if all went well. */
  function sentence({ end, text, ...more }) {
    if (end === "done") return "";
    if (end === "error") return explain(more);
    return word(end, { text });
  }

  /* An error of Python with its place and, where there are some, plain words before it. */
  function explain({ line, cell, error, plain }) {
    const place = line && word(cell ? "at_cell" : "at_line", { line, cell });
    return [place, plain, error].filter(Boolean).join(" ");
  }

  /* Put an area to edit code in into `parent`, with its keys in words in `keysParent`. Tab
     indents; after Esc it leaves. Ctrl+Enter runs. */
  function editor(code, label, runCode, parent, keysParent = parent) {
    const id = `keys-${document.querySelectorAll(".editor-keys").length}`;
    const look = { class: "editor", spellcheck: false, autocapitalize: "off" };
    const labels = { "aria-label": label, "aria-describedby": id };
    const area = make("textarea", { ...look, ...labels }, parent);
    const keys = make("small", { class: "editor-keys", id }, keysParent, word("keys"));
    let leaves = false;
    const fit = () => {
      area.rows = area.value.split("\n").length;
    };
    /* Change what stands between two places. The browser's own command, though it is an old
       one, is the only way that undo knows of. */
    const type = (start, end, text) => {
      area.focus();
      area.setSelectionRange(start, end);
      if (document.execCommand("insertText", false, text)) return;
      area.setRangeText(text, start, end, "end");
      area.dispatchEvent(new Event("input"));
    };
    /* Indent the selected lines, or take indentation away. */
    const indent = (isBack) => {
      const { value, selectionStart, selectionEnd } = area;
      if (selectionStart === selectionEnd && !isBack) {
        return type(selectionStart, selectionEnd, "    ");
      }
      const start = value.slice(0, selectionStart).lastIndexOf("\n") + 1;
      // A selection up to the beginning of a line leaves that line out.
      const next = value.indexOf("\n", Math.max(selectionStart, selectionEnd - 1));
      const end = next < 0 ? value.length : next;
      const [pattern, instead] = isBack ? [/^( {1,4}|\t)/gm, ""] : [/^(?=.)/gm, "    "];
      const text = value.slice(start, end).replace(pattern, instead);
      if (text === value.slice(start, end)) return;
      type(start, end, text);
      const caret = Math.max(start, selectionStart - end + start + text.length);
      if (selectionStart < selectionEnd) area.setSelectionRange(start, start + text.length);
      else area.setSelectionRange(caret, caret);
    };
    area.addEventListener("input", fit);
    area.addEventListener("focus", () => {
      leaves = false;
    });
    area.addEventListener("keydown", (event) => {
      // While Hangul is composed the keys are the input method's.
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Escape") leaves = true;
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        if (!event.repeat) runCode();
      } else if (event.key === "Tab" && !leaves) {
        event.preventDefault();
        indent(event.shiftKey);
      }
    });
    area.value = code;
    fit();
    return { area, keys, set: (text) => type(0, area.value.length, text) };
  }

  /* A page of paper cuts an area to edit code in: what is printed is a copy as text. */
  addEventListener("beforeprint", () => {
    for (const area of document.querySelectorAll(".editor")) {
      area.after(make("pre", { class: "on-paper" }, null, area.value));
    }
  });
  addEventListener("afterprint", () => {
    for (const copy of document.querySelectorAll(".on-paper")) copy.remove();
  });

  /* Mark a line of code; 0 marks none. */
  function mark(part, line) {
    part.classList.toggle("is-marked", Boolean(line));
    part.style.setProperty("--line", line);
  }

  /* What the reader leaves on this device for both languages; where the browser refuses to
     keep it, it lasts as long as the page. */
  function recall(kind) {
    const key = `${kind} ${template.dataset.page}`;
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return kept?.constructor === Object ? kept : {};
    } catch {
      return memory[key] ?? {};
    }
  }

  function remember(kind, value) {
    const key = `${kind} ${template.dataset.page}`;
    memory[key] = value;
    try {
      if (Object.keys(value).length) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // The page works without a memory.
    }
  }

  book.python = {
    ...{ word, program, obstacle, begin, sentence, explain, editor, mark, recall, remember },
  };
}
