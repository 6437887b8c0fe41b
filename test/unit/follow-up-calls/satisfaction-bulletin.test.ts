import { beforeEach, describe, expect, it } from 'vitest'
import { eachMorning } from '../../../functions/follow-up-calls/each-morning.ts'
import { satisfactionBulletin } from '../../../functions/follow-up-calls/bulletins.ts'
import { sendBulletins } from '../../../functions/follow-up-calls/send-bulletins.ts'
import type { FollowUpCall } from '../../../shared/domain/follow-up-call.ts'
import { MailContent } from '../../../shared/messages/mail-content.ts'
import { complaintRecord } from '../../../shared/store/complaints.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { openDropStore } from '../../../shared/store/drop-store.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { followUpCallRecord } from '../../../shared/store/follow-up-calls.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import {
  absenceIdOf,
  complaintOf,
  customerOf,
  day,
  dealerOf,
  followUpCallOf,
  local,
  repairOrderOf,
  staffIdOf,
  staffOf,
  stampAt,
} from '../../support/builders.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { listeningLog } from '../http/fixture.ts'

const staff = [
  staffOf('F1', { role: 'front_desk_supervisor', name: '林主管' }),
  staffOf('F2', { role: 'front_desk_supervisor', name: '第二' }),
  staffOf('H1', { role: 'service_manager', name: '陈站长' }),
]
const ended = (name: string, at: string, score: number, words?: string, more: Partial<FollowUpCall> = {}) =>
  followUpCallOf(name, {
    status: 'reached',
    endedAt: local(at),
    score,
    answers: [{ question: 'overall', zh: '总体？', kind: 'overall', score, words }],
    ...more,
  })
const complaint = complaintOf('one', {
  status: 'answered',
  answers: [
    { text: '好', at: local('2026-11-21 09:00'), by: 'x', dueAt: local('2026-11-21 10:00'), late: false },
  ],
})
const calls = [
  ended('before', '2026-11-12 23:59', 6),
  ended('first', '2026-11-13 00:00', 9, '王女士说很好'),
  ended('worst', '2026-11-20 10:00', 2, '<b>刹车</b>还响，打 13800138000', {
    complaintId: complaint.complaintId,
  }),
  ended('last', '2026-11-24 23:59', 10),
  followUpCallOf('refused', { status: 'refused', endedAt: local('2026-11-24 10:00') }),
  ended('next', '2026-11-25 00:00', 1),
  followUpCallOf('waiting', { dueOn: day('2026-11-25') }),
]

let table: ReturnType<typeof memoryTable>
let store: ReturnType<typeof openDropStore>
let files: ReturnType<typeof memoryFiles>
let log: ReturnType<typeof listeningLog>
beforeEach(async () => {
  table = memoryTable()
  store = openDropStore(table)
  files = memoryFiles()
  log = listeningLog()
  await save(
    store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(staffRecord, ...staff, ...staff.map((each) => ({ ...each, dealerId: 'D002' }))),
    ...puts(customerRecord, customerOf()),
    ...puts(repairOrderRecord, repairOrderOf('first'), repairOrderOf('worst')),
    ...puts(complaintRecord, complaint),
  )
})
const at = (time: string) => ({ store, files, log, clock: clockAt(local(time)) })
const send = async (time: string) => (await sendBulletins(satisfactionBulletin, at(time))).mails
const called = () => save(store, ...puts(followUpCallRecord, ...calls))
const mails = async () => {
  const rows = table
    .all()
    .flatMap((item) => (item['entity'] === 'Message' ? [messageRecord.parse(item)] : []))
  return Promise.all(
    rows.map(async (row) => {
      const file = await files.read(fileKeys.mail(row.dealerId, row.messageId))
      return { ...row, content: MailContent.parse(JSON.parse(String(file))) }
    }),
  )
}
/** To the end of December. */
const awayFromThursday = async (name: string) => {
  const [from, until] = [day('2026-11-26'), day('2026-12-30')]
  const absences = [{ absenceId: absenceIdOf('x'), from, until, kind: 'annual' as const }]
  const someone = (await store.staff.byId('D001', staffIdOf(name)))!
  await save(store, staffRecord.put({ ...someone, absences }, stampAt(local('2026-11-25 12:00'))))
}
const readers = async () => (await mails()).map(({ recipient }) => recipient.id).sort()

