/** Makes elements and style sheets, and marks them. Text is text: nothing here reads HTML. */

export function make<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  className = "",
  properties: Partial<HTMLElementTagNameMap[T]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const element = Object.assign(document.createElement(tag), properties);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** Gives an element the classes that are true, and takes from it the others. */
export function setClasses({ classList }: Element, classes: Record<string, boolean>): void {
  for (const [name, isOn] of Object.entries(classes)) classList.toggle(name, isOn);
}

/** A style sheet of the page, empty until it is filled, and what takes it away. */
export function makeSheet(): [sheet: CSSStyleSheet, remove: () => void] {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  return [sheet, () => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet))];
}
