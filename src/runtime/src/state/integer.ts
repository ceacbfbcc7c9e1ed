/** The whole number that a text begins with; nothing where it begins with none. */
export function integer(text: string | undefined): number | undefined {
  const found = parseInt(text ?? "", 10);
  return Number.isNaN(found) ? undefined : found;
}
