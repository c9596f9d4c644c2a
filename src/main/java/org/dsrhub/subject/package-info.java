/**
 * The natural person as a set of identifiers: how they are normalised, found in text and
 * looked up in the directory. Rules only; nothing here reads or writes.
 */
package org.dsrhub.subject;
