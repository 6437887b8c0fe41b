import * as z from 'zod'
import { CallOutcome } from './call-list.ts'
import { CalendarMonth } from './calendar-month.ts'
import { DealerId, MessageId, StaffId } from './ids.ts'
import { statesOf } from './machine.ts'
import { RepairKind } from './order.ts'
import { ContactPurpose } from './purpose.ts'
import { recordFields } from './record.ts'
import { reportMachine } from './report-machine.ts'
import { Targets } from './targets.ts'
import { CalendarDate, Instant } from './time.ts'

const count = z.int().nonnegative()
const fen = z.int().nonnegative()

/** What was settled: an order's total may have more in it than labour and parts. */
const revenue = { laborFen: fen, partsFen: fen, totalFen: fen }

/** What became of the SMS that were decided on a day, by the time of the count. */
export const SmsFigures = z.object({ sent: count, waiting: count, failed: count, withheld: count })
export type SmsFigures = z.infer<typeof SmsFigures>

/** What happened on a day, or in a month. Each figure can be added up over days. */
export const Turnover = z.object({
  /** Cars that came in. */
  visits: count,
  /** Orders that were settled: what the revenue comes from. */
  settled: count,
  ...revenue,
  byKind: z.record(RepairKind, z.object({ visits: count, settled: count, ...revenue })),
  delivered: count,
  renewals: z.object({ policies: count, premiumFen: fen }),
  /** Outcomes of renewal calls; which there were none of are left out. */
  calls: z.partialRecord(CallOutcome, count),
  /** By what customers were told about; what nobody was told about is left out. */
  sms: z.partialRecord(ContactPurpose, SmsFigures),
})
export type Turnover = z.infer<typeof Turnover>

/** What stands in the workshop at one moment: late ⊆ promised ⊆ in the shop. */
export const ShopFigures = z.object({
  inShop: count,
  /** Of these, with a promise to the customer. */
  promised: count,
  /** Of these, whose promised time is over. */
  late: count,
})
export type ShopFigures = z.infer<typeof ShopFigures>

export const DayFigures = Turnover.extend(ShopFigures.shape)
export type DayFigures = z.infer<typeof DayFigures>

export const ReportStatus = z.enum(statesOf(reportMachine))
export type ReportStatus = z.infer<typeof ReportStatus>

/** A day as the month's report shows it. */
export const DayLine = Turnover.pick({
  visits: true,
  settled: true,
  laborFen: true,
  partsFen: true,
  totalFen: true,
  delivered: true,
}).extend({
  date: CalendarDate,
  status: ReportStatus,
  edition: z.int().positive(),
  /** The records say something else by now than the confirmed report of the day: the figures here are theirs. */
  changedSince: z.boolean(),
})
export type DayLine = z.infer<typeof DayLine>

export const MonthFigures = Turnover.extend({
  /** The days that have a report. The month is their sum, to the fen. */
  days: z.array(DayLine).max(31),
  /** What was aimed at; absent: nothing was. */
  targets: Targets.optional(),
})
export type MonthFigures = z.infer<typeof MonthFigures>

/** By which rules the figures were counted: `counting-rules.ts` says each one; a changed rule gets a new number. */
export const COUNTING_RULES = 1

/** Nobody corrects a report so often; all of its editions stand in one record. */
export const MOST_EDITIONS = 9

const Confirmation = z.object({
  at: Instant,
  by: z.string(),
  /** The mail to the general manager; absent: nobody holds the role. */
  mail: z.object({ staffId: StaffId, messageId: MessageId }).optional(),
})

function reportFields<Figures extends z.ZodType>(figures: Figures) {
  const edition = {
    edition: z.int().min(1).max(MOST_EDITIONS),
    figures,
    /** The moment that the figures are of. */
    countedAt: Instant,
    rules: z.int().positive(),
    /** What whoever confirmed it has added. */
    remarks: z.string().optional(),
    /** Why the edition before was corrected. */
    reason: z.string().optional(),
  }
  return {
    dealerId: DealerId,
    status: ReportStatus,
    ...edition,
    /** Present once it is confirmed. */
    confirmed: Confirmation.optional(),
    /** The editions that were confirmed and corrected, the first one in front. */
    earlier: z.array(z.object({ ...edition, confirmed: Confirmation })).max(MOST_EDITIONS - 1),
    /** What the records say now, where that is something else than what was confirmed. */
    recordsNow: z.object({ figures, countedAt: Instant }).optional(),
    ...recordFields,
  }
}

/** 售后日营业报表: one for each dealer and day. */
export const DailyReport = z.object({ date: CalendarDate, ...reportFields(DayFigures) })
export type DailyReport = z.infer<typeof DailyReport>

/** 服务部月报: one for each dealer and month. */
export const MonthlyReport = z.object({ month: CalendarMonth, ...reportFields(MonthFigures) })
export type MonthlyReport = z.infer<typeof MonthlyReport>

/** What reports of both kinds have. */
export type BusinessReport<Figures> = Omit<DailyReport, 'date' | 'figures' | 'earlier' | 'recordsNow'> & {
  readonly figures: Figures
  readonly earlier: (Omit<DailyReport['earlier'][number], 'figures'> & { readonly figures: Figures })[]
  readonly recordsNow?: { readonly figures: Figures; readonly countedAt: Instant } | undefined
}

/** What the records say of it, as far as that has been counted: for sums, whatever was confirmed. */
export function figuresNow<Figures>({
  figures,
  recordsNow,
}: Pick<BusinessReport<Figures>, 'figures' | 'recordsNow'>): Figures {
  return recordsNow?.figures ?? figures
}
