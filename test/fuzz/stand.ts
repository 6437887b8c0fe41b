import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ensureDealer, localDealer } from '../../local/main-job/dealer.ts'
import { importDirectory } from '../../local/main-job/import-files.ts'
import { receiveMails } from '../../local/main-job/notices.ts'
import { startStack, type LocalStack } from '../../local/stack.ts'
import { synthesize } from '../../local/synthesize.ts'
import { newDealer } from '../../shared/domain/dealer.ts'
import { vinCheckDigit } from '../../shared/domain/vin.ts'
import { openCampaignRecords } from '../../shared/store/campaign-store.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import { openNoticeStore } from '../../shared/store/notice-store.ts'
import { openStore } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { openWarrantyRecords } from '../../shared/store/warranty-store.ts'
import { smallDealer } from '../journeys/small-dealer.ts'
import { local } from '../support/builders.ts'
import type { FuzzOptions } from './run.ts'

/** Beside the small dealer's three: customers whose reminder falls due on the stand's Monday. */
const MORE = 12
const more = Array.from({ length: MORE }, (_, index) => {
  const number = String(10 + index)
  const vin = `LGWEF4A50HF0001${number}`
  return { number, vin: `${vin.slice(0, 8)}${vinCheckDigit(vin) ?? ''}${vin.slice(9)}` }
})

const books = {
  'customers.csv': `客户编号,姓名,手机,地址,性别,生日,短信同意,备注
C1,王伟,13800000001,杭州市,男,1980-01-01,是,
C2,李娜,13800000002,杭州市,女,,,
C3,张强,13800000003,杭州市,男,,否,
${more.map(({ number }) => `C${number},客户${number},138000000${number},杭州市,,,是,`).join('\n')}
`,
  // The fourth is on the list of the manufacturer's recall.
  'vehicles.csv': `车架号,车牌号,品牌,车型,购车日期,保修起始日期,客户编号,最近里程,最近进厂日期
LGWEF4A53HF000001,浙AD12345,长城,哈弗H6,2026-06-07,2026-06-07,C1,,
LGBH52E03KY000001,,东风日产,轩逸,2026/6/7,,C2,,
LVSHFFAC3JS000001,,长安福特,福克斯,20260607,,C3,,
LGWPY2P30N1PH6524,,长城,哈弗H6,2025-06-07,,C2,,
${more.map(({ number, vin }) => `${vin},,长城,哈弗H6,2026-06-07,,C${number},,`).join('\n')}
`,
  'policies.csv': `保单号,车架号,车牌号,保险公司,险种,起保日期,到期日期,保费,续保专员
${more.map(({ number, vin }) => `P${number},${vin},,平安产险,商业险,2025-12-23,2026-12-23,3000,E001`).join('\n')}
`,
  // One repair order in the workshop, for what waits for one; the others the manufacturer pays, so there are claims.
  'orders.csv': `工单号,车架号,维修类型,进厂日期,交车日期,工时费,材料费,总金额,结算方式,状态
R1,LGWEF4A53HF000001,一般维修,2026-11-20,,100,200,300,自费,在修
${more.map(({ number, vin }) => `W${number},${vin},索赔,2026-11-19,2026-11-20,100,200,300,厂家索赔,已交车`).join('\n')}
`,
}

/** Of another dealer there is at first nothing but the dealer. */
const otherDealer = {
  ...localDealer,
  dealerId: 'D002',
  name: '西城汽车销售服务有限公司',
  signature: '西城汽车',
}

/**
 * A stack with the small dealer on a Monday morning: its lists are made, claims are opened, the manufacturer's mail is in, and
 * nobody knows what became of its SMS.
 */
export async function openFuzzStand(): Promise<{
  stack: LocalStack
  caller: Omit<FuzzOptions, 'requests' | 'seed'>
  stop(): Promise<void>
}> {
  const stack = await startStack({
    cdkOut: await synthesize(),
    at: local('2026-11-22 23:59'),
    provider: ({ channel }) => (channel === 'sms' ? { kind: 'drop' } : 'accept'),
  })
  const dynamo = new DynamoDBClient(stack.client('dynamodb'))
  const table = connectTable(stack.tableName, dynamo)
  const store = openStore(table)
  const { dealerId } = await ensureDealer(store, stack.clock.now())
  const stamp = { at: stack.clock.now(), by: 'local' }
  await store.commit([dealerRecord.put(newDealer(otherDealer, stamp), stamp)])
  const quiet = { show: () => undefined, stop: () => undefined }
  await importDirectory(stack, store, dealerId, smallDealer(books), 'fuzz', quiet)
  await stack.runUntil(local('2026-11-23 08:30'))
  const directory = join(import.meta.dirname, '../../examples/notices')
  await receiveMails(stack, openNoticeStore(table), { dealerId, directory, progress: quiet })
  await stack.runUntil(local('2026-11-23 10:00'))
  const staff = await store.staff.ofDealer(dealerId)
  const specialist = staff.find(({ role }) => role === 'renewal_specialist')
  const idsOf = async (kind: 'vin' | 'customer-number' | 'order-number', names: string[]) => [
    ...(await store.guards.idsBehind(dealerId, kind, names)).values(),
  ]
  const found = await Promise.all([
    idsOf('vin', [
      'LGWEF4A53HF000001',
      'LGBH52E03KY000001',
      'LGWPY2P30N1PH6524',
      ...more.map(({ vin }) => vin),
    ]),
    idsOf('customer-number', ['C1', 'C2', 'C3', ...more.map(({ number }) => `C${number}`)]),
    idsOf('order-number', ['R1']),
  ])
  const claims = await openWarrantyRecords(table).warrantyClaims.open(dealerId, {}, { limit: MORE })
  const notices = await openNoticeStore(table).notices.open(dealerId, { limit: MORE })
  const { campaigns } = openCampaignRecords(table)
  const recalls = await campaigns.inState(dealerId, 'open', { limit: MORE })
  return {
    stack,
    caller: {
      dealerId,
      otherDealerId: otherDealer.dealerId,
      staffId: specialist!.staffId,
      there: [
        ...found.flat(),
        ...staff.map(({ staffId }) => staffId),
        ...claims.items.map(({ claimId }) => claimId),
        ...notices.items.map(({ noticeId }) => noticeId),
        ...recalls.items.map(({ campaignId }) => campaignId),
      ],
      follow: uploadAll,
    },
    async stop() {
      dynamo.destroy()
      await stack.stop()
    },
  }
}

interface Upload {
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
  readonly file: string
}

/** Sends the books to wherever an answer says that files are uploaded. */
async function uploadAll(answered: unknown): Promise<void> {
  const { uploads = [] } = answered as { uploads?: readonly Upload[] }
  for (const { url, fields, file } of uploads) {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    const text = file === 'customers' ? books['customers.csv'] : '没有,这些,列\n1,2,3\n'
    form.append('file', new Blob([text]), `${file}.csv`)
    const response = await fetch(url, { method: 'POST', body: form })
    if (!response.ok) throw new Error(`an upload was answered ${String(response.status)}`)
  }
}
