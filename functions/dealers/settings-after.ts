import { DealerSettings, type Dealer } from '../../shared/domain/dealer.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'
import type { SettingsPatch } from '../../shared/http/routes/dealers.ts'

/** The hours at which jobs run: the deployment's schedule, and nothing that a dealer sets. */
const hoursOfJobs: ReadonlySet<string> = new Set([
  'maintenance.sweepAt',
  'renewals.sweepAt',
  'renewals.mailAt',
])

/**
 * The settings with a change laid over them: of a section that is given the fields that are given, and `null` brings
 * its default back. Lists are given whole.
 */
export function settingsAfter(known: DealerSettings, patch: SettingsPatch): DealerSettings {
  const before = new Map<string, unknown>(Object.entries(known))
  const defaults = new Map<string, unknown>(Object.entries(DealerSettings.parse({})))
  const after = Object.entries(patch).map(([section, told]: [string, unknown]) => [
    section,
    told === null
      ? laidOver(defaults.get(section), hoursIn(section, before.get(section)))
      : laidOver(before.get(section), told),
  ])
  return DealerSettings.parse({ ...known, ...Object.fromEntries(after) })
}

function laidOver(below: unknown, above: unknown): unknown {
  return isFields(below) && isFields(above) ? { ...below, ...above } : (above ?? below)
}

function hoursIn(section: string, value: unknown): unknown {
  return isFields(value)
    ? Object.fromEntries(Object.entries(value).filter(([field]) => hoursOfJobs.has(`${section}.${field}`)))
    : undefined
}

function isFields(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * What of the settings does not go together: a day closes after it opens, and a reminder of tomorrow's appointment is
 * sent today.
 */
export function settingsFaults({
  openingTime,
  closingTime,
  smsWindow,
  appointments,
}: DealerSettings): FieldFault[] {
  return [
    ...(openingTime < closingTime ? [] : [{ path: 'body.closingTime', reason: 'too-small' } as const]),
    ...(appointments.remindAt < smsWindow.to
      ? []
      : [{ path: 'body.appointments.remindAt', reason: 'too-large' } as const]),
  ]
}

/**
 * Whether days that were planned before are others now: by the maintenance plans and steps, when appointments are reminded
 * of, the days of contact, the working days, or the zone in which all of them are read.
 */
export function movesWhatWaits(
  before: Pick<Dealer, 'zone' | 'settings'>,
  after: Pick<Dealer, 'zone' | 'settings'>,
): boolean {
  return plannedBy(before) !== plannedBy(after)
}

function plannedBy({ zone, settings }: Pick<Dealer, 'zone' | 'settings'>): string {
  const { appointments, maintenance, maintenancePlans, renewals, workingDayOverrides } = settings
  const { daysBefore, daysAfter, lapsedAfterMonths } = maintenance
  const { contactDays, keepAfterExpiryDays } = renewals
  return JSON.stringify([
    zone,
    [maintenance.sweepAt, daysBefore, daysAfter, lapsedAfterMonths],
    [appointments.remindDaysBefore, appointments.remindAt],
    maintenancePlans,
    [renewals.sweepAt, contactDays, keepAfterExpiryDays],
    workingDayOverrides,
  ])
}
