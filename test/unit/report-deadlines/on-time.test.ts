import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { onTimeMail } from '../../../functions/report-deadlines/on-time-mail.ts'
import { onTimeOf } from '../../../functions/report-deadlines/on-time.ts'
import { sendOnTimeBulletins } from '../../../functions/report-deadlines/send-on-time-bulletin.ts'
import type { Deadline } from '../../../shared/domain/deadline.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { MailContent } from '../../../shared/messages/mail-content.ts'
import { openDeadlineJobStore } from '../../../shared/store/deadline-job-store.ts'
import { deadlineRecord } from '../../../shared/store/deadlines.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { dealerOf, deadlineOf, local, staffIdOf, staffOf } from '../../support/builders.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'

const december = local('2026-12-01 07:50')

/** Closed so many minutes after its due moment. */
const done = (occurrence: string, minutes: number, more: Partial<Deadline> = {}): Deadline => {
  const deadline = deadlineOf(occurrence, more)
  const at = addMinutes(deadline.dueAt, minutes)
  return { ...deadline, state: 'done', ended: { at, by: 'x', late: minutes >= 1 } }
}
const dropped = (occurrence: string): Deadline => ({
  ...deadlineOf(occurrence),
  state: 'dropped',
  ended: { at: december, by: 'x', late: false, reason: 'not-owed' },
})

describe('how much was done in time', () => {
  it('is counted by role and duty: in time, late by how much, not done, dropped', () => {
    const advisors = {
      role: 'service_advisor',
      cause: { kind: 'duty', code: 'calls', occurrence: 'x' },
    } as const
    const rows = onTimeOf(
      [
        done('2026-11-02T08:30', -30),
        done('2026-11-03T08:30', 0),
        done('2026-11-04T08:30', 30),
        done('2026-11-05T08:30', 61),
        deadlineOf('2026-11-06T08:30', { state: 'escalated' }),
        dropped('2026-11-07T08:30'),
        deadlineOf('2026-12-01T08:30'),
        done('2026-11-02T17:00', -5, advisors),
      ],
      december,
    )
    const counts = {
      owed: 5,
      inTime: 2,
      late: 2,
      notDone: 1,
      dropped: 1,
      percentInTime: 40,
      averageLateMinutes: 46,
    }
    expect(rows).toMatchObject([
      { role: 'service_advisor', zh: '服务顾问', owed: 1, percentInTime: 100, averageLateMinutes: undefined },
      {
        role: 'workshop_supervisor',
        ...counts,
        duties: [{ code: 'morning-meeting', zh: '车间晨会', ...counts }],
      },
    ])
  })

  it('of what was dropped alone has no percent', () => {
    expect(onTimeOf([dropped('2026-11-02T08:30')], december)).toMatchObject([
      { owed: 0, dropped: 1, percentInTime: undefined },
    ])
  })

  it('adds up: each deadline that is over stands in one count of its role and of its duty', () => {
    const state = fc.constantFrom('open', 'late', 'escalated', 'done', 'dropped')
    const any = fc.record({
      state,
      nth: fc.nat(59),
      role: fc.constantFrom('trainer', 'finance'),
      late: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(any), (all) => {
        const deadlines = all.map(({ nth, role, late, ...each }) => {
          const ended = { at: december, by: 'x', late }
          const isOver = each.state === 'done' || each.state === 'dropped'
          return deadlineOf(`2026-11-02T08:${String(nth).padStart(2, '0')}`, {
            ...each,
            role,
            cause: { kind: 'duty', code: `duty-${String(nth % 5)}`, occurrence: 'x' },
            ...(isOver ? { ended } : {}),
          })
        })
        const rows = onTimeOf(deadlines, december)
        const sum = (list: readonly { owed: number; dropped: number }[]) =>
          list.reduce((total, { owed, dropped: gone }) => total + owed + gone, 0)
        expect(sum(rows)).toBe(deadlines.length)
        for (const row of rows) {
          expect(row.owed).toBe(row.inTime + row.late + row.notDone)
          expect(sum(row.duties)).toBe(row.owed + row.dropped)
        }
      }),
    )
  })
})

