import type { LogLine } from '../../shared/runtime/logger.ts'

/** What several of the routes and jobs of deadlines log. */
export const lines = {
  calendarMissing: {
    code: 'WORKING_DAYS_UNKNOWN',
    sentence: 'duties were shifted by weekdays alone: no calendar of those years is known',
  },
} as const satisfies Record<string, LogLine>
