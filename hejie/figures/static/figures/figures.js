// Gives numbers that may be dragged a slider beside them; the calculation follows by itself.
(() => {
  function slide(field) {
    if (field.dataset.sliding) return;
    field.dataset.sliding = "yes";
    const [low, high, step] = field.dataset.slider.split(" ");
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: low, max: high, step, value: field.value || low, className: "slider" });
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    slider.setAttribute("aria-label", label ? label.textContent.trim() : field.name);
    slider.addEventListener("input", () => {
      field.value = slider.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    field.addEventListener("input", () => { if (field.value !== slider.value) slider.value = field.value; });
    field.after(slider);
  }

  function look() {
    document.querySelectorAll("[data-slider]").forEach(slide);
  }
  document.addEventListener("DOMContentLoaded", look);
  document.addEventListener("htmx:afterSettle", look);
})();
