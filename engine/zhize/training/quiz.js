"use strict";
(() => {
  const quiz = JSON.parse(document.getElementById("quiz").textContent);
  const score = document.getElementById("score");
  const results = new Map();

  const tag = (lang) => (lang === "zh" ? "zh-CN" : lang);

  function made(name, ...below) {
    const element = document.createElement(name);
    element.append(...below);
    return element;
  }

  function spoken(lang, text) {
    const span = made("span", text);
    span.lang = tag(lang);
    return span;
  }

  // Words in each language of the page; the blanks are filled in here.
  function said(key, parts) {
    return quiz.words[key].flatMap(([lang, text], rank) => {
      const filled = text.replace(/\{(\w+)\}/g, (blank, name) =>
        parts && name in parts ? parts[name](rank) : blank);
      const span = spoken(lang, filled);
      if (rank) span.className = "second";
      return rank ? [" ", span] : [span];
    });
  }

  function tree(nodes) {
    const list = made("ul");
    for (const [pieces, below] of nodes) {
      const item = made("li", ...pieces.map(([lang, text]) => spoken(lang, text)));
      if (below.length) item.append(tree(below));
      list.append(item);
    }
    return list;
  }

  // The name of an option in the language of a rank, or in the only one it has.
  function named(box) {
    const names = box.parentElement.querySelectorAll(".name span");
    return (rank) => names[Math.min(rank, names.length - 1)].textContent;
  }

  function explained(key, box, reason) {
    const head = made("h3", ...said(key, { who: named(box) }));
    const parts = quiz.reasons[reason].map(([lang, nodes]) => {
      const block = made("div", tree(nodes));
      block.lang = tag(lang);
      return block;
    });
    const section = made("section", head, ...parts);
    section.className = key;
    return section;
  }

  function check(form) {
    const number = Number(form.dataset.number);
    const boxes = [...form.querySelectorAll("input")];
    const mistakes = { wrongly: [], missing: [] };
    boxes.forEach((box, place) => {
      const [right, reason] = quiz.questions[number][place];
      box.parentElement.classList.toggle("good", right);
      if (box.checked && !right) mistakes.wrongly.push(explained("wrongly", box, reason));
      if (!box.checked && right) mistakes.missing.push(explained("missing", box, reason));
    });
    const [wrong, missed] = [mistakes.wrongly.length, mistakes.missing.length];
    const counts = { wrong: () => String(wrong), missed: () => String(missed) };
    const line = made("p", ...said(wrong + missed ? "wrong" : "right", counts));
    line.className = wrong + missed ? "bad" : "good";
    form.querySelector(".verdict").replaceChildren(
      line, ...mistakes.wrongly, ...mistakes.missing);
    results.set(number, wrong + missed === 0);
  }

  function clear(form) {
    form.reset();
    form.querySelector(".verdict").replaceChildren();
    for (const label of form.querySelectorAll("label")) label.classList.remove("good");
    results.delete(Number(form.dataset.number));
  }

  function count() {
    const right = [...results.values()].filter(Boolean).length;
    score.replaceChildren(...said("score", {
      done: () => String(results.size),
      all: () => String(quiz.questions.length),
      right: () => String(right),
    }));
  }

  for (const form of document.querySelectorAll("form.question")) {
    const button = form.querySelector("button");
    button.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const again = results.has(Number(form.dataset.number));
      (again ? clear : check)(form);
      button.replaceChildren(...said(again ? "check" : "again"));
      for (const box of form.querySelectorAll("input")) box.disabled = !again;
      count();
    });
  }
  score.hidden = false;
  count();
})();
