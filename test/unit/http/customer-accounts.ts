import { staffIdOf } from '../../support/builders.ts'
import type { Account } from '../../support/api-client.ts'

export const advisor: Account = {
  dealerId: 'D001',
  roles: ['service_advisor'],
  staffId: staffIdOf('A1'),
  sub: 'account-a1',
}
export const supervisor: Account = { ...advisor, roles: ['front_desk_supervisor'], sub: 'account-f1' }
export const manager: Account = { ...advisor, roles: ['service_manager'], sub: 'account-m1' }
/** Of another dealer, with every role that the routes of customers ask for. */
export const stranger: Account = {
  ...advisor,
  dealerId: 'D002',
  roles: ['front_desk_supervisor', 'service_manager'],
  sub: 'account-x',
}
