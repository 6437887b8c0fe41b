import * as z from 'zod'
import { CompulsoryTable, Dealer, DealerSettings } from '../../domain/dealer.ts'
import { ClaimKind } from '../../domain/claim-kind.ts'
import { BEST_SCORE, FollowUpQuestion, MOST_QUESTIONS } from '../../domain/follow-up-questions.ts'
import { LaborRate } from '../../domain/labor-rate.ts'
import { line, text } from '../../domain/text.ts'
import { PartsOrderClass } from '../../domain/parts-order-class.ts'
import { ContactPurpose } from '../../domain/purpose.ts'
import { RoleCode } from '../../domain/roles.ts'
import { marketingHours } from '../../domain/send-window.ts'
import { Instant, TimeOfDay, Zone } from '../../domain/time.ts'
import { ClaimDeadlines } from '../../domain/warranty/claim-days.ts'
import { AuthorizationRule, EvidenceRule } from '../../domain/warranty/claim-settings.ts'
import { LedgerThresholds } from '../../domain/warranty/ledger-thresholds.ts'
import { WarrantySettings } from '../../domain/warranty/warranty-settings.ts'
import { WarrantyTerm } from '../../domain/warranty/warranty-terms.ts'
import { defaultWarrantyMail, WarrantyMail } from '../../domain/warranty/mail-settings.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageQuery } from '../page.ts'

const functionName = 'dealer-api'

const everybody: readonly [RoleCode, ...RoleCode[]] = [
  'general_manager',
  ...RoleCode.exclude(['general_manager']).options,
]
const managers = ['service_manager', 'general_manager'] as const

const { dealerId, name, signature, phone, zone } = Dealer.shape

const DealerBody = z.object({
  dealerId,
  /** For the `If-Match` of a change, of the settings too. */
  etag: z.string(),
  name,
  signature,
  phone,
  zone,
  updatedAt: Instant,
  updatedBy: z.string(),
})
export type DealerView = z.input<typeof DealerBody>

export const readDealer = defineRoute({
  method: 'GET',
  path: '/dealer',
  functionName,
  roles: everybody,
  params: {},
  query: {},
  body: noBody,
  response: DealerBody,
  refuses: ['not-found'],
  summary: {
    zh: '本经销商的名称、短信签名、电话和时区',
    en: 'The dealer: names, signature, telephone, zone',
  },
})

export const changeDealer = defineRoute({
  method: 'PATCH',
  path: '/dealer',
  functionName,
  roles: managers,
  ifMatch: true,
  params: {},
  query: {},
  body: z
    .strictObject({
      name: line(60),
      /** Without brackets: 【】 are put around it. */
      signature: line(12)
        .min(2)
        .regex(/^[^\u3010\u3011\[\]{}]*$/),
      phone: z
        .string()
        .trim()
        .min(5)
        .max(20)
        .regex(/^\+?[0-9][0-9 ()-]*$/),
      /** One in which jobs run. */
      zone: Zone,
    })
    .exactPartial(),
  response: DealerBody,
  refuses: ['not-found'],
  summary: {
    zh: '修改名称、短信签名、电话或时区',
    en: "Changes the dealer's names, signature, telephone or zone",
  },
})

/** A window within others; the reasons say which end is wrong. */
function windowWithin(earliest: TimeOfDay, latest: TimeOfDay) {
  return z.strictObject({ from: TimeOfDay, to: TimeOfDay }).superRefine(({ from, to }, context) => {
    if (from < earliest) refuse(context, ['from'], 'too-small')
    if (to > latest) refuse(context, ['to'], 'too-large')
    if (from >= to) refuse(context, ['to'], 'too-small')
  })
}

function refuse(context: z.RefinementCtx, path: PropertyKey[], reason: string): void {
  context.addIssue({ code: 'custom', path, params: { reason } })
}

