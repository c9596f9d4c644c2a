package org.dsrhub.node;

/**
 * What a part of the hub still has to do before this node ends.
 */
public interface Held {

	/**
	 * How much it is at.
	 */
	int held();

	/**
	 * Gives back what it will not finish, so that others take it at once. Called when the
	 * drain is over, for what nobody here works on any more.
	 * @return how many rows
	 */
	int handBack();

}
