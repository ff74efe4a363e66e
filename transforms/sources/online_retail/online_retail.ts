import { z } from 'zod'
import { decimalText, idText, localTimeText, source, unitCount } from '#engine'

/** All prices are in pounds. */
export const currency = 'GBP'

/**
 * Invoice lines of a UK online gift shop (UCI Machine Learning Repository, "Online Retail"). Cancellations
 * (C…), bad-debt adjustments (A…), negative prices and missing customers are facts about the business, so the
 * contract allows them, and staging interprets them.
 */
export const online_retail = source('online_retail', {
  system: 'UCI Online Retail',
  entities: {
    transactions: {
      description: 'Invoice lines of a UK online gift shop, as published by UCI',
      key: 'content',
      eventTime: 'InvoiceDate',
      pii: { CustomerID: 'identifier' },
      fields: {
        InvoiceNo: idText().min(1).describe('Invoice; C… cancels one, A… adjusts bad debt'),
        StockCode: idText().min(1).describe('Product, or a code for postage, fees, samples or similar'),
        Description: z.string().nullable().describe('Product name, or a note on the stock movement'),
        Quantity: unitCount().describe('Units; negative if goods were returned or written off'),
        InvoiceDate: localTimeText().describe('When the invoice was made, UK local time'),
        UnitPrice: decimalText().describe('Price of one unit in pounds'),
        CustomerID: idText().nullable().describe('Customer number; a quarter of the lines have none'),
        Country: z.string().min(1).describe('Country of the customer'),
      },
    },
  },
})
