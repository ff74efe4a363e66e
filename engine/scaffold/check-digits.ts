/** Whether a number has the check digits of a Brazilian CPF or of an IBAN, with or without separators. */
export function hasCheckDigits(value: string): boolean {
  const text = value.replace(/[\s.-]/g, '').toUpperCase()
  return isCpf(text) || isIban(text)
}

/** Receita Federal: two check digits, each the weighted sum of the digits before it, modulo 11. */
function isCpf(text: string): boolean {
  if (!/^\d{11}$/.test(text) || /^(\d)\1+$/.test(text)) return false
  return [9, 10].every((length) => {
    const sum = [...text.slice(0, length)].reduce(
      (total, digit, i) => total + Number(digit) * (length + 1 - i),
      0,
    )
    return ((sum * 10) % 11) % 10 === Number(text[length])
  })
}

/** ISO 13616: the number with its first four characters at the end is 1 modulo 97. */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(text)) return false
  const digits = `${text.slice(4)}${text.slice(0, 4)}`.replace(
    /[A-Z]/g,
    (letter) => `${letter.charCodeAt(0) - 55}`,
  )
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}
