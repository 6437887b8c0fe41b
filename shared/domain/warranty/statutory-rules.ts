import type { CalendarDate } from '../time.ts'
import { CalendarDate as Day } from '../time.ts'
import type { AssemblyCode } from './assemblies.ts'
import type { Term } from './periods.ts'
import { earlyFailures, type EarlyFailure, type LeftOutReason, type Remedy } from './statutory-words.ts'

/** Where a rule stands. `unverified`: it is known from practice, and its text was not at hand. */
export interface Cited {
  readonly article: string
  readonly unverified?: true
}

interface CitedTerm extends Term, Cited {}

/** A condition that is met by happening so often: within the replace/return period, or within a term of its own. */
interface Condition extends Cited {
  readonly remedies: readonly [Remedy, ...Remedy[]]
}

/** The law of the statutory warranty (三包) as it counts for cars sold from a day on. */
export interface StatutoryRules {
  readonly code: 'order-150' | 'order-43'
  readonly zh: string
  readonly en: string
  readonly soldFrom: CalendarDate
  /**
   * What the periods run from. `differing-delivery`: from the invoice, and from the delivery where that is another day.
   * `invoice`: from the invoice alone; the delivery only stands in where nobody knows of an invoice.
   */
  readonly clock: Cited & { readonly from: 'invoice' | 'differing-delivery' }
  /** 包修期. */
  readonly repairWarranty: CitedTerm
  /** 三包有效期. */
  readonly replaceReturn: CitedTerm
  /** One of these assemblies, or a main part of it, has to be replaced so soon. The older rules know no such right. */
  readonly sevenDays?: (CitedTerm & Condition & { readonly assemblies: readonly AssemblyCode[] }) | undefined
  /** A main part of one of these fails so soon: the customer may have a new assembly. */
  readonly newAssembly: CitedTerm & Condition & { readonly assemblies: readonly AssemblyCode[] }
  /** A grave failure (see `EarlyFailure`) so soon. */
  readonly earlyFailure: CitedTerm & Condition & { readonly failures: readonly EarlyFailure[] }
  /** After so many repairs of serious safety faults one is not cured, or another one comes. */
  readonly seriousFault: Condition & { readonly repairs: number }
  readonly assemblyReplaced: Condition & {
    readonly times: number
    readonly assemblies: readonly AssemblyCode[]
  }
  readonly mainPartReplaced: Condition & {
    readonly times: number
    readonly assemblies: readonly AssemblyCode[]
  }
  readonly repairDays: Condition & {
    readonly moreThan: number
    readonly leftOut: readonly LeftOutReason[]
  }
  readonly sameProblem: Condition & { readonly moreThan: number }
  /** One repair takes more days than these: the customer is owed a loan car, or what travelling costs. */
  readonly loanCar: Cited & { readonly afterDays: number }
  /** 使用补偿系数: n of the usage fee, in hundredths of a percent. */
  readonly usageFee: Cited & { readonly mostBasisPoints: number; readonly leastBasisPoints: number }
  readonly source: string
}

const order43: StatutoryRules = {
  code: 'order-43',
  zh: '《家用汽车产品修理更换退货责任规定》（市场监管总局令第43号）',
  en: 'SAMR Order 43',
  soldFrom: Day.parse('2022-01-01'),
  clock: { from: 'differing-delivery', article: '18' },
  repairWarranty: { months: 36, km: 60_000, article: '18' },
  replaceReturn: { months: 24, km: 50_000, article: '18' },
  sevenDays: {
    days: 7,
    assemblies: ['engine', 'gearbox', 'traction_battery', 'drive_motor'],
    remedies: ['replace', 'return'],
    article: '22',
  },
  newAssembly: {
    days: 60,
    km: 3_000,
    assemblies: ['engine', 'gearbox', 'traction_battery', 'drive_motor'],
    remedies: ['new_assembly'],
    article: '20',
  },
  earlyFailure: {
    days: 60,
    km: 3_000,
    failures: earlyFailures,
    remedies: ['replace', 'return'],
    article: '23',
  },
  seriousFault: { repairs: 2, remedies: ['replace', 'return'], article: '24(1)' },
  assemblyReplaced: {
    times: 2,
    assemblies: ['engine', 'gearbox', 'traction_battery', 'drive_motor'],
    remedies: ['replace', 'return'],
    article: '24(2)',
  },
  mainPartReplaced: {
    times: 2,
    assemblies: [
      'engine',
      'gearbox',
      'traction_battery',
      'drive_motor',
      'steering',
      'brakes',
      'suspension',
      'driveline',
      'emission_control',
      'body',
    ],
    remedies: ['replace', 'return'],
    article: '24(3)',
  },
  repairDays: {
    moreThan: 30,
    leftOut: ['vin_part_transport', 'battery_transport', 'rescue_travel'],
    remedies: ['replace', 'return'],
    article: '24(4), 40',
  },
  sameProblem: { moreThan: 4, remedies: ['replace', 'return'], article: '24(4)' },
  loanCar: { afterDays: 5, article: '21' },
  usageFee: { leastBasisPoints: 0, mostBasisPoints: 50, article: '27' },
  source: 'SAMR Order 43 of 2021, in force since 2022-01-01',
}

const order150: StatutoryRules = {
  code: 'order-150',
  zh: '《家用汽车产品修理、更换、退货责任规定》（质检总局令第150号）',
  en: 'AQSIQ Order 150',
  soldFrom: Day.parse('2013-10-01'),
  clock: { from: 'invoice', article: '17', unverified: true },
  repairWarranty: { months: 36, km: 60_000, article: '17' },
  replaceReturn: { months: 24, km: 50_000, article: '17' },
  newAssembly: {
    days: 60,
    km: 3_000,
    assemblies: ['engine', 'gearbox'],
    remedies: ['new_assembly'],
    article: '18',
  },
  earlyFailure: {
    days: 60,
    km: 3_000,
    failures: ['steering_failure', 'brake_failure', 'body_crack', 'fuel_leak'],
    remedies: ['replace', 'return'],
    article: '20',
  },
  seriousFault: { repairs: 2, remedies: ['replace', 'return'], article: '20(1)' },
  assemblyReplaced: {
    times: 2,
    assemblies: ['engine', 'gearbox'],
    remedies: ['replace', 'return'],
    article: '20(2)',
  },
  mainPartReplaced: {
    times: 2,
    assemblies: ['engine', 'gearbox', 'steering', 'brakes', 'suspension', 'axles', 'body'],
    remedies: ['replace', 'return'],
    article: '20(2), 20(3)',
  },
  repairDays: {
    moreThan: 35,
    leftOut: ['vin_part_transport', 'rescue_travel'],
    remedies: ['replace'],
    article: '21',
  },
  sameProblem: { moreThan: 5, remedies: ['replace'], article: '21' },
  loanCar: { afterDays: 5, article: '19', unverified: true },
  usageFee: { leastBasisPoints: 50, mostBasisPoints: 80, article: '25', unverified: true },
  source: 'AQSIQ Order 150 of 2012, in force from 2013-10-01 to 2021-12-31',
}

/** Every version of the law, the oldest first. */
export const statutoryRules: readonly StatutoryRules[] = [order150, order43]

/** The law that counts for a car by the day of its sale; undefined for cars sold before there was any. */
export function rulesForSale(
  soldOn: CalendarDate,
  versions: readonly StatutoryRules[] = statutoryRules,
): StatutoryRules | undefined {
  return versions.findLast(({ soldFrom }) => soldFrom <= soldOn)
}
