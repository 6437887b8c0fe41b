import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { bulletinPeriods } from '../../../functions/follow-up-calls/bulletin-periods.ts'
import { repairQualityBulletin } from '../../../functions/follow-up-calls/bulletins.ts'
import { eachMorning } from '../../../functions/follow-up-calls/each-morning.ts'
import { complaintsIn, repairQualityOf, reworkIn } from '../../../functions/follow-up-calls/repair-quality.ts'
import { callsIn } from '../../../functions/follow-up-calls/satisfaction.ts'
import { sendBulletins } from '../../../functions/follow-up-calls/send-bulletins.ts'
import { questionsOf } from '../../../functions/follow-up-calls/usual-questions.ts'
import type { FollowUpCall } from '../../../shared/domain/follow-up-call.ts'
import { addDays, addMinutes, dateIn } from '../../../shared/domain/time.ts'
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
  complaintOf,
  customerOf,
  day,
  dealerOf,
  followUpCallOf,
  local,
  orderIdOf,
  repairOrderOf,
  staffIdOf,
  staffOf,
} from '../../support/builders.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { listeningLog } from '../http/fixture.ts'

const zone = 'Asia/Shanghai'
const questions = questionsOf({ questions: [] })
const now = local('2026-11-25 07:25')
const rules = { badScore: 6, questions, now }

const asked = (
  name: string,
  at: string,
  scores: Readonly<Record<string, number>>,
  more: Partial<FollowUpCall> = {},
  words?: string,
) =>
  followUpCallOf(name, {
    status: 'reached',
    endedAt: local(at),
    score: scores['overall'],
    answers: Object.entries(scores).map(([question, score]) => ({
      question,
      zh: `${question}？`,
      kind: 'score' as const,
      score,
      words: question === 'repair_quality' ? words : undefined,
    })),
    ...more,
  })

