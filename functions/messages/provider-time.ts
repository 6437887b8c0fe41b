import * as z from 'zod'
import { Instant } from '../../shared/domain/time.ts'

/**
 * A time as the providers write it, in UTC: `2026-11-23T01:00:34.558Z` in SES's events, `2026-11-23 01:00:34.558`
 * in SNS's delivery log.
 */
export const ProviderTime = z
  .string()
  .transform((text) => {
    const [, date, time, fraction = ''] =
      /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?Z?$/.exec(text) ?? []
    return `${date ?? ''}T${time ?? ''}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
  })
  .pipe(Instant)
