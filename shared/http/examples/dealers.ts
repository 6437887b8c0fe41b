import { DealerSettings } from '../../domain/dealer.ts'
import { Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  changeDealer,
  changeSettings,
  listDealerChanges,
  readDealer,
  readReplan,
  readSettings,
  readSettingsHelp,
  startReplan,
  type DealerView,
} from '../routes/dealers.ts'

const at = Instant.parse('2026-11-23T02:10:00.000Z')
const by = 'stf_kqlnibu3txvyaquiavi5'
const dealer: DealerView = {
  dealerId: 'D001',
  etag: '"4"',
  name: '东城汽车销售服务有限公司',
  signature: '东城汽车',
  phone: '020-88886666',
  zone: 'Asia/Shanghai',
  updatedAt: at,
  updatedBy: by,
}
const settings = DealerSettings.parse({})
const manufacturer = {
  zh: '长城汽车',
  en: 'Great Wall Motor',
  brandWords: ['长城', '哈弗'],
  mailDomains: ['gwm.example.com'],
  mailAddresses: ['notice@mail.example.com'],
  warrantyAddress: { recipient: '旧件库', address: '河北省保定市朝阳南大街 1 号', phone: '0312-1234567' },
  enabled: true,
}
const walk = { requestedAt: at, looked: 1_204, moved: 310 }

export const dealerExamples = [
  example(readDealer, { response: dealer }),
  example(changeDealer, {
    body: { phone: '020-88887777' },
    response: { ...dealer, etag: '"5"', phone: '020-88887777' },
  }),
  example(readSettings, { response: { etag: '"4"', settings } }),
  example(changeSettings, {
    body: { renewals: { contactDays: [60, 30, 15, 7] }, manufacturers: [manufacturer], closingTime: null },
    response: {
      etag: '"5"',
      settings: {
        ...settings,
        renewals: { ...settings.renewals, contactDays: [60, 30, 15, 7] },
        manufacturers: [manufacturer],
      },
    },
  }),
  example(readSettingsHelp, {
    response: {
      settings: [
        {
          setting: 'renewals.contactDays',
          zh: '保单到期前第几天联系客户，每个天数是一个节点。',
          en: "Days before a policy's end at which its customer is called, each a step.",
          default: [45, 33, 30, 15, 7],
          changeable: true,
        },
      ],
    },
  }),
  example(readReplan, {
    response: { state: 'done', ...walk, finishedAt: Instant.parse('2026-11-23T02:16:00.000Z') },
  }),
  example(startReplan, { response: { state: 'waiting', requestedAt: at, looked: 0, moved: 0 } }),
  example(listDealerChanges, {
    response: {
      items: [
        {
          at,
          by,
          action: 'settings-changed',
          before: { settings: { closingTime: '18:00' } },
          after: { settings: { closingTime: '17:30' } },
        },
      ],
    },
  }),
]
