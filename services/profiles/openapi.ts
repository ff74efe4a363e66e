import { z } from 'zod'
import { kinds } from '../cube/groups.ts'
import { choicesSchema, problemSchema, profileSchema, searchSchema, timelineSchema } from './profile.ts'
import { profileRequest, searchRequest, timelineRequest } from './requests.ts'
import { whySchema } from './why-schema.ts'

const schemas = {
  Profile: profileSchema,
  Timeline: timelineSchema,
  Search: searchSchema,
  Why: whySchema,
  Problem: problemSchema,
  Choices: choicesSchema,
}

const identifier = {
  name: 'identifier',
  in: 'path',
  required: true,
  schema: { type: 'string' },
  description:
    'kind:value, percent-encoded. Kinds are email, phone, customer (a customer key, the former ones too), order (the number ' +
    'of an order), and a source with its kind of record, such as shopify.customer. A number alone is a customer key.',
  examples: {
    email: { value: 'email:ada@example.com' },
    key: { value: 'customer:4642790403715442800' },
    external: { value: 'shopify.customer:7000085379287' },
  },
}

/** The API in OpenAPI 3.1, from the schemas that its answers keep to. */
export function openApi(server: string) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Clientele: profiles of customers',
      version: '1',
      description:
        'What is known of each customer, as of the last publication. Fields with personal data are left out and named in ' +
        `\`withheld\` for readers whose groups may not see their kind: ${kinds.join(', ')}. Every read is in the audit log.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    security: [{ key: [] }, { session: [] }],
    paths: {
      '/profiles/{identifier}': {
        get: {
          operationId: 'readProfile',
          summary: 'Everything that is known of one customer',
          parameters: [identifier, ...parametersOf(profileRequest), ifNoneMatch],
          responses: {
            200: {
              ...answer('Profile', 'The profile'),
              headers: { etag: { schema: { type: 'string' }, description: 'Changes with each publication' } },
            },
            304: { description: 'The profile is that of the tag in if-none-match' },
            ...failures,
          },
        },
      },
      '/profiles/{identifier}/timeline': {
        get: {
          operationId: 'readTimeline',
          summary: 'The contacts with one customer, the newest first',
          parameters: [identifier, ...parametersOf(timelineRequest)],
          responses: { 200: answer('Timeline', 'A page of contacts'), ...failures },
        },
      },
      '/profiles/{identifier}/why': {
        get: {
          operationId: 'readWhy',
          summary: 'Which records were joined to this customer, and by what evidence',
          parameters: [identifier],
          responses: { 200: answer('Why', 'The records and their links'), ...failures },
        },
      },
      '/profiles': {
        get: {
          operationId: 'searchProfiles',
          summary: 'Customers whom a text may mean',
          parameters: parametersOf(searchRequest),
          responses: { 200: answer('Search', 'The best matches first'), ...common },
        },
      },
    },
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [name, jsonSchema(schema)]),
      ),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'What `clientele key create` prints' },
        session: { type: 'apiKey', in: 'cookie', name: 'clientele', description: 'Of people who signed in' },
      },
    },
  }
}

const ifNoneMatch = {
  name: 'if-none-match',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description: 'The etag of a profile that is at hand',
}

function answer(name: keyof typeof schemas, description: string): object {
  return { description, content: { 'application/json': { schema: reference(name) } } }
}

function failure(description: string, name: keyof typeof schemas = 'Problem'): object {
  return { description, content: { 'application/problem+json': { schema: reference(name) } } }
}

function reference(name: keyof typeof schemas): object {
  return { $ref: `#/components/schemas/${name}` }
}

const common = {
  400: failure('What is asked for cannot be read'),
  401: failure('Nobody has signed in, and there is no key'),
  429: failure('Too many requests; retry-after says when to go on'),
  503: failure('Nothing is published, or reads cannot be recorded'),
}

const failures = {
  ...common,
  308: { description: 'The customer has another key now, which `location` says' },
  403: failure('The reader may not look customers up by that kind of personal data'),
  404: failure('There is no such customer among those that the reader may see'),
  409: failure('Several customers have the identifier', 'Choices'),
  410: failure('The customer key was in use, and nothing has it any more'),
}

/** The query of an address, one parameter for each property. */
function parametersOf(request: z.ZodObject): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(request, { io: 'input' })
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = typeof schema === 'object' ? schema : {}
    return { name, in: 'query', required: required.includes(name), description, schema: simple(name, rest) }
  })
}

/** Lists may be written with commas, and numbers are digits of the address. */
function simple(name: string, schema: object): object {
  if (name === 'limit') return { type: 'integer', minimum: 1 }
  return 'anyOf' in schema ? { type: 'string' } : schema
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output' })
  return rest
}
