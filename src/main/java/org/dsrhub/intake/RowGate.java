package org.dsrhub.intake;

/**
 * What lets the rows of a file in.
 */
@FunctionalInterface
interface RowGate {

	/**
	 * How many of the next rows may be taken now.
	 * @throws TurnOver if none, because others wait
	 */
	int room(int rows);

}
