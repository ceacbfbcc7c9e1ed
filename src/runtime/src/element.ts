/** Makes elements. Text is text: nothing here reads HTML. */

export function make<T extends keyof HTMLElementTagNameMap>(tag: T, className = "", properties: Partial<HTMLElementTagNameMap[T]> = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[T] {
  const element = Object.assign(document.createElement(tag), properties);
  if (className) element.className = className;
  element.append(...children);
  return element;
}