/** A list in which nothing stands twice, by what tells its entries apart. */
function distinct<Entry extends z.ZodType>(
  entry: Entry,
  bounds: { readonly least?: number; readonly most: number },
  nameOf: (value: z.output<Entry>) => unknown,
) {
  return z
    .array(entry)
    .min(bounds.least ?? 0)
    .max(bounds.most)
    .superRefine((values, context) => {
      const seen = new Set<unknown>()
      for (const [index, value] of values.entries()) {
        const name = nameOf(value)
        if (seen.has(name)) refuse(context, [index], 'invalid')
        seen.add(name)
      }
    })
}

const self = (value: unknown) => value
const days = (most: number) => z.int().min(0).max(most)
/** Three numbers of which none comes before a smaller one. */
const rising = (most: number) =>
  z
    .strictObject({
      yellow: z.int().min(1).max(most),
      orange: z.int().min(1).max(most),
      red: z.int().min(1).max(most),
    })
    .superRefine(({ yellow, orange, red }, context) => {
      if (orange < yellow) refuse(context, ['orange'], 'too-small')
      if (red < orange) refuse(context, ['red'], 'too-small')
    })
const times = z.int().min(1).max(20)
/** Refinements of the record's own schema, asked once the fields are what they should be. */
const fits = (schema: z.ZodType) => (value: unknown) => schema.safeParse(value).success
const interval = z.strictObject({ months: z.int().min(1).max(60), km: z.int().min(500).max(100_000) })
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)

/** How a manufacturer is written to about warranty; what is left out is as usual. */
const WarrantyMailBody = z
  .strictObject({
    ...WarrantyMail.shape,
    address: z.email().max(254).toLowerCase().optional(),
    cardsOf: distinct(ClaimKind, { most: ClaimKind.options.length }, self).default(
      defaultWarrantyMail.cardsOf,
    ),
    vouchersOf: distinct(ClaimKind, { most: ClaimKind.options.length }, self).default(
      defaultWarrantyMail.vouchersOf,
    ),
  })
  .superRefine(({ missingFromDay, documentsDay, packingDay, shipmentDay }, context) => {
    if (missingFromDay > documentsDay) refuse(context, ['missingFromDay'], 'too-large')
    if (packingDay > shipmentDay) refuse(context, ['packingDay'], 'too-large')
  })

/**
 * What of the settings may be changed by API, section by section. The hours at which jobs run are the deployment's
 * schedule, and not among them.
 */
