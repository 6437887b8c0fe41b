import * as z from 'zod'
import { brandOf } from '../maintenance-plan.ts'
import { CalendarDate } from '../time.ts'

/**
 * What a term is about. `repair` and `replace_return` raise the law's own periods; the others stand beside them.
 * `assembly` is a whole assembly with a longer term (traction battery, drive motor), `extra` whatever else a
 * manufacturer promises (paint, rust).
 */
export const WarrantyTermKind = z.enum([
  'repair',
  'replace_return',
  'wear_part',
  'emission_part',
  'assembly',
  'extra',
])
export type WarrantyTermKind = z.infer<typeof WarrantyTermKind>

/**
 * A term of the repair warranty that is no constant of the law: of a brand, of some models, of a class of parts. Of
 * several with the same code the last that matches counts, so a special one stands below the general one.
 */
export const WarrantyTerm = z
  .object({
    code: z
      .string()
      .regex(/^[a-z]+(?:-[a-z]+)*$/)
      .max(40),
    kind: WarrantyTermKind,
    zh: z.string().min(1).max(60),
    en: z.string().min(1).max(60),
    /** `*`: every brand. */
    brand: z.string().min(1).max(40),
    /** Words of which one must stand in the model's name; none: every model of the brand. */
    modelWords: z.array(z.string().min(1).max(40)).max(50).default([]),
    /** For vehicles sold from this day on. */
    soldFrom: CalendarDate.optional(),
    /** For cars that run on electricity alone or besides. */
    newEnergyOnly: z.boolean().default(false),
    /** Whichever comes first; one of them may be absent, not both. */
    months: z.int().min(1).max(240).optional(),
    km: z.int().min(100).max(2_000_000).optional(),
    source: z.string().min(1).max(200),
    /** True: common in the trade, without a text at hand. The answer says so. */
    unverified: z.boolean().default(false),
  })
  .refine(({ months, km }) => months !== undefined || km !== undefined, {
    error: 'a term ends at some time, or after some distance',
  })
export type WarrantyTerm = z.infer<typeof WarrantyTerm>

const wear = (code: string, zh: string, en: string, months: number, km: number): WarrantyTerm => ({
  code,
  kind: 'wear_part',
  zh,
  en,
  brand: '*',
  modelWords: [],
  newEnergyOnly: false,
  months,
  km,
  source:
    'terms common in warranty certificates (三包凭证); each manufacturer names its own; a dealer setting',
  unverified: true,
})

/**
 * Until the dealer sets its manufacturers' own. The classes of wear parts are those that a warranty certificate lists
 * (GB/T 29632); their terms are each manufacturer's.
 */
export const defaultWarrantyTerms: WarrantyTerm[] = [
  wear('air-filter', '空气滤清器', 'air filter', 6, 5_000),
  wear('cabin-filter', '空调滤清器', 'cabin filter', 6, 5_000),
  wear('oil-filter', '机油滤清器', 'oil filter', 6, 5_000),
  wear('fuel-filter', '燃油滤清器', 'fuel filter', 6, 5_000),
  wear('spark-plug', '火花塞', 'spark plugs', 6, 10_000),
  wear('brake-lining', '制动衬片', 'brake linings', 6, 10_000),
  wear('clutch-disc', '离合器片', 'clutch disc', 6, 10_000),
  wear('tyre', '轮胎', 'tyres', 6, 10_000),
  wear('starter-battery', '蓄电池', 'starter battery', 12, 20_000),
  wear('remote-battery', '遥控器电池', 'battery of the remote key', 3, 5_000),
  wear('bulb', '灯泡', 'bulbs', 6, 10_000),
  wear('wiper-blade', '刮水器刮片', 'wiper blades', 3, 5_000),
  wear('fuse-relay', '保险丝及普通继电器', 'fuses and plain relays', 6, 10_000),
  {
    code: 'emission-parts',
    kind: 'emission_part',
    zh: '排放质保零部件',
    en: 'parts of the emission warranty',
    brand: '*',
    modelWords: [],
    newEnergyOnly: false,
    months: 36,
    km: 60_000,
    source: 'GB 18352.6-2016, emission warranty; the manufacturer lists the parts; a dealer setting',
    unverified: true,
  },
  {
    code: 'traction-battery',
    kind: 'assembly',
    zh: '动力蓄电池',
    en: 'traction battery',
    brand: '*',
    modelWords: [],
    soldFrom: CalendarDate.parse('2016-01-01'),
    newEnergyOnly: true,
    months: 96,
    km: 120_000,
    source:
      'terms for subsidized new-energy cars (财建〔2015〕134号): 8 years or 120,000 km; a dealer setting',
    unverified: true,
  },
  {
    code: 'drive-motor',
    kind: 'assembly',
    zh: '驱动电机及电机控制器',
    en: 'drive motor and its controller',
    brand: '*',
    modelWords: [],
    soldFrom: CalendarDate.parse('2016-01-01'),
    newEnergyOnly: true,
    months: 96,
    km: 120_000,
    source:
      'terms for subsidized new-energy cars (财建〔2015〕134号): 8 years or 120,000 km; a dealer setting',
    unverified: true,
  },
]

/** The terms that count for a car, one for each code, in the order in which their codes are first named. */
export function termsFor(
  terms: readonly WarrantyTerm[],
  car: { readonly brand: string; readonly model: string; readonly soldOn: CalendarDate },
): WarrantyTerm[] {
  const matching = terms.filter(
    (term) =>
      (term.brand === '*' || brandOf(term.brand) === brandOf(car.brand)) &&
      (term.modelWords.length === 0 || term.modelWords.some((word) => car.model.includes(word))) &&
      (term.soldFrom === undefined || term.soldFrom <= car.soldOn),
  )
  return [...new Map(matching.map((term) => [term.code, term])).values()]
}
