import { addDays, dateIn, instantAt, timeIn, type Instant, type TimeOfDay, type Zone } from './time.ts'

/** Local times between which people may be disturbed; `to` itself is outside. */
export interface SendWindow {
  readonly from: TimeOfDay
  readonly to: TimeOfDay
}

/** The first instant from `now` on at which the window is open: windows defer, they never drop. */
export function sendAfter(now: Instant, window: SendWindow, zone: Zone): Instant {
  const today = dateIn(now, zone)
  const time = timeIn(now, zone)
  if (time < window.from) return instantAt(today, window.from, zone)
  if (time >= window.to) return instantAt(addDays(today, 1), window.from, zone)
  return now
}
