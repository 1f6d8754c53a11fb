// Reloads the page when its content has changed; the part after # stays.
(() => {
  "use strict";
  const shown = document.currentScript.dataset.tag;
  const look = async () => {
    if (!document.hidden) {
      try {
        const there = await fetch(location.pathname + location.search, { method: "HEAD", cache: "no-store" });
        // A proxy may weaken the tag, or lengthen it.
        const now = there.headers.get("ETag");
        if (there.ok && now && !now.includes(shown)) {
          location.reload();
          return;
        }
      } catch {
        // The server is away; the next look finds it once it is back.
      }
    }
    setTimeout(look, 1000);
  };
  look();
})();
