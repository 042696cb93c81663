// Shortcuts of the desk: an element with data-key="/" is reached by that key. They can be
// switched off, and never act while somebody types.
(() => {
  const SWITCH = "hejie-keyboard";
  const typing = (target) => target.isContentEditable || target.matches("input, textarea, select");

  function on() {
    try {
      return localStorage.getItem(SWITCH) !== "off";
    } catch {
      return true;
    }
  }

  function list(dialog) {
    const place = dialog.querySelector("[data-keyboard-list]");
    place.querySelectorAll("[data-listed]").forEach((old) => old.remove());
    document.querySelectorAll("[data-key]").forEach((element) => {
      const row = document.createElement("div");
      row.dataset.listed = "yes";
      const key = document.createElement("dt");
      const kbd = document.createElement("kbd");
      kbd.textContent = element.dataset.key;
      key.append(kbd);
      const words = document.createElement("dd");
      words.textContent = element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent.trim();
      row.append(key, words);
      place.append(row);
    });
  }

  function press(event) {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?") return open();
    const element = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!element) return;
    event.preventDefault();
    if (typing(element)) element.focus();
    else element.click();
  }

  function open() {
    const dialog = document.querySelector("[data-keyboard-help]");
    list(dialog);
    dialog.showModal();
  }

  function start() {
    const dialog = document.querySelector("[data-keyboard-help]");
    const button = document.querySelector("[data-keyboard-open]");
    const toggle = document.querySelector("[data-keyboard-on]");
    const menu = document.querySelector("[data-menu]");
    if (menu && !menu.dataset.started) {
      menu.dataset.started = "yes";
      if (window.matchMedia("(max-width: 48rem)").matches) menu.removeAttribute("open");
    }
    if (!dialog || dialog.dataset.started) return;
    dialog.dataset.started = "yes";
    button.hidden = false;
    toggle.checked = on();
    button.addEventListener("click", open);
    dialog.querySelector("[data-keyboard-close]").addEventListener("click", () => dialog.close());
    toggle.addEventListener("change", () => {
      try {
        localStorage.setItem(SWITCH, toggle.checked ? "on" : "off");
      } catch { /* The choice lasts for this page only. */ }
    });
  }

  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:afterSettle", start);
  document.addEventListener("keydown", press);
})();
