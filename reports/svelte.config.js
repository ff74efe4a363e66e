/** Evidence writes its own name into the head of every page: a title without ours, and its account. */
const head = ({ content }) => ({
  code: content
    .replace('<meta name="twitter:site" content="@evidence_dev" />', '')
    .replace(
      '<title>{metadata.title ?? metadata.og?.title}</title>',
      '<title>{metadata.title} · Clientele</title>',
    ),
})

class Config {
  // Evidence reads this several times and deletes it each time, which a getter survives
  get preprocess() {
    return [{ markup: head }]
  }
}

export default new Config()
