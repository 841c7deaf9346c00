// What the scripts of light pages draw with, and how they spell what is searched for.
"use strict";
const at = (id) => document.getElementById(id);

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute.startsWith("on")) element.addEventListener(attribute.slice(2), value);
    else if (value !== false && value !== null) element.setAttribute(attribute, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

const text = (name, attributes, value) => make(name, attributes, document.createTextNode(value));

// What stands in a list is drawn anew only where it became another: what is typed in a row, and a press that has begun,
// stay when news of the other rows arrive.
function drawings() {
  const standing = new Map();
  const drawn = (place, shown, draw) => {
    const known = JSON.stringify(shown), before = standing.get(place);
    if (before && before.known === known) return before.element;
    const element = draw();
    standing.set(place, { known, element });
    return element;
  };
  return drawn;
}

function fill(list, elements) {
  const wanted = new Set(elements), held = list.contains(document.activeElement) ? document.activeElement.className : "";
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  elements.forEach((element, place) => {
    if (list.children[place] !== element) list.insertBefore(element, list.children[place] || null);
  });
  // What was pressed by key, and became another in its row, stays under the key.
  if (held && list.tagName === "LI" && !list.contains(document.activeElement)) list.getElementsByClassName(held)[0]?.focus({ preventScroll: true });
}

const latinDigits = (value) =>
  value.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15));

// One spelling for what people write in many, as the server's search key has it.
const ALIKE = {
  "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06d0": "\u064a", "\u0629": "\u0647", "\u06d5": "\u0647",
  "\u06c1": "\u0647", "\u06be": "\u0647", "\u06a9": "\u0643", "\u06af": "\u0643", "\u06ad": "\u0643", "\u0763": "\u0643",
  "\u06a4": "\u0641", "\u067e": "\u0628", "\u0621": "", "\u0640": "",
  "\u0153": "oe", "\u00e6": "ae", "\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u0131": "i", "\u00df": "ss",
};
const plain = (value) =>
  latinDigits(value.toLowerCase().normalize("NFKD")).replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, "")
    .replace(/./gu, (letter) => ALIKE[letter] ?? letter).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
