import { Place, type Listed, type Paging } from '../store/read.ts'
import { cursorFor, placeOf, type CursorScope } from './cursor.ts'

/**
 * A page of a list as the API gives it: the cursor that came is read, the one that leads on is made.
 * @param ask the store's question
 * @throws Unreadable `cursor-invalid` when the cursor belongs to another list, dealer or filter
 */
export async function paged<Value, View>(
  scope: CursorScope,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ask: (paging: Paging) => Promise<Listed<Value>>,
  view: (value: Value) => View,
): Promise<{ items: View[]; next: string | undefined }> {
  const after = cursor === undefined ? undefined : placeOf(scope, cursor, Place)
  const { items, next } = await ask({ limit, after })
  return { items: items.map(view), next: next && cursorFor(scope, next) }
}