describe('the satisfaction bulletin', () => {
  it('goes to the first front-desk supervisor and the service manager, each by name', async () => {
    await called()
    expect(await send('2026-11-25 07:25')).toBe(2)
    expect(await readers()).toEqual([staffIdOf('F1'), staffIdOf('H1')].sort())
    for (const { recipient, content, purpose, cycle } of await mails()) {
      expect({ purpose, cycle }).toEqual({ purpose: 'satisfaction-bulletin', cycle: '2026-11-25' })
      expect(content.text).toContain(recipient.id === staffIdOf('F1') ? '林主管，您好' : '陈站长，您好')
    }
  })

  it('counts what ended from the bulletin before to last night, beside the period before', async () => {
    await called()
    await send('2026-11-25 07:25')
    const { content } = (await mails())[0]!
    expect(content.subject).toBe('【满意度通报】11月13日—11月24日：平均 7.0 分，接通率 75.0%')
    for (const line of [
      '本期应回访 4 个，接通 3 个（75.0%），总体平均 7.0 分，比上期 +1.0。另有 1 个已到期、待回访。',
      '- 应回访：4（上期 1）',
      '- 未接通：1（拒访 1，号码有误 0，超期 0）',
      '- 差评占比：33.3%（上期 100.0%）',
      '- 11/5–11/12：6.0 分，接通 100.0% ■■■■■■',
      '- 11/13–11/24：7.0 分，接通 75.0% ■■■■■■■',
      '回访引发抱怨 1 件：按时答复 1 件，逾期 0 件',
    ])
      expect(content.text).toContain(line)
  })

  it('quotes customers by the order’s number, escaped, and names nobody', async () => {
    await called()
    await send('2026-11-25 07:25')
    const { content } = (await mails())[0]!
    expect(content.text).toContain('- 2 分，工单 RO-worst，总体？“<b>刹车</b>还响，打 ［号码］”')
    expect(content.text).toContain('- 9 分，工单 RO-first，总体？“客户说很好”')
    expect(content.html).toContain('&lt;b&gt;刹车&lt;/b&gt;还响')
    expect(content.html + content.text).not.toMatch(/王|13800138000|cus_|veh_|ord_/)
  })

  it('draws the trend with table cells alone: nothing is fetched, and nothing is dropped', async () => {
    await called()
    await send('2026-11-25 07:25')
    const { content } = (await mails())[0]!
    expect(content.html).not.toMatch(/<(img|svg|style|link|script)|https?:|url\(/)
    // (6.0 − 1) and (7.0 − 1) of 9, of 100 pixels.
    expect([...content.html.matchAll(/height="(\d+)"/g)].map(([, height]) => height)).toEqual(['56', '67'])
  })

  it('does not quote who is forgotten', async () => {
    await save(
      store,
      ...puts(
        followUpCallRecord,
        ended('worst', '2026-11-20 10:00', 2, '还响', { customerId: customerOf('gone').customerId }),
      ),
    )
    await send('2026-11-25 07:25')
    expect((await mails())[0]!.content.text).not.toContain('还响')
  })

  it('is written once a period, whoever holds the roles by then, also by two at once', async () => {
    await called()
    await Promise.all([send('2026-11-25 07:25'), send('2026-11-25 07:25')])
    const queries = table.reads.query
    expect(await send('2026-11-25 07:55')).toBe(0)
    // All dealers, and the staff and the calls of the one who has none.
    expect(table.reads.query - queries).toBeLessThanOrEqual(4)
    await awayFromThursday('F1')
    expect(await send('2026-11-26 07:25')).toBe(0)
    expect(await mails()).toHaveLength(2)
    // The next one goes to who is there.
    expect(await send('2026-12-04 07:25')).toBe(2)
    expect((await readers()).includes(staffIdOf('F2'))).toBe(true)
  })

  it('is one mail for who is both', async () => {
    await called()
    for (const name of ['F1', 'F2']) {
      const someone = (await store.staff.byId('D001', staffIdOf(name)))!
      await save(
        store,
        staffRecord.put(
          { ...someone, leftOn: day('2026-11-01') },
          { at: local('2026-11-02 00:00'), by: 'x' },
        ),
      )
    }
    expect(await send('2026-11-25 07:25')).toBe(1)
    expect(await send('2026-11-26 07:25')).toBe(0)
    expect(await readers()).toEqual([staffIdOf('H1')])
  })

  it.each([
    ['2026-11-24 07:55', 0],
    ['2026-11-25 07:25', 2],
    ['2026-12-02 07:55', 2],
    ['2026-12-03 07:25', 0],
  ])('is told on its day, after an outage for a week: %s', async (time, count) => {
    await called()
    expect(await send(time)).toBe(count)
  })

  it('that a crash cut off is written to its end, and nobody hears twice', async () => {
    await called()
    let committed = 0
    table.onCommit = () => {
      if (committed === 1) throw new Error('the machine is gone')
      committed += 1
      return undefined
    }
    await expect(send('2026-11-25 07:25')).rejects.toThrow('1 dealers')
    table.onCommit = undefined
    // The supervisor has it, and who stands in for them meanwhile is not told of it again.
    await awayFromThursday('F1')
    expect(await send('2026-11-26 07:25')).toBe(1)
    const told = (await mails()).map(({ recipient, content }) => [
      recipient.id,
      content.text.includes('林主管'),
    ])
    expect(Object.fromEntries(told)).toEqual({ [staffIdOf('F1')]: true, [staffIdOf('H1')]: false })
    expect(await mails()).toHaveLength(2)
  })

  it('says so where nobody was called although somebody was to be', async () => {
    await save(store, ...puts(followUpCallRecord, ended('old', '2026-11-12 10:00', 9)))
    expect(await send('2026-11-25 07:25')).toBe(2)
    const { content } = (await mails())[0]!
    expect(content.subject).toContain('无已结束的回访')
    expect(content.text).toContain('一个客户也没有问到')
    expect(content.text).toContain('- 11/13–11/24：— 分，接通 —')
  })

  it('has nobody as waiting whose last day is over', async () => {
    await called()
    await save(store, ...puts(followUpCallRecord, followUpCallOf('over', { lastOn: day('2026-11-24') })))
    await send('2026-11-25 07:25')
    expect((await mails())[0]!.content.text).toContain('另有 1 个已到期、待回访')
  })

  it('is nobody’s where nobody is followed up, however long', async () => {
    await save(store, ...puts(followUpCallRecord, ended('old', '2026-09-20 10:00', 9)))
    expect(await send('2026-11-25 07:25')).toBe(0)
  })

  it('is told of more calls than one page holds', async () => {
    const many = Array.from({ length: 450 }, (_, index) => ended(String(index), '2026-11-20 10:00', 8))
    await save(store, ...puts(followUpCallRecord, ...many))
    await send('2026-11-25 07:25')
    expect((await mails())[0]!.content.text).toContain('本期应回访 450 个，接通 450 个')
  })
})

describe('each morning', () => {
  // Nobody supervises the workshop here: the service manager is the one reader of what is said of repairs.
  it('what is over is dropped, and the bulletins go out', async () => {
    await called()
    expect(await eachMorning(at('2026-12-06 07:25'))).toEqual({ dropped: 1, mails: 3 })
  })

  it('the bulletins go out although nothing could be dropped, and the job is run again', async () => {
    await called()
    table.onCommit = (writes) => {
      if (writes.some(({ key }) => key.sk === 'follow-up-call')) throw new Error('busy')
      return undefined
    }
    await expect(eachMorning(at('2026-12-06 07:25'))).rejects.toThrow('follow-up calls')
    expect(await mails()).toHaveLength(3)
  })
})
