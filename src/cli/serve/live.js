// Loads the page again when the plans have changed, and keeps the place.
const place = "groundup-place:" + location.pathname;
const before = sessionStorage.getItem(place);
if (before) {
  sessionStorage.removeItem(place);
  scrollTo(0, Number(before));
}
new EventSource("/__groundup/events").addEventListener("change", () => {
  sessionStorage.setItem(place, String(scrollY));
  location.reload();
});
