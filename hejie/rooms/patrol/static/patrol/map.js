// The grid: darker where more was reported, a dot for each event that is open. No tiles needed.
document.addEventListener("DOMContentLoaded", async () => {
  const place = document.querySelector("[data-grid]");
  if (!place) return;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const counts = read("grid-counts");
  const most = Math.max(1, ...Object.values(counts));
  const map = window.L.map(place, { attributionControl: false, zoomSnap: 0.25 });
  const cells = await (await fetch(place.dataset.cells)).json();
  const drawn = window.L.geoJSON(cells, {
    style: (cell) => ({ color: "#1b4f8f", weight: 1, fillColor: "#b3261e", fillOpacity: 0.75 * ((counts[cell.id] || 0) / most) }),
    onEachFeature: (cell, layer) => layer.bindTooltip(`${cell.properties.name} ${counts[cell.id] || 0}`),
  }).addTo(map);
  if (cells.features.length) map.fitBounds(drawn.getBounds());
  else map.setView([32.65, 110.77], 10);
  read("grid-points").forEach((one) => {
    const dot = window.L.circleMarker([one.lat, one.lon], { radius: 7, color: "#173f70", fillColor: "#fff", fillOpacity: 1, weight: 3 }).addTo(map);
    const link = document.createElement("a");
    link.href = one.href;
    link.textContent = one.label;
    dot.bindPopup(link);
  });
});
