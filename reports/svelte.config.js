/** Evidence writes its own name and account into the head of every page; ours has the company's name. */
const { name } = JSON.parse(process.env.VITE_CLIENTELE_COMPANY ?? '{}')
const head = ({ content }) => ({
  code: content
    .replace('<meta name="twitter:site" content="@evidence_dev" />', '')
    .replace(
      '<title>{metadata.title ?? metadata.og?.title}</title>',
      () => `<title>{metadata.title} · {${JSON.stringify(name)}}</title>`,
    ),
})

class Config {
  // Evidence reads this several times and deletes it each time, which a getter survives
  get preprocess() {
    return [{ markup: head }]
  }
}

export default new Config()