describe('what is said of repairs', () => {
  it('is the answers to what was asked about them, and no other score', () => {
    const calls = [
      asked('a', '2026-11-20 10:00', { overall: 2, repair_quality: 9, waiting_time: 1 }),
      asked('b', '2026-11-20 11:00', { overall: 10, repair_quality: 6 }),
      followUpCallOf('c', { status: 'refused', endedAt: local('2026-11-20 12:00') }),
      followUpCallOf('d', { status: 'reached', kind: 'new_owner', endedAt: local('2026-11-20 12:00') }),
    ]
    expect(repairQualityOf(calls, [], rules)).toMatchObject({
      owed: 3,
      reached: 2,
      rated: 2,
      scoreSum: 15,
      bad: 1,
      questions: [{ question: 'repair_quality', scored: 2, scoreSum: 15, bad: 1 }],
    })
  })

  it('has a dealer’s own questions among it that it says are of the repair', () => {
    const own = [
      ...questions.filter(({ code }) => code === 'overall'),
      {
        code: 'noise',
        zh: '还有异响吗？',
        en: 'Any noise?',
        kind: 'score' as const,
        matter: 'repair_quality' as const,
      },
    ]
    const calls = [
      asked('a', '2026-11-20 10:00', { noise: 3 }),
      asked('b', '2026-11-20 10:00', { repair_quality: 8 }),
    ]
    expect(repairQualityOf(calls, [], { ...rules, questions: own })).toMatchObject({ rated: 2, scoreSum: 11 })
  })

  it('is of complaints what became of them, and how many are grave', () => {
    const answer = { text: '好', at: now, by: 'x', dueAt: now }
    const complaints = [
      complaintOf('1', { status: 'answered', answers: [{ ...answer, late: true }] }),
      complaintOf('2', { status: 'answered', answers: [{ ...answer, late: false }], severity: 'critical' }),
      complaintOf('3', { status: 'withdrawn' }),
      complaintOf('4', { status: 'open', answerDueAt: addMinutes(now, 1) }),
      complaintOf('5', { status: 'open', answerDueAt: addMinutes(now, -1), severity: 'serious' }),
    ]
    expect(repairQualityOf([], complaints, rules).complaints).toEqual({
      opened: 5,
      inTime: 1,
      late: 2,
      pending: 1,
      withdrawn: 1,
      grave: 2,
    })
  })

  it('adds up: the periods of the trend are the sums over the records, each in one of them', () => {
    const periods = bulletinPeriods(day('2026-11-25'), [], 6)
    const [first, last] = [periods[0]!.from, periods.at(-1)!.last]
    const minutes = fc.integer({ min: -3 * 1440, max: 64 * 1440 })
    const anyCall = fc.record({
      minutes,
      status: fc.constantFrom('reached', 'refused', 'dropped', 'wrong_number', 'withdrawn'),
      kind: fc.constantFrom('post_repair', 'confirmation', 'new_owner'),
      quality: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
      attitude: fc.integer({ min: 1, max: 10 }),
    })
    const anyOrder = fc.record({ days: fc.integer({ min: -3, max: 64 }), isRework: fc.boolean() })
    fc.assert(
      fc.property(
        fc.array(anyCall, { maxLength: 40 }),
        fc.array(minutes, { maxLength: 20 }),
        fc.array(anyOrder, { maxLength: 40 }),
        (told, filed, delivered) => {
          const begin = local(`${first} 00:00`)
          const calls = told.map((each, index) =>
            followUpCallOf(String(index), {
              kind: each.kind,
              status: each.status as FollowUpCall['status'],
              endedAt: addMinutes(begin, each.minutes),
              answers: [
                { question: 'service_attitude', zh: '态度？', kind: 'score', score: each.attitude },
                ...(each.quality === undefined
                  ? []
                  : [
                      {
                        question: 'repair_quality',
                        zh: '质量？',
                        kind: 'score' as const,
                        score: each.quality,
                      },
                    ]),
              ],
            }),
          )
          const complaints = filed.map((each, index) =>
            complaintOf(String(index), { filedAt: addMinutes(begin, each) }),
          )
          const orders = delivered.map(({ days, isRework }) => ({
            deliveredOn: addDays(first, days),
            isRework,
          }))
          const isIn = (on: string) => first <= on && on <= last
          const trend = periods.map((period) =>
            repairQualityOf(callsIn(calls, period, zone), complaintsIn(complaints, period, zone), rules),
          )
          const rework = periods.map((period) => reworkIn(orders, period))
          const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0)
          const scores = calls
            .filter(({ kind, status }) => kind === 'post_repair' && status === 'reached')
            .filter(({ endedAt }) => isIn(dateIn(endedAt!, zone)))
            .flatMap(({ answers = [] }) => answers.filter(({ question }) => question === 'repair_quality'))
            .map(({ score }) => score!)
          expect(sum(trend.map(({ rated }) => rated))).toBe(scores.length)
          expect(sum(trend.map(({ scoreSum }) => scoreSum))).toBe(sum(scores))
          expect(sum(trend.map(({ bad }) => bad))).toBe(scores.filter((score) => score <= 6).length)
          const opened = complaints.filter(({ filedAt }) => isIn(dateIn(filedAt, zone)))
          expect(sum(trend.map((each) => each.complaints.opened))).toBe(opened.length)
          for (const { complaints: each } of trend)
            expect(each.inTime + each.late + each.pending + each.withdrawn).toBe(each.opened)
          const inDays = orders.filter(({ deliveredOn }) => isIn(deliveredOn))
          expect(sum(rework.map((each) => each.delivered))).toBe(inDays.length)
          expect(sum(rework.map((each) => each.rework))).toBe(
            inDays.filter(({ isRework }) => isRework).length,
          )
        },
      ),
    )
  })
})

