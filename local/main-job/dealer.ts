import { newDealer, type Dealer } from '../../shared/domain/dealer.ts'
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

/** The local stack's dealer with the settings it has, or with the defaults when it is new. */
export async function ensureDealer(store: Store, at: Instant): Promise<Dealer> {
  const known = await store.dealers.byId(localDealer.dealerId)
  if (known !== undefined) return known
  const stamp = { at, by: 'local' }
  const dealer = newDealer(localDealer, stamp)
  await store.commit([dealerRecord.put(dealer, stamp)])
  return dealer
}
