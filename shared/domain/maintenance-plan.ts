import * as z from 'zod'
import { CalendarDate } from './time.ts'

const interval = z.object({ months: z.int().min(1).max(60), km: z.int().min(500).max(100_000) })

/**
 * A manufacturer's service intervals: whichever comes first, months or kilometres. The last matching plan
 * counts, so a special one stands below the general one.
 */
export const MaintenancePlan = z.object({
  brand: z.string(),
  /** Words of which one must stand in the model's name; none: every model of the brand. */
  modelWords: z.array(z.string()).default([]),
  /** For vehicles sold from this day on. */
  soldFrom: CalendarDate.optional(),
  first: interval,
  following: interval,
  source: z.string(),
})
export type MaintenancePlan = z.infer<typeof MaintenancePlan>

const handbook = 'manufacturer’s maintenance handbook; a dealer setting'

export const defaultMaintenancePlans: MaintenancePlan[] = [
  {
    brand: '*',
    modelWords: [],
    first: { months: 6, km: 5_000 },
    following: { months: 6, km: 5_000 },
    source: 'the shortest interval in use, for brands without a plan of their own; a dealer setting',
  },
  {
    brand: '长城',
    modelWords: [],
    first: { months: 6, km: 5_000 },
    following: { months: 6, km: 6_000 },
    source: handbook,
  },
  {
    brand: '长城',
    modelWords: ['欧拉', 'ORA', '好猫', '黑猫', '白猫', '闪电猫'],
    first: { months: 6, km: 5_000 },
    following: { months: 12, km: 10_000 },
    source: handbook,
  },
  {
    brand: '东风日产',
    modelWords: [],
    first: { months: 6, km: 5_000 },
    following: { months: 6, km: 5_000 },
    source: handbook,
  },
  {
    brand: '长安福特',
    modelWords: [],
    first: { months: 6, km: 5_000 },
    following: { months: 12, km: 10_000 },
    source: handbook,
  },
]

/** Other names under which a brand stands in exports. */
const brandNames: Readonly<Record<string, string>> = {
  哈弗: '长城',
  坦克: '长城',
  欧拉: '长城',
  长城汽车: '长城',
  日产: '东风日产',
  福特: '长安福特',
}

/** The brand under which plans and terms stand, whatever an export calls it: 哈弗 is 长城. */
export function brandOf(written: string): string {
  return brandNames[written] ?? written
}

/** The plan for a vehicle, or undefined where the dealer has none, not even a general one. */
export function planFor(
  plans: readonly MaintenancePlan[],
  vehicle: { brand: string; model: string; soldOn: CalendarDate },
): MaintenancePlan | undefined {
  const brand = brandOf(vehicle.brand)
  return plans.findLast(
    (plan) =>
      (plan.brand === '*' || plan.brand === brand) &&
      (plan.modelWords.length === 0 || plan.modelWords.some((word) => vehicle.model.includes(word))) &&
      (plan.soldFrom === undefined || plan.soldFrom <= vehicle.soldOn),
  )
}
