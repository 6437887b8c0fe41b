/** What is usually done to the table together: a transaction needs the action of each of its parts. */

export const reads = ['BatchGetItem', 'Query'] as const
export const writes = ['BatchGetItem', 'PutItem'] as const
/** Call list entries are deleted with an outcome, a renewal, the next step; names when their record gets another. */
export const deletes = [...writes, 'DeleteItem'] as const
export const deleting = [...deletes, 'Query'] as const
