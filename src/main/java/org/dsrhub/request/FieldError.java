package org.dsrhub.request;

/**
 * What is wrong with one field of a request and what to do; never repeats the value.
 *
 * @param field the field's path in the document, such as {@code subject.email}, or the
 * column's name
 * @param message one sentence
 */
public record FieldError(String field, String message) {
}
