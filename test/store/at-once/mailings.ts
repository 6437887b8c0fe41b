import { it } from 'vitest'
import * as routes from '../../../shared/http/routes/warranty-mailings.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { warrantyClaimRecord } from '../../../shared/store/warranty-claims.ts'
import { warrantyMailingRecord } from '../../../shared/store/warranty-mailings.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { mailingOf, manufacturerOf } from '../../support/mailing-builders.ts'
import { claimOf } from '../../unit/warranty/claim-facts.ts'
import { shown, type Race } from './race.ts'

/** A manifest is drawn up, approved, corrected and declined, each once, whoever presses the button. */
export function mailingsAtOnce(race: () => Race): void {
  it('a manifest takes each of its steps once', async () => {
    const { store } = race()
    const maker = manufacturerOf({}, { zh: '上汽', en: 'SAIC', brandWords: ['荣威'] })
    const dealer = (await store.dealers.byId('D001'))!
    const settings = { ...dealer.settings, manufacturers: [...dealer.settings.manufacturers, maker] }
    const claim = claimOf('mailed', {
      kind: 'free_service',
      status: 'submitted',
      manufacturer: maker.zh,
      evidence: [{ kind: 'signed_voucher', reference: 'V-1', at: earlier.at, by: 'test' }],
    })
    const mailing = mailingOf({ manufacturer: maker.zh, itemIds: [claim.claimId] })
    await save(
      store,
      dealerRecord.put({ ...dealer, settings }, earlier),
      ...puts(warrantyClaimRecord, { ...claim, version: 0 }),
      ...puts(warrantyMailingRecord, mailing),
    )
    const params = { mailingId: mailing.mailingId }
    const redrafted = await race().once(routes.redraftMailing, { params, ifMatch: '"1"' })
    const approved = await race().once(routes.approveMailing, {
      params,
      ifMatch: redrafted.etag!,
      body: shown(routes.approveMailing),
    })
    const corrected = await race().once(routes.correctMailing, {
      params,
      ifMatch: approved.etag!,
      body: shown(routes.correctMailing),
    })
    await race().once(routes.declineMailing, {
      params,
      ifMatch: corrected.etag!,
      body: shown(routes.declineMailing),
    })
  })
}
