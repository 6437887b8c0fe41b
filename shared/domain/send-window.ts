import type { DealerSettings } from './dealer.ts'
import type { MessageClass } from './purpose.ts'
import { addDays, dateIn, instantAt, timeIn, type Instant, type TimeOfDay, type Zone } from './time.ts'

/** Local times between which people may be disturbed; `to` itself is outside. */
export interface SendWindow {
  readonly from: TimeOfDay
  readonly to: TimeOfDay
}

/** Marketing SMS never outside these hours: the strictest provider's (domain facts, SMS in China). */
export const marketingHours: SendWindow = { from: '08:00', to: '21:00' }

/** When a customer may be disturbed by an SMS of a class. */
export function windowOf(
  { smsWindow, marketingWindow }: Pick<DealerSettings, 'smsWindow' | 'marketingWindow'>,
  messageClass: MessageClass,
): SendWindow {
  if (messageClass !== 'marketing') return smsWindow
  const from = marketingWindow.from > marketingHours.from ? marketingWindow.from : marketingHours.from
  const to = marketingWindow.to < marketingHours.to ? marketingWindow.to : marketingHours.to
  return from < to ? { from, to } : marketingHours
}

/** The first instant from `now` on at which the window is open: windows defer, they never drop. */
export function sendAfter(now: Instant, window: SendWindow, zone: Zone): Instant {
  const today = dateIn(now, zone)
  const time = timeIn(now, zone)
  if (time < window.from) return instantAt(today, window.from, zone)
  if (time >= window.to) return instantAt(addDays(today, 1), window.from, zone)
  return now
}
