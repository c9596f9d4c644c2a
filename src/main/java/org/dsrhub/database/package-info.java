/**
 * How the ledger is written: transactions, and instants as they are in a row.
 */
package org.dsrhub.database;
