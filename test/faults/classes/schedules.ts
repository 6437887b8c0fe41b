import { byRequest } from '../by-content.ts'
import { shanghai, someDay, someHouse, usualDays } from '../days.ts'
import { die, hold, reset } from '../fates.ts'
import type { FaultClass, Fire, Plan } from '../plan.ts'
import { plusDays, soldSixMonthsBefore, wallClock } from '../wall-clock.ts'

const minute = 60_000

/** The scheduler promises at least once, not exactly once, and not on the second. */
const firesSeveralTimes: FaultClass = {
  number: 4,
  name: 'a schedule fires 2 to 10 times',
  plan(random) {
    const most = random.between(2, 10)
    const atOnce = random.chance(0.5)
    const late = random.chance(0.3) ? random.between(1, 90) : 0
    return {
      ...usualDays(random),
      says: `up to ${most} times ${atOnce ? 'at once' : 'in a row'}, up to ${late} minutes late`,
      fires: (fires) =>
        fires.map((fire, index): Fire => {
          const of = random.named('fire', index)
          return { ...fire, times: of.between(2, most), atOnce, at: fire.at + of.between(0, late) * minute }
        }),
    }
  },
}

/** A second sweep comes while the first is somewhere on its way. */
const sweepsOverlap: FaultClass = {
  number: 5,
  name: 'sweeps overlap',
  plan(random) {
    const jobs = [
      { job: 'maintenance-reminders', functionName: 'maintenance-sweep', zone: shanghai },
      { job: 'insurance-call-lists', functionName: 'renewal-sweep', zone: shanghai },
      { job: 'insurance-list-mail', functionName: 'renewal-lists', zone: shanghai },
      { job: 'deliver', functionName: 'messages-rescue', zone: shanghai },
    ].map((job) => ({ ...job, at: random.between(1, 16), when: random.pick(['before', 'after'] as const) }))
    return {
      ...usualDays(random),
      // A window that opens later gives the sweep of deliveries something to do.
      houses: [someHouse(random, { smsFrom: random.pick(['09:00', '09:30', '10:00']) })],
      says: jobs
        .map(({ functionName, at, when }) => `${functionName} waits ${when} its request ${at}`)
        .join('; '),
      judge(run) {
        const open = new Set(jobs)
        return ({ functionName, nth }) => {
          for (const job of open) {
            if (job.functionName !== functionName || nth < job.at) continue
            open.delete(job)
            return hold(job.when, () => run.start(job))
          }
          return undefined
        }
      },
    }
  },
}

/** Nothing comes round for days: what was due meanwhile is caught up, once, or is stale. */
const schedulesMissed: FaultClass = {
  number: 6,
  name: 'schedules missed for 1, 3, 30 days',
  plan(random) {
    const missed = random.pick([1, 3, 30])
    const everything = random.chance(0.5)
    const firstDay = someDay(random)
    const back = plusDays(firstDay, missed)
    const sweeps = new Set(['maintenance-reminders', 'insurance-call-lists'])
    const isMissed = ({ at, job, zone }: Pick<Fire, 'at' | 'job' | 'zone'>) =>
      (everything || sweeps.has(job)) && wallClock(at, zone).date < back
    return {
      firstDay,
      houses: [someHouse(random)],
      days: missed + 3,
      troubledDays: missed,
      says: `${everything ? 'everything' : 'sweeps'} missed for ${missed} days`,
      fires: (fires) => fires.filter((fire) => !isMissed(fire)),
      rescues: (at) => !isMissed({ at, job: 'deliver', zone: shanghai }),
      check({ accounts, stand, houses }) {
        // Who adds up a day of which the sweep never came must say so. Where nothing comes round at all nobody adds up:
        // the scheduler's own alarms are for that.
        if (everything) return []
        const told = stand.stack.logs
          .lines('messages-account')
          .filter((line) => line.includes('JOB_BEHIND') && line.includes(`"${houses[0]!.dealerId}"`))
        const nights = accounts.filter(({ lines }) => lines.some(({ behind }) => behind > 0)).length
        const silent = told.length === 0 || told.length < nights || nights === 0
        return silent ? [`the job is behind, and ${told.length} alarms ring in ${nights} nights`] : []
      },
    }
  },
}

