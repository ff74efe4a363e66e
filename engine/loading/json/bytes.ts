/** The bytes that JSON is made of, for readers that cut it without parsing it. */
export const newline = 0x0a
export const quote = 0x22
export const backslash = 0x5c
export const comma = 0x2c
export const colon = 0x3a
export const openSquare = 0x5b
export const closeSquare = 0x5d
export const openCurly = 0x7b
export const closeCurly = 0x7d
