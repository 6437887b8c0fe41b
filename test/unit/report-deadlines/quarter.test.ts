import { expect, it } from 'vitest'
import { dutyCatalogue } from '../../../functions/report-deadlines/catalogue.ts'
import { deadlineIdOf } from '../../../shared/domain/deadline.ts'
import type { DutyRule } from '../../../shared/domain/duty.ts'
import { roles } from '../../../shared/domain/role-names.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import type { Staff } from '../../../shared/domain/staff.ts'
import { addMinutes, dateIn, timeIn, type CalendarDate, type Instant } from '../../../shared/domain/time.ts'
import { holdersOf } from '../../../shared/domain/who-holds.ts'
import { isWorkingDay, workingDayUpTo } from '../../../shared/domain/working-days.ts'
import { absenceIdOf, day, dealerOf, instant, local, staffIdOf, staffOf } from '../../support/builders.ts'
import { independently } from './another-library.ts'
import { departmentOf, nextBeat, type Department, type Told } from './department.ts'

/*
 * A quarter of a department, National Day's week in it, while the system stands still now and then, for five days at the
 * longest. What had to be told is worked out here by other means: another library for the occurrences, minutes counted
 * one by one for opening hours, and the list of the job's runs.
 */

const zone = 'Asia/Shanghai'

/** Of the rules that name their days alike one each, and one more of the role whose holder is away; or all of them. */
const rules: readonly DutyRule[] =
  process.env['QUARTER'] === 'all'
    ? dutyCatalogue
    : [
        ...new Map(
          dutyCatalogue.map((rule) => {
            const { rrule, shift, remindBefore, role } = rule
            return [JSON.stringify([rrule, shift, remindBefore, role === 'parts_supervisor']), rule]
          }),
        ).values(),
      ]
const dealer = dealerOf()
const begins = local('2026-09-21 10:00')
const ends = local('2026-12-21 10:00')

/** Hours in which nothing ran. */
const outages: readonly { from: Instant; until: Instant }[] = [
  { from: local('2026-09-24 16:50'), until: local('2026-09-24 17:20') },
  { from: local('2026-10-09 08:25'), until: local('2026-10-14 09:00') },
  { from: local('2026-10-31 12:00'), until: local('2026-11-02 08:00') },
  { from: local('2026-11-24 16:00'), until: local('2026-11-27 18:30') },
  { from: local('2026-12-10 00:00'), until: local('2026-12-15 00:00') },
]
const isDown = (at: Instant) => outages.some(({ from, until }) => from <= at && at < until)

/** Nobody holds the roles that are not named here; the trainer's superior, the service manager, is there. */
const held: readonly RoleCode[] = [
  'general_manager',
  'service_manager',
  'information_clerk',
  'front_desk_supervisor',
  'workshop_supervisor',
  'parts_supervisor',
  'parts_planner',
  'warranty_clerk',
  'finance',
  'insurance_manager',
]
const staff: readonly Staff[] = [
  ...held.map((role, index) =>
    staffOf(role, {
      role,
      number: String(index + 100),
      name: role,
      email: `${role}@example.com`,
      // The parts supervisor is on leave for three weeks, and the planner stands in.
      ...(role === 'parts_supervisor'
        ? {
            absences: [
              {
                absenceId: absenceIdOf('leave'),
                from: day('2026-10-19'),
                until: day('2026-11-06'),
                kind: 'annual' as const,
              },
            ],
            deputies: [{ deputyId: staffIdOf('parts_planner') }],
          }
        : {}),
    }),
  ),
]

/** What people do with a deadline: by its id, so the same each time. */
function habitOf(deadlineId: string): {
  doneAfterMinutes: number | undefined
  acknowledges: number | undefined
} {
  const number = Array.from(deadlineId).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)
  const done = [-2000, -90, -1, 0, 1, 45, 121, 400, 3000, undefined][number % 10]
  const acknowledges = [5, 200, undefined][number % 3]
  return { doneAfterMinutes: done, acknowledges }
}

interface Story {
  readonly department: Department
  /** Runs of the job, in order. */
  readonly runs: readonly Instant[]
  readonly doneAt: ReadonlyMap<string, Instant>
  readonly acknowledgedAt: ReadonlyMap<string, Instant>
}

