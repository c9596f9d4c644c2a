package org.dsrhub.request;

/**
 * Another node has taken the row over; what this one did for it does not count.
 */
public class LeaseLost extends RuntimeException {

	public LeaseLost(String what) {
		super(what + " was taken over by another node, or ended, meanwhile");
	}

}
