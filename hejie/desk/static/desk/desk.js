// Moves through the queue by keys, sends by Ctrl+Enter what is being typed or, with nothing in focus,
// the step opened in the chosen item; prints, and closes a step that was opened inside a page.
// Every page works without it.
(() => {
  const items = () => [...document.querySelectorAll("[data-queue] [data-item]")];

  function choose(item) {
    items().forEach((one) => {
      one.toggleAttribute("data-current", one === item);
      one.querySelectorAll("[data-act]").forEach((link) => {
        if (one === item && link.dataset.act !== "Enter") link.dataset.key = link.dataset.act;
        else delete link.dataset.key;
      });
    });
  }

  function move(by) {
    const all = items();
    if (!all.length) return;
    const now = all.findIndex((one) => one.hasAttribute("data-current"));
    const item = all[Math.min(Math.max(now + by, 0), all.length - 1)];
    choose(item);
    item.querySelector("[data-act=Enter]").focus();
    item.scrollIntoView({ block: "nearest" });
  }

  function start() {
    document.querySelectorAll("[data-move]").forEach((button) => {
      if (button.dataset.started) return;
      button.dataset.started = "yes";
      button.hidden = false;
      button.addEventListener("click", () => move(Number(button.dataset.move)));
    });
    document.querySelectorAll("[data-print]").forEach((button) => {
      button.hidden = false;
      button.onclick = () => window.print();
    });
    if (items().length && !document.querySelector("[data-current]")) choose(items()[0]);
    offerCause();
  }

  function offerCause() {
    const button = document.querySelector("[data-cause]");
    const list = document.querySelector("select[name=category]");
    if (!button || !list) return;
    const take = () => {
      list.value = button.dataset.cause;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    };
    button.hidden = list.value === button.dataset.cause;
    button.onclick = () => { take(); button.hidden = true; };
    if (!list.dataset.chosen && !list.hasAttribute("aria-invalid")) {
      list.value = button.dataset.cause;
      button.hidden = true;
    }
  }

  const openTurn = (event) => event.target.closest(".turn") || document.querySelector("[data-current] .turn:not(:empty)");

  document.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-queue] [data-item]");
    if (item) choose(item);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("select[name=category]") && event.isTrusted) event.target.dataset.chosen = "yes";
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest("form") || openTurn(event)?.querySelector("form");
    const button = form && form.querySelector("button.btn-primary");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  function closeStep(event, place) {
    event.preventDefault();
    place.replaceChildren();
    const opener = document.querySelector(`[hx-target="#${place.id}"]`);
    if (opener) opener.focus();
  }

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close-step]");
    const place = close && close.closest(".turn");
    if (place) closeStep(event, place);
  });
  document.addEventListener("keydown", (event) => {
    const place = event.key === "Escape" && openTurn(event);
    if (place) closeStep(event, place);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    start();
    const place = event.target.closest && event.target.closest(".turn");
    if (!place) return;
    const wanted = ["[data-ready]", "form :is(input:not([type=hidden]), select, textarea)", "a, button"];
    const first = wanted.map((what) => place.querySelector(what)).find(Boolean);
    if (first) first.focus();
  });
  document.addEventListener("DOMContentLoaded", () => {
    start();
    const words = document.querySelector(".intake textarea");
    if (words && !document.querySelector("[data-focus]")) words.focus();
  });
})();
