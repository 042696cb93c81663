// Splits a long list of places in two: the town first, then its villages and communities.
(() => {
  function split(select) {
    if (select.dataset.split) return;
    select.dataset.split = "yes";
    const groups = [...select.querySelectorAll("optgroup")];
    const empty = select.querySelector("option");
    select.dataset.codes = [...select.options].map((option) => option.value).join(" ").trim();
    const towns = document.createElement("select");
    towns.className = "form-select place-town";
    towns.setAttribute("aria-label", select.dataset.place);
    towns.append(new Option(select.dataset.place, ""));
    groups.forEach((group, at) => towns.append(new Option(group.label, String(at))));
    const show = () => {
      const group = groups[Number(towns.value)];
      select.replaceChildren(empty, ...(towns.value ? [...group.children].map((o) => o.cloneNode(true)) : []));
      select.hidden = !towns.value;
    };
    const choose = (code) => {
      const at = groups.findIndex((group) => [...group.children].some((o) => o.value === code));
      towns.value = at < 0 ? "" : String(at);
      show();
      select.value = at < 0 ? "" : code;
    };
    towns.addEventListener("change", () => {
      show();
      select.value = "";
      if (towns.value && select.options.length === 2) select.selectedIndex = 1;
    });
    select.addEventListener("hejie:place", (event) => {
      choose(event.detail);
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
    select.before(towns);
    choose(select.value);
    if (select.required) towns.required = true;
  }

  function look() {
    document.querySelectorAll("select[data-place]").forEach(split);
  }
  document.addEventListener("DOMContentLoaded", look);
  document.addEventListener("htmx:afterSettle", look);
})();
