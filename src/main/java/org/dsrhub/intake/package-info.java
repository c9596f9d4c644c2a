/**
 * What comes through the doors, files and REST, until it is a request: formats, limits,
 * rows, and what is said back of those that are not valid.
 */
package org.dsrhub.intake;
