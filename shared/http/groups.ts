import { roles } from '../domain/role-names.ts'

/** The groups of the user pool: one for each role, under the role's code, with what staff call it. */
export const groups = roles.map(({ code, zh, en }) => ({ name: code, description: `${zh} ${en}` }))
