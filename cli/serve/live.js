// Loads the page again when what it says has changed; what follows the # stays as it is.
(() => {
  "use strict";
  const shown = document.currentScript.dataset.tag;
  const look = async () => {
    if (!document.hidden) {
      try {
        const there = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
        // A server in between may make the tag a weak one, or lengthen it.
        const now = there.headers.get("ETag");
        if (there.ok && now && !now.includes(shown)) {
          location.reload();
          return;
        }
      } catch {
        // The server is away; when it is back, so is the next look.
      }
    }
    setTimeout(look, 1000);
  };
  look();
})();
