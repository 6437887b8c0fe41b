import { newDealer, type Dealer } from '../../shared/domain/dealer.ts'
import type { Manufacturer } from '../../shared/domain/manufacturer.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import type { Store } from '../../shared/store/store.ts'

/** The dealer of the local stack: an export names none. */
export const localDealer = {
  dealerId: 'D001',
  name: '东城汽车销售服务有限公司',
  signature: '东城汽车',
  phone: '020-88886666',
  zone: 'Asia/Shanghai',
}

/** Whose mails the sample has, and most of its cars. */
const sampleManufacturer: Manufacturer = {
  zh: '长城',
  en: 'Great Wall',
  brandWords: ['长城', '哈弗'],
  mailDomains: ['oem-a.example'],
  mailAddresses: [],
  enabled: true,
}

/** The local stack's dealer with the settings it has, or with the defaults when it is new. */
export async function ensureDealer(store: Store, at: Instant): Promise<Dealer> {
  const known = await store.dealers.byId(localDealer.dealerId)
  if (known !== undefined) return known
  const stamp = { at, by: 'local' }
  const fresh = newDealer(localDealer, stamp)
  const dealer = { ...fresh, settings: { ...fresh.settings, manufacturers: [sampleManufacturer] } }
  await store.commit([dealerRecord.put(dealer, stamp)])
  return dealer
}
