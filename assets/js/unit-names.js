// Units as people write them in one line: 市住房局、各县（市、区）.
export const BETWEEN = /[、，,；;\s]+(?![^（(]*[）)])/;

export const fold = (name) => name.normalize("NFKC").replace(/\s/g, "");
export const written = (input) => input.value.split(BETWEEN).filter(Boolean);
export const namesIn = (input) => [...new Set(written(input).map(fold))];

// What a script writes is said as if it had been typed.
export function put(input, names) {
  input.value = names.join("、");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