async function liveThrough(): Promise<Story> {
  const department = await departmentOf(dealer, staff, { at: begins, rules })
  const runs: Instant[] = []
  const doneAt = new Map<string, Instant>()
  const acknowledgedAt = new Map<string, Instant>()
  const actions: { at: Instant; act: () => Promise<void> }[] = []
  let seen = 0
  let told = 0

  const plan = (at: Instant, act: () => Promise<void>) => {
    actions.push({ at, act })
    actions.sort((a, b) => (a.at < b.at ? -1 : 1))
  }
  /** People see what was opened, and those who were told take note. */
  const look = () => {
    for (const { deadlineId, dueAt } of department.opened.slice(seen)) {
      const { doneAfterMinutes } = habitOf(deadlineId)
      if (doneAfterMinutes === undefined) continue
      const wanted = addMinutes(dueAt, doneAfterMinutes)
      const at = wanted > department.now ? wanted : addMinutes(department.now, 1)
      plan(at, async () => {
        await department.finish(deadlineId)
        doneAt.set(deadlineId, at)
      })
    }
    for (const { deadlineId, step, staffId } of department.told.slice(told)) {
      const { acknowledges } = habitOf(deadlineId)
      if (!step.startsWith('escalate') || acknowledges === undefined || acknowledgedAt.has(deadlineId))
        continue
      const at = addMinutes(department.now, acknowledges)
      plan(at, async () => {
        if (doneAt.has(deadlineId) || acknowledgedAt.has(deadlineId)) return
        await department.acknowledge(deadlineId, staffId)
        acknowledgedAt.set(deadlineId, at)
      })
    }
    seen = department.opened.length
    told = department.told.length
  }

  /** Nothing is due before; what people do only takes away from it. */
  let nextDueAt = begins
  let archivedOn = dateIn(begins, zone)
  for (let beat = nextBeat(begins); beat < ends; beat = nextBeat(beat)) {
    // What is done at the very moment of a run comes after it.
    while ((actions[0]?.at ?? ends) < beat) {
      const next = actions.shift()!
      department.now = next.at
      await next.act()
    }
    if (isDown(beat)) continue
    runs.push(beat)
    department.now = beat
    const isMorning = timeIn(beat, zone) === '07:50'
    // A run that finds nothing due does nothing: it is left out for the sake of time.
    if (!isMorning && nextDueAt > beat) continue
    await department.sweep()
    // A run that comes twice finds nothing more to do.
    if (runs.length % 7 === 0) await department.sweep()
    look()
    nextDueAt = (await department.nextDueAt()) ?? ends
    const today = dateIn(beat, zone)
    if (today > archivedOn) {
      await department.archive()
      archivedOn = today
    }
  }
  return { department, runs, doneAt, acknowledgedAt }
}

/** Of each rule the moments it is owed, by another library, and shifted off days without work. */
function owedMoments(rule: DutyRule): { occurrence: string; dueAt: Instant; dueOn: CalendarDate }[] {
  const days = { from: day('2026-08-20'), until: day('2027-01-31') }
  return independently(rule, zone, days).flatMap((text) => {
    const at = instant(text)
    const on = dateIn(at, zone)
    const time = timeIn(at, zone)
    const shifted =
      rule.shift === 'earlier'
        ? workingDayUpTo(on)
        : rule.shift === 'skip' && !isWorkingDay(on)
          ? undefined
          : on
    return shifted === undefined
      ? []
      : [{ occurrence: `${on}T${time}`, dueOn: shifted, dueAt: local(`${shifted} ${time}`) }]
  })
}

const minutesOf = (span: string): number =>
  Number(/\d+/.exec(span)![0]) *
  (span.endsWith('D') ? 1440 : span.endsWith('H') ? 60 : span.endsWith('M') ? 1 : 0)

/** Minutes of opening hours counted one by one. */
function afterOpen(from: Instant, minutes: number): Instant {
  let at = from
  for (let left = minutes; left > 0;) {
    const open = isWorkingDay(dateIn(at, zone)) && timeIn(at, zone) >= '08:30' && timeIn(at, zone) < '18:00'
    at = addMinutes(at, 1)
    if (open) left -= 1
  }
  return at
}

function chainFrom(role: RoleCode): RoleCode[] {
  const up = roles.find(({ code }) => code === role)?.reportsTo
  return up === undefined ? [role] : [role, ...chainFrom(up)]
}

