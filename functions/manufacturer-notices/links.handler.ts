import * as z from 'zod'
import { apiHandler } from '../../shared/http/api-handler.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { readEnvironment } from '../../shared/runtime/env.ts'
import { lambdaLog } from '../../shared/runtime/logger.ts'
import { openNoticeStore } from '../../shared/store/notice-store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { linksApi } from './links.ts'

const { TABLE_NAME } = readEnvironment({ TABLE_NAME: z.string() })
const store = openNoticeStore(connectTable(TABLE_NAME))
const clock = systemClock

/** What the links of mails lead to, without a token: the address is the secret. */
export const handler = apiHandler(linksApi({ store, clock }), { clock, log: lambdaLog() })
