import { idFor } from '../domain/ids.ts'
import { NoticeRouting, NoticeRule } from '../domain/notice-teaching.ts'
import { readAll, readOne } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const rules = (dealerId: string) => `${dealerId}#notice-rule`
const routings = (dealerId: string) => `${dealerId}#notice-routing`

export function noticeRuleIdOf(
  dealerId: string,
  { from, words }: Pick<NoticeRule, 'from' | 'words'>,
): string {
  return idFor('noticeRule', dealerId, from, words)
}

export const noticeRuleRecord = recordKind({
  entity: 'NoticeRule',
  schema: NoticeRule,
  key: ({ dealerId, ruleId }) => ({ pk: rules(dealerId), sk: ruleId }),
})

export const noticeRoutingRecord = recordKind({
  entity: 'NoticeRouting',
  schema: NoticeRouting,
  key: ({ dealerId, kind }) => ({ pk: routings(dealerId), sk: kind }),
})

export function noticeTeachingStore(client: TableClient) {
  return {
    ruleById: (dealerId: string, ruleId: string) =>
      readOne(client, noticeRuleRecord, { pk: rules(dealerId), sk: ruleId }),
    /** What corrections have taught, the newest first: at most 200. */
    async rules(dealerId: string): Promise<NoticeRule[]> {
      const all = await readAll(client, noticeRuleRecord, { pk: rules(dealerId) })
      return all.sort((a, b) =>
        a.updatedAt < b.updatedAt || (a.updatedAt === b.updatedAt && a.ruleId < b.ruleId) ? 1 : -1,
      )
    },
    /** Whose work a kind is at this dealer; undefined: as the department has it. */
    routingOf: (dealerId: string, kind: string) =>
      readOne(client, noticeRoutingRecord, { pk: routings(dealerId), sk: kind }),
    /** All that were said: at most one a kind. */
    routings: (dealerId: string) => readAll(client, noticeRoutingRecord, { pk: routings(dealerId) }),
  }
}
