import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openCampaignStore } from '../../shared/store/campaign-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { campaignsApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock

/** The routes of recalls and service campaigns: which cars they concern, and what is done about them. */
export const handler = apiHandler(campaignsApi({ store: openCampaignStore(table), clock }), {
  table,
  clock,
  log: lambdaLog(),
})
