import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { openTeamStore } from '../../shared/store/team-store.ts'
import { teamRecordsApi } from './api.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const table = connectTable(TABLE_NAME)
const clock = systemClock

/** The routes of what teams write down: meetings, trainings, and what is missing of their tools. */
export const handler = apiHandler(teamRecordsApi({ store: openTeamStore(table), clock }), {
  table,
  clock,
  log: lambdaLog(),
})
