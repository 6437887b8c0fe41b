import { noticeKinds } from '../../shared/domain/notice-kind.ts'
import { noticeMachine } from '../../shared/domain/notice-machine.ts'
import {
  MOST_NOTICE_RULES,
  type NoticeRouting,
  type NoticeRule,
} from '../../shared/domain/notice-teaching.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { isEmployed } from '../../shared/domain/staff.ts'
import type { CorrectedNotice } from '../../shared/http/routes/notice-verbs.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import { noticeRoutingRecord, noticeRuleIdOf, noticeRuleRecord } from '../../shared/store/notice-teachings.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { ruleOfCorrection } from './rule-of-correction.ts'
import { ownerFor, type Team } from './who-answers.ts'

const corrected = { code: 'corrected' } as const

/**
 * A notice with what was put right. Another kind goes to whose work it is, unless a role or person is named.
 * @param routing whose work the kind is at this dealer, where it was said
 * @throws Refused, FieldsInvalid when the person named does not work here
 */
export function correctedNotice(
  notice: Notice,
  body: CorrectedNotice,
  {
    team,
    routing,
    by,
  }: { readonly team: Team; readonly routing: NoticeRouting | undefined; readonly by: string },
): Notice {
  const status = stateAfter(noticeMachine, notice.status, 'correct')
  refuseStranger(body.ownerId, team)
  const { kind = notice.kind, answerBy = notice.answerBy } = body
  const isOther = kind !== notice.kind
  const usual = routing?.role ?? noticeKinds[kind].role ?? 'information_clerk'
  const role = body.role ?? (isOther ? usual : notice.role)
  const named = body.ownerId ?? (isOther && body.role === undefined ? routing?.ownerId : undefined)
  const goesOn = role === notice.role && body.ownerId === undefined
  return {
    ...notice,
    status,
    kind,
    kindBecause: isOther ? [corrected] : notice.kindBecause,
    role,
    ownerId: goesOn ? notice.ownerId : ownerFor(role, named, team),
    answerBy: answerBy ?? undefined,
    answerByBecause: body.answerBy === undefined ? notice.answerByBecause : [corrected],
    correctedBy: by,
  }
}

function refuseStranger(ownerId: string | null | undefined, { staff, today }: Team): void {
  if (ownerId === undefined || ownerId === null) return
  const person = staff.find(({ staffId }) => staffId === ownerId)
  if (person === undefined || !isEmployed(person, today))
    throw new FieldsInvalid([{ path: 'body.ownerId', reason: 'not-a-choice' }])
}

/** What a correction teaches: mail that reads alike is of the kind; with `always` the kind goes to whose it was made. */
export async function teachingWrites(
  before: Notice,
  after: Notice,
  body: CorrectedNotice,
  { store, stamp }: { readonly store: Pick<NoticeStore, 'noticeTeachings'>; readonly stamp: Stamp },
): Promise<Write[]> {
  return [
    ...(after.kind === before.kind ? [] : await ruleWrites(after, store, stamp)),
    ...(body.always === undefined ? [] : await routingWrites(after, body, store, stamp)),
  ]
}

type Teachings = Pick<NoticeStore, 'noticeTeachings'>

/** Only of mail whose sender is proven: else anybody could teach. The oldest make room. */
async function ruleWrites(notice: Notice, { noticeTeachings }: Teachings, stamp: Stamp): Promise<Write[]> {
  const { dealerId, noticeId, kind, subject, fromAddress, trusted } = notice
  if (!trusted || fromAddress === undefined || kind === 'unclassified') return []
  const taught = ruleOfCorrection({ subject, from: [{ name: '', address: fromAddress }] }, kind, '')
  const words = taught?.words[0]
  if (words === undefined) return []
  const known = await noticeTeachings.rules(dealerId)
  const ruleId = noticeRuleIdOf(dealerId, { from: fromAddress, words })
  const same = known.find((rule) => rule.ruleId === ruleId)
  const rule: NoticeRule = {
    ...(same ?? unwritten(stamp)),
    dealerId,
    ruleId,
    kind,
    words,
    from: fromAddress,
    noticeId,
  }
  const room = MOST_NOTICE_RULES - (same === undefined ? 1 : 0)
  return [
    noticeRuleRecord.put(rule, stamp),
    ...known
      .slice(room)
      .filter((old) => old.ruleId !== ruleId)
      .map((old) => noticeRuleRecord.remove(old)),
  ]
}

async function routingWrites(
  { dealerId, kind, role, ownerId }: Notice,
  body: CorrectedNotice,
  { noticeTeachings }: Teachings,
  stamp: Stamp,
): Promise<Write[]> {
  const known = await noticeTeachings.routingOf(dealerId, kind)
  const isNamed = body.ownerId !== undefined && body.ownerId !== null
  const routing: NoticeRouting = {
    ...(known ?? unwritten(stamp)),
    dealerId,
    kind,
    role,
    ownerId: isNamed ? ownerId : undefined,
  }
  return [noticeRoutingRecord.put(routing, stamp)]
}
