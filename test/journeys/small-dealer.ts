import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Names and numbers of the small dealer's people: none of them may stand in a log. */
export const personalData = [
  '王伟',
  '13800000001',
  '李娜',
  '13800000002',
  '张强',
  '13800000003',
  '浙AD12345',
  'LGWEF4A53HF000001',
  'LGBH52E03KY000001',
  'LVSHFFAC3JS000001',
  'sun@example.com',
]

const files = {
  'staff.csv': `工号,姓名,岗位,手机,邮箱,入职日期,离职日期
E001,孙专员,续保专员,13900000001,sun@example.com,2020-01-01,
E002,周经理,保险经理,13900000002,zhou@example.com,2020-01-01,
`,
  'customers.csv': `客户编号,姓名,手机,地址,性别,生日,短信同意,备注
C1,王伟,13800000001,杭州市,男,1980-01-01,是,
C2,李娜,13800000002,杭州市,女,,,
C3,张强,13800000003,杭州市,男,,否,
C4,赵敏,1380013,杭州市,女,,是,
`,
  // Sold on 7 June: the first service falls due on 7 December, its reminder on 23 November.
  'vehicles.csv': `车架号,车牌号,品牌,车型,购车日期,保修起始日期,客户编号,最近里程,最近进厂日期
LGWEF4A53HF000001,浙AD12345,长城,哈弗H6,2026-06-07,2026-06-07,C1,,
LGBH52E03KY000001,,东风日产,轩逸,2026/6/7,,C2,,
LVSHFFAC3JS000001,,长安福特,福克斯,20260607,,C3,,
1M8GDM9AXKP042788,,长城,哈弗H6,2026年6月7日,,C4,,
`,
  'policies.csv': `保单号,车架号,车牌号,保险公司,险种,起保日期,到期日期,保费,续保专员
P1,LGWEF4A53HF000001,,平安产险,商业险,2025-12-23,2026-12-23,"￥3,000.00",E001
P2,LGWEF4A53HF000001,,平安产险,交强险,2025-12-23,2026-12-23,950.00,E001
P3,LGBH52E03KY000001,,人保财险,交强险,2025-12-08,2026-12-08,950.00,
`,
}

/** Writes the export of a dealer with three vehicles into a new directory; orders and parts orders are missing. */
export function smallDealer(more: Readonly<Record<string, string>> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'small-dealer-'))
  for (const [name, text] of Object.entries({ ...files, ...more })) writeFileSync(join(directory, name), text)
  return directory
}

/** What the small dealer's import and its Monday, 23 November 2026, must come to. */
export const monday = {
  asOf: '2026-11-22',
  import: {
    staff: { accepted: 2, rejected: {} },
    customers: { accepted: 3, rejected: { 'phone-invalid': 1 } },
    vehicles: { accepted: 3, rejected: { 'customer-unknown': 1 } },
    orders: { accepted: 0, rejected: {} },
    policies: { accepted: 3, rejected: {} },
    parts_orders: { accepted: 0, rejected: {} },
  },
  jobs: {
    'maintenance-reminders': {
      due: 3,
      sent: 1,
      suppressed: { 'no-consent': 1, refused: 1 },
      deferred: 0,
      failed: 0,
    },
    'insurance-call-lists': { due: 2, sent: 2, suppressed: {}, deferred: 0, failed: 0 },
  },
  // Nobody holds the roles that owe them, nor any role above.
  deadlines: { opened: 33, reminded: 0, late: 29, escalated: 0 },
  notices: sampleNotices(),
  warranty: { claims: 0, unsubmitted: 0, mailed: 0 },
  messages: { sms: 1, mail: 2 },
}

/** What is to come of the sample mails, as far as the run tells it. */
function sampleNotices() {
  const file = new URL('../unit/manufacturer-notices/expected.json', import.meta.url)
  const expected = JSON.parse(readFileSync(file, 'utf8')) as { from: string }[]
  return expected.map(({ from: _, ...line }) => line)
}
