/** Surnames of two characters that are still borne; every other one has a single character. */
const twoCharacterSurnames =
  /^(?:欧阳|上官|司马|诸葛|皇甫|令狐|慕容|尉迟|夏侯|东方|司徒|公孙|长孙|宇文|端木|南宫|闻人|轩辕|申屠|独孤|钟离)/

/**
 * 王先生, 欧阳女士; 王先生/女士 where the books do not say. A company's name, or any that is not surely a
 * person's, is greeted as 尊敬的客户: a wrong surname is worse than none.
 */
export function greetingFor(name: string, gender: 'male' | 'female' | undefined): string {
  const han = /^\p{Script=Han}{2,4}$/u.test(name) && !/公司|集团|工厂|医院|学校|银行|车队|商行/.test(name)
  const compound = twoCharacterSurnames.test(name) && name.length > 2
  if (!han || (name.length === 4 && !compound && gender === undefined)) return '尊敬的客户'
  const surname = name.slice(0, compound ? 2 : 1)
  switch (gender) {
    case 'male':
      return `${surname}先生`
    case 'female':
      return `${surname}女士`
    case undefined:
      return `${surname}先生/女士`
  }
}

/** The plate names the one car among several of a customer; a new car without one goes by its model. */
export function vehicleWords({
  plate,
  model,
}: {
  readonly plate?: string | undefined
  readonly model: string
}): string {
  if (plate !== undefined && plate !== '') return `爱车${plate}`
  return shorten(model, 12) || '爱车'
}

/** 20 characters are the longest signature that providers register. */
export function signatureWords(signature: string): string {
  return shorten(signature, 20)
}

export function phoneWords(phone: string): string {
  return shorten(phone, 20)
}

/** Cut between characters, so that none is halved. */
function shorten(text: string, most: number): string {
  let kept = ''
  for (const character of text.trim()) {
    if (kept.length + character.length > most) break
    kept += character
  }
  return kept
}
