import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ensureDealer, localDealer } from '../../local/main-job/dealer.ts'
import { importDirectory } from '../../local/main-job/import-files.ts'
import { startStack, type LocalStack } from '../../local/stack.ts'
import { synthesize } from '../../local/synthesize.ts'
import { openStore } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { smallDealer } from '../journeys/small-dealer.ts'
import { local } from '../support/builders.ts'

/** One repair order in the workshop, for what waits for one. */
const orders = `工单号,车架号,维修类型,进厂日期,工时费,材料费,总金额,结算方式,状态
R1,LGWEF4A53HF000001,一般维修,2026-11-20,100,200,300,自费,在修
`

/** A stack with the small dealer on a Monday morning, its lists made. */
export async function openFuzzStand(): Promise<{
  stack: LocalStack
  caller: { dealerId: string; staffId: string; there: unknown }
  stop(): Promise<void>
}> {
  const stack = await startStack({ cdkOut: await synthesize(), at: local('2026-11-22 23:59') })
  const dynamo = new DynamoDBClient(stack.client('dynamodb'))
  const store = openStore(connectTable(stack.tableName, dynamo))
  const { dealerId } = await ensureDealer(store, stack.clock.now())
  const quiet = { show: () => undefined, stop: () => undefined }
  await importDirectory(
    stack,
    store,
    localDealer.dealerId,
    smallDealer({ 'orders.csv': orders }),
    'fuzz',
    quiet,
  )
  await stack.runUntil(local('2026-11-23 10:00'))
  const staff = await store.staff.ofDealer(dealerId)
  const [member] = staff
  const vins = ['LGWEF4A53HF000001', 'LGBH52E03KY000001', 'LVSHFFAC3JS000001']
  const numbers = ['C1', 'C2', 'C3']
  const [vehicles, customers, repairs] = await Promise.all([
    store.guards.idsBehind(dealerId, 'vin', vins),
    store.guards.idsBehind(dealerId, 'customer-number', numbers),
    store.guards.idsBehind(dealerId, 'order-number', ['R1']),
  ])
  const there = [
    ...[vehicles, customers, repairs].flatMap((found) => [...found.values()]),
    ...staff.map(({ staffId }) => staffId),
  ]
  return {
    stack,
    caller: { dealerId, staffId: member!.staffId, there },
    async stop() {
      dynamo.destroy()
      await stack.stop()
    },
  }
}
