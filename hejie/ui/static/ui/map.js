// The outline of the district: a point on it chooses the place in the list above. No tiles needed.
(() => {
  async function ask(box, point, list) {
    const told = box.querySelector("[data-map-told]");
    const address = `${box.dataset.placeAt}?lon=${point.lng}&lat=${point.lat}`;
    const place = await (await fetch(address)).json();
    if (!place.code) told.textContent = box.dataset.nowhere;
    else if (!list.dataset.codes.split(" ").includes(place.code)) told.textContent = box.dataset.outside + place.name;
    else {
      told.textContent = box.dataset.found + place.name;
      list.dispatchEvent(new CustomEvent("hejie:place", { detail: place.code }));
    }
  }

  async function draw(box, list) {
    const place = box.querySelector("[data-map-place]");
    const map = window.L.map(place, { attributionControl: false, zoomSnap: 0.25 });
    const outlines = await (await fetch(box.dataset.outlines)).json();
    const codes = list.dataset.codes.split(" ");
    const ours = (feature) => codes.includes(feature.id);
    const layer = window.L.geoJSON(outlines, {
      style: (feature) => ({
        color: "#1b4f8f",
        weight: ours(feature) ? 3 : 1,
        fillOpacity: ours(feature) ? 0.15 : 0.02,
      }),
      onEachFeature: (feature, drawn) => {
        drawn.bindTooltip(feature.properties.name, { permanent: ours(feature), direction: "center" });
      },
    }).addTo(map);
    const own = layer.getLayers().filter((drawn) => ours(drawn.feature));
    map.fitBounds(window.L.featureGroup(own.length ? own : layer.getLayers()).getBounds());
    let marker = null;
    const point = (at) => {
      if (marker) marker.remove();
      marker = window.L.circleMarker(at, { radius: 9, color: "#b3261e", fillOpacity: 0.8 }).addTo(map);
      ask(box, at, list);
    };
    map.on("click", (event) => point(event.latlng));
    const here = box.querySelector("[data-map-here]");
    here.hidden = !navigator.geolocation;
    here.addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition((found) => {
        const at = window.L.latLng(found.coords.latitude, found.coords.longitude);
        map.panTo(at);
        point(at);
      }, () => { box.querySelector("[data-map-told]").textContent = box.dataset.nowhere; });
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-map]").forEach((box) => {
      const list = box.closest("form").querySelector("select[data-place]");
      if (!list) return;
      box.hidden = false;
      box.addEventListener("toggle", () => {
        if (box.open && !box.dataset.drawn) {
          box.dataset.drawn = "yes";
          draw(box, list);
        }
      });
    });
  });
})();
