/** Whether an element is moved within itself: from side to side, or up and down. */
export function scrolls(element: Element, isAcross: boolean): boolean {
  const { overflowX, overflowY } = getComputedStyle(element);
  const overflow = isAcross ? overflowX : overflowY;
  // The page itself scrolls unless it says otherwise.
  const may = element === document.scrollingElement ? !/hidden|clip/.test(overflow) : /auto|scroll/.test(overflow);
  const { scrollWidth, scrollHeight, clientWidth, clientHeight } = element;
  // A pixel more is rounding.
  return may && (isAcross ? scrollWidth - clientWidth : scrollHeight - clientHeight) > 1;
}
