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
	 * Whether it is just now taking up more, of which it is not known yet how much.
	 */
	default boolean claiming() {
		return false;
	}

	/**
	 * Gives back what it will not finish, so that others take it at once. Called when the
	 * drain is over, for what nobody here works on any more.
	 * @return how many rows
	 */
	int handBack();

}
