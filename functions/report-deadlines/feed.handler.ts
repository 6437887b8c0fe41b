import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openDutyStore } from '../../shared/store/duty-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { feedApi } from './feed.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const store = openDutyStore(connectTable(TABLE_NAME))
const clock = systemClock

/** What calendar programs read, without a token: the address is the secret. */
export const handler = apiHandler(feedApi({ store, clock }), { clock, log: lambdaLog() })