export const SettingsPatch = z
  .strictObject({
    /** By day, though a dealer may begin early and end late. */
    smsWindow: windowWithin('07:00', '22:00').nullable(),
    marketingWindow: windowWithin(marketingHours.from, marketingHours.to).nullable(),
    callingHours: windowWithin('08:00', '21:00').nullable(),
    openingTime: TimeOfDay.nullable(),
    closingTime: TimeOfDay.nullable(),
    workingDayOverrides: distinct(
      z.strictObject({ date: BookDate, working: z.boolean() }),
      { most: 1000 },
      ({ date }) => date,
    ).nullable(),
    smsOff: distinct(ContactPurpose, { most: ContactPurpose.options.length }, self).nullable(),
    maintenance: z
      .strictObject({
        daysBefore: days(90),
        daysAfter: days(90),
        lapsedAfterMonths: z.int().min(1).max(120),
        staleAfterDays: days(60),
      })
      .exactPartial()
      .nullable(),
    appointments: z
      .strictObject({
        remindDaysBefore: z.int().min(1).max(7),
        /** The job looks on the half hour; by day, so that it is sent that day. */
        remindAt: TimeOfDay.superRefine((time, context) => {
          if (time < '07:00') refuse(context, [], 'too-small')
          if (time > '20:00') refuse(context, [], 'too-large')
          if (!/:[03]0$/.test(time)) refuse(context, [], 'not-a-choice')
        }),
        staleWithinHours: z.int().min(0).max(12),
      })
      .exactPartial()
      .nullable(),
    maintenancePlans: distinct(
      z.strictObject({
        /** `*`: every brand. */
        brand: line(40),
        modelWords: z.array(line(40)).max(40).default([]),
        soldFrom: BookDate.optional(),
        first: interval,
        following: interval,
        source: text(200),
      }),
      { least: 1, most: 200 },
      ({ brand, modelWords, soldFrom }) => JSON.stringify([brand, modelWords, soldFrom]),
    ).nullable(),
    renewals: z
      .strictObject({
        contactDays: distinct(days(180), { least: 1, most: 20 }, self),
        keepAfterExpiryDays: days(365),
      })
      .exactPartial()
      .nullable(),
    /** In the morning: whoever comes in finds what the day owes. */
    duties: z
      .strictObject({
        mailAt: TimeOfDay.superRefine((time, context) => {
          if (time < '05:00') refuse(context, [], 'too-small')
          if (time > '12:00') refuse(context, [], 'too-large')
        }),
      })
      .exactPartial()
      .nullable(),
    manufacturers: distinct(
      z.strictObject({
        zh: line(60),
        en: line(60),
        brandWords: distinct(line(40), { least: 1, most: 20 }, self),
        mailDomains: distinct(domain, { most: 20 }, self),
        mailAddresses: distinct(z.email().max(254).toLowerCase(), { most: 50 }, self),
        warrantyAddress: z
          .strictObject({ recipient: line(60), address: text(200), phone: line(30).optional() })
          .optional(),
        warrantyMail: WarrantyMailBody.optional(),
        enabled: z.boolean(),
      }),
      { most: 50 },
      ({ zh }) => zh,
    ).nullable(),
    insurance: z.strictObject({ compulsoryTable: CompulsoryTable }).nullable(),
    partsOrderClasses: distinct(
      z.strictObject(PartsOrderClass.shape),
      { least: 1, most: 20 },
      ({ code }) => code,
    ).nullable(),
    repairs: z
      .strictObject({
        reworkDays: days(365),
        laborRates: distinct(
          z.strictObject({ code: line(20), name: line(60), rateFen: LaborRate.shape.rateFen }),
          { most: 20 },
          ({ code }) => code,
        ),
      })
      .exactPartial()
      .nullable(),
    imports: z.strictObject({ undoDays: days(30) }).nullable(),
    complaints: z.strictObject({ repeatDays: days(3650) }).nullable(),
    followUps: z
      .strictObject({
        afterDays: z.int().min(1).max(10),
        dropAfterDays: z.int().min(11).max(60),
        badScore: z
          .int()
          .min(0)
          .max(BEST_SCORE - 1),
        questions: distinct(
          z.strictObject({ ...FollowUpQuestion.shape, zh: line(60), en: line(120) }),
          { most: MOST_QUESTIONS },
          ({ code }) => code,
        ).refine(
          (questions) =>
            questions.length === 0 || questions.filter(({ kind }) => kind === 'overall').length === 1,
          { params: { reason: 'one-of-several' } },
        ),
      })
      .exactPartial()
      .nullable(),
    recalls: z
      .strictObject({
        /** The job looks on the half hour. */
        noticeAt: TimeOfDay.superRefine((time, context) => {
          if (time < '09:00') refuse(context, [], 'too-small')
          if (time > '18:00') refuse(context, [], 'too-large')
          if (!/:[03]0$/.test(time)) refuse(context, [], 'not-a-choice')
        }),
        callDays: z.int().min(7).max(180),
      })
      .exactPartial()
      .nullable(),
    warranty: z
      .strictObject({
        terms: z
          .array(
            z
              .strictObject({ ...WarrantyTerm.shape, zh: line(60), en: line(60), brand: line(40) })
              .refine(fits(WarrantyTerm), { params: { reason: 'invalid' } }),
          )
          .max(500),
        /** Whole: what is not given is as it is without settings. */
        thresholds: z.strictObject({
          ...LedgerThresholds.shape,
          repairDays: rising(35),
          sameProblem: rising(20),
          seriousRepairs: z
            .strictObject({ orange: times, red: times })
            .refine(({ orange, red }) => orange <= red, { path: ['red'], params: { reason: 'too-small' } }),
        }),
        authorization: z
          .array(
            z
              .strictObject(AuthorizationRule.shape)
              .refine(fits(AuthorizationRule), { params: { reason: 'invalid' } }),
          )
          .max(200),
        evidence: z.array(z.strictObject(EvidenceRule.shape)).max(200),
        deadlines: z.strictObject(ClaimDeadlines.shape),
        odometerFreshDays: days(365),
        keepPartsDays: z.int().min(1).max(3650),
      })
      .exactPartial()
      .nullable(),
    brake: z.strictObject({ customerMessagesPerSweep: z.int().min(1).max(100_000) }).nullable(),
  })
  .exactPartial()
