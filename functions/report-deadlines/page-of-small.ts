/**
 * A page of a list that is small enough to be read at once, in the order of what names its entries.
 * @param after behind which name it begins
 */
export function pageOfSmall<Value>(
  values: readonly Value[],
  nameOf: (value: Value) => string,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): { items: Value[]; next: string | undefined } {
  const found = values
    .filter((value) => after === undefined || nameOf(value) > after)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: found.length > items.length && last !== undefined ? nameOf(last) : undefined }
}
