import * as z from 'zod'
import type { Stamp } from '../../shared/domain/record.ts'
import {
  keyText,
  type Condition,
  type Item,
  type Key,
  type TableClient,
  type Write,
} from '../../shared/store/table-client.ts'
import { namedByKey } from './named-by-key.ts'
import type { Step, UndoPlan } from './plan-undo.ts'
import type { UndoEntry } from './undo-log.ts'

export interface RestoredPage {
  readonly restored: number
  /** Somebody changed them after they had been weighed: they stay as they are. */
  readonly left: readonly Key[]
}

/** Somebody keeps writing what the undo writes. */
export class UndoContended extends Error {
  override readonly name = 'UndoContended'
}

const MOST_TRIES = 8

/**
 * Puts back what one transaction of the import was the first to change, in one transaction. What somebody has changed
 * meanwhile is left alone, and the name of a record that stays goes on being its own.
 */
export async function restorePage(
  { index, entries }: { readonly index: number; readonly entries: readonly UndoEntry[] },
  { steps }: Pick<UndoPlan, 'steps'>,
  { table, stamp }: { readonly table: TableClient; readonly stamp: Stamp },
): Promise<RestoredPage> {
  let open = entries.flatMap((entry): Restoring[] => {
    const step = steps.get(keyText(entry))
    return step?.page === index ? [{ entry, step }] : []
  })
  const left: Key[] = []
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    if (open.length === 0) return { restored: 0, left }
    const result = await table.commit(open.map((each) => writeFor(each, stamp)))
    if (result.kind === 'committed') return { restored: open.length, left }
    const items = await table.getMany(open.map(({ step }) => step.key))
    const stay = new Set(open.filter((each) => !stands(each, items)).map(subjectOf))
    left.push(...open.filter((each) => stay.has(subjectOf(each))).map(({ step }) => step.key))
    open = open.filter((each) => !stay.has(subjectOf(each)))
  }
  throw new UndoContended('the records of a page were changed by others again and again')
}

/** Whether it is as it was when it was weighed. What has no version is of a record that has one. */
function stands({ step: { key, left } }: Restoring, items: ReadonlyMap<string, Item>): boolean {
  const item = items.get(keyText(key))
  if (left === 'nothing') return item === undefined
  return left === 'without-version' || Version.parse(item ?? {}).version === left.version
}

/** Whose item it is: a name and a timer are of the record that they name. */
function subjectOf({ entry: { ownerId }, step: { key } }: Restoring): string {
  return ownerId ?? namedByKey(key).id
}

interface Restoring {
  readonly entry: UndoEntry
  readonly step: Step
}

const Version = z.object({ version: z.int().optional() })

function writeFor({ entry: { before }, step: { key, left } }: Restoring, stamp: Stamp): Write {
  const condition = conditionFor(left)
  if (before === undefined) return { kind: 'delete', key, condition }
  const { version } = Version.parse(before)
  if (version === undefined) return { kind: 'put', key, item: before, condition }
  // Versions only grow, so that nobody takes it for the one that was there before the import.
  const next = Math.max(typeof left === 'object' ? left.version : 0, version) + 1
  const item = { ...before, version: next, updatedAt: stamp.at, updatedBy: stamp.by }
  return { kind: 'put', key, item, condition }
}

function conditionFor(left: Step['left']): Condition {
  if (left === 'nothing') return { clause: 'absent' }
  return left === 'without-version' ? { clause: 'none' } : { clause: 'unchanged', version: left.version }
}
