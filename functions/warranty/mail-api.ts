import { manifestNumber, type WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { paged } from '../../shared/http/paged.ts'
import * as routes from '../../shared/http/routes/warranty-mailings.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { changesOfMailings, dealerOf } from './change-mailing.ts'
import type { MailingDependencies } from './draft-mailings.ts'
import { readManifest } from './mailing-message.ts'
import { mailingLine, mailingView } from './mailing-view.ts'
import { manifestPapers, XLSX } from './manufacturer-mail.ts'

/** What answers the routes of the mailings to manufacturers. */
export function warrantyMailApi(dependencies: MailingDependencies): Implementation[] {
  const { store, files } = dependencies
  const changes = changesOfMailings(dependencies)
  const known = async (dealerId: string, mailingId: string): Promise<WarrantyMailing> => {
    const mailing = await store.warrantyMailings.byId(dealerId, mailingId)
    if (mailing === undefined) throw new NotFound()
    return mailing
  }
  const papers = async (dealerId: string, mailingId: string) => {
    const mailing = await known(dealerId, mailingId)
    const [dealer, manifest] = await Promise.all([
      dealerOf(dependencies, dealerId),
      readManifest(files, mailing),
    ])
    const made = await manifestPapers(dealer, mailing, manifest, mailing.approved?.carriage)
    return { ...made, number: manifestNumber(mailing), version: mailing.version }
  }
  const shown = (mailing: WarrantyMailing) => ({
    body: mailingView(mailing, undefined),
    version: mailing.version,
  })

  return [
    implement(routes.listMailings, async ({ caller: { dealerId }, query: { month, ...page } }) => {
      const scope = { dealerId, list: routes.listMailings.path, filter: { month } }
      const body = await paged(
        scope,
        page,
        (paging) =>
          month === undefined
            ? store.warrantyMailings.newest(dealerId, paging)
            : store.warrantyMailings.ofMonth(dealerId, { month, ...paging }),
        mailingLine,
      )
      return { body }
    }),
    implement(routes.readMailing, async ({ caller: { dealerId }, params: { mailingId } }) => {
      const mailing = await known(dealerId, mailingId)
      const { approved, version } = mailing
      const mail = approved && (await store.messages.byId(dealerId, approved.messageId))
      return { body: mailingView(mailing, mail), version }
    }),
    implement(routes.readMailingPage, async ({ caller: { dealerId }, params: { mailingId } }) => {
      const { page, version } = await papers(dealerId, mailingId)
      return { body: page, version }
    }),
    implement(routes.readMailingWorkbook, async ({ caller: { dealerId }, params: { mailingId } }) => {
      const { workbook, number, version } = await papers(dealerId, mailingId)
      const body = { filename: `${number}.xlsx`, contentType: XLSX, base64: workbook.toString('base64') }
      return { body, version }
    }),
    implement(routes.redraftMailing, async ({ params, ...call }) =>
      shown(await changes.redraft({ ...call, ...params })),
    ),
    implement(routes.approveMailing, async ({ params, ...call }) =>
      shown(await changes.approve({ ...call, ...params }, call.body.carriage)),
    ),
    implement(routes.declineMailing, async ({ params, ...call }) =>
      shown(await changes.decline({ ...call, ...params }, call.body.reason)),
    ),
    implement(routes.correctMailing, async ({ params, ...call }) =>
      shown(await changes.correct({ ...call, ...params }, call.body.reason)),
    ),
  ]
}
