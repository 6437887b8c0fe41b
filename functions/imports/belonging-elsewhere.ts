import * as z from 'zod'
import { keyText, type Item, type Key, type TableClient } from '../../shared/store/table-client.ts'
import type { UndoPlan } from './plan-undo.ts'

/** Records that others belong to: a customer's vehicles, a vehicle's orders and policies. */
const owners = new Set(['customer', 'vehicle', 'order'])

/** So many questions at once: an import may have made a hundred thousand records. */
const AT_ONCE = 20

/**
 * What somebody else has made since for a record that the undo would delete: it would belong to nothing. The index
 * `related` has it under that record's own key.
 */
export async function belongingElsewhere(
  { steps }: Pick<UndoPlan, 'steps'>,
  table: Pick<TableClient, 'query'>,
): Promise<Key[]> {
  const deleted = [...steps.values()].filter(({ key, created }) => created && owners.has(key.sk))
  const found = new Map<string, Key>()
  for (let start = 0; start < deleted.length; start += AT_ONCE) {
    const batch = deleted.slice(start, start + AT_ONCE)
    const belonging = await Promise.all(batch.map(({ key }) => belongingTo(key.pk, table)))
    for (const key of belonging.flat()) if (!steps.has(keyText(key))) found.set(keyText(key), key)
  }
  return [...found.values()]
}

const StoredKey = z.object({ pk: z.string(), sk: z.string() })

async function belongingTo(pk: string, table: Pick<TableClient, 'query'>): Promise<Key[]> {
  const keys: Key[] = []
  let after: Item | undefined
  do {
    const page = await table.query({ index: 'related', pk, only: ['pk', 'sk'], after })
    keys.push(...page.items.map((item) => StoredKey.parse(item)))
    after = page.next
  } while (after !== undefined)
  return keys
}