/** What must be told of an occurrence, given when the job ran and what people did. */
function expectedOf(
  rule: DutyRule,
  { dueAt, deadlineId }: { dueAt: Instant; deadlineId: string },
  openedAt: Instant,
  { runs, doneAt, acknowledgedAt }: Story,
): Told[] {
  const told: Told[] = []
  const firstRun = (from: Instant) => runs.find((run) => run >= from)
  const isDone = (at: Instant) => (doneAt.get(deadlineId) ?? ends) < at
  const holder = (role: RoleCode, at: Instant) => holdersOf(role, staff, dateIn(at, zone))[0]!.staffId
  // Two runs lie ten minutes apart: a reminder between them is told by the second one.
  const late = addMinutes(dueAt, 10)
  // Shanghai's clocks do not change: a day before is 1,440 minutes before.
  const reminders = rule.remindBefore
    .map((span) => ({ step: `remind-${span}`, at: addMinutes(dueAt, -minutesOf(span)) }))
    .filter(({ at }) => at > openedAt)
    .sort((a, b) => (a.at < b.at ? -1 : 1))
  for (const [index, { step, at }] of reminders.entries()) {
    const run = firstRun(at)
    const until = reminders[index + 1]?.at ?? late
    if (run === undefined || run >= until || isDone(run)) continue
    told.push({ deadlineId, step, staffId: holder(rule.role, run), at: run })
  }
  const lateRun = firstRun(late > openedAt ? late : openedAt)
  if (lateRun === undefined || isDone(lateRun)) return told
  const escalates = addMinutes(dueAt, minutesOf(rule.escalateAfter))
  if (lateRun < escalates && !told.some(({ at }) => at >= dueAt))
    told.push({ deadlineId, step: 'late', staffId: holder(rule.role, lateRun), at: lateRun })
  let run = firstRun(escalates > lateRun ? escalates : lateRun)
  for (let level = 1; run !== undefined; level += 1) {
    const now = run
    const acknowledged = acknowledgedAt.get(deadlineId)
    if (isDone(now) || (acknowledged !== undefined && acknowledged < now)) break
    const heard = [
      holder(rule.role, now),
      ...told.filter(({ step }) => step.startsWith('escalate')).map(({ staffId }) => staffId),
    ]
    const next = chainFrom(rule.escalateTo)
      .map((role) => holder(role, now))
      .find((staffId) => !heard.includes(staffId))
    if (next === undefined) break
    told.push({ deadlineId, step: `escalate-${String(level)}`, staffId: next, at: now })
    run = firstRun(afterOpen(now, minutesOf(rule.escalateAfter)))
  }
  return told
}

const line = ({ deadlineId, step, staffId, at }: Told) => `${at} ${deadlineId} ${step} ${staffId}`

it(
  'a quarter with outages: each occurrence once, each reminder and escalation right, nobody told of what is done',
  { timeout: 240_000 },
  async () => {
    const story = await liveThrough()
    const { department, runs } = story
    const known = new Map(department.deadlines().map((deadline) => [deadline.deadlineId, deadline]))
    const firstRunAt = (at: Instant) => runs.find((run) => run >= at)

    const owed = rules.flatMap((rule) =>
      owedMoments(rule).flatMap((moment) => {
        const deadlineId = deadlineIdOf('D001', {
          kind: 'duty',
          code: rule.code,
          occurrence: moment.occurrence,
        })
        const reminded = rule.remindBefore.map((span) => addMinutes(moment.dueAt, -minutesOf(span)))
        const firstDay = [moment.dueOn, ...reminded.map((at) => dateIn(at, zone))].sort()[0]!
        const opens = firstRunAt(local(`${firstDay} 00:00`))
        const isOwed = moment.dueAt > begins && opens !== undefined
        return isOwed ? [{ rule, deadlineId, dueAt: moment.dueAt, opens }] : []
      }),
    )
    expect(owed.length).toBeGreaterThan(400)
    expect([...known.keys()].sort()).toEqual(owed.map(({ deadlineId }) => deadlineId).sort())
    for (const { deadlineId, dueAt, opens } of owed) {
      expect(known.get(deadlineId)).toMatchObject({ dueAt, createdAt: opens })
    }

    const expected = owed.flatMap(({ rule, deadlineId, dueAt, opens }) =>
      expectedOf(rule, { deadlineId, dueAt }, opens, story),
    )
    expect(expected.length).toBeGreaterThan(500)
    expect(department.told.map(line).sort()).toEqual(expected.map(line).sort())

    // What was told stands in a mail of the same run, one a person and run; nothing waits, and nothing threw.
    expect(department.notices()).toEqual([])
    const mailed = department.mails.flatMap(({ step, recipient, createdAt }) =>
      step === 'notices' ? [`${createdAt} ${recipient.id}`] : [],
    )
    expect(mailed.sort()).toEqual([...new Set(expected.map(({ at, staffId }) => `${at} ${staffId}`))].sort())
    expect(department.log.lines.filter(({ level }) => level !== 'info')).toEqual([])

    // Done late is said so.
    for (const { deadlineId, dueAt } of owed) {
      const at = story.doneAt.get(deadlineId)
      if (at !== undefined) expect(known.get(deadlineId)!.ended).toMatchObject({ at, late: at > dueAt })
    }
  },
)