export type SettingsPatch = z.output<typeof SettingsPatch>

const SettingsBody = z.object({
  /** The dealer's: for the `If-Match` of a change. */
  etag: z.string(),
  settings: DealerSettings.extend({ warranty: WarrantySettings }),
  /** When all that waits had followed the last change; absent while it follows, and where nothing ever had to. */
  followedAt: Instant.optional(),
})
export type SettingsView = z.input<typeof SettingsBody>

export const readSettings = defineRoute({
  method: 'GET',
  path: '/dealer/settings',
  functionName,
  roles: everybody,
  params: {},
  query: {},
  body: noBody,
  response: SettingsBody,
  refuses: ['not-found'],
  summary: { zh: '本经销商的全部设置', en: "All of the dealer's settings, with the defaults" },
})

export const changeSettings = defineRoute({
  method: 'PATCH',
  path: '/dealer/settings',
  functionName,
  roles: ['information_clerk', ...managers],
  ifMatch: true,
  params: {},
  query: {},
  body: SettingsPatch,
  response: SettingsBody,
  refuses: ['not-found'],
  summary: {
    zh: '修改设置：只改给出的部分，null 恢复默认；信息员只能改厂家资料',
    en: 'Changes the settings that are given; null brings the default back. The clerk changes manufacturers only',
  },
})

const Help = z.object({
  /** Its place in the settings: `renewals.contactDays`. */
  setting: z.string(),
  zh: z.string(),
  en: z.string(),
  default: z.json(),
  /** Whether it may be changed by API; else it is the deployment's. */
  changeable: z.boolean(),
})

export const readSettingsHelp = defineRoute({
  method: 'GET',
  path: '/dealer/settings/help',
  functionName,
  roles: everybody,
  params: {},
  query: {},
  body: noBody,
  response: z.object({ settings: z.array(Help) }),
  summary: { zh: '每项设置的含义和默认值', en: 'What each setting means, and its default' },
})

const ReplanBody = z.object({
  state: z.enum(['none', 'waiting', 'walking', 'done']),
  requestedAt: Instant.optional(),
  /** What was looked at: vehicles, each once for reminders and once for calls, appointments, duties. */
  looked: z.int().nonnegative(),
  moved: z.int().nonnegative(),
  finishedAt: Instant.optional(),
})
export type ReplanView = z.input<typeof ReplanBody>

export const readReplan = defineRoute({
  method: 'GET',
  path: '/dealer/replan',
  functionName,
  roles: everybody,
  params: {},
  query: {},
  body: noBody,
  response: ReplanBody,
  refuses: ['not-found'],
  summary: {
    zh: '设置修改后，已排定的提醒和联系调整到哪一步',
    en: 'How far what waits has followed changed settings',
  },
})

export const startReplan = defineRoute({
  method: 'POST',
  path: '/dealer/replan',
  functionName,
  roles: managers,
  idempotent: true,
  params: {},
  query: {},
  body: noBody,
  response: ReplanBody,
  status: 202,
  refuses: ['not-found'],
  summary: {
    zh: '重新排定所有车辆的提醒和联系（设置修改后会自动进行）',
    en: 'Plans all that waits for the vehicles anew; a change of settings does so by itself',
  },
})

export const listDealerChanges = defineRoute({
  method: 'GET',
  path: '/dealer/changes',
  functionName,
  roles: managers,
  params: {},
  query: pageQuery,
  body: noBody,
  response: Changes,
  refuses: ['not-found'],
  summary: {
    zh: '资料和设置的修改记录',
    en: 'Who changed what in the dealer and its settings, newest first',
  },
})

export const dealerRoutes = [
  readDealer,
  changeDealer,
  readSettings,
  changeSettings,
  readSettingsHelp,
  readReplan,
  startReplan,
  listDealerChanges,
] as const
