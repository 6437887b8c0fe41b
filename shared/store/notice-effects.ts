import { isEffectWaiting, NoticeEffect } from '../domain/notice-effect.ts'
import type { Instant } from '../domain/time.ts'
import { readAll, readEveryFound, readOne } from './read.ts'
import { readable, recordKind, type DamagedRecord } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** Beside the notice, in its partition. */
const key = (dealerId: string, noticeId: string) => ({ pk: `${dealerId}#notice#${noticeId}`, sk: 'effect' })

/** Those of all dealers about which the job has something to do, by when. */
const WAITING = 'notice-effects'
/** Of a dealer: those that wait for a person. */
const FOR_PEOPLE = 'notice-effects'
/** Sorts after every key that begins with an instant and `#`. */
const AFTER = '$'

export const noticeEffectRecord = recordKind({
  entity: 'NoticeEffect',
  schema: NoticeEffect,
  key: ({ dealerId, noticeId }) => key(dealerId, noticeId),
  attributes: (effect) => {
    const { dealerId, noticeId, status, updatedAt, dueAt = updatedAt } = effect
    if (isEffectWaiting(effect)) return { duePk: WAITING, dueSk: `${dueAt}#${dealerId}#${noticeId}` }
    return status === 'proposed' || status === 'failed'
      ? { lookupPk: `${dealerId}#${FOR_PEOPLE}`, lookupSk: `${updatedAt}#${noticeId}` }
      : {}
  },
})

export function noticeEffectStore(client: TableClient) {
  return {
    ofNotice: (dealerId: string, noticeId: string) =>
      readOne(client, noticeEffectRecord, key(dealerId, noticeId)),
    /** Those of a dealer that are proposed or have failed, the oldest first, each as it is now. */
    async forPeople(dealerId: string): Promise<NoticeEffect[]> {
      const found = await readEveryFound(client, noticeEffectRecord, { dealerId, of: FOR_PEOPLE })
      return found.filter(({ status }) => status === 'proposed' || status === 'failed')
    },
    /**
     * Those of all dealers that the job has to look at by now, the oldest first, as the index shows them.
     * @param onDamaged hears of those that cannot be read, which are left out
     */
    async waiting(now: Instant, onDamaged: (damage: DamagedRecord) => void): Promise<NoticeEffect[]> {
      const question = { index: 'due', pk: WAITING, upTo: `${now}${AFTER}` } as const
      return (await readAll(client, readable(noticeEffectRecord, onDamaged), question)).flat()
    },
  }
}