describe('the bulletin of the first', () => {
  const staff = [
    staffOf('H1', { role: 'service_manager', name: '陈站长' }),
    staffOf('W1', { role: 'workshop_supervisor', name: '赵主管' }),
    staffOf('W2', { role: 'workshop_supervisor' }),
    staffOf('F1', { role: 'front_desk_supervisor', name: '林主管', furtherRoles: ['follow_up_caller'] }),
  ]
  const caller = (role: Deadline['role']) =>
    ({ role, cause: { kind: 'duty', code: `of-${role.replaceAll('_', '-')}`, occurrence: 'x' } }) as const
  const ofNovember = [
    done('2026-11-02T08:30', -30),
    deadlineOf('2026-11-03T08:30', { state: 'late' }),
    done('2026-11-30T23:59', -1, caller('follow_up_caller')),
    done('2026-11-01T00:00', -1, caller('front_desk_supervisor')),
  ]
  let table: ReturnType<typeof memoryTable>
  let store: ReturnType<typeof openDeadlineJobStore>
  let files: ReturnType<typeof memoryFiles>
  beforeEach(async () => {
    table = memoryTable()
    store = openDeadlineJobStore(table)
    files = memoryFiles()
    const outside = [done('2026-10-31T23:59', -1), deadlineOf('2026-12-01T00:00', { state: 'late' })]
    await save(store, ...puts(staffRecord, ...staff), ...puts(deadlineRecord, ...ofNovember, ...outside))
  })
  const send = (at: string, dealer = dealerOf()) =>
    sendOnTimeBulletins(dealer, { store, files, clock: { now: () => local(at) } })
  const mails = async () => {
    const rows = table
      .all()
      .flatMap((item) => (item['entity'] === 'Message' ? [messageRecord.parse(item)] : []))
    return Promise.all(
      rows.map(async (row) => {
        const file = await files.read(fileKeys.mail('D001', row.messageId))
        return { ...row, content: MailContent.parse(JSON.parse(String(file))) }
      }),
    )
  }

  it('goes to the service manager, and to the first of each role with their own rows', async () => {
    expect(await send('2026-12-01 07:50')).toEqual({ mails: 3 })
    const told = await mails()
    const of = (name: string) => told.find(({ recipient }) => recipient.id === staffIdOf(name))?.content
    expect(of('H1')?.subject).toBe('【按时完成率】2026年11月：75%（3/4）')
    expect(of('H1')?.text).toContain('- 车间晨会：50%（应完成 2，按时 1，逾期完成 0，未完成 1）')
    expect(of('W1')?.subject).toBe('【按时完成率】2026年11月：50%（1/2）')
    expect(of('W1')?.text).not.toContain('回访员')
    expect(of('F1')?.text).toContain('前台主管')
    expect(of('F1')?.text).toContain('回访员')
    expect(of('W2')).toBeUndefined()
  })

  it('is written once, also by two at once and again each ten minutes', async () => {
    await Promise.all([send('2026-12-01 07:50'), send('2026-12-01 07:50')])
    expect(await mails()).toHaveLength(3)
    const before = table.reads.query
    expect(await send('2026-12-01 08:00')).toEqual({ mails: 0 })
    // The staff, and nothing of the month.
    expect(table.reads.query).toBe(before + 1)
  })

  it('that a crash cut off is written to its end, and nobody hears twice', async () => {
    let committed = 0
    table.onCommit = () => {
      if (committed === 1) throw new Error('the machine is gone')
      committed += 1
      return undefined
    }
    await expect(send('2026-12-01 07:50')).rejects.toThrow('the machine is gone')
    table.onCommit = undefined
    expect(await send('2026-12-01 08:00')).toEqual({ mails: 2 })
    expect(await mails()).toHaveLength(3)
  })

  it.each([
    ['2026-12-01 07:49', 0],
    ['2026-12-07 23:50', 3],
    ['2026-12-08 07:50', 0],
  ])('is told from the dealer’s hour on the first to the end of the first week: %s', async (at, count) => {
    expect(await send(at)).toEqual({ mails: count })
  })

  it('is nobody’s where nothing was owed', async () => {
    expect(await send('2026-12-01 07:50', dealerOf({}, { dealerId: 'D002' }))).toEqual({ mails: 0 })
    expect(await send('2027-02-01 07:50')).toEqual({ mails: 0 })
  })

  it('escapes what the dealer has named', () => {
    const rows = onTimeOf([done('2026-11-02T08:30', 5, { zh: '<b>晨会</b>' })], december)
    const { html } = onTimeMail({ dealerName: 'A&B', personName: '陈', month: '2026-11', rows, of: 'house' })
    expect(html).toContain('&lt;b&gt;晨会&lt;/b&gt;')
    expect(html).toContain('A&amp;B')
    expect(html).not.toContain('<b>晨会')
  })
})
