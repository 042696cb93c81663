// Sends marked forms without leaving the page, so that a lost network loses nothing.
// A form marked `data-send` or `data-draft` works the same without this script.
(() => {
  const line = () => document.getElementById("network");

  function say(words, calm) {
    const place = line();
    place.textContent = words;
    place.hidden = !words;
    if (calm) setTimeout(() => { place.hidden = true; }, 4000);
  }

  function lock(form, locked) {
    form.querySelectorAll("button:not([type=button])").forEach((button) => {
      button.setAttribute("aria-disabled", String(locked));
    });
    form.toggleAttribute("data-busy", locked);
  }

  function look(root) {
    const forms = [...root.querySelectorAll("form[data-send], form[data-draft]")];
    if (root.matches && root.matches("form[data-send], form[data-draft]")) forms.push(root);
    forms.forEach((form) => {
      if (form.method !== "post") return;
      form.setAttribute("hx-boost", "true");
      form.setAttribute("hx-push-url", "true");
      form.setAttribute("hx-swap", "innerHTML show:window:top");
      window.htmx.process(form);
    });
    const focus = document.querySelector("[data-focus]");
    if (focus) focus.focus();
  }

  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-busy")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target;
    if (!navigator.onLine) {
      event.preventDefault();
      say(line().dataset.offline);
    } else if (form.matches("form")) {
      say("");
      lock(form, true);
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.matches("form")) lock(event.target, false);
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const onward = event.detail.xhr.getResponseHeader("HX-Redirect");
    if (!onward || !onward.includes("#")) return;
    // To a place on the same page a browser only scrolls: it has to be told to load it again.
    event.preventDefault();
    const { pathname, search } = location;
    location.href = onward;
    if (location.pathname === pathname && location.search === search) location.reload();
  });
  ["htmx:sendError", "htmx:timeout"].forEach((name) => {
    document.addEventListener(name, () => say(line().dataset.failed));
  });
  window.addEventListener("offline", () => say(line().dataset.offline));
  window.addEventListener("online", () => say(line().dataset.back, true));
  document.addEventListener("DOMContentLoaded", () => look(document));
  document.addEventListener("htmx:afterSettle", (event) => look(event.target));
})();
