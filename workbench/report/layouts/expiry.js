// Where the reader's clock is past the day until which the report holds, the banner that waits is shown.
const banner = document.getElementById('past-its-date');
const now = new Date();
const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
if (banner && day.map(part => String(part).padStart(2, '0')).join('-') > banner.dataset.until) {
  banner.hidden = false;
}
