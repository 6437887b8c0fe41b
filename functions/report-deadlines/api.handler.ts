import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { FEED_SECRET_BYTES } from '../../shared/domain/calendar-feed.ts'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openDutyStore } from '../../shared/store/duty-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { dutiesApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock
const log = lambdaLog()
const newSecret = () => randomBytes(FEED_SECRET_BYTES).toString('base64url')

/** The routes of duties: what is owed, by whom, when, and at which addresses calendars read it. */
export const handler = apiHandler(dutiesApi({ store: openDutyStore(table), clock, log, newSecret }), {
  table,
  clock,
  log,
})
