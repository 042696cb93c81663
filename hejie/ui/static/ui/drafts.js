// Keeps what was typed in forms marked `data-draft="name"` on this device until it was sent.
// Hidden, private (`data-private`), password and file fields are never kept; a day later all is gone.
// What a page fills in itself stays as it is, unless the form is marked `data-draft-over`.
(() => {
  const PREFIX = "hejie-draft:";
  const DAY = 24 * 3600 * 1000;
  const KEPT = "input:not([type=hidden],[type=password],[type=file],[data-private]),textarea,select";
  const now = () => new Date().getTime();

  function read(name) {
    try {
      const draft = JSON.parse(localStorage.getItem(PREFIX + name));
      return draft && now() - draft.at < DAY ? draft.fields : null;
    } catch {
      return null;
    }
  }

  function fields(form) {
    return [...form.elements].filter((field) => field.name && field.matches(KEPT));
  }

  function keep(form) {
    const typed = {};
    fields(form).forEach((field) => {
      if (["checkbox", "radio"].includes(field.type)) {
        if (field.checked) (typed[field.name] ||= []).push(field.value);
      } else if (field.value) typed[field.name] = field.value;
    });
    try {
      localStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify({ at: now(), fields: typed }));
    } catch { /* No room or no permission: the form still works, it only forgets. */ }
  }

  function forget(name) {
    try {
      localStorage.removeItem(PREFIX + name);
    } catch { /* Nothing was kept. */ }
  }

  function fill(form, typed) {
    const over = form.hasAttribute("data-draft-over");
    let filled = false;
    fields(form).forEach((field) => {
      const was = typed[field.name];
      if (was === undefined || was === field.value) return;
      if (["checkbox", "radio"].includes(field.type)) {
        if (was.includes(field.value) && !field.checked) filled = field.checked = true;
      } else if ((over || !field.value) && typeof was === "string") {
        if (field.dataset.place) field.dispatchEvent(new CustomEvent("hejie:place", { detail: was }));
        else field.value = was;
        filled = true;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
    return filled;
  }

  function tell(form) {
    const words = form.querySelector("[data-draft-told]");
    if (!words) return;
    words.hidden = false;
    words.querySelector("button").addEventListener("click", () => {
      forget(form.dataset.draft);
      form.reset();
      words.hidden = true;
    });
  }

  function start(form) {
    if (form.dataset.drafting) return;
    form.dataset.drafting = "yes";
    const typed = read(form.dataset.draft);
    if (typed && !form.hasAttribute("data-sent-back")) {
      form.dispatchEvent(new CustomEvent("hejie:rows", { detail: Object.keys(typed) }));
      if (fill(form, typed)) tell(form);
    }
    form.addEventListener("input", () => keep(form));
    form.addEventListener("change", () => keep(form));
  }

  function look() {
    document.querySelectorAll("[data-draft-done]").forEach((done) => {
      done.dataset.draftDone.split(" ").forEach(forget);
    });
    document.querySelectorAll("form[data-draft]").forEach(start);
  }

  document.addEventListener("DOMContentLoaded", look);
  document.addEventListener("htmx:afterSettle", look);
})();
