import { beforeEach, describe, expect, it } from 'vitest'
import type { Notice } from '../../../shared/domain/notice.ts'
import { noticeTimerWrites } from '../../../shared/due/plans/notice-timers.ts'
import { deadlineRecord } from '../../../shared/store/deadlines.ts'
import { openTimerStore } from '../../../shared/store/timer-store.ts'
import { day, dealerOf, local, staffIdOf, stampAt } from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { noticeOf } from '../../support/notice-builders.ts'

const now = local('2026-11-23 10:00')
const dealer = dealerOf()
const taken = { at: now, by: staffIdOf('P1'), via: 'api' } as const
const approved = { at: now, by: staffIdOf('P1'), late: false, messageId: 'msg_aaaaaaaaaaaaaaaaaaaa' }
const answer = { text: '已确认', draftedAt: now, draftedBy: staffIdOf('P1') }

let table: ReturnType<typeof memoryTable>
/** Lets a notice become each of these in turn; what is owed in the end. */
async function owed(...states: Partial<Notice>[]) {
  const store = openTimerStore(table)
  let before: Notice | undefined
  for (const state of states) {
    const after = { ...(before ?? noticeOf('it', { receivedAt: now })), ...state }
    const writes = await noticeTimerWrites(before, after, { store, dealer, stamp: stampAt(now) })
    if (writes.length > 0) expect((await table.commit(writes)).kind).toBe('committed')
    before = after
  }
  const found = table
    .all()
    .filter(({ entity }) => entity === 'Deadline')
    .map((item) => deadlineRecord.parse(item))
    .map(({ cause, state, dueAt, assignedTo, ended }) => {
      const code = cause.code.replace('manufacturer-notice-', '')
      const round = cause.kind === 'timer' ? cause.record.split('#').slice(2).join() : ''
      return [`${code}${round && ` ${round}`}`, { state, dueAt, assignedTo, reason: ended?.reason }] as const
    })
  return Object.fromEntries(found)
}
beforeEach(() => {
  table = memoryTable()
})

const received = { status: 'received', answerBy: day('2026-11-25') } as const

describe('what is owed of a notice', () => {
  it('is to take note of it the same day and to answer by closing time of the day that it asks for', async () => {
    expect(await owed(received)).toEqual({
      acknowledge: { state: 'open', dueAt: local('2026-11-23 18:00'), assignedTo: staffIdOf('P1') },
      feedback: { state: 'open', dueAt: local('2026-11-25 18:00'), assignedTo: staffIdOf('P1') },
    })
  })

  it('is nothing while it is in quarantine, and from its release on where a person vouched for it', async () => {
    expect(await owed({ ...received, status: 'quarantined' })).toEqual({})
    const releasedAt = local('2026-11-24 09:00')
    expect(
      await owed({ ...received, status: 'quarantined' }, { status: 'received', releasedAt }),
    ).toMatchObject({
      acknowledge: { dueAt: local('2026-11-24 18:00') },
    })
  })

  it('is the answer alone once somebody has taken note', async () => {
    expect(await owed(received, { status: 'acknowledged', acknowledged: taken })).toMatchObject({
      acknowledge: { state: 'done' },
      feedback: { state: 'open' },
    })
  })

  it('is done with its answer, and not with the draft of one', async () => {
    const drafted = { status: 'drafted', acknowledged: taken, answer } as const
    expect(await owed(received, drafted)).toMatchObject({ feedback: { state: 'open' } })
    const answered = { status: 'answered', answer: { ...answer, approved }, answersSent: 1 } as const
    table = memoryTable()
    expect(await owed(received, drafted, answered)).toMatchObject({ feedback: { state: 'done' } })
  })

  it('is dropped when it is closed without an answer, and owed again when it is opened', async () => {
    const closed = { status: 'closed' } as const
    expect(await owed(received, closed)).toMatchObject({
      acknowledge: { state: 'dropped', reason: 'closed' },
      feedback: { state: 'dropped', reason: 'closed' },
    })
    table = memoryTable()
    const again = { status: 'acknowledged', acknowledged: taken } as const
    expect(await owed(received, closed, again)).toMatchObject({ feedback: { state: 'open' } })
  })

  it('is another answer when one that was answered is opened again', async () => {
    const answered = { status: 'answered', acknowledged: taken, answersSent: 1 } as const
    const again = { status: 'acknowledged', answerBy: day('2026-12-02') } as const
    expect(await owed(received, answered, again)).toMatchObject({
      feedback: { state: 'done', dueAt: local('2026-11-25 18:00') },
      'feedback 2': { state: 'open', dueAt: local('2026-12-02 18:00') },
    })
  })

  it('moves with the day, ends where no answer is asked for after all, and goes to whose it becomes', async () => {
    expect(await owed(received, { answerBy: day('2026-11-30') })).toMatchObject({
      feedback: { state: 'open', dueAt: local('2026-11-30 18:00') },
    })
    table = memoryTable()
    expect(await owed(received, { answerBy: undefined })).toMatchObject({
      feedback: { state: 'dropped', reason: 'not-asked' },
      acknowledge: { state: 'open' },
    })
    table = memoryTable()
    const other = { ownerId: staffIdOf('W1'), role: 'warranty_clerk' } as const
    expect(await owed(received, other)).toMatchObject({
      acknowledge: { assignedTo: staffIdOf('W1') },
      feedback: { assignedTo: staffIdOf('W1') },
    })
  })
})
