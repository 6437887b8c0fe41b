import { it } from 'vitest'
import * as dealers from '../../../shared/http/routes/dealers.ts'
import * as imports from '../../../shared/http/routes/imports.ts'
import * as messages from '../../../shared/http/routes/messages.ts'
import * as routes from '../../../shared/http/routes/staff.ts'
import * as filings from '../../../shared/http/routes/staff-changes.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import type { ImportRun } from '../../../shared/domain/import-run.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { importRecord } from '../../../shared/store/imports.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { day, local, messageRowOf, staffIdOf, stampAt } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { shown, type Race } from './race.ts'

const now = local('2026-11-23 10:00')

/** Staff come and go, books come in, and messages are decided on: two people press the button, or one of them twice. */
export function officeAtOnce(race: () => Race): void {
  const seen = ({ body }: { body: { staffId: string; etag: string } }) => ({
    params: { staffId: body.staffId },
    ifMatch: body.etag,
  })
  const opened = async () => {
    // A dry run: it keeps no other import waiting.
    const announced = shown(imports.createImport, { dryRun: true })
    const { body } = await race().once(imports.createImport, { body: announced })
    return { params: { importId: body.import.importId }, ifMatch: body.import.etag }
  }

  it('somebody begins, is away, leaves and comes back, each once', async () => {
    const deputyId = staffIdOf('S1')
    let li = await race().once(routes.createStaff, { body: shown(routes.createStaff) })
    li = await race().once(routes.changeStaff, { ...seen(li), body: { furtherRoles: ['insurance_clerk'] } })
    const deputies = [{ deputyId, from: day('2026-12-01'), until: day('2026-12-05') }]
    li = await race().once(routes.nameDeputies, { ...seen(li), body: { deputies } })
    li = await race().once(routes.addAbsence, { ...seen(li), body: shown(routes.addAbsence, { deputyId }) })
    const { absenceId } = li.body.absences![0]!
    const { params, ifMatch } = seen(li)
    li = await race().once(routes.cancelAbsence, { params: { ...params, absenceId }, ifMatch })
    li = await race().once(routes.departStaff, { ...seen(li), body: { leftOn: day('2026-11-22') } })
    await race().once(routes.rejoinStaff, { ...seen(li), body: { joinedOn: day('2026-11-23') } })
  })

  it('who begins is filed with a manufacturer once, taken back once, and once more', async () => {
    const body = shown(routes.createStaff, { number: 'F901' })
    const { body: person } = await race().once(routes.createStaff, { body })
    const found = await race().ask(filings.listFilings, {
      query: { status: 'to_file', staffId: person.staffId },
    })
    const seenFiling = (change: { staffChangeId: string; etag: string }) => ({
      params: { staffChangeId: change.staffChangeId },
      ifMatch: change.etag,
    })
    if (!found.ok) throw new Error(found.problem.code)
    let change = found.body.items[0]!
    change = (await race().once(filings.fileStaffChange, { ...seenFiling(change), body: { system: 1 } })).body
    change = (await race().once(filings.undoFiling, { ...seenFiling(change), body: { system: 1 } })).body
    const reason = '临时工'
    await race().once(filings.needNotFile, { ...seenFiling(change), body: { system: 1, reason } })
  })

  it('the dealer and its settings are changed once, and what waits follows once', async () => {
    const dealer = await race().ask(dealers.readDealer)
    const { etag } = await race().once(dealers.changeDealer, {
      ifMatch: dealer.etag!,
      body: shown(dealers.changeDealer),
    })
    const settings = { ifMatch: etag!, body: shown(dealers.changeSettings) }
    await race().once(dealers.changeSettings, settings)
    await race().once(dealers.startReplan, {}, { audited: false })
  })

  it('an import is opened, given up, started and taken back, each once', async () => {
    await race().once(imports.cancelImport, await opened())
    const run = await opened()
    race().api.files.stored.set(fileKeys.import('D001', run.params.importId, 'customers'), Buffer.from('x'))
    await race().once(imports.startImport, run)

    const stamp = stampAt(now)
    const done: ImportRun = {
      ...unwritten(stamp),
      dealerId: 'D001',
      importId: idFor('import', 'done'),
      status: 'done',
      dryRun: false,
      results: {},
      undoUntil: local('2026-11-30 10:00'),
    }
    await save(race().store, ...puts(importRecord, done))
    await race().once(imports.undoImport, { params: { importId: done.importId }, ifMatch: '"1"' })
  })

  it('held messages are decided on once, alone and together', async () => {
    const held = ['one', 'two', 'three', 'four'].map((name) => ({
      ...messageRowOf(name, { status: 'held', reason: 'in-doubt', address: '+8613800138000' }),
      deliveryId: idFor('delivery', name),
    }))
    await save(race().store, ...puts(messageRecord, ...held))
    const [one, two, three, four] = held.map(({ messageId }) => ({ messageId, etag: '"1"' }))
    const alone = ({ messageId, etag }: { messageId: string; etag: string }) => ({
      params: { messageId },
      ifMatch: etag,
    })
    await race().once(messages.releaseHeld, alone(one!))
    await race().once(messages.dropHeld, alone(two!))
    await race().once(messages.releaseSeveralHeld, { body: { messages: [three!] } })
    await race().once(messages.dropSeveralHeld, { body: { messages: [four!] } })
  })
}
