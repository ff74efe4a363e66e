/**
 * What a text may show on a terminal: its control characters, and those that change the direction of text, are
 * written as escapes such as \u001b, so that no record, file name or message moves the cursor, hides text or writes to
 * the clipboard. Line ends and tabs stay. JSON stays the same JSON, because it has such characters only in strings.
 *
 * @param {string} text
 */
export function printable(text) {
  return text.replace(
    /[^\P{Cc}\n\t]|[\p{Bidi_Control}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