describe('the repair-quality bulletin', () => {
  let table: ReturnType<typeof memoryTable>
  let store: ReturnType<typeof openDropStore>
  let files: ReturnType<typeof memoryFiles>
  let log: ReturnType<typeof listeningLog>
  const at = (time: string) => ({ store, files, log, clock: clockAt(local(time)) })
  const send = async (time: string) => (await sendBulletins(repairQualityBulletin, at(time))).mails
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
  const delivered = (name: string, on: string, rework = false) =>
    repairOrderOf(name, {
      deliveredOn: day(on),
      ...(rework ? { rework: { orderId: orderIdOf('earlier'), because: 'said' } } : {}),
    })

  beforeEach(async () => {
    table = memoryTable()
    store = openDropStore(table)
    files = memoryFiles()
    log = listeningLog()
    await save(
      store,
      ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
      ...puts(
        staffRecord,
        staffOf('W1', { role: 'workshop_supervisor', name: '廖主管' }),
        staffOf('H1', { role: 'service_manager', name: '陈站长' }),
      ),
      ...puts(customerRecord, customerOf()),
      ...puts(
        repairOrderRecord,
        delivered('worst', '2026-11-20', true),
        delivered('good', '2026-11-13'),
        { ...delivered('late', '2026-11-24'), rework: { because: 'said' } },
        delivered('before', '2026-11-12', true),
        delivered('next', '2026-11-25', true),
      ),
      ...puts(
        complaintRecord,
        complaintOf('repair', { matter: 'repair_quality', filedAt: local('2026-11-20 12:00') }),
        complaintOf('price', { matter: 'price', filedAt: local('2026-11-20 12:00') }),
        complaintOf('next', { matter: 'repair_quality', filedAt: local('2026-11-25 00:00') }),
      ),
      ...puts(
        followUpCallRecord,
        asked('before', '2026-11-12 10:00', { repair_quality: 6 }),
        asked('good', '2026-11-13 10:00', { overall: 3, repair_quality: 9 }),
        asked('worst', '2026-11-20 10:00', { overall: 10, repair_quality: 2 }, {}, '王女士说刹车还响'),
        asked('next', '2026-11-25 00:00', { repair_quality: 1 }),
      ),
    )
  })

  it('goes to the workshop supervisor and the service manager, and counts what the records say', async () => {
    expect(await send('2026-11-25 07:25')).toBe(2)
    const told = await mails()
    expect(told.map(({ recipient }) => recipient.id).sort()).toEqual(
      [staffIdOf('W1'), staffIdOf('H1')].sort(),
    )
    const { content, purpose } = told.find(({ recipient }) => recipient.id === staffIdOf('W1'))!
    expect(purpose).toBe('repair-quality-bulletin')
    expect(content.subject).toBe('【维修质量通报】11月13日—11月24日：平均 5.5 分，返修 1 台')
    for (const line of [
      '廖主管，您好：本期 2 个维修质量评分，平均 5.5 分，比上期 -0.5。',
      '维修质量抱怨 1 件，交车 3 台，其中返修 1 台（33.3%）。',
      '- 返修：1（上期 1）',
      '- 返修率：33.3%（上期 100.0%）',
      '- 差评占比：50.0%（上期 100.0%）',
      '- 11/5–11/12：6.0 分',
      '- 11/13–11/24：5.5 分，接通 100.0% ■■■■■',
      '- 2 分，工单 RO-worst，repair_quality？“客户说刹车还响”',
    ])
      expect(content.text).toContain(line)
    expect(content.html + content.text).not.toMatch(/王|cus_|veh_|ord_/)
    // (6.0 − 1) and (5.5 − 1) of 9, of 100 pixels.
    expect([...content.html.matchAll(/height="(\d+)"/g)].map(([, height]) => height)).toEqual(['56', '50'])
    expect(content.html).not.toMatch(/<(img|svg|style|link|script)|https?:|url\(/)
  })

  it('is written once a period, and by the job of the morning beside the other one', async () => {
    expect((await eachMorning(at('2026-11-25 07:25'))).mails).toBe(3)
    expect((await eachMorning(at('2026-11-25 07:55'))).mails).toBe(0)
    const names = (await mails()).map(({ purpose }) => purpose).sort()
    expect(names).toEqual(['repair-quality-bulletin', 'repair-quality-bulletin', 'satisfaction-bulletin'])
    expect((await send('2026-11-25 08:00')) + (await send('2026-12-03 07:25'))).toBe(0)
  })

  it('is told where nobody was called and somebody complained, and is nobody’s where neither was', async () => {
    const quiet = openDropStore((table = memoryTable()))
    store = quiet
    await save(
      store,
      ...puts(dealerRecord, dealerOf()),
      ...puts(staffRecord, staffOf('W1', { role: 'workshop_supervisor' })),
    )
    expect(await send('2026-11-25 07:25')).toBe(0)
    await save(
      store,
      ...puts(
        complaintRecord,
        complaintOf('repair', { matter: 'repair_quality', filedAt: local('2026-11-20 12:00') }),
      ),
    )
    expect(await send('2026-11-25 07:25')).toBe(1)
    const [mail] = await mails()
    expect(mail!.content.subject).toContain('无评分，返修 0 台')
    expect(mail!.content.text).toContain('没有客户为维修质量打分')
  })
})
