import { apiHandler } from '../../shared/http/api-handler.ts'
import { documentation } from '../../shared/http/documentation.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'

/** The API's own documentation: what it says of every dealer is the same, so it may touch nothing. */
export const handler = apiHandler(documentation(), { clock: systemClock, log: lambdaLog() })
