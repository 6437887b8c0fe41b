import * as z from 'zod'
import { DealerId } from './ids.ts'
import { defaultMaintenancePlans, MaintenancePlan } from './maintenance-plan.ts'
import { Manufacturer } from './manufacturer.ts'
import { LaborRate } from './labor-rate.ts'
import { defaultPartsOrderClasses, PartsOrderClass } from './parts-order-class.ts'
import { FollowUpQuestion, MOST_QUESTIONS } from './follow-up-questions.ts'
import { ContactPurpose } from './purpose.ts'
import { recordFields, unwritten, type Stamp } from './record.ts'
import { Instant, TimeOfDay, Zone } from './time.ts'
import { WorkingDayOverride } from './working-days.ts'

const days = z.int().min(0).max(3660)

const window = z
  .object({ from: TimeOfDay, to: TimeOfDay })
  .refine(({ from, to }) => from < to, { error: 'a window opens before it closes' })

/** The regulator's tables of what clean years take off the compulsory premium, by province; E is that of most. */
export const CompulsoryTable = z.enum(['A', 'B', 'C', 'D', 'E'])
export type CompulsoryTable = z.infer<typeof CompulsoryTable>

/** What a dealer may set. Every setting has a default that is right for most. */
export const DealerSettings = z.object({
  /** When customers may be disturbed by service SMS, local time; the end is not included. */
  smsWindow: window.default({ from: '09:00', to: '20:00' }),
  /** The same for marketing SMS; what lies outside the law's hours is none of it, whatever stands here. */
  marketingWindow: window.default({ from: '09:00', to: '20:00' }),
  /** When customers may be rung up. */
  callingHours: window.default({ from: '09:00', to: '18:00' }),
  /** When the working day begins: time that counts in opening hours alone counts from then. */
  openingTime: TimeOfDay.default('08:30'),
  /** End of the working day: what is owed the same day is owed by then. */
  closingTime: TimeOfDay.default('18:00'),
  workingDayOverrides: z.array(WorkingDayOverride).max(1000).default([]),
  /** Purposes whose SMS this dealer's provider refuses, or the dealer does not want. */
  smsOff: z.array(ContactPurpose).default([]),
  maintenance: z
    .object({
      sweepAt: TimeOfDay,
      daysBefore: days,
      daysAfter: days,
      lapsedAfterMonths: z.int().min(1).max(120),
      /** A reminder decided later than this after its day is stale: skipped and recorded. */
      staleAfterDays: days,
    })
    .default({ sweepAt: '09:00', daysBefore: 14, daysAfter: 7, lapsedAfterMonths: 12, staleAfterDays: 7 }),
  appointments: z
    .object({
      /** Days before that of the appointment on which its customer is reminded, days off among them. */
      remindDaysBefore: z.int().min(1).max(14),
      /** When on that day. */
      remindAt: TimeOfDay,
      /** A reminder that would go out later than so many hours before the appointment is stale: skipped and recorded. */
      staleWithinHours: z.int().min(0).max(12),
    })
    .default({ remindDaysBefore: 1, remindAt: '10:00', staleWithinHours: 2 }),
  maintenancePlans: z.array(MaintenancePlan).max(500).default(defaultMaintenancePlans),
  renewals: z
    .object({
      sweepAt: TimeOfDay,
      mailAt: TimeOfDay,
      /** Days before the policy's end on which the customer is to be called. */
      contactDays: z.array(days).min(1).max(20),
      /** An entry without outcome leaves the list so long after the policy's end. */
      keepAfterExpiryDays: days,
    })
    .default({
      sweepAt: '07:30',
      mailAt: '08:00',
      contactDays: [45, 33, 30, 15, 7],
      keepAfterExpiryDays: 30,
    }),
  duties: z
    .object({
      /** When each person gets the mail of what they owe today. */
      mailAt: TimeOfDay,
    })
    .default({ mailAt: '07:50' }),
  /** Whose mail the department reads and answers, and to whom it sends warranty documents and parts. */
  manufacturers: z.array(Manufacturer).max(50).default([]),
  insurance: z.object({ compulsoryTable: CompulsoryTable }).default({ compulsoryTable: 'E' }),
  /** The classes of parts orders, as the dealer's manufacturers name them. */
  partsOrderClasses: z
    .array(PartsOrderClass)
    .min(1)
    .max(20)
    .refine((classes) => new Set(classes.map(({ code }) => code)).size === classes.length, {
      error: 'a code stands for one class',
    })
    .default(defaultPartsOrderClasses),
  repairs: z
    .object({
      /** A repair of the same matter within so many days of the delivery is rework (返修). */
      reworkDays: days,
      /** What an hour of work costs, by kind, the same for all customers; none: the desk names it in each quote. */
      laborRates: z.array(LaborRate).max(20).default([]),
    })
    .default({ reworkDays: 30, laborRates: [] }),
  imports: z
    .object({
      /** An import may be taken back for so long; its before-images are kept for a month. */
      undoDays: z.int().min(0).max(30),
    })
    .default({ undoDays: 7 }),
  complaints: z
    .object({
      /** Complaints of one matter are counted within so many days: the third of them is of a higher class. */
      repeatDays: days,
    })
    .default({ repeatDays: 365 }),
  followUps: z
    .object({
      /** Days after the delivery on which its customer is called. */
      afterDays: days,
      /** Days after the delivery beyond which nobody is called about it any more. */
      dropAfterDays: days,
      /** A score of so much or less, of ten, opens a complaint. */
      badScore: z.int().min(0).max(10),
      /** What is asked; none: the department's usual questions. */
      questions: z.array(FollowUpQuestion).max(MOST_QUESTIONS),
    })
    .default({ afterDays: 3, dropAfterDays: 15, badScore: 6, questions: [] }),
  recalls: z
    .object({
      /** When customers get the SMS of a recall, on the working day after its list was read. */
      noticeAt: TimeOfDay,
      /** Days after the list beyond which nobody is called about it any more. */
      callDays: days,
    })
    .default({ noticeAt: '10:00', callDays: 30 }),
  /** What was set of the warranty; `warranty/warranty-settings.ts` says what it means, and what else counts. */
  warranty: z.record(z.string(), z.json()).default({}),
  /** More customer messages than this in one sweep: it stops and asks. */
  brake: z.object({ customerMessagesPerSweep: z.int().min(1) }).default({ customerMessagesPerSweep: 500 }),
})
export type DealerSettings = z.infer<typeof DealerSettings>

export const Dealer = z.object({
  dealerId: DealerId,
  /** Full name, as on letters. */
  name: z.string().min(1).max(60),
  /** Short name that stands in 【…】 before each SMS. */
  signature: z.string().min(2).max(12),
  /** The number that customers call back, as it is written for them. */
  phone: z.string().min(5).max(20),
  zone: Zone,
  settings: DealerSettings,
  /**
   * The imports that run, each until it ends or, when it died, `until`: their facts are half in, and no customer
   * message is decided meanwhile.
   */
  importing: z.array(z.object({ importId: z.string(), until: Instant })).optional(),
  ...recordFields,
})
export type Dealer = z.infer<typeof Dealer>

/** A dealer with default settings, not yet written. */
export function newDealer(
  identity: { dealerId: string; name: string; signature: string; phone: string; zone: string },
  stamp: Stamp,
): Dealer {
  return Dealer.parse({ ...identity, settings: DealerSettings.parse({}), ...unwritten(stamp) })
}

/** Whether an import of the dealer's is running: its facts are half in, and customers wait. */
export function isImporting(dealer: Dealer, now: Instant): boolean {
  return dealer.importing?.some(({ until }) => until > now) ?? false
}