/** No two machines agree on the time. */
const clocksApart: FaultClass = {
  number: 14,
  name: 'clocks ten minutes apart',
  plan(random) {
    const most = random.pick([1, 5, 10])
    return {
      ...usualDays(random),
      says: `each worker's clock up to ${most} minutes off`,
      clocksOff: most * minute,
      clockSkew(run) {
        let started = 0
        return (functionName) => {
          started += 1
          const off = random.named(functionName, started).between(-most * minute, most * minute)
          run.struck(`a clock ${off} ms off`, functionName)
          return off
        }
      },
      judge(run) {
        // New workers, with new clocks, all through the day.
        const every = random.between(20, 60)
        const chanceOf = byRequest(random)
        const killed = new Map<string, number>()
        return (request) => {
          const { functionName, operation } = request
          const isHit = chanceOf(request).chance(1 / every)
          const quiet = functionName !== 'messages-deliver' || operation === 'BatchGetItem'
          const times = killed.get(functionName) ?? 0
          // A job that dies three times over is given up: that is another story.
          if (!isHit || !quiet || times === 2) return undefined
          killed.set(functionName, times + 1)
          return die('before', () => run.kill(functionName))
        }
      },
    }
  },
}

const zones = [shanghai, 'Europe/Berlin', 'America/New_York']
/** Days on which clocks change, and the ends of months of different lengths. */
const specialDays = [
  '2027-03-28', // Berlin: forward
  '2027-10-31', // Berlin: back
  '2028-03-12', // New York: forward
  '2027-11-07', // New York: back
  '2028-02-29',
  '2028-02-28',
  '2027-02-28',
  '2027-12-31',
  '2028-03-31',
  '2027-08-31',
]

const calendar: FaultClass = {
  number: 15,
  name: 'DST, zones, 29 February, month ends',
  plan(random) {
    // The day itself is due, or the service that is told of fourteen days ahead.
    const special = random.pick(specialDays)
    const near = [special, plusDays(special, -1), plusDays(special, -14), plusDays(special, 7)].filter(
      (date) =>
        soldSixMonthsBefore(plusDays(date, 14)) !== undefined ||
        soldSixMonthsBefore(plusDays(date, -7)) !== undefined,
    )
    const firstDay = random.pick(near)
    const houses = random.shuffled(zones).slice(0, random.between(2, 3))
    const sweepAt = random.pick(['09:00', '09:00', '02:30', '01:30'])
    return {
      firstDay,
      houses: houses.map((zone) =>
        someHouse(random, { zone, reminderSweepAt: sweepAt, reminders: 4, calls: 2 }),
      ),
      days: 3,
      troubledDays: 1,
      says: `${firstDay}, sweep at ${sweepAt}, ${houses.join(', ')}`,
      peculiar: houses.map((zone) => `${firstDay} and a sweep at ${sweepAt} in ${zone}`),
    }
  },
}

const oneBigDealer: FaultClass = {
  number: 17,
  name: 'one dealer is 80 % of the work',
  plan(random): Plan {
    const big = random.between(28, 40)
    const small = Array.from({ length: random.between(2, 3) }, () =>
      someHouse(random, { reminders: 2, calls: 1 }),
    )
    const order = random.shuffled([someHouse(random, { reminders: big, calls: 6 }), ...small])
    const strike = random.between(1, 8)
    return {
      ...usualDays(random),
      houses: order,
      says: `${big} of one dealer, ${small.length} small ones; the sweep's connection breaks at request ${strike}`,
      judge:
        () =>
        ({ functionName, nth }) =>
          functionName === 'maintenance-sweep' && nth >= strike && nth < strike + 3
            ? reset('before')
            : undefined,
    }
  },
}

export const scheduleClasses: readonly FaultClass[] = [
  firesSeveralTimes,
  sweepsOverlap,
  schedulesMissed,
  clocksApart,
  calendar,
  oneBigDealer,
]
