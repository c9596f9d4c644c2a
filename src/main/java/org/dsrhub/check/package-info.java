/**
 * What {@code hub check} finds out about a tenant's connection, and the words in which it
 * says so. Nothing here names a person.
 */
package org.dsrhub.check;
