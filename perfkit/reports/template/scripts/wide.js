// Tables that are wider than the window.
"use strict";

// What is wider than the window can be pushed aside with the arrow keys, too, once Tab stops at it.
function letPush(box) {
  const title = box.querySelector("caption");
  new ResizeObserver(() => {
    if (box.scrollWidth <= box.clientWidth) return box.removeAttribute("tabindex");
    box.tabIndex = 0;
    if (title) { box.setAttribute("role", "group"); box.setAttribute("aria-label", captionOf(title.parentElement)); }
  }).observe(box);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("main :is(.pk-table, .pk-form, .output)")) letPush(box);
});
