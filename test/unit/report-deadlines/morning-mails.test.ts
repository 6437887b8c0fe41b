import { beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { DeadlineMailsFailed, sweepDeadlines } from '../../../functions/report-deadlines/sweep.ts'
import type { Deadline, Pause } from '../../../shared/domain/deadline.ts'
import type { Staff } from '../../../shared/domain/staff.ts'
import { addDays, addMinutes, dateIn, timeIn, type Instant } from '../../../shared/domain/time.ts'
import { deadlineNoticeRecord, deadlineRecord } from '../../../shared/store/deadlines.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import {
  day,
  dealerOf,
  deadlineNoticeOf,
  deadlineOf,
  local,
  staffIdOf,
  staffOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { departmentOf, type Department } from './department.ts'

const supervisor = staffOf('W1', { role: 'workshop_supervisor', name: '赵主管' })
const head = staffOf('H1', { role: 'service_manager', name: '陈站长' })
const planner = staffOf('P1', { role: 'parts_planner', name: '孙计划' })
const boss = staffOf('G1', { role: 'general_manager', name: '周总' })
/** Tuesday; the mail goes at ten to eight. */
const morning = local('2026-11-24 07:50')

let department: Department
beforeEach(async () => {
  department = await departmentOf(dealerOf(), [supervisor, head, planner, boss], { at: morning, rules: [] })
})
const open = (...deadlines: Deadline[]) => save(department.store, ...puts(deadlineRecord, ...deadlines))
const at = async (now: Instant) => {
  department.now = now
  await department.sweep()
}
const Content = z.object({ subject: z.string(), html: z.string(), text: z.string() })
/** The morning's mail of a person, as its text; undefined without one. */
async function mailOf({ staffId }: Staff): Promise<z.infer<typeof Content> | undefined> {
  const row = department.mails.find(({ step, recipient }) => step === 'morning' && recipient.id === staffId)
  if (row === undefined) return undefined
  const body = await department.files.read(fileKeys.mail('D001', row.messageId))
  return Content.parse(JSON.parse(body!))
}
/** A timer of a complaint's answer that stands still. */
const standing = (from: Instant, more: Partial<Deadline> = {}): Deadline => {
  const pause: Pause = { from, by: staffIdOf('W1'), reason: '等客户回电' }
  return deadlineOf('2026-12-20T10:00', {
    cause: { kind: 'timer', code: 'complaint-reply', record: `complaint#${from}` },
    zh: '客户抱怨单处理',
    pauses: [pause],
    ...more,
  })
}

describe('the morning’s mail', () => {
  it('still goes once after a stop of two hours, and not at noon', async () => {
    await open(deadlineOf('2026-11-24T17:00'))
    await at(local('2026-11-24 07:40'))
    expect(department.mails).toEqual([])
    await at(local('2026-11-24 09:50'))
    await at(local('2026-11-24 10:00'))
    expect(department.mails.map(({ step, recipient }) => [step, recipient.id])).toEqual([
      ['morning', staffIdOf('W1')],
    ])
  })

  it('does not go after a stop of three hours', async () => {
    await open(deadlineOf('2026-11-24T17:00'))
    await at(local('2026-11-24 10:50'))
    expect(department.mails).toEqual([])
  })

  it('on a day off goes to whoever owes something that day, not for what is late or stands still', async () => {
    const sunday = local('2026-11-29 07:50')
    await open(
      deadlineOf('2026-11-27T17:00'),
      standing(local('2026-11-20 10:00')),
      deadlineOf('2026-11-29T17:00', { role: 'parts_planner' }),
    )
    await at(sunday)
    expect(department.mails.map(({ recipient }) => recipient.id)).toEqual([staffIdOf('P1')])
  })
})

describe('what nobody closes', () => {
  const before = (days: number, time = '08:30') => `${addDays(day('2026-11-24'), -days)}T${time}`

  it('is listed for 31 days, the newest first, and counted in one line from then on', async () => {
    await open(
      deadlineOf(before(400), { zh: '早就逾期' }),
      deadlineOf(before(31, '00:00'), { zh: '刚好过期' }),
      deadlineOf(before(31, '00:01'), { zh: '还在列' }),
      deadlineOf(before(1), { zh: '昨天的' }),
    )
    await at(morning)
    const { subject, text } = (await mailOf(supervisor))!
    expect(subject).toBe('【今日职责】11月24日：今天 0 项，已逾期 2 项，更早逾期 2 项')
    expect(text.split('\n').filter((each) => each.startsWith('- '))).toEqual([
      expect.stringContaining('昨天的'),
      expect.stringContaining('还在列'),
    ])
    expect(text).toContain('您的岗位另有 2 项逾期已超过 31 天')
    expect(text).not.toContain('早就逾期')
  })

  it('is told each working day, also when nothing else is', async () => {
    await open(deadlineOf(before(60), { role: 'parts_planner' }))
    await at(morning)
    expect((await mailOf(planner))?.subject).toBe('【今日职责】11月24日：今天 0 项，更早逾期 1 项')
    expect(await mailOf(supervisor)).toBeUndefined()
  })

  it('is counted up to 2,000, and said to be more', async () => {
    const zone = 'Asia/Shanghai'
    const many = Array.from({ length: 2001 }, (_, nth) => {
      const dueAt = addMinutes(local('2026-10-01 00:00'), -60 * nth)
      return deadlineOf(`${dateIn(dueAt, zone)}T${timeIn(dueAt, zone)}`)
    })
    for (let start = 0; start < many.length; start += 50) await open(...many.slice(start, start + 50))
    const queries = department.table.reads.query
    await at(morning)
    expect((await mailOf(supervisor))?.text).toContain('另有至少 2000 项')
    expect(department.table.reads.query - queries).toBeLessThan(40)
  })

  it('of the last days fills no more than sixty rows of a mail, as text too', async () => {
    const many = Array.from({ length: 70 }, (_, nth) =>
      deadlineOf(
        before(
          1,
          `${String(8 + Math.floor(nth / 60)).padStart(2, '0')}:${String(nth % 60).padStart(2, '0')}`,
        ),
      ),
    )
    await open(...many)
    await at(morning)
    const { subject, text, html } = (await mailOf(supervisor))!
    expect(subject).toContain('已逾期 70 项')
    expect(text.split('\n').filter((each) => each.startsWith('- '))).toHaveLength(60)
    expect(text).toContain('另有 10 项未列出')
    expect(html).toContain('另有 10 项未列出')
  })
})

describe('a timer that stands still', () => {
  it('is shown each morning to whom it belongs, with its reason and since when, however far its moment is', async () => {
    await open({ ...standing(local('2026-11-20 10:00')), about: 'C-17<b>' })
    await at(morning)
    const { subject, text, html } = (await mailOf(supervisor))!
    expect(subject).toBe('【今日职责】11月24日：今天 0 项，暂停中 1 项')
    expect(text).toContain(
      '- 11月20日 10:00 起（已暂停 4 天）客户抱怨单处理（C-17<b>）（您，车间主管，原因：等客户回电）',
    )
    expect(html).toContain('原因：等客户回电')
    expect(html).toContain('客户抱怨单处理（C-17&lt;b&gt;）')
    expect(await mailOf(head)).toBeUndefined()
  })

  it('is shown to whoever it would be passed up to from the seventh day on', async () => {
    await open(standing(local('2026-11-18 23:00')))
    await at(morning)
    expect(await mailOf(head)).toBeUndefined()
    await at(local('2026-11-25 07:50'))
    const { subject, text } = (await mailOf(head))!
    expect(subject).toBe('【今日职责】11月25日：今天 0 项，暂停中 1 项')
    expect(text).toContain('下级暂停已满一周，请您过问（1）')
    expect(text).toContain('（赵主管，车间主管，原因：等客户回电）')
  })

  it('is shown to the next one above where it is the superior’s own', async () => {
    await open(standing(local('2026-11-10 10:00'), { role: 'service_manager' }))
    await at(morning)
    expect((await mailOf(head))?.text).toContain('暂停中：原因还在吗？（1）')
    expect((await mailOf(boss))?.text).toContain('下级暂停已满一周，请您过问（1）')
  })

  it('is no longer shown once it goes on', async () => {
    const timer = standing(local('2026-11-10 10:00'))
    await open({ ...timer, pauses: [{ ...timer.pauses[0]!, until: local('2026-11-23 10:00') }] })
    await at(morning)
    expect(department.mails).toEqual([])
  })
})

describe('a record that cannot be read', () => {
  const damage = (deadline: Deadline) => {
    const item = department.table.all().find((each) => each['deadlineId'] === deadline.deadlineId)!
    department.table.put({ ...item, remindBefore: '王芳 13800000000' })
  }
  const errors = () => department.log.lines.filter(({ level }) => level === 'error')

  it('silences no other: the morning’s mail goes without it, and one line says how many were left out', async () => {
    const [bad, worse] = [deadlineOf('2026-11-24T16:00'), deadlineOf('2026-11-23T16:00')]
    await open(bad, worse, deadlineOf('2026-11-24T17:00'))
    damage(bad)
    damage(worse)
    await at(morning)
    expect((await mailOf(supervisor))?.subject).toBe('【今日职责】11月24日：今天 1 项')
    expect(errors()).toMatchObject([
      { code: 'DEADLINES_DAMAGED', fields: { dealerId: 'D001', kind: 'morning', damaged: 2 } },
    ])
    expect(JSON.stringify(errors())).not.toContain('王芳')
  })

  it('that is to be told waits until it can be read, and what else is to be told is told', async () => {
    const [bad, good] = [deadlineOf('2026-11-24T08:30'), deadlineOf('2026-11-24T09:30')]
    await open(bad, good)
    const staffId = staffIdOf('W1')
    const told = (deadline: Deadline) =>
      deadlineNoticeOf(deadline.cause.kind === 'duty' ? deadline.cause.occurrence : '', { staffId })
    const lost = { ...told(good), step: 'late' }
    await save(department.store, ...puts(deadlineNoticeRecord, told(bad), told(good), lost))
    damage(bad)
    const item = department.table
      .all()
      .find(({ entity, step }) => entity === 'DeadlineNotice' && step === 'late')!
    department.table.put({ ...item, kind: '王芳' })
    await at(local('2026-11-24 06:00'))
    expect(department.mails.map(({ step, recipient }) => [step, recipient.id])).toEqual([
      ['notices', staffId],
    ])
    expect(department.table.all().filter(({ entity }) => entity === 'DeadlineNotice')).toMatchObject([
      { deadlineId: bad.deadlineId },
      { step: 'late' },
    ])
    expect(errors()).toMatchObject([
      { code: 'DEADLINES_DAMAGED', fields: { dealerId: 'D001', kind: 'notices', damaged: 2 } },
    ])
    department.table.put({
      ...department.table
        .all()
        .find((each) => each['deadlineId'] === bad.deadlineId && each['entity'] === 'Deadline')!,
      remindBefore: ['PT0S'],
    })
    await at(local('2026-11-24 06:10'))
    expect(department.mails).toHaveLength(2)
  })
})

it('one kind of mail that fails silences none of the others, and the job is run again', async () => {
  await open(deadlineOf('2026-11-24T17:00'))
  const { store, files, clock, log } = department
  const failing = { ...store.deadlines, notices: () => Promise.reject(new Error('not today')) }
  const job = { job: 'report-deadlines', zone: 'Asia/Shanghai', scheduledAt: morning }
  const run = sweepDeadlines(job, { store: { ...store, deadlines: failing }, files, clock, log })
  await expect(run).rejects.toThrow(DeadlineMailsFailed)
  const row = department.table.all().find(({ entity }) => entity === 'Message')
  expect(row).toMatchObject({ step: 'morning', recipient: { id: staffIdOf('W1') } })
  expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
    { code: 'DEADLINE_MAILS_FAILED', fields: { dealerId: 'D001', kind: 'notices' } },
  ])
})
