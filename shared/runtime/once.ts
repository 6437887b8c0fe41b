/** Made when it is asked for first, and then the same: what not every event needs costs no start. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}
