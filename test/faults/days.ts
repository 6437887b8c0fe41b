import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import type { HousePlan } from './seed-world.ts'
import { isWeekday, plusDays, soldSixMonthsBefore } from './wall-clock.ts'

export const shanghai = 'Asia/Shanghai'

/** A day on which somebody can be due; mostly one of the working week. */
export function someDay(random: Random): string {
  for (;;) {
    const date = plusDays('2027-01-04', random.between(0, 1400))
    const possible = soldSixMonthsBefore(plusDays(date, 14)) ?? soldSixMonthsBefore(plusDays(date, -7))
    if (possible !== undefined && (isWeekday(date) || random.chance(0.2))) return date
  }
}

/** A dealer of the usual size in a test: enough for several deliveries, little enough for no pause of the pace. */
export function someHouse(random: Random, more: Partial<HousePlan> = {}): HousePlan {
  return { zone: shanghai, reminders: random.between(5, 14), calls: random.between(2, 5), ...more }
}

/** Three days, of which the first is troubled; the same for every class that draws from the same source. */
export function usualDays(
  random: Random,
  more: Partial<HousePlan> = {},
): Pick<Plan, 'firstDay' | 'houses' | 'days' | 'troubledDays'> {
  const of = random.named('days')
  return { firstDay: someDay(of), houses: [someHouse(of, more)], days: 3, troubledDays: 1 }
}
