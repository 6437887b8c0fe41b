import type { FaultClass, Plan } from './plan.ts'
import { randomOf, type Random } from './random.ts'

/** Several classes on the same days: each with its own faults, and nobody waits for the other to be over. */
export function together(classes: readonly FaultClass[], seed: string): Plan {
  // Each draws from a source of its own that begins alike, so that all of them mean the same days.
  const plans = classes.map((klass) => klass.plan(randomOf(seed)))
  const [first] = plans as [Plan]
  const judges = plans.flatMap(({ judge }) => judge ?? [])
  const one = <Name extends keyof Plan>(name: Name): Partial<Pick<Plan, Name>> => {
    const having = plans.find((plan) => plan[name] !== undefined)
    return having === undefined ? {} : ({ [name]: having[name] } as Partial<Pick<Plan, Name>>)
  }
  // A later window is what some classes need, and hinders none.
  const windows = plans.flatMap(({ houses }) => houses.flatMap(({ smsFrom }) => smsFrom ?? []))
  const latest = windows.sort().at(-1)
  // Acts are told of cars by their place in a list.
  const least = Math.max(...plans.map(({ acts, houses }) => (acts && houses[0]?.reminders) ?? 0))
  return {
    ...first,
    houses: first.houses.map((house) => ({
      ...house,
      reminders: Math.max(house.reminders, least),
      ...(latest !== undefined && { smsFrom: latest }),
      // What is told of one car would be told of its owner's other one too.
      sharedNumbers: !plans.some(({ acts }) => acts !== undefined) && plans.some(sharesNumbers),
    })),
    says: plans.map(({ says }, index) => `${classes[index]?.number ?? ''}: ${says}`).join(' | '),
    judge(run) {
      const all = judges.map((judge) => judge(run))
      return (request) => {
        for (const judge of all) {
          const fate = judge(request)
          if (fate !== undefined) return fate
        }
        return undefined
      }
    },
    days: Math.max(...plans.map(({ days }) => days)),
    troubledDays: Math.max(...plans.map(({ troubledDays }) => troubledDays)),
    ...one('clocksOff'),
    peculiar: plans.flatMap(({ peculiar = [] }) => peculiar),
    fires: (fires) => plans.reduce((all, plan) => plan.fires?.(all) ?? all, fires),
    ...one('rescues'),
    ...one('clockSkew'),
    ...handedOn(plans),
    ...one('provider'),
    ...one('receipts'),
    ...one('fate'),
    ...one('indexLag'),
    ...one('dawn'),
    ...one('deadLetters'),
    ...one('moreDeadLetters'),
    acts: (houses) => plans.flatMap((plan) => plan.acts?.(houses) ?? []),
    check: async (run) =>
      (await Promise.all(plans.map(async (plan) => (await plan.check?.(run)) ?? []))).flat(),
    mayGiveUp: true,
  }
}

function sharesNumbers({ houses }: Plan): boolean {
  return houses.some(({ sharedNumbers }) => sharedNumbers === true)
}

/** A batch passes through the hands of each. */
function handedOn(plans: readonly Plan[]): Pick<Plan, 'handOver'> {
  const hands = plans.flatMap(({ handOver }) => handOver ?? [])
  if (hands.length === 0) return {}
  return {
    handOver: (run) =>
      hands
        .map((hand) => hand(run))
        .reduce(
          (outer, inner) => (functionName, event, invoke) =>
            outer(functionName, event, (given) => inner(functionName, given, invoke)),
        ),
  }
}

/** Of classes that want the same place (who hands batches over, who is the provider) only one takes part. */
const places: Readonly<Record<number, string>> = {
  10: 'batches',
  11: 'batches',
  12: 'batches',
  18: 'provider',
  19: 'provider',
}
const mixable = new Set([1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 16, 18, 19, 21])

/** Two or three classes at once, as they come in life. */
export function severalAtOnce(classes: readonly FaultClass[]): FaultClass {
  return {
    number: 0,
    name: 'several classes at once',
    plan(random: Random) {
      const chosen: FaultClass[] = []
      for (const klass of random.shuffled(classes.filter(({ number }) => mixable.has(number)))) {
        const place = places[klass.number]
        const taken = place !== undefined && chosen.some(({ number }) => places[number] === place)
        if (!taken && chosen.length < 3) chosen.push(klass)
      }
      return together(chosen, `together ${random.next()}`)
    },
  }
}
