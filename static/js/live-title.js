// How much is new stands before the title of the page: "(2) My queue". Each part of the page says its own number.
const parts = new Map();

export function tellTitle(part, count) {
  if (count) parts.set(part, count);
  else parts.delete(part);
  show();
}

function show() {
  const title = document.title.replace(/^\(\d+\) /, "");
  const sum = [...parts.values()].reduce((total, count) => total + count, 0);
  const wanted = sum ? `(${sum}) ${title}` : title;
  if (document.title !== wanted) document.title = wanted;
}

// A swap brings the title of the answer.
document.addEventListener("htmx:afterSettle", show);
