import { expect, it } from 'vitest'
import { readConsents, recordConsent } from '../../../shared/http/routes/contacts.ts'
import { eraseCustomer } from '../../../shared/http/routes/customer-data.ts'
import { mergeCustomer, unmergeCustomer } from '../../../shared/http/routes/customer-merges.ts'
import * as routes from '../../../shared/http/routes/customers.ts'
import { shown, type Race } from './race.ts'

const mobile = '+8613900139000'

/** People come to the desk, and everybody writes them down at once. */
export function customersAtOnce(race: () => Race): void {
  const seen = ({ body }: { body: { customerId: string; etag: string } }) => ({
    params: { customerId: body.customerId },
    ifMatch: body.etag,
  })
  const newcomer = (own: object) =>
    race().once(routes.createCustomer, { body: shown(routes.createCustomer, own) })

  it('a customer who is taken in a hundred times at once is one customer', async () => {
    const { body } = await race().once(
      routes.createCustomer,
      { body: shown(routes.createCustomer) },
      { twins: 100 },
    )
    const found = await race().ask(routes.findCustomers, { query: { mobile } })
    expect(found).toMatchObject({ ok: true, body: { items: [{ customerId: body.customerId }] } })
    expect(await race().store.audit.of('D001', 'Customer', body.customerId)).toHaveLength(1)
  })

  it('of two who change a customer one comes too late, and changes what the other has written', async () => {
    const anna = await newcomer({ mobile: '13900139001' })
    const changed = await race().once(routes.changeCustomer, {
      ...seen(anna),
      body: shown(routes.changeCustomer, { remark: '下午来电' }),
    })
    expect(changed.body.remark).toBe('下午来电')
  })

  it('a customer is merged once, and parted again once', async () => {
    const [kept, other] = [
      await newcomer({ mobile: '13900139002' }),
      await newcomer({ mobile: '13900139002' }),
    ]
    const { customerId: otherId, etag: otherEtag } = other.body
    const body = { otherId, otherEtag }
    await race().once(mergeCustomer, { ...seen(kept), body }, { versionInBody: true })
    const merged = await race().ask(routes.readCustomer, { params: { customerId: otherId } })
    if (!merged.ok) throw new Error(merged.problem.code)
    await race().once(unmergeCustomer, seen(merged))
  })

  it('a customer is erased once, with as many transactions as when nobody else asks', async () => {
    const [alone, raced] = [
      await newcomer({ mobile: '13900139003' }),
      await newcomer({ mobile: '13900139004' }),
    ]
    const transactions = await race().transactionsOf(() => race().ask(eraseCustomer, seen(alone)))
    expect(transactions).toBeGreaterThan(0)
    await race().once(eraseCustomer, seen(raced), { transactions })
  })

  it('a word is written down once', async () => {
    const body = shown(recordConsent, { saidOn: '2026-11-23' })
    await race().once(recordConsent, { params: { mobile }, body }, { audited: false })
    const said = await race().ask(readConsents, { params: { mobile } })
    expect(said).toMatchObject({ ok: true, body: { consents: [{ history: [{ state: 'refused' }] }] } })
  })
}
