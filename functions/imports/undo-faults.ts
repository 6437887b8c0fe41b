/** The import has written more than one function can weigh. */
export class ImportChangesTooMany extends Error {
  override readonly name = 'ImportChangesTooMany'
}
