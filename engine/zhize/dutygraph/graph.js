"use strict";
// The page reads without this script; it adds filters, search, and light on what belongs together.
(() => {
  const at = (id) => document.getElementById(id);
  const split = (text) => (text || "").split(" ").filter(Boolean);
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const svg = document.querySelector("#drawing > svg");
  const pane = at("pane");
  if (!svg || !pane) return;

  const data = JSON.parse(at("data").textContent);
  const texts = [...document.querySelectorAll(".detail")];
  const rows = [...document.querySelectorAll("[data-row]")];
  const selects = [...document.querySelectorAll("[data-filter]")];
  const nodes = [...svg.querySelectorAll("[data-id]:not([data-source])")];
  const edges = [...svg.querySelectorAll("[data-source]")];
  const labels = [...svg.querySelectorAll("[data-label]")];
  const details = data.details.map((detail, place) => ({
    ...detail, row: rows[place], text: texts[place], search: plain(detail.search),
  }));

  const norms = new Map(); // what each part of the drawing carries
  for (const part of [...edges, ...labels]) norms.set(part, split(part.dataset.norms));
  for (const node of nodes) {
    const own = split(node.dataset.norms);
    const met = edges
      .filter((e) => e.dataset.source === node.dataset.id || e.dataset.target === node.dataset.id)
      .flatMap((e) => norms.get(e));
    norms.set(node, own.length ? own : [...new Set(met)]);
  }
  const parts = [...norms.keys()];

  const show = (part, visible) => part.classList.toggle("out", !visible);
  const isShown = (part) => !part.classList.contains("out");

  let shown = details; // what the filters leave
  let pinned = null; // the part that stays lit
  let entry = null; // the node that Tab comes to

  // ---------------------------------------------------------------- filters and search

  /** What a part stands for: an agency also for what it bears together with others. */
  function meaning(part) {
    const code = part.dataset.code;
    const together = nodes.filter((n) => part.dataset.kind === "agency" &&
      n.dataset.kind === "group" && split(n.dataset.members).includes(code));
    return [part, ...together].flatMap((p) => norms.get(p));
  }

  function filter() {
    const words = plain(at("search").value).split(/\s+/u).filter(Boolean);
    shown = details.filter((detail) =>
      selects.every((s) => !s.value || detail[s.dataset.filter].includes(s.value)) &&
      words.every((word) => detail.search.includes(word)));
    const left = new Set(shown.map((detail) => detail.norm));
    for (const detail of details) detail.row.hidden = !shown.includes(detail);
    for (const part of [...edges, ...labels]) {
      show(part, !norms.get(part).length || norms.get(part).some((norm) => left.has(norm)));
    }
    const met = new Set(edges.filter(isShown).flatMap((e) => [e.dataset.source, e.dataset.target]));
    for (const node of nodes) {
      const own = split(node.dataset.norms).some((norm) => left.has(norm));
      show(node, own || met.has(node.dataset.id));
    }
    at("count").textContent = at("count").dataset.words
      .replaceAll("{shown}", String(shown.length)).replaceAll("{all}", String(details.length));
    if (pinned && !isShown(pinned)) clear();
    if (!entry || !isShown(entry)) enterAt(nodes.find(isShown) || null);
  }

  // ---------------------------------------------------------------- light, and the pane

  function light(part) {
    const lit = new Set(part ? meaning(part) : []);
    svg.classList.toggle("lit", lit.size > 0);
    for (const other of parts) {
      const isLit = other === part || norms.get(other).some((norm) => lit.has(norm));
      other.classList.toggle("on", isLit);
    }
    for (const detail of details) detail.row.classList.toggle("on", lit.has(detail.norm));
  }

  function tell(part) {
    const lit = meaning(part);
    const told = shown.filter((detail) => lit.includes(detail.norm));
    const one = new Set(told.map((detail) => detail.norm)).size < 2;
    const inside = one ? told.map((detail) => copy(detail.text)) : [list(told)];
    const node = data.nodes[part.dataset.id];
    at("name").textContent = node && !one ? ` · ${node.name}` : "";
    at("shown").replaceChildren(...inside);
    pane.scrollTop = 0;
  }

  function copy(text) {
    const made = text.cloneNode(true);
    made.removeAttribute("id");
    return made;
  }

  function list(told) {
    const made = document.createElement("ul");
    for (const detail of told) {
      const item = document.createElement("li");
      const heading = detail.text.querySelector("h3");
      const button = document.createElement("button");
      button.type = "button";
      button.append(...copy(heading).childNodes);
      button.addEventListener("click", () => {
        pin(partOf(detail.norm));
        pane.focus();
      });
      const said = [".parts", ".what"].map((part) => copy(detail.text.querySelector(part)));
      item.append(button, ...said);
      made.append(item);
    }
    return made;
  }

  /** The part of the drawing that stands for a norm: its own node, or the first that carries it. */
  function partOf(norm) {
    const mine = parts.filter((part) => norms.get(part).includes(norm));
    return mine.find((part) => norms.get(part).length === 1 && nodes.includes(part)) || mine[0];
  }

  function look(part) {
    if (pinned) return;
    light(part);
    if (part) tell(part);
  }

  function pin(part) {
    if (!part) return;
    mark(part);
    light(part);
    tell(part);
  }

  function clear() {
    mark(null);
    light(null);
    at("name").textContent = "";
    at("shown").replaceChildren(hint);
  }

  function mark(part) {
    pinned = part;
    at("pin").hidden = !part;
    for (const other of parts) other.classList.toggle("pinned", other === part);
    for (const node of nodes) node.setAttribute("aria-pressed", String(node === part));
  }

  // ---------------------------------------------------------------- the keyboard

  const columnOf = (node) => data.nodes[node.dataset.id].column;
  const middle = (node) => node.getBBox().y + node.getBBox().height / 2;

  /** The next node of the same column, or the nearest of the next column, linked ones first. */
  function next(node, key) {
    const all = nodes.filter(isShown);
    const own = all.filter((n) => columnOf(n) === columnOf(node))
      .sort((a, b) => middle(a) - middle(b));
    if (key === "Home") return own[0];
    if (key === "End") return own.at(-1);
    if (key === "ArrowUp") return own[own.indexOf(node) - 1];
    if (key === "ArrowDown") return own[own.indexOf(node) + 1];
    const step = key === "ArrowRight" ? 1 : -1;
    const beyond = all.map(columnOf).filter((c) => (c - columnOf(node)) * step > 0);
    if (!beyond.length) return null;
    const column = step > 0 ? Math.min(...beyond) : Math.max(...beyond);
    const far = (n) => Math.abs(middle(n) - middle(node));
    const apart = (n) => !norms.get(n).some((norm) => norms.get(node).includes(norm));
    return all.filter((n) => columnOf(n) === column)
      .sort((a, b) => apart(a) - apart(b) || far(a) - far(b))[0];
  }

  function enterAt(node) {
    if (entry) entry.setAttribute("tabindex", "-1");
    entry = node;
    if (entry) entry.setAttribute("tabindex", "0");
  }

  function press(event) {
    const node = event.currentTarget;
    if (event.key === "Enter" || event.key === " ") {
      if (pinned === node) clear();
      else pin(node);
    } else if (/^(Arrow(Up|Down|Left|Right)|Home|End)$/u.test(event.key)) {
      const to = next(node, event.key);
      if (to) to.focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  // ---------------------------------------------------------------- the start

  const hint = at("shown").firstElementChild;
  const title = svg.querySelector(":scope > title");
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", title ? title.textContent : "");
  if (title) title.remove(); // as a tooltip it would follow the pointer everywhere
  for (const node of nodes) {
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", data.nodes[node.dataset.id].label);
    node.setAttribute("tabindex", "-1");
    node.addEventListener("keydown", press);
    node.addEventListener("focus", () => {
      enterAt(node);
      look(node);
    });
    node.addEventListener("blur", () => look(null));
  }
  for (const part of parts) {
    part.addEventListener("pointerenter", () => look(part));
    part.addEventListener("pointerleave", () => look(null));
    part.addEventListener("click", () => pin(part));
  }
  svg.addEventListener("click", (event) => {
    if (!event.target.closest("[data-norms], [data-id]")) clear();
  });
  for (const detail of details) {
    detail.row.addEventListener("pointerenter", () => look(partOf(detail.norm)));
    detail.row.addEventListener("pointerleave", () => look(null));
    detail.row.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      pin(partOf(detail.norm));
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });
  for (const select of selects) select.addEventListener("change", filter);
  at("search").addEventListener("input", filter);
  at("reset").addEventListener("click", () => {
    for (const select of selects) select.value = "";
    at("search").value = "";
    filter();
  });
  at("full").addEventListener("change", () => {
    at("drawing").classList.toggle("full", at("full").checked);
  });
  mark(null);
  at("details").hidden = true;
  for (const id of ["controls", "how", "pane"]) at(id).hidden = false;
  document.body.classList.add("live");
  filter();
})();
