import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { addDays, dateIn, instantAt } from '../shared/domain/time.ts'
import { importFiles } from '../shared/domain/import-run.ts'
import { isCalendarKnown } from '../shared/domain/working-days.ts'
import { systemClock } from '../shared/runtime/clock.ts'
import { openDutyStore } from '../shared/store/duty-store.ts'
import { openNoticeStore } from '../shared/store/notice-store.ts'
import { openStore } from '../shared/store/store.ts'
import { connectTable } from '../shared/store/table-client.ts'
import { openWarrantyRecords } from '../shared/store/warranty-store.ts'
import { LocalError } from './local-error.ts'
import { accountsOf, difference } from './main-job/accounts.ts'
import { adoptCatalogue, deadlinesOn, moreDeadlines } from './main-job/deadlines.ts'
import { ensureDealer, localDealer } from './main-job/dealer.ts'
import { readFlags, usage, type Flags } from './main-job/flags.ts'
import { importDirectory } from './main-job/import-files.ts'
import { effectsOf, mailsIn, receiveMails } from './main-job/notices.ts'
import { progressOf } from './main-job/progress.ts'
import { asJson, asTable, type RunSummary } from './main-job/report.ts'
import { claimsNow, warrantyMails } from './main-job/warranty.ts'
import { startStack, type LocalStack } from './stack.ts'
import { synthesize } from './synthesize.ts'

/** When the manufacturers' mails of the first day come in. */
const MAIL_COMES_IN = '08:15'

/** Standard output is for the result alone; what is going on stands beside it. */
const say = (sentence: string) => process.stderr.write(`${sentence}\n`)

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2))
  if (flags === undefined) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const { zone } = localDealer
  const first = flags.date ?? dateIn(systemClock.now(), zone)
  const asOf = addDays(first, -1)
  const cdkOut = await synthesize({ onStep: say })
  const endpoint = process.env['DYNAMODB_ENDPOINT']
  const stack = await startStack({
    cdkOut,
    port: flags.port,
    at: instantAt(asOf, '23:59', zone),
    logs: resolve('.local/logs'),
    ...(flags.db === undefined ? {} : { db: flags.db }),
    ...(endpoint === undefined ? {} : { dynamodbEndpoint: endpoint }),
  })
  try {
    const summary = await runDays(stack, flags, first)
    process.stdout.write(flags.json ? `${JSON.stringify(asJson(summary))}\n` : `${asTable(summary)}\n`)
    for (const failure of stack.failures) say(`失败 failed: ${JSON.stringify(failure)}`)
    if (stack.failures.length > 0) process.exitCode = 1
  } catch (error) {
    await stack.stop()
    throw error
  }
  if (flags.once) {
    await stack.stop()
    return
  }
  stack.keepTime()
  say(`\n发件箱 outbox  ${stack.url}/outbox\n接口 API       ${stack.url}/docs\nCtrl-C 结束 ends it.`)
}

/** Imports the files at the end of the day before, then lets every schedule of the days fire at its own time. */
async function runDays(stack: LocalStack, flags: Flags, first: RunSummary['asOf']): Promise<RunSummary> {
  const table = connectTable(stack.tableName, new DynamoDBClient(stack.client('dynamodb')))
  const store = openStore(table)
  const dealer = await ensureDealer(store, stack.clock.now())
  const { dealerId, zone, settings } = dealer
  const asOf = addDays(first, -1)
  const importId = `${asOf}-${randomBytes(4).toString('hex')}`
  const run = await importDirectory(
    stack,
    store,
    dealerId,
    flags.data,
    importId,
    progressOf('导入 importing'),
  )
  for (const file of importFiles) {
    if (run.results[file]?.present !== true)
      say(`没有 ${file}.csv，按 0 行计 there is no ${file}.csv: it counts 0`)
  }
  const year = Number(first.slice(0, 4))
  if (!isCalendarKnown(year) && settings.workingDayOverrides.length === 0) {
    say(
      `${String(year)} 年的放假安排未知，按周一至周五计 the days off of ${String(year)} are not known: Monday to Friday count`,
    )
  }
  await adoptCatalogue(openDutyStore(table), dealer, first, stack.clock.now())
  const owedBefore = await deadlinesOn(store, dealerId, first, flags.days)
  const records = openWarrantyRecords(table)
  const claimsBefore = await claimsNow(records, dealerId, first)
  const before = await accountsOf(store, dealerId, first, flags.days, stack.clock.now())
  const progress = progressOf('运行 running')
  await stack.runUntil(instantAt(first, MAIL_COMES_IN, zone))
  if (mailsIn(flags.notices).length === 0)
    say('没有 .eml 邮件，按 0 封计 the directory of --notices holds no .eml files: they count 0')
  const noticeStore = openNoticeStore(table)
  const received = await receiveMails(stack, noticeStore, {
    dealerId,
    directory: flags.notices,
    progress: progressOf('来信 mail'),
  })
  await stack.runUntil(instantAt(addDays(first, flags.days), '00:00', zone), {
    onFire: ({ at }, index, total) => progress.show(index, total, dateIn(at, zone)),
  })
  progress.show(1, 1, '')
  progress.stop()
  const after = await accountsOf(store, dealerId, first, flags.days, stack.clock.now())
  const deadlines = moreDeadlines(await deadlinesOn(store, dealerId, first, flags.days), owedBefore)
  const { claims, unsubmitted } = await claimsNow(records, dealerId, first)
  const warranty = {
    claims: claims - claimsBefore.claims,
    unsubmitted,
    mailed: await warrantyMails(store, dealerId, stack.outbox),
  }
  return {
    asOf,
    run,
    jobs: difference(after, before),
    deadlines,
    notices: received.lines,
    effects: await effectsOf(noticeStore, dealerId, received),
    warranty,
    messages: stack.outbox.counts(),
  }
}

try {
  await main()
} catch (error) {
  // One sentence for what whoever typed the command can mend; the whole error for what only we can.
  say(error instanceof LocalError ? error.message : String(error instanceof Error ? error.stack : error))
  process.exit(1)
}
