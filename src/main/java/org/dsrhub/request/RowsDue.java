package org.dsrhub.request;

/**
 * Rows of this kind may have become due; told within the transaction that wrote them, as
 * a hint that names none of them.
 */
public enum RowsDue {

	REQUESTS, TASKS

}
