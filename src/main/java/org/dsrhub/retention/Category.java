package org.dsrhub.retention;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.dsrhub.tenant.Tenant;

/**
 * A kind of thing that the hub keeps for a while: one bean each, with one rule of the
 * same name in {@code config/retention.yaml}.
 */
interface Category {

	/**
	 * Its name, such as {@code packages}.
	 */
	String name();

	/**
	 * What is due, the oldest first. Changes nothing; a million things take no more
	 * memory than a few. The caller closes the stream, and holds what it runs in open:
	 * one transaction.
	 * @param keep how long it is kept
	 */
	Stream<Due> due(Tenant tenant, Keep keep, Instant now);

	/**
	 * How many are removed in one transaction at most: whoever sets a hold meanwhile
	 * waits for its end.
	 */
	default int batch() {
		return 500;
	}

	/**
	 * Removes things for good, one after the other. What was removed before, by a run
	 * that was broken off, is gone; that is no fault.
	 * @param things as {@link #due} told them, perhaps long ago: what is not due any
	 * more, because it was taken up again, say, is left and told as {@link Removal#left}
	 * @return what became of each, in order
	 */
	List<Removal> remove(Tenant tenant, Keep keep, List<Due> things);

}
