// What a phrase and its norm share lights up on either side; one agency can be singled out.
// The page is complete without this.
(() => {
  "use strict";
  const codesOf = (element) => (element.dataset.norms ?? "").split(" ").filter(Boolean);
  const marked = [...document.querySelectorAll("[data-norms]")];
  const light = (codes) => {
    for (const element of marked) {
      element.classList.toggle("lit", codesOf(element).some((code) => codes.includes(code)));
    }
  };
  const over = (event) => {
    const found = event.target.closest("[data-norms]");
    light(found ? codesOf(found) : []);
  };
  document.addEventListener("pointerover", over);
  document.addEventListener("focusin", over);
  document.documentElement.addEventListener("pointerleave", () => light([]));

  const choice = document.querySelector("#agency");
  const cards = [...document.querySelectorAll(".card")];
  const choose = () => {
    const agency = choice.value;
    const theirs = new Set();
    for (const card of cards) {
      const bears = !agency || card.dataset.bearers.split(" ").includes(agency);
      card.hidden = !bears;
      if (bears) codesOf(card).forEach((code) => theirs.add(code));
    }
    for (const phrase of document.querySelectorAll(".text [data-norms]")) {
      phrase.classList.toggle("others", !codesOf(phrase).some((code) => theirs.has(code)));
    }
  };
  choice.addEventListener("change", choose);
  document.querySelector(".filter").hidden = false;
  choose(); // a browser that goes back keeps the choice
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest(".card[hidden]")) {
      choice.value = "";
      choose();
      target.scrollIntoView();
    }
  });
})();
