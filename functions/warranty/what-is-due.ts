import {
  firstDayOf,
  lastDayOf,
  monthBefore,
  monthOf,
  type CalendarMonth,
} from '../../shared/domain/calendar-month.ts'
import { addDays, type CalendarDate } from '../../shared/domain/time.ts'
import type { WarrantyMail } from '../../shared/domain/warranty/mail-settings.ts'
import type { MailingKind } from '../../shared/domain/warranty-mailing.ts'
import { workingDayUpTo, type WorkingDayOverride } from '../../shared/domain/working-days.ts'

/** A manifest that nobody drafted on its day, as the system was down, is drafted for so long; after that its things go with the next. */
export const CATCH_UP_DAYS = 7

/** What is to be done on a day about the mailing of one kind and month. */
export interface DueMailing {
  /**
   * `missing`: the clerk hears what the documents lack; `packing`: the clerk gets the list of parts to be packed;
   * `manifest`: it is drafted, and waits for its yes.
   */
  readonly what: 'missing' | 'packing' | 'manifest'
  readonly kind: MailingKind
  /** Names the mailing: of documents the month of its day, of parts the month before. */
  readonly month: CalendarMonth
  /** The day of the manifest. */
  readonly on: CalendarDate
  /** Deliveries and replacements up to and with this day belong into it. */
  readonly upTo: CalendarDate
}

/** What of the monthly mailings to a manufacturer is due on a day. Pure. */
export function whatIsDue(
  mail: Pick<WarrantyMail, 'missingFromDay' | 'documentsDay' | 'packingDay' | 'shipmentDay'>,
  today: CalendarDate,
  overrides: readonly WorkingDayOverride[] = [],
): DueMailing[] {
  const month = monthOf(today)
  // A day that is kept earlier may lie in the month before its own.
  const months = [monthBefore(month), month, monthAfter(month)]
  return months.flatMap((each) => [
    ...documentsOf(mail, each, today, overrides),
    ...partsOf(mail, each, today, overrides),
  ])
}

/** The day of a manifest, and up to which day things belong into it. Pure. */
export function mailingTerm(
  mail: Pick<WarrantyMail, 'documentsDay' | 'shipmentDay'>,
  { kind, month }: { readonly kind: MailingKind; readonly month: CalendarMonth },
  overrides: readonly WorkingDayOverride[] = [],
): Pick<DueMailing, 'on' | 'upTo'> {
  switch (kind) {
    case 'documents': {
      const on = workingDayUpTo(dayIn(month, mail.documentsDay), overrides)
      return { on, upTo: on }
    }
    case 'returned_parts': {
      const on = workingDayUpTo(dayIn(monthAfter(month), mail.shipmentDay), overrides)
      return { on, upTo: lastDayOf(month) }
    }
  }
}

function documentsOf(
  mail: Pick<WarrantyMail, 'missingFromDay' | 'documentsDay' | 'shipmentDay'>,
  month: CalendarMonth,
  today: CalendarDate,
  overrides: readonly WorkingDayOverride[],
): DueMailing[] {
  const { on, upTo } = mailingTerm(mail, { kind: 'documents', month }, overrides)
  // Where the manifest is earlier, so is what is said before it.
  const earlier = addDays(on, mail.missingFromDay - mail.documentsDay)
  const usual = dayIn(month, mail.missingFromDay)
  const from = earlier < usual ? earlier : usual
  const mailing = { kind: 'documents', month, on, upTo } as const
  if (from <= today && today < on) return [{ ...mailing, what: 'missing' }]
  return isDrafted(on, today) ? [{ ...mailing, what: 'manifest' }] : []
}

function partsOf(
  mail: Pick<WarrantyMail, 'packingDay' | 'documentsDay' | 'shipmentDay'>,
  sentIn: CalendarMonth,
  today: CalendarDate,
  overrides: readonly WorkingDayOverride[],
): DueMailing[] {
  const month = monthBefore(sentIn)
  const { on, upTo } = mailingTerm(mail, { kind: 'returned_parts', month }, overrides)
  // Where the notice is earlier, so is the list: as many days before it, and one at least, for parts to be packed.
  const earlier = addDays(on, Math.min(-1, mail.packingDay - mail.shipmentDay))
  const usual = dayIn(sentIn, mail.packingDay)
  const from = workingDayUpTo(earlier < usual ? earlier : usual, overrides)
  const mailing = { kind: 'returned_parts', month, on, upTo } as const
  if (from <= today && today < on) return [{ ...mailing, what: 'packing' }]
  return isDrafted(on, today) ? [{ ...mailing, what: 'manifest' }] : []
}

function isDrafted(on: CalendarDate, today: CalendarDate): boolean {
  return on <= today && today < addDays(on, CATCH_UP_DAYS)
}

function dayIn(month: CalendarMonth, day: number): CalendarDate {
  return addDays(firstDayOf(month), day - 1)
}

function monthAfter(month: CalendarMonth): CalendarMonth {
  return monthOf(addDays(lastDayOf(month), 1))
}
